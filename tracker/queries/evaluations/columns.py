"""Firms and their facts of two years as columns, copied out of the database without model instances."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import islice

from django.db import connection
from django.db.models import Model
from psycopg.sql import SQL, Composed, Identifier

from indicators.models import Area
from tracker.domain.evaluation_tables import QUANTITIES
from tracker.domain.evaluations.fast.columns import FactColumns, FactTable, FirmColumns
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax

_FIRM = tuple(field.name for field in fields(FirmColumns))
_MARKS = ("veto", "size_class", "exempt_reason", "promotion", "grade_cap")
_FACTS = ("present", *QUANTITIES, *_MARKS)
_TRUE = "t"
CHUNK = 5_000
_ESCAPE = re.compile(r"\\(.)")
_SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass(frozen=True, slots=True)
class ParticipantColumns:
    """The firms with facts of the year, by code in order, and their ids on the same rows."""

    ids: list[int]
    table: FactTable


def participant_columns(year: int) -> ParticipantColumns:
    """Who may take part in a round of `year`, in two queries; the same as `participants`."""
    columns = _columns(year)
    ids = [int(pk) for pk in columns[0]]
    firms = dict(zip(_FIRM, columns[1 : 1 + len(_FIRM)], strict=True))
    now, last_year = columns[1 + len(_FIRM) :][: len(_FACTS)], columns[-len(_FACTS) :]
    taxes = _taxes(year, {pk: row for row, pk in enumerate(ids)})
    facts = (_facts(each, texts, taxes[each]) for each, texts in ((year, now), (year - 1, last_year)))
    return ParticipantColumns(ids, FactTable(FirmColumns(**firms), *facts))


def _facts(year: int, columns: list[list[str]], taxes: dict[int, dict[str, str]]) -> FactColumns:
    """Taxes count of firms with facts of the year alone."""
    named = dict(zip(_FACTS, columns, strict=True))
    present = [text == _TRUE for text in named["present"]]
    return FactColumns(
        year=year,
        present=present,
        quantities={name: named[name] for name in QUANTITIES},
        veto=[text == _TRUE for text in named["veto"]],
        size_class=named["size_class"],
        exempt_reason=named["exempt_reason"],
        promotion=named["promotion"],
        grade_cap=named["grade_cap"],
        taxes={row: paid for row, paid in taxes.items() if present[row]},
    )


def columns_statement(year: int) -> Composed:
    """Copies id, firm, facts of the year, facts of the year before; what is absent as an empty text."""
    return SQL(
        "COPY (SELECT e.id, e.code, e.name, p.code, a.code, e.industry, e.size_class, e.in_production_from, "
        "e.exempt_reason, {facts}, {last_year} FROM {enterprises} e "
        "JOIN {table} f ON f.enterprise_id = e.id AND f.superseded_at IS NULL AND f.year = {year} "
        "LEFT JOIN {table} b ON b.enterprise_id = e.id AND b.superseded_at IS NULL AND b.year = {year} - 1 "
        "JOIN {areas} a ON a.id = e.area_id LEFT JOIN {areas} p ON p.id = e.park_id ORDER BY e.code) "
        "TO STDOUT (NULL '')"
    ).format(
        facts=_selected("f"),
        last_year=_selected("b"),
        enterprises=_table(Enterprise),
        table=_table(EnterpriseFact),
        areas=_table(Area),
        year=year,
    )


def _columns(year: int) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(1 + len(_FIRM) + 2 * len(_FACTS))]
    rows = _copied(columns_statement(year))
    while chunk := list(islice(rows, CHUNK)):
        for column, texts in zip(columns, zip(*chunk, strict=True), strict=True):
            column.extend(texts)
    return columns


def _selected(alias: str) -> Composed:
    """The facts of one year; numbers without zeros at the end, as they are stored and shown."""
    numbers = (SQL("trim_scale({})").format(Identifier(alias, name)) for name in QUANTITIES)
    marks = (Identifier(alias, name) for name in _MARKS)
    return SQL(", ").join([SQL("{} IS NOT NULL").format(Identifier(alias, "id")), *numbers, *marks])


def _taxes(year: int, rows: dict[int, int]) -> dict[int, dict[int, dict[str, str]]]:
    """Amounts by component of the year and of the year before, by row."""
    statement = SQL(
        "COPY (SELECT year, enterprise_id, component, trim_scale(amount) FROM {table} WHERE superseded_at IS NULL "
        "AND amount IS NOT NULL AND year IN ({year}, {year} - 1) ORDER BY enterprise_id, component) TO STDOUT"
    ).format(table=_table(EnterpriseTax), year=year)
    taxes: dict[int, dict[int, dict[str, str]]] = {year: {}, year - 1: {}}
    for of, pk, component, amount in _copied(statement):
        row = rows.get(int(pk))
        if row is not None:
            taxes[int(of)].setdefault(row, {})[component] = amount
    return taxes


def _table(model: type[Model]) -> Identifier:
    return Identifier(model._meta.db_table)


def _copied(statement: Composed) -> Iterator[list[str]]:
    """The cells of each row; libpq hands rows over one by one. Splitting them here is a third of the driver's time."""
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in copy:
            yield _cells(str(row, "utf-8").rstrip("\n"))


def _cells(line: str) -> list[str]:
    """Of a row in the text format of COPY."""
    cells = line.split("\t")
    if "\\" not in line:
        return cells
    return [_ESCAPE.sub(lambda match: _SIGNS.get(match[1], match[1]), cell) for cell in cells]
