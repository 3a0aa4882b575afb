"""What a frozen dispatch board rests on, of an area with everything below it or of all areas."""

from indicators.choices import AreaKind
from indicators.domain.periods import Period
from indicators.models import Area
from indicators.queries.lists.codes import areas_under
from projects.domain.dispatch_record import DispatchRecord
from projects.models import Project
from projects.queries.project_numbers import area_names, dispatched, light_limits

MEMBERS = {"county": AreaKind.COUNTY, "park": AreaKind.PARK}


def dispatch_record(area: str, month: Period) -> DispatchRecord:
    """A fixed number of queries; "" stands for all areas."""
    areas = Area.objects.filter(pk__in=areas_under(area)) if area else Area.objects.all()
    projects = dispatched(Project.objects.filter(area__in=areas.order_by().values("pk")), month)
    members = {
        by: tuple(areas.filter(kind=kind).order_by("code").values_list("code", flat=True))
        for by, kind in MEMBERS.items()
    }
    return DispatchRecord(
        month=month,
        projects=tuple(projects),
        limits=light_limits(month),
        limits_before=light_limits(month.previous()),
        names=area_names({*(each.area for each in projects), *members["county"], *members["park"]}),
        members=members,
    )
