"""Single facts of firms, as a bureau gives them: checked like posted ones, and written as further versions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import InvalidNumberError, parse_decimal
from indicators.services.audit import Actor
from tracker.domain.evaluation_tables import NEVER_NEGATIVE
from tracker.domain.evaluations.fact_sheets import Cells, FactColumn, component_of
from tracker.models import EnterpriseFact, EnterpriseTax
from tracker.services.evaluations.fact_statistics import refresh_statistics
from tracker.services.evaluations.facts import COLUMNS, FactContent, TaxContent, write_facts, write_taxes
from tracker.services.evaluations.posting import EMPTY


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes, from whom the figures are, and why."""

    actor: Actor
    source: str
    reason: str


def cell_faults(cells: Cells, columns: Iterable[FactColumn], department: str) -> Iterator[tuple[str, str, str]]:
    """Column, code and message of everything that cannot be stored for this department."""
    allowed = {each.key: each for each in columns}
    for key, text in cells.items():
        if key not in allowed:
            yield key, "not_your_fact", f"“{key[:80]}”不由{department}提供"
        elif text is not None:
            try:
                number = parse_decimal(text)
            except InvalidNumberError as error:
                yield key, error.code, f"{allowed[key].name}：{error}"
            else:
                if number < 0 and key in NEVER_NEGATIVE:
                    yield key, "negative", f"{allowed[key].name}不能为负"


def write_cells(cells: Mapping[str, Cells], *, year: int, origin: Origin) -> set[str]:
    """Store the cells by code of firm, None erases; returns the firms in which anything changed."""
    facts = list(_changed_facts(cells, year))
    taxes = list(_changed_taxes(cells, year, origin.source))
    write_facts(facts, actor=origin.actor, reason=origin.reason)
    write_taxes(taxes, actor=origin.actor, reason=origin.reason)
    refresh_statistics(written=len(facts) + len(taxes))
    return {fact.enterprise for fact in facts} | {tax.enterprise for tax in taxes}


def _changed_facts(cells: Mapping[str, Cells], year: int) -> Iterator[FactContent]:
    stored = _stored_facts(cells, year)
    for code, said in cells.items():
        there = stored.get(code, EMPTY)
        content = {**there, **{key: _number(text) for key, text in said.items() if component_of(key) is None}}
        if content != there:
            yield FactContent(code, year, content)


def _stored_facts(codes: Iterable[str], year: int) -> dict[str, dict[str, Any]]:
    rows = EnterpriseFact.objects.current().filter(year=year, enterprise__code__in=list(codes))
    return {
        code: dict(zip(COLUMNS, rest, strict=True)) for code, *rest in rows.values_list("enterprise__code", *COLUMNS)
    }


def _changed_taxes(cells: Mapping[str, Cells], year: int, source: str) -> Iterator[TaxContent]:
    rows = EnterpriseTax.objects.current().filter(year=year, enterprise__code__in=list(cells))
    stored = {(code, of): amount for code, of, amount in rows.values_list("enterprise__code", "component", "amount")}
    for code, said in cells.items():
        for key, text in said.items():
            component = component_of(key)
            if component is not None and stored.get((code, component)) != _number(text):
                yield TaxContent(code, year, component, _number(text), source)


def _number(text: str | None) -> Decimal | None:
    return parse_decimal(text) if text is not None else None
