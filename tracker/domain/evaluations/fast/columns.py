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

    def take(self, rows: "Rows") -> Self:
        return type(self)(**{field.name: rows.of(getattr(self, field.name)) for field in fields(self)})


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

    def take(self, rows: "Rows") -> Self:
        return type(self)(
            year=self.year,
            present=rows.of(self.present),
            quantities={name: rows.of(texts) for name, texts in self.quantities.items()},
            veto=rows.of(self.veto),
            size_class=rows.of(self.size_class),
            exempt_reason=rows.of(self.exempt_reason),
            promotion=rows.of(self.promotion),
            grade_cap=rows.of(self.grade_cap),
            taxes=rows.among(self.taxes) if self.taxes else {},
        )


@dataclass(frozen=True, slots=True)
class FactTable:
    """Firms with their facts of the year and of the year before, on the same rows."""

    firms: FirmColumns
    facts: FactColumns
    last_year: FactColumns

    def take(self, rows: Sequence[int]) -> Self:
        """These rows, in this order."""
        chosen = Rows(rows)
        return type(self)(self.firms.take(chosen), self.facts.take(chosen), self.last_year.take(chosen))


class Rows:
    """Some rows of a table: one getter takes them out of every column."""

    def __init__(self, rows: Sequence[int]) -> None:
        self._rows = rows
        # A getter of one row gives no sequence.
        self._getter = itemgetter(*rows) if len(rows) > 1 else None

    def of(self, column: Sequence[T]) -> Sequence[T]:
        return self._getter(column) if self._getter else [column[row] for row in self._rows]

    def among(self, by_row: Mapping[int, T]) -> dict[int, T]:
        return {place: by_row[row] for place, row in enumerate(self._rows) if row in by_row}
