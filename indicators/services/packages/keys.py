"""A key stands once in a file, and what is stored under it may not be said differently."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain
from indicators.readers.cells import Cells

Content = Mapping[str, Any]


class Keys:
    """The keys of one file, each with the row it was first seen in."""

    def __init__(self) -> None:
        self.lines: dict[Hashable, int] = {}

    def is_first(self, cells: Cells, column: str, key: Hashable) -> bool:
        """Whether the key is new in the file; a repeated one is a fault."""
        line = self.lines.setdefault(key, cells.row.number)
        if line == cells.row.number:
            return True
        cells.fault(column, "conflict", f"与第 {line} 行的键相同")
        return False


def is_stored_so(cells: Cells, here: Content, there: Content, advice: str) -> bool:
    """Whether the stored row says the same; every column that differs is a fault."""
    differing = [column for column in here if here[column] != there[column]]
    for column in differing:
        message = f"已存的 {column} 为“{_shown(there[column])}”，这里为“{_shown(here[column])}”；{advice}"
        cells.fault(column, "conflict", message)
    return not differing


def _shown(value: Any) -> str:
    return (plain(value) or "") if isinstance(value, Decimal) else "" if value is None else str(value)
