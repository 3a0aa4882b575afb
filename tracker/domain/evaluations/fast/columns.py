"""Firms and their facts as columns: one entry a firm, numbers as the plain texts a card shows, "" where absent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import itemgetter
from typing import Self, TypeVar

T = TypeVar("T")
Texts = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmColumns:
    """The fields of `Firm`; the date as ISO writes it."""

    code: Texts
    name: Texts
    park: Texts
    area: Texts
    industry: Texts
    size_class: Texts
    in_production_from: Texts
    exempt_reason: Texts

    def take(self, rows: Sequence[int]) -> Self:
        return type(self)(**{field.name: _taken(getattr(self, field.name), rows) for field in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class FactColumns:
    """The facts of one year; `quantities` by field of `FirmFacts`.

    `present` says which firms have facts; `taxes` are by row, only of firms that have any.
    """

    year: int
    present: Sequence[bool]
    quantities: Mapping[str, Texts]
    veto: Sequence[bool]
    size_class: Texts
    exempt_reason: Texts
    promotion: Texts
    grade_cap: Texts
    taxes: Mapping[int, Mapping[str, str]]

    def take(self, rows: Sequence[int]) -> Self:
        return type(self)(
            year=self.year,
            present=_taken(self.present, rows),
            quantities={name: _taken(texts, rows) for name, texts in self.quantities.items()},
            veto=_taken(self.veto, rows),
            size_class=_taken(self.size_class, rows),
            exempt_reason=_taken(self.exempt_reason, rows),
            promotion=_taken(self.promotion, rows),
            grade_cap=_taken(self.grade_cap, rows),
            taxes={place: self.taxes[row] for place, row in enumerate(rows) if row in self.taxes} if self.taxes else {},
        )


@dataclass(frozen=True, slots=True)
class FactTable:
    """Firms with their facts of the year and of the year before, on the same rows."""

    firms: FirmColumns
    facts: FactColumns
    last_year: FactColumns

    def take(self, rows: Sequence[int]) -> Self:
        """These rows, in this order."""
        return type(self)(self.firms.take(rows), self.facts.take(rows), self.last_year.take(rows))


def _taken(column: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    # A getter of one row gives no sequence.
    return itemgetter(*rows)(column) if len(rows) > 1 else [column[row] for row in rows]
