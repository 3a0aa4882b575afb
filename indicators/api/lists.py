"""Lists: pages behind opaque cursors as JSON, the whole list as CSV."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, ClassVar

from django.core import signing
from django.http import HttpResponseBase, StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from indicators.api.caching import not_modified, not_to_keep, tagged
from indicators.api.errors import ApiError
from indicators.api.parameters import FORMAT, Parameter, number
from indicators.api.views import ApiView
from indicators.queries.lists.pages import Key, Listing, Record, Rows
from indicators.writers.spreadsheets import csv_lines

LARGEST_PAGE = 1_000
DEFAULT_PAGE = 100
CURSOR = Parameter(name="cursor", description="下一页的游标，照 next 中的原样给出")
PAGE_SIZE = number("page_size", "每页行数", first=1, last=LARGEST_PAGE, default=DEFAULT_PAGE)
PAGING = (FORMAT, CURSOR, PAGE_SIZE)

Row = dict[str, Any]


class ListView(ApiView):
    """One list. `answer` describes a row, `name` marks its cursors and its file."""

    name: ClassVar[str]
    is_list = True

    @property
    def parameters(self) -> Sequence[Parameter]:
        return (*self.filters, *PAGING)

    def listing(self, **given: Any) -> Listing | Rows:
        """What the list shows for the filters given; raises `UnknownCodeError`."""
        raise NotImplementedError

    def finish(self, request: Request, records: Iterable[Record], given: dict[str, Any]) -> None:
        """Add to the rows what depends on the request: links."""

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        """The lines of a row in a CSV file, by `header`."""
        yield list(row.values())

    @property
    def header(self) -> Sequence[str]:
        return list(self.answer().fields)  # type: ignore[attr-defined]

    def get(self, request: Request, **path: str) -> HttpResponseBase:
        given = {**self.given(request), **path}
        size, cursor = given.pop("page_size", DEFAULT_PAGE), given.pop("cursor", None)
        if given.pop("format", "json") == "csv":
            return self.csv(request, given)
        after = None if cursor is None else self.key_of(cursor)
        return self.conditionally(request, lambda: self.page(request, given, after, size))

    def page(self, request: Request, given: dict[str, Any], after: Key | None, size: int) -> Row:
        records, last = self.listing(**given).page(after=after, size=size)
        self.finish(request, records, given)
        return {"next": last and self.next_url(request, last), "results": [record.row for record in records]}

    def csv(self, request: Request, given: dict[str, Any]) -> HttpResponseBase:
        tag = self.tag(request) if self.kept else None
        if tag and (unchanged := not_modified(request, tag)) is not None:
            return unchanged
        chunks = self.listing(**given).chunks()
        # What fails, fails here, while the answer can still be an error.
        first = next(chunks, [])
        lines = csv_lines(self.header, self._lines(request, given, chain([first], chunks)))
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{self.name}.csv"'
        return tagged(answer, tag) if tag else not_to_keep(answer)

    def _lines(
        self, request: Request, given: dict[str, Any], chunks: Iterable[list[Record]]
    ) -> Iterator[Sequence[object]]:
        for records in chunks:
            self.finish(request, records, given)
            for record in records:
                yield from self.cells(record.row)

    def next_url(self, request: Request, last: Key) -> str:
        cursor = signing.Signer(salt=self.name).sign_object(list(last))
        return replace_query_param(request.build_absolute_uri(), "cursor", cursor)

    def key_of(self, cursor: str) -> Key:
        """The key a cursor of this list stands for."""
        try:
            return tuple(signing.Signer(salt=self.name).unsign_object(cursor))
        except signing.BadSignature as error:
            message = "游标有误：请照 next 中的原样给出。"
            raise ApiError(400, "invalid_cursor", message, parameter="cursor") from error
