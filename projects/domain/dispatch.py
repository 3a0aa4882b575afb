"""The dispatch board of a month (调度表): every project with its light, what fell behind, groups and places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.periods import Period
from indicators.domain.ranking import Ranked
from projects.domain.lights import Light, Limits, ProjectMonth, fell_behind, month_before, project_month
from projects.domain.progress import Summary, summarise
from projects.domain.rates import Dispatched, Rates, grouped, places_on_completion, rates_of

GROUPS = ("kind", "area", "theme", "lead")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """One project; `changed` are the points won since the month before, `worse` says in words what fell behind."""

    project: Dispatched
    now: ProjectMonth
    before: ProjectMonth | None
    changed: Decimal | None
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardGroup:
    name: str
    summary: Summary
    rates: Rates
    lights: Mapping[Light, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Only projects with a plan in force by the end of the month; those that fell behind stand first."""

    month: Period
    limits: Limits
    summary: Summary
    rates: Rates
    lines: tuple[BoardLine, ...]

    @property
    def behind(self) -> list[BoardLine]:
        return [line for line in self.lines if line.worse]

    def groups(self, by: str) -> list[BoardGroup]:
        """One for each value of a grouping, by name; groups by theme may overlap and are never added."""
        lights = {line.project.code: line.now.light for line in self.lines}
        return [
            BoardGroup(
                name=name,
                summary=summarise([each.year for each in members], self.month),
                rates=rates_of(members, self.month),
                lights={light: sum(lights[each.code] is light for each in members) for light in Light},
            )
            for name, members in sorted(grouped(self._projects, by).items())
        ]

    def places(self, by: str, members: Iterable[str]) -> Ranked[str]:
        """The places of counties or parks on completion."""
        return places_on_completion(grouped(self._projects, by), members, self.month)

    @property
    def _projects(self) -> list[Dispatched]:
        return [line.project for line in self.lines]


def board(projects: Sequence[Dispatched], month: Period, limits: Limits, limits_before: Limits) -> Board:
    """`limits_before` are those of the month before, by which its lights were lit."""
    lines = [_line(each, month, limits, limits_before) for each in projects]
    listed = [line for line in lines if line.now.planned is not None]
    listed.sort(key=lambda line: (not line.worse, line.now.ahead is None, line.now.ahead or 0, line.project.code))
    found = [line.project for line in listed]
    return Board(
        month=month,
        limits=limits,
        summary=summarise([each.year for each in found], month),
        rates=rates_of(found, month),
        lines=tuple(listed),
    )


def _line(project: Dispatched, month: Period, limits: Limits, limits_before: Limits) -> BoardLine:
    now, earlier = project_month(project.year, month, limits), month_before(month)
    before = project_month(project.year, earlier, limits_before) if earlier else None
    return BoardLine(
        project=project,
        now=now,
        before=before,
        changed=_change(now.ahead, before.ahead if before else None),
        worse=tuple(fell_behind(now, before)),
    )


@exact
def _change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before
