"""What a frozen dispatch board rests on, of an area with everything below it or of all areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.choices import AreaKind
from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from indicators.models import Area
from indicators.queries.lists.codes import areas_under
from projects.domain.dispatch_record import DispatchRecord, until
from projects.domain.rates import Dispatched
from projects.models import Project
from projects.queries.project_numbers import area_names, dispatched, light_limits

MEMBERS = {"county": AreaKind.COUNTY, "park": AreaKind.PARK}


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchYear:
    """What the boards of a year rest on, read once for all its months."""

    projects: Sequence[Dispatched]
    names: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]

    def record(self, month: Period) -> DispatchRecord:
        """What is known today of the month and of what was before it in its year."""
        return DispatchRecord(
            month=month,
            projects=tuple(until(each, month) for each in self.projects),
            limits=light_limits(month),
            limits_before=light_limits(month.previous()),
            names=self.names,
            members=self.members,
        )


def dispatch_year(area: str, year: int) -> DispatchYear:
    """A fixed number of queries; "" stands for all areas."""
    areas = Area.objects.filter(pk__in=areas_under(area)) if area else Area.objects.all()
    projects = dispatched(
        Project.objects.filter(area__in=areas.order_by().values("pk")), Period(year, Frequency.MONTH, 1)
    )
    members = {
        by: tuple(areas.filter(kind=kind).order_by("code").values_list("code", flat=True))
        for by, kind in MEMBERS.items()
    }
    names = area_names({*(each.area for each in projects), *members["county"], *members["park"]})
    return DispatchYear(projects=projects, names=names, members=members)
