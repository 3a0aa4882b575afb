"""Firms and their facts of two years as columns, put together by the database: no model instances, no rows.

A column comes as one value, numbers joined by commas, words as a JSON list; PostgreSQL aggregates a sorted subquery in
its order. Taking a column apart costs a fraction of reading its rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import connection
from django.db.models import Model
from psycopg.sql import SQL, Composable, Composed, Identifier

from indicators.models import Area
from tracker.domain.evaluation_tables import QUANTITIES
from tracker.domain.evaluations.fast.columns import FactColumns, FactTable, FirmColumns, Texts
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax

_FIRM = tuple(field.name for field in fields(FirmColumns))
_WORDS = ("size_class", "exempt_reason", "promotion", "grade_cap")
_FACTS = ("present", *QUANTITIES, "veto", *_WORDS)
_TAXES = ("year", "enterprise", "component", "amount")
_YES = "1"
_NAMES = ("id", *_FIRM, *(f"now_{name}" for name in _FACTS), *(f"before_{name}" for name in _FACTS))
_IN_WORDS = {"component", *_FIRM, *(f"{year}_{name}" for year in ("now", "before") for name in _WORDS)}

Columns = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ParticipantColumns:
    """The firms with facts of the year, by code in order, and their ids on the same rows."""

    ids: list[int]
    table: FactTable


def participant_columns(year: int) -> ParticipantColumns:
    """Who may take part in a round of `year`, in two queries; the same as `participants`."""
    columns = _columns(participant_rows(year), _NAMES)
    ids = list(map(int, columns["id"]))
    firms = FirmColumns(**{name: columns[name] for name in _FIRM})
    taxes = _taxes(year, {pk: row for row, pk in enumerate(ids)})
    now = _facts(year, "now", columns, taxes[year])
    before = _facts(year - 1, "before", columns, taxes[year - 1])
    return ParticipantColumns(ids, FactTable(firms, now, before))


def _facts(year: int, prefix: str, columns: Columns, taxes: dict[int, dict[str, str]]) -> FactColumns:
    """Taxes count of firms with facts of the year alone."""
    present = [text == _YES for text in columns[f"{prefix}_present"]]
    words: dict[str, Texts] = {name: columns[f"{prefix}_{name}"] for name in _WORDS}
    return FactColumns(
        year=year,
        present=present,
        quantities={name: columns[f"{prefix}_{name}"] for name in QUANTITIES},
        veto=[text == _YES for text in columns[f"{prefix}_veto"]],
        taxes={row: paid for row, paid in taxes.items() if present[row]},
        **words,
    )


def _columns(rows: Composed, names: Sequence[str]) -> Columns:
    """One column a name, in the order of the rows; what is absent is an empty text."""
    statement = SQL("SELECT {columns} FROM ({rows}) AS found ({names})").format(
        columns=SQL(", ").join(map(_joined, names)), rows=rows, names=SQL(", ").join(map(Identifier, names))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        [found] = cursor.fetchall()
    return {name: _taken_apart(column) for name, column in zip(names, found, strict=True)}


def _joined(name: str) -> Composed:
    form = "json_agg(coalesce({}::text, ''))" if name in _IN_WORDS else "string_agg(coalesce({}::text, ''), ',')"
    return SQL(form).format(Identifier(name))


def _taken_apart(column: list[str] | str | None) -> list[str]:
    """No rows give nothing."""
    if column is None:
        return []
    return column if isinstance(column, list) else column.split(",")


def participant_rows(year: int) -> Composed:
    """Id, firm, facts of the year, facts of the year before: one row a firm, by code."""
    return SQL(
        "SELECT e.id, e.code, e.name, p.code, a.code, e.industry, e.size_class, e.in_production_from, "
        "e.exempt_reason, {facts}, {last_year} FROM {enterprises} e "
        "JOIN {table} f ON f.enterprise_id = e.id AND f.superseded_at IS NULL AND f.year = {year} "
        "LEFT JOIN {table} b ON b.enterprise_id = e.id AND b.superseded_at IS NULL AND b.year = {year} - 1 "
        "JOIN {areas} a ON a.id = e.area_id LEFT JOIN {areas} p ON p.id = e.park_id ORDER BY e.code"
    ).format(
        facts=_selected("f"),
        last_year=_selected("b"),
        enterprises=_table(Enterprise),
        table=_table(EnterpriseFact),
        areas=_table(Area),
        year=year,
    )


def _selected(alias: str) -> Composed:
    """The facts of one year; numbers without zeros at the end, as they are stored and shown."""
    numbers: list[Composable] = [SQL("trim_scale({})").format(Identifier(alias, name)) for name in QUANTITIES]
    present = SQL("({} IS NOT NULL)::int").format(Identifier(alias, "id"))
    veto = SQL("{}::int").format(Identifier(alias, "veto"))
    return SQL(", ").join([present, *numbers, veto, *(Identifier(alias, name) for name in _WORDS)])


def _taxes(year: int, rows: dict[int, int]) -> dict[int, dict[int, dict[str, str]]]:
    """Amounts by component of the year and of the year before, by row."""
    statement = SQL(
        "SELECT year, enterprise_id, component, trim_scale(amount) FROM {table} WHERE superseded_at IS NULL "
        "AND amount IS NOT NULL AND year IN ({year}, {year} - 1) ORDER BY enterprise_id, component"
    ).format(table=_table(EnterpriseTax), year=year)
    taxes: dict[int, dict[int, dict[str, str]]] = {year: {}, year - 1: {}}
    columns = _columns(statement, _TAXES)
    for of, pk, component, amount in zip(*columns.values(), strict=True):
        row = rows.get(int(pk))
        if row is not None:
            taxes[int(of)].setdefault(row, {})[component] = amount
    return taxes


def _table(model: type[Model]) -> Identifier:
    return Identifier(model._meta.db_table)
