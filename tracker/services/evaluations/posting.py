"""Facts from the evaluation platform: whole or nothing, idempotent, refused with every reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from indicators.choices import AuditAction
from indicators.domain.numbers import InvalidNumberError, parse_decimal
from indicators.models import ApiToken, User
from indicators.queries.tokens import token_name
from indicators.services.audit import Actor, record
from tracker.domain.evaluation_tables import MARKS, NEVER_NEGATIVE, QUANTITIES
from tracker.domain.evaluations.facts import SizeClass
from tracker.models import EnterpriseFact, Round
from tracker.queries.evaluations.access import enterprises_of
from tracker.services.evaluations.fact_locks import RoundLockedError, hold_rounds, lock_reasons
from tracker.services.evaluations.fact_statistics import refresh_statistics
from tracker.services.evaluations.facts import COLUMNS, FactContent, write_facts

LARGEST = 10_000
EMPTY: Mapping[str, Any] = {**dict.fromkeys(QUANTITIES), "veto": False, **dict.fromkeys(MARKS, "")}
LENGTHS = {"exempt_reason": 200, "promotion": 64, "grade_cap": 64}
KNOWN = frozenset({"enterprise", "year", *COLUMNS})
FaultSink = Callable[[str, str, str], None]  # takes field, code and message


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """What is wrong with one row of the list, the first is 1; row 0 is the list itself."""

    row: int
    field: str
    code: str
    message: str


class FactsRefusedError(Exception):
    """Nothing was stored; `faults` lists everything that is wrong."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"有 {len(faults)} 处错误，未存入任何内容")
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Posted:
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def post_facts(*, round: Round, rows: Any, user: User, token: ApiToken | None = None) -> Posted:
    """Store the rows; a key that is not sent stays as it was, null erases. Every call is in the audit trail.

    Raises `RoundLockedError` or `FactsRefusedError`.
    """
    locked = hold_rounds(round.year - 1, round.year)[round.pk]
    if reasons := lock_reasons(locked.year, through=locked):
        raise RoundLockedError(reasons)
    if not isinstance(rows, list) or not 1 <= len(rows) <= LARGEST:
        message = f"请求应为 1 至 {LARGEST} 行的列表"
        raise FactsRefusedError([RowFault(0, "", "bad_list", message)])
    faults: list[RowFault] = []
    read = [_read(number, row, locked.year, faults) for number, row in enumerate(rows, start=1)]
    _check_keys(read, user, faults)
    if faults:
        raise FactsRefusedError(sorted(faults))
    reads_last_year = any(row is not None and row.year < locked.year for row in read)
    if reads_last_year and (reasons := lock_reasons(locked.year - 1, through=locked)):
        raise RoundLockedError(reasons)
    actor = Actor.of(user)
    posted = _store([row for row in read if row is not None], locked, actor)
    record(
        actor=actor,
        action=AuditAction.LOADED,
        object_type="round",
        object_key=locked.code,
        new=asdict(posted) | ({"token": token_name(token)} if token else {}),
        reason="接口报送企业数据",
    )
    return posted


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    enterprise: str
    year: int
    sent: Mapping[str, Any]


def _read(number: int, row: Any, year: int, faults: list[RowFault]) -> _Row | None:
    before = len(faults)

    def fault(field: str, code: str, message: str) -> None:
        faults.append(RowFault(number, field, code, message))

    if not isinstance(row, dict):
        fault("", "not_an_object", "每行应为一个对象")
        return None
    for name in sorted(set(row) - KNOWN, key=str):
        fault(str(name)[:50], "unknown_field", f"没有名为“{str(name)[:50]}”的字段")
    enterprise, of = row.get("enterprise"), row.get("year", year)
    if not isinstance(enterprise, str) or not enterprise:
        fault("enterprise", "required", "“enterprise”应为统一社会信用代码")
    if isinstance(of, bool) or not isinstance(of, int | str) or str(of) not in (str(year), str(year - 1)):
        fault("year", "wrong_year", f"“year”应为 {year}（本批次）或 {year - 1}（上年）")
    sent = {name: fact_value(name, row[name], fault) for name in COLUMNS if name in row}
    if len(faults) > before:
        return None
    assert isinstance(enterprise, str)
    return _Row(number, enterprise, int(str(of)), sent)


def fact_value(name: str, given: Any, fault: FaultSink, called: str = "") -> Any:
    """One column of the facts as it is stored; what is wrong goes to `fault`, where the column is `called` so."""
    called = called or name
    if name == "veto":
        if given in ("yes", True):
            return True
        if given not in ("", None, False):
            fault(name, "not_a_choice", f"“{called}”应为 yes 或空")
        return False
    if given is None:
        return EMPTY[name]
    if not isinstance(given, str):
        fault(name, "not_a_string", f"“{called}”应为字符串，数也写成字符串")
        return EMPTY[name]
    return (_mark if name in MARKS else _quantity)(name, given.strip(), fault, called)


def _mark(name: str, given: str, fault: FaultSink, called: str) -> str:
    if name == "size_class" and given and given not in list(SizeClass):
        fault(name, "not_a_choice", f"“{called}”应为 {'、'.join(SizeClass)} 之一")
    if "\0" in given:
        fault(name, "bad_character", f"“{called}”含有空字符")
    elif len(given) > LENGTHS.get(name, 10):
        fault(name, "too_long", f"“{called}”最长 {LENGTHS.get(name, 10)} 个字符")
    return given


def _quantity(name: str, given: str, fault: FaultSink, called: str) -> Decimal | None:
    if not given:
        return None
    try:
        number = parse_decimal(given)
    except InvalidNumberError as error:
        fault(name, error.code, str(error))
        return None
    if number < 0 and name in NEVER_NEGATIVE:
        fault(name, "negative", f"“{called}”不能为负")
    return number


def _check_keys(read: Sequence[_Row | None], user: User, faults: list[RowFault]) -> None:
    """Firms the account may not know of are unknown; a firm and year stands once in the list."""
    rows = [row for row in read if row is not None]
    known = set(enterprises_of(user).filter(code__in={row.enterprise for row in rows}).values_list("code", flat=True))
    first: dict[tuple[str, int], int] = {}
    for row in rows:
        if row.enterprise not in known:
            message = f"没有代码为“{row.enterprise[:40]}”的企业"
            faults.append(RowFault(row.number, "enterprise", "unknown_enterprise", message))
        line = first.setdefault((row.enterprise, row.year), row.number)
        if line != row.number:
            message = f"与第 {line} 行是同一企业同一年"
            faults.append(RowFault(row.number, "enterprise", "conflict", message))


def _store(rows: Sequence[_Row], round: Round, actor: Actor) -> Posted:
    stored = _current({row.enterprise for row in rows})
    new: list[FactContent] = []
    changed: list[FactContent] = []
    unchanged = 0
    for row in rows:
        there = stored.get((row.enterprise, row.year))
        content = {**(there or EMPTY), **row.sent}
        if there == content:
            unchanged += 1
        else:
            (changed if there else new).append(FactContent(row.enterprise, row.year, content))
    write_facts([*new, *changed], actor=actor, reason=f"评价批次 {round.code} 接口报送")
    refresh_statistics(written=len(new) + len(changed))
    return Posted(created=len(new), updated=len(changed), unchanged=unchanged)


def _current(codes: set[str]) -> dict[tuple[str, int], dict[str, Any]]:
    rows = EnterpriseFact.objects.current().filter(enterprise__code__in=codes)
    return {
        (code, year): dict(zip(COLUMNS, rest, strict=True))
        for code, year, *rest in rows.values_list("enterprise__code", "year", *COLUMNS)
    }
