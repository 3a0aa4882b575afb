"""A peer of `bench/returns.py`: what a usual form handler does, one `save()` and one audit row for each cell."""

from django.db import transaction

from indicators.domain.cell_content import read_content
from indicators.models import AuditEntry, Return


@transaction.atomic
def save_each_cell(of: Return, contents: dict[int, str]) -> None:
    """Write `contents`, by cell id, one by one."""
    for pk, text in contents.items():
        cell = of.cells.select_related("indicator", "area").get(pk=pk)
        before, content = str(cell.content), read_content(text)
        cell.number, cell.absent, cell.unreadable = content.number, content.absent, content.unreadable
        cell.version += 1
        cell.save()
        AuditEntry.objects.create(
            actor_name="bench",
            action="changed",
            object_type="return",
            object_key=f"{of.key}:{cell.key}",
            old={"content": before},
            new={"content": str(content)},
        )
