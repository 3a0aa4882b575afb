"""A correction of a month is a further version; the old figure is kept."""

import pytest

from indicators.models import AuditEntry
from projects.models import ProjectProgress
from tests.builders import make_area
from tests.project_builders import make_project, report

pytestmark = pytest.mark.django_db


def test_a_correction_keeps_the_old_figure() -> None:
    project = make_project("P1", make_area("430300", kind="city"))
    report(project, "2025-09", "500")
    report(project, "2025-10", "629")
    report(project, "2025-10", "630", "更正")
    versions = ProjectProgress.objects.filter(period="2025-10").order_by("version")
    assert [(each.version, each.invested_ytd, each.superseded_at is None) for each in versions] == [
        (0, 629, False),
        (1, 630, True),
    ]
    assert list(ProjectProgress.objects.current().order_by("period").values_list("invested_ytd", flat=True)) == [
        500,
        630,
    ]


def test_every_write_has_its_audit_entry() -> None:
    project = make_project("P1", make_area("430300", kind="city"))
    report(project, "2025-10", "629")
    row = ProjectProgress.objects.get()
    assert AuditEntry.objects.get(object_type="projectprogress") == row.audit_entry
