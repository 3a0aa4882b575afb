"""Yearly facts and taxes of firms in a package. What is stored already may not be said differently here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.services.audit import Actor
from indicators.services.packages.keys import Keys, is_stored_so
from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.domain.evaluations.second_looks import second_looks
from tracker.models import EnterpriseFact, EnterpriseTax
from tracker.readers.enterprises import FactRow, TaxRow, read_facts, read_taxes
from tracker.services.evaluations.fact_locks import lock_reasons
from tracker.services.evaluations.facts import FactContent, TaxContent, write_facts, write_taxes
from tracker.services.evaluations.package.enterprises import NewEnterprises

ADVICE = "更正请用接口、Excel 或管理界面，旧值会保留"


class LockedYears(dict[int, list[str]]):
    """Why the facts of a year are locked, asked once a year."""

    def __missing__(self, year: int) -> list[str]:
        return self.setdefault(year, lock_reasons(year))


@dataclass(slots=True)
class NewFacts:
    facts: list[FactContent] = field(default_factory=list)
    taxes: list[TaxContent] = field(default_factory=list)
    unchanged_facts: int = 0
    unchanged_taxes: int = 0


def check_facts(facts: Path | None, taxes: Path | None, enterprises: NewEnterprises, findings: Findings) -> NewFacts:
    new, locked = NewFacts(), LockedYears()
    if facts is not None:
        keys, stored = Keys(), _stored_facts()
        rows = [
            row
            for row in read_facts(facts, findings)
            if _may_be_stored(row, (row.enterprise, row.year), keys, enterprises)
        ]
        for row in rows:
            _take_fact(row, new, stored, locked)
        _look_again(rows, stored)
    if taxes is not None:
        keys, stored = Keys(), _stored_taxes()
        for tax in read_taxes(taxes, findings):
            if _may_be_stored(tax, (tax.enterprise, tax.year, tax.component), keys, enterprises):
                _take_tax(tax, new, stored, locked)
    return new


def _may_be_stored(row: FactRow | TaxRow, key: tuple, keys: Keys, enterprises: NewEnterprises) -> bool:
    if row.enterprise not in enterprises.codes:
        row.cells.fault("enterprise", "unknown_enterprise", f"没有代码为“{row.enterprise}”的企业")
        return False
    return keys.is_first(row.cells, "enterprise", key)


def _look_again(rows: list[FactRow], stored: Mapping[tuple, Mapping[str, Any]]) -> None:
    """Warn of what may be a slip, beside the year before in the package or in the database."""
    given: dict[tuple, Mapping[str, Any]] = {(row.enterprise, row.year): row.quantities for row in rows}
    for row in rows:
        before = (row.enterprise, row.year - 1)
        for look in second_looks(row.quantities, given.get(before) or stored.get(before)):
            row.cells.warn(look.field, look.code, look.message)


def _take_fact(row: FactRow, new: NewFacts, stored: Mapping[tuple, Mapping[str, Any]], locked: LockedYears) -> None:
    content = {**row.quantities, "veto": row.veto, **{name: getattr(row, name) for name in MARKS}}
    there = stored.get((row.enterprise, row.year))
    if there is None:
        if _is_open(row.cells, row.year, locked):
            new.facts.append(FactContent(row.enterprise, row.year, content))
    elif is_stored_so(row.cells, content, there, ADVICE):
        new.unchanged_facts += 1


def _take_tax(row: TaxRow, new: NewFacts, stored: Mapping[tuple, Mapping[str, Any]], locked: LockedYears) -> None:
    there = stored.get((row.enterprise, row.year, row.component))
    content = {"amount": row.amount, "source": row.source}
    if there is None:
        if _is_open(row.cells, row.year, locked):
            new.taxes.append(TaxContent(row.enterprise, row.year, row.component, row.amount, row.source))
    elif is_stored_so(row.cells, content, there, ADVICE):
        new.unchanged_taxes += 1


def _is_open(cells: Cells, year: int, locked: LockedYears) -> bool:
    for reason in locked[year]:
        cells.fault("year", "locked", reason)
    return not locked[year]


def _stored_facts() -> dict[tuple, dict[str, Any]]:
    names = (*QUANTITIES, "veto", *MARKS)
    rows = EnterpriseFact.objects.current().values_list("enterprise__code", "year", *names)
    return {(code, year): dict(zip(names, rest, strict=True)) for code, year, *rest in rows.iterator(chunk_size=5_000)}


def _stored_taxes() -> dict[tuple, dict[str, Any]]:
    rows = EnterpriseTax.objects.current().values_list("enterprise__code", "year", "component", "amount", "source")
    return {(code, year, name): {"amount": amount, "source": source} for code, year, name, amount, source in rows}


def store_facts(new: NewFacts, actor: Actor, reason: str) -> tuple[int, int]:
    """How many rows of facts and of taxes were written."""
    write_facts(new.facts, actor=actor, reason=reason)
    write_taxes(new.taxes, actor=actor, reason=reason)
    return len(new.facts), len(new.taxes)
