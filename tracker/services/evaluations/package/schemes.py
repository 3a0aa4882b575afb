"""Schemes and rounds of a package. What a round uses stays as it is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indicators.choices import AuditAction
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.keys import Keys, is_stored_so
from tracker.domain.evaluation_tables import SCHEMES
from tracker.domain.evaluations.scheme import Scheme as WrittenScheme
from tracker.domain.evaluations.scheme_writing import write_scheme
from tracker.models import Round, Scheme
from tracker.readers.enterprises import RoundRow, read_rounds
from tracker.readers.schemes import read_scheme_file
from tracker.services.evaluations.opening import scheme_faults


@dataclass(slots=True)
class NewRounds:
    """What the package adds, and size class and year of every known scheme."""

    schemes: list[WrittenScheme] = field(default_factory=list)
    rounds: list[RoundRow] = field(default_factory=list)
    unchanged_schemes: int = 0
    unchanged_rounds: int = 0
    known: dict[str, tuple[str, int]] = field(default_factory=dict)


def check_rounds(schemes: Path | None, rounds: Path | None, findings: Findings) -> NewRounds:
    stored = {each.code: each for each in Scheme.objects.all()}
    new = NewRounds(known={code: (each.size_class, each.year) for code, each in stored.items()})
    for place, scheme in enumerate(read_scheme_file(schemes, findings) if schemes else ()):
        new.known[scheme.code] = (scheme.size_class, scheme.year)
        if scheme.code not in stored:
            new.schemes.append(scheme)
        elif stored[scheme.code].content != write_scheme(scheme):
            message = f"标准“{scheme.code}”已存，内容不同；修改请在管理界面进行，已用过的请复制为下一版"
            findings.fault(SCHEMES.file, 0, f"schemes[{place}]", "conflict", message)
        else:
            new.unchanged_schemes += 1
    if rounds is not None:
        _check_rounds(rounds, new, findings)
    return new


def _check_rounds(path: Path, new: NewRounds, findings: Findings) -> None:
    stored = {each.code: each for each in Round.objects.prefetch_related("schemes")}
    keys = Keys()
    for row in read_rounds(path, findings):
        if not keys.is_first(row.cells, "round", row.code):
            continue
        before = len(findings.faults)
        _check_schemes(row, new)
        if len(findings.faults) > before:
            continue
        if row.code not in stored:
            new.rounds.append(row)
        elif is_stored_so(row.cells, _written(row), _stored(stored[row.code]), "修改请在管理界面进行"):
            new.unchanged_rounds += 1


def _check_schemes(row: RoundRow, new: NewRounds) -> None:
    for code in row.schemes:
        if code not in new.known:
            row.cells.fault("schemes", "unknown_scheme", f"没有代码为“{code}”的标准")
    known = [(code, *new.known[code]) for code in row.schemes if code in new.known]
    for fault_code, message in scheme_faults(row.year, known):
        row.cells.fault("schemes", fault_code, message)


def _written(row: RoundRow) -> dict[str, Any]:
    return {"name": row.name, "year": row.year, "trial": row.trial, "schemes": " ".join(sorted(row.schemes))}


def _stored(each: Round) -> dict[str, Any]:
    schemes = " ".join(sorted(scheme.code for scheme in each.schemes.all()))
    return {"name": each.name, "year": each.year, "trial": each.trial, "schemes": schemes}


def store_schemes(new: NewRounds, actor: Actor, reason: str) -> int:
    created = Scheme.objects.bulk_create(
        Scheme(
            code=each.code,
            name=each.name,
            year=each.year,
            size_class=each.size_class,
            official=each.official,
            content=write_scheme(each),
        )
        for each in new.schemes
    )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="scheme",
        objects=[(each.code, {"name": each.name, "content": each.content}) for each in created],
        reason=reason,
    )
    return len(created)


def store_rounds(new: NewRounds, actor: Actor, reason: str) -> int:
    """Create the rounds, each collecting, with its schemes."""
    schemes = Scheme.objects.in_bulk({code for row in new.rounds for code in row.schemes}, field_name="code")
    for row in new.rounds:
        created = Round.objects.create(code=row.code, name=row.name, year=row.year, trial=row.trial)
        created.schemes.set([schemes[code] for code in row.schemes])
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="round",
        objects=[(row.code, _written(row)) for row in new.rounds],
        reason=reason,
    )
    return len(new.rounds)
