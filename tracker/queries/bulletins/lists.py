"""Bulletins as a list for programs, and one file of one."""

from collections.abc import Sequence
from typing import Any

from indicators.domain.periods import Period
from indicators.models import User
from indicators.queries.lists.pages import Listing, Record
from indicators.queries.lists.texts import Column, Moment
from tracker.choices import FileFormat
from tracker.models import BulletinFile
from tracker.queries.bulletins.access import bulletins_for

COLUMNS: dict[str, Column] = {
    "id": "pk",
    "name": "definition__code",
    "period": "period",
    "version": "version",
    "title": "title",
    "state": "state",
    "use_level": "use_level",
    "reason": "reason",
    "document_number": "document_number",
    "issued_at": Moment("issued_at"),
    "sha256": "content__sha256",
    "methods": "content__methods",
    "gaps": "gaps",
    "files": "pk",  # gives way to the files themselves
}
LARGEST_ID = 2**63 - 1


def bulletin_list(
    user: User, *, name: str | None = None, period: Period | None = None, state: str | None = None
) -> Listing:
    """What the account may read, in the order of its making."""
    rows = bulletins_for(user)
    if name is not None:
        rows = rows.filter(definition__code=name)
    if period is not None:
        rows = rows.filter(period=str(period))
    if state is not None:
        rows = rows.filter(state=state)
    return Listing(queryset=rows, key=("pk",), columns=COLUMNS, complete=_add_files, chunk=100)


def _add_files(records: Sequence[Record]) -> None:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = BulletinFile.objects.filter(bulletin_id__in=[record.row["id"] for record in records]).order_by("format")
    for bulletin, name, sha256, size in rows.values_list("bulletin_id", "format", "sha256", "size"):
        found.setdefault(bulletin, []).append({"format": name, "sha256": sha256, "size": size, "url": ""})
    for record in records:
        record.row["files"] = found.get(record.row["id"], [])


def bulletin_file(user: User, pk: int, name: str) -> BulletinFile | None:
    """None where there is no such file, or the account may not know of it."""
    if pk > LARGEST_ID or name not in FileFormat.values:
        return None
    rows = BulletinFile.objects.select_related("bulletin__definition").filter(bulletin__in=bulletins_for(user))
    return rows.filter(bulletin=pk, format=name).first()
