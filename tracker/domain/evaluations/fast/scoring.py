"""A scheme scored as columns: exactly what `evaluations.scoring` gives card by card, which stays the reference."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from tracker.domain.evaluations.card_storage import group_text
from tracker.domain.evaluations.facts import Firm, FirmFacts, SizeClass
from tracker.domain.evaluations.fast.columns import FactTable, Texts
from tracker.domain.evaluations.fast.group_scoring import ScoredGroup, score_group
from tracker.domain.evaluations.grouping import unrated_note
from tracker.domain.evaluations.notes import Note
from tracker.domain.evaluations.scheme import GroupField, Scheme


def score_columns(scheme: Scheme, table: FactTable) -> Iterator[ScoredGroup]:
    """Every group of the scheme, sorted, one at a time; firms that do not take part are in none."""
    sizes = [year or own for year, own in zip(table.facts.size_class, table.firms.size_class, strict=True)]
    groups = _groups(scheme, table, sizes)
    for group in sorted(groups):
        rows = groups[group]
        yield score_group(scheme, group_text(group), table, rows, _unrated(table, rows))


def _groups(scheme: Scheme, table: FactTable, sizes: Texts) -> dict[tuple[str, ...], list[int]]:
    """Rows of the firms that take part, by the values of `group_by`."""
    columns = [sizes if field is GroupField.SIZE_CLASS else getattr(table.firms, field) for field in scheme.group_by]
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    if table.facts.year != scheme.year:
        return groups
    keys = zip(*columns, strict=True) if columns else iter([()] * len(sizes))
    for row, (key, size, present) in enumerate(zip(keys, sizes, table.facts.present, strict=True)):
        if present and size == scheme.size_class:
            groups[key].append(row)
    return groups


def _unrated(table: FactTable, rows: list[int]) -> dict[int, Note]:
    """Class T by row; firms that say the same of themselves share a note."""
    firms, facts = table.firms, table.facts
    known: dict[tuple[str, str, str], Note | None] = {}
    found = {}
    for row in rows:
        key = facts.exempt_reason[row], firms.exempt_reason[row], firms.in_production_from[row]
        if key not in known:
            known[key] = _note(facts.year, *key)
        if (note := known[key]) is not None:
            found[row] = note
    return found


def _note(year: int, of_the_year: str, own: str, since: str) -> Note | None:
    firm = Firm(
        code="",
        size_class=SizeClass.ABOVE,
        in_production_from=date.fromisoformat(since) if since else None,
        exempt_reason=own,
    )
    return unrated_note(firm, FirmFacts(year=year, exempt_reason=of_the_year))
