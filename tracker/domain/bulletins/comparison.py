"""Two states of a bulletin side by side: lines by where they stand, rows of tables by what they name.

A row that another one has pushed down would fill the list with cells; here it counts as moved.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from tracker.domain.bulletins.document import (
    Block,
    Document,
    Number,
    Paragraph,
    Parts,
    Row,
    Section,
    Table,
    Words,
    text_of,
)

# The addresses of numbers (see `facts.Facts.number`) that another member's figure changes as well.
RANK_SOURCES = frozenset(
    {"place", "previous", "year_ago", "moved_previous", "moved_year_ago", "of", "average_place", "average_of"}
)
DISPATCH_PLACE = re.compile(r"dispatch:.*/place/[^/]+/\d+/place")
BEGINNING = 12  # characters that tell one paragraph from another
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Change:
    """A line or a row that reads otherwise; of a row its changed cells with their headings.

    `moved` where no figure of the row changed, only its place and what follows from that.
    """

    place: str
    printed: str
    today: str
    moved: bool = False


def compared(before: Document, after: Document) -> list[Change]:
    """Everything that reads otherwise, in reading order."""
    return list(_changes(before, after))


def _changes(before: Document, after: Document) -> Iterator[Change]:
    yield from _line("标题", before.title, after.title)
    yield from _line("副标题", before.subtitle, after.subtitle)
    for number, (old, new) in enumerate(zip_longest(before.sections, after.sections), start=1):
        yield from _section(number, old, new)
    for number, pair in enumerate(zip_longest(before.notes, after.notes), start=1):
        yield from _line(f"附注第 {number} 段", *(each.parts if each else () for each in pair))


def _section(number: int, old: Section | None, new: Section | None) -> Iterator[Change]:
    titles = [each.title if each else () for each in (old, new)]
    place = text_of(titles[0] or titles[1])
    yield from _line(f"第 {number} 部分标题", *titles)
    for block, was, now in _paired(*(each.blocks if each else () for each in (old, new))):
        if isinstance(was, Table) and isinstance(now, Table) and len(was.columns) == len(now.columns):
            yield from _table(place, was, now)
        else:
            yield from _line(f"{place}，第 {block} 段", _said(was), _said(now))


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, Block | None, Block | None]]:
    """Blocks that stand for each other, with their number; what follows a block that is new or gone stays paired."""
    matcher = SequenceMatcher(None, [_kind(each) for each in old], [_kind(each) for each in new], autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        for step, (was, now) in enumerate(zip_longest(old[start:end], new[new_start:new_end])):
            yield (start if was else new_start) + step + 1, was, now


def _kind(block: Block) -> str:
    """A table's title; of a paragraph how its wording begins, without what was put into it."""
    if isinstance(block, Table):
        return text_of(block.title)
    return "".join(part.text for part in block.parts if isinstance(part, Words))[:BEGINNING]


def _table(place: str, old: Table, new: Table) -> Iterator[Change]:
    yield from _line(f"{place}，表题", old.title, new.title)
    for before, after in zip(old.columns, new.columns, strict=True):
        yield from _line(f"{place}，表头", before.title, after.title)
    rows, now = _by_name(old), _by_name(new)
    headings = [text_of(each.title) for each in new.columns]
    for key in dict.fromkeys((*rows, *now)):
        yield from _row(f"{place}，{key[0]}", headings, rows.get(key), now.get(key))


def _by_name(table: Table) -> dict[tuple[str, int], Row]:
    """Rows by the first column of words; the number tells rows of one name apart."""
    naming = next((place for place, column in enumerate(table.columns) if not column.numeric), 0)
    seen: Counter[str] = Counter()
    rows = {}
    for row in table.rows:
        name = text_of(row.cells[naming])
        rows[name, seen[name]] = row
        seen[name] += 1
    return rows


def _row(place: str, headings: list[str], old: Row | None, new: Row | None) -> Iterator[Change]:
    pairs = list(zip_longest(headings, old.cells if old else (), new.cells if new else (), fillvalue=()))
    changed = [(text, was, now) for text, was, now in pairs if text_of(was) != text_of(now)]
    if not changed:
        return
    printed = "；".join(f"{text} {text_of(was) or NOTHING}" for text, was, _ in changed) if old else NOTHING
    today = "；".join(f"{text} {text_of(now) or NOTHING}" for text, _, now in changed) if new else NOTHING
    moved = old is not None and new is not None and not any(_has_figure((*was, *now)) for _, was, now in changed)
    yield Change(place, printed, today, moved)


def _has_figure(parts: Parts) -> bool:
    return any(isinstance(part, Number) and not _is_place(part.source) for part in parts)


def _is_place(source: str) -> bool:
    return source.partition(":")[0] in RANK_SOURCES or DISPATCH_PLACE.fullmatch(source) is not None


def _line(place: str, old: Parts, new: Parts) -> Iterator[Change]:
    printed, today = text_of(old), text_of(new)
    if printed != today:
        yield Change(place, printed or NOTHING, today or NOTHING)


def _said(block: Block | None) -> Parts:
    """A paragraph, or a table by its title."""
    if block is None:
        return ()
    return block.parts if isinstance(block, Paragraph) else block.title
