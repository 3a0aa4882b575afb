"""Lists read page by page along a unique key, or whole in bounded memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from indicators.queries.lists.texts import Column, column

Key = tuple[Any, ...]
CHUNK = 1_000


@dataclass(slots=True)  # not frozen: a thousand of them are made for a page, and that costs twice as much
class Record:
    """One row with its place in the list; values are as the interface writes them."""

    key: Key
    row: dict[str, Any]


def _complete_already(records: Sequence[Record]) -> None:
    """For lists whose rows the database writes whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list shows.

    `key` names unique columns that an index serves, and is the order of the list; `columns` are the fields of a row;
    `complete` adds to the records of a page what SQL does not compute, with a fixed number of queries.
    """

    queryset: QuerySet
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    complete: Callable[[Sequence[Record]], None] = _complete_already
    chunk: int = CHUNK

    def page(self, *, after: Key | None, size: int) -> tuple[list[Record], Key | None]:
        """The records that follow the key `after`, and the key of the last one where more follow."""
        queryset = self.queryset
        if after is not None:
            queryset = queryset.filter(TupleGreaterThan(Tuple(*self.key), after))
        found = [self._record(values) for values in self._values(queryset)[: size + 1]]
        records = found[:size]
        self.complete(records)
        return records, records[-1].key if len(found) > size else None

    def chunks(self) -> Iterator[list[Record]]:
        """The whole list through a cursor of the server."""
        rows = (self._record(values) for values in self._values(self.queryset).iterator(chunk_size=self.chunk))
        while records := list(islice(rows, self.chunk)):
            self.complete(records)
            yield records

    def _values(self, queryset: QuerySet) -> QuerySet:
        columns = [column(source) for source in (*self.key, *self.columns.values())]
        return queryset.order_by(*self.key).values_list(*columns)

    def _record(self, values: Sequence[Any]) -> Record:
        width = len(self.key)
        return Record(tuple(values[:width]), dict(zip(self.columns, values[width:], strict=False)))


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that is computed as a whole, such as a plan's table: paged by place, in the order given."""

    rows: Sequence[dict[str, Any]]

    def page(self, *, after: Key | None, size: int) -> tuple[list[Record], Key | None]:
        start = int(after[0]) if after else 0
        end = start + size
        return self._records(start, end), (end,) if end < len(self.rows) else None

    def chunks(self) -> Iterator[list[Record]]:
        yield self._records(0, len(self.rows))

    def _records(self, start: int, end: int) -> list[Record]:
        return [Record((place,), row) for place, row in enumerate(self.rows[start:end], start=start + 1)]
