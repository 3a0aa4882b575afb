"""Facts of one firm and year as staff type them: the gate of `posting.py`, versions, and a second look."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import AuditAction
from indicators.domain.numbers import InvalidNumberError, parse_decimal, plain
from indicators.readers.cells import YEAR
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.domain.evaluations.second_looks import SecondLook, second_looks
from tracker.models import Enterprise, EnterpriseFact
from tracker.queries.evaluations.access import enterprises_of
from tracker.queries.evaluations.typed_year import Versions, YearContent, year_content, year_content_at
from tracker.services.evaluations.fact_locks import hold_rounds, lock_reasons
from tracker.services.evaluations.facts import COLUMNS, FactContent, TaxContent, write_facts, write_taxes
from tracker.services.evaluations.posting import EMPTY, fact_value

NO_TAX = (None, "")
LONGEST = {"component": 64, "source": 200}
NAMES = {each.name: str(each.verbose_name) for each in EnterpriseFact._meta.concrete_fields if each.name in COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTax:
    """One row of taxes as typed; a row without a component, an amount and a source is none."""

    component: str
    amount: str
    source: str

    @property
    def is_empty(self) -> bool:
        return not (self.component or self.amount or self.source)


class StaleYearError(Exception):
    """Somebody stored other facts since the form was opened; `changes` says which."""

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__("；".join(changes))
        self.changes = list(changes)


class UnconfirmedError(Exception):
    """The facts may be right, but want a confirmation of each of `looks`."""

    def __init__(self, looks: Sequence[SecondLook]) -> None:
        super().__init__("；".join(look.message for look in looks))
        self.looks = list(looks)


@transaction.atomic
def type_facts(
    *,
    firm: Enterprise,
    year: int,
    facts: Mapping[str, Any],
    taxes: Sequence[TypedTax],
    seen: Versions,
    confirmed: Collection[str] = (),
    actor: Actor,
    reason: str,
) -> int:
    """Store what differs from the current facts; returns how many rows were written, 0 when nothing differs.

    `facts` holds every column as text (`veto` as a bool), `seen` the versions that the form was filled from,
    `confirmed` the keys (`look_key`) of second looks that were taken. Raises `ValidationError` with every fault by
    field (tax rows: `tax_<row>_<column>`), `StaleYearError` or `UnconfirmedError`.
    """
    hold_rounds(year)
    firm = Enterprise.objects.select_for_update().get(pk=firm.pk)
    _check_gate(firm, year, actor)
    current = year_content(firm, year)
    if changes := _changes_since(firm, year, seen, current):
        raise StaleYearError(changes)
    typed = _read(facts, taxes)
    new_facts = None if typed.facts == (current.facts or EMPTY) else typed.facts
    new_taxes = {name: content for name, content in typed.taxes.items() if content != current.taxes.get(name, NO_TAX)}
    if new_facts is None and not new_taxes:
        return 0
    if not reason.strip():
        raise ValidationError({"reason": ["须写明理由或数据来源"]})
    looks = [look for look in _looks(firm, year, new_facts, current) if look_key(look) not in confirmed]
    if looks:
        raise UnconfirmedError(looks)
    _store(firm, year, new_facts, new_taxes, current, actor, reason.strip())
    return (new_facts is not None) + len(new_taxes)


def look_key(look: SecondLook) -> str:
    return f"{look.field}:{look.code}"


def _check_gate(firm: Enterprise, year: int, actor: Actor) -> None:
    reasons = lock_reasons(year)
    if actor.user and not actor.user.has_perm("tracker.post_facts"):
        reasons.append("年度数据由审定发布岗填写")
    if actor.user and not enterprises_of(actor.user).filter(pk=firm.pk).exists():
        reasons.append("企业不在本账号的地区内")
    if not YEAR.fullmatch(str(year)):
        reasons.append("年度应为四位年份")
    if reasons:
        raise ValidationError(reasons)


def _read(facts: Mapping[str, Any], taxes: Sequence[TypedTax]) -> YearContent:
    faults: dict[str, list[str]] = {}

    def fault(field: str, code: str, message: str) -> None:
        faults.setdefault(field, []).append(message)

    content = {name: fact_value(name, facts.get(name), fault, called=NAMES[name]) for name in COLUMNS}
    read: dict[str, tuple[Decimal | None, str]] = {}
    for row, tax in enumerate(taxes):
        if tax.is_empty:
            continue
        head = f"tax_{row}_"
        if not tax.component:
            fault(f"{head}component", "required", "请写明税种")
        elif tax.component in read:
            fault(f"{head}component", "conflict", f"税种“{tax.component[:64]}”重复")
        for name, longest in LONGEST.items():
            if len(getattr(tax, name)) > longest:
                fault(f"{head}{name}", "too_long", f"最长 {longest} 个字符")
        try:
            amount = parse_decimal(tax.amount) if tax.amount else None
        except InvalidNumberError as error:
            fault(f"{head}amount", error.code, str(error))
            continue
        read[tax.component] = (amount, tax.source)
    if faults:
        raise ValidationError(faults)
    return YearContent(facts=content, taxes=read, versions={})


def _looks(firm: Enterprise, year: int, facts: Mapping[str, Any] | None, current: YearContent) -> Iterator[SecondLook]:
    """Only at what changes: the rest was confirmed when it was stored."""
    if facts is None:
        return
    before = current.facts or EMPTY
    for look in second_looks(facts, year_content(firm, year - 1).facts):
        if facts[look.field] != before[look.field]:
            yield look


def _changes_since(firm: Enterprise, year: int, seen: Versions, current: YearContent) -> list[str]:
    """“税收：600 → 650（甲，核实）” for everything stored after the versions seen."""
    if seen == current.versions:
        return []
    old, new = _texts(year_content_at(firm, year, seen)), _texts(current)
    names = [name for name in {**old, **new} if old.get(name, "") != new.get(name, "")]
    changes = [f"{NAMES.get(name, name)}：{old.get(name) or '空'} → {new.get(name) or '空'}" for name in names]
    return changes or [f"{year} 年的数据已另存一版"]


def _texts(content: YearContent) -> dict[str, str]:
    """Every figure as text, a tax by its component."""
    facts = {name: _text(value) for name, value in (content.facts or EMPTY).items()}
    taxes = {name: f"{plain(amount) or ''} {source}".strip() for name, (amount, source) in content.taxes.items()}
    return facts | taxes


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return value if isinstance(value, str) else plain(value) or ""


def _store(
    firm: Enterprise,
    year: int,
    facts: Mapping[str, Any] | None,
    taxes: Mapping[str, tuple[Decimal | None, str]],
    current: YearContent,
    actor: Actor,
    reason: str,
) -> None:
    """The versions, and one entry about the firm's year with old and new."""
    if facts is not None:
        write_facts([FactContent(firm.code, year, facts)], actor=actor, reason=reason)
    rows = [TaxContent(firm.code, year, name, amount, source) for name, (amount, source) in taxes.items()]
    write_taxes(rows, actor=actor, reason=reason)
    old = _texts(current)
    new = _texts(YearContent(facts=facts or current.facts, taxes={**current.taxes, **taxes}, versions={}))
    names = [name for name in new if old.get(name, "") != new[name]]
    record(
        actor=actor,
        action=AuditAction.CHANGED if current.versions else AuditAction.CREATED,
        object_type="enterprisefact",
        object_key=f"{firm.code} {year}",
        old={name: old.get(name, "") for name in names} if current.versions else None,
        new={name: new[name] for name in names},
        reason=reason,
    )
    bump_data_version()
