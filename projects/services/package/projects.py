"""Projects of a package: references, conflicts with what is stored, and storing the new ones."""

from dataclasses import dataclass, field
from pathlib import Path

from indicators.choices import AuditAction
from indicators.models import Area
from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.keys import Keys, is_stored_so
from indicators.services.packages.parts import Definitions
from indicators.services.records import snapshot
from projects.domain.package_tables import PROJECTS
from projects.models import Project
from projects.readers.projects import ProjectRow, read_projects

ADVICE = "修改请在管理界面进行"
PLAIN = tuple(name for name in PROJECTS.columns if name not in ("code", "area"))
BATCH = 5_000


@dataclass(slots=True)
class NewProjects:
    """What the package adds, and the codes of every known project."""

    rows: list[ProjectRow] = field(default_factory=list)
    unchanged: int = 0
    codes: set[str] = field(default_factory=set)


def check_projects(path: Path | None, definitions: Definitions, findings: Findings) -> NewProjects:
    stored = {
        code: {"area": area, **dict(zip(PLAIN, plain, strict=True))}
        for code, area, *plain in Project.objects.values_list("code", "area__code", *PLAIN)
    }
    new, keys = NewProjects(codes=set(stored)), Keys()
    if path is None:
        return new
    for row in read_projects(path, findings):
        if row.area and row.area not in definitions.areas.validity:
            row.cells.fault("area", "unknown_area", f"没有代码为“{row.area}”的地区")
        if not row.code or not keys.is_first(row.cells, "code", row.code):
            continue
        new.codes.add(row.code)
        if row.code not in stored:
            new.rows.append(row)
        elif is_stored_so(row.cells, {"area": row.area, **row.content}, stored[row.code], ADVICE):
            new.unchanged += 1
    return new


def is_known(cells: Cells, project: str, projects: NewProjects) -> bool:
    """Whether the project of a row exists, stored or in the package; one that does not is a fault."""
    if project in projects.codes:
        return True
    cells.fault("project", "unknown_project", f"没有代码为“{project}”的项目")
    return False


def store_projects(new: NewProjects, actor: Actor, reason: str) -> int:
    if not new.rows:
        return 0
    areas = Area.objects.in_bulk({row.area for row in new.rows}, field_name="code")
    created = Project.objects.bulk_create(
        (Project(code=row.code, area=areas[row.area], **row.content) for row in new.rows), batch_size=BATCH
    )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="project",
        objects=[(each.code, snapshot(each)) for each in created],
        reason=reason,
    )
    return len(created)
