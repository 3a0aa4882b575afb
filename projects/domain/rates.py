"""The four rates (四率) of the projects of a month, their groups, and places on completion (domain.md §5).

Every rate is of the projects with a plan in force by the end of the month, one list for all four.

- 开工率 = started ÷ planned new (category 新开工), by the stage at the month's end.
- 投资完成率 = Σ invested ÷ Σ planned of the year.
- 资金到位率 = Σ arrived by the month's end ÷ Σ planned of all sources of money.
- 按期竣工率 = completed by the planned day ÷ planned to be completed from 1 January to the month's end [our rule].

Shares in percent, unrounded; money 万元. What cannot be divided is None with a reason, never 0.

    projects = dispatched(projects_of(user), month)         # projects/queries/project_numbers.py
    rates_of(projects, month).funding.share
    {theme: rates_of(members, month) for theme, members in grouped(projects, "theme").items()}
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.kinds import Direction
from indicators.domain.periods import Period
from indicators.domain.ranking import Ranked, rank
from projects.domain.progress import PERCENT, ProjectYear, plan_in_force, summarise
from projects.domain.stages import Category

THEME_SEPARATOR = "；"
PLACE_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money that arrived on a day; negative: taken back."""

    arrived_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatched:
    """One project as the dispatch sees it. `county` and `park` are codes of areas, None where it lies in none.

    `funding_planned` is the sum over its sources, None where no source is entered.
    """

    code: str
    name: str
    area: str
    county: str | None
    park: str | None
    kind: str
    theme: str
    lead: str
    year: ProjectYear
    ends_on: date | None = None
    completed_on: date | None = None
    funding_planned: Decimal | None = None
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` ÷ `whole` in percent; where `share` is None `reason` says why."""

    part: Decimal | None
    whole: Decimal | None
    share: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    starting: Rate
    investment: Rate
    funding: Rate
    completing: Rate


def rates_of(projects: Iterable[Dispatched], month: Period) -> Rates:
    """The four rates of the projects with a plan in force, taken together."""
    listed = [each for each in projects if plan_in_force(each.year.plans, month) is not None]
    return Rates(
        starting=_starting(listed, month),
        investment=_investment(listed, month),
        funding=_funding(listed, month),
        completing=_completing(listed, month),
    )


def _starting(listed: Sequence[Dispatched], month: Period) -> Rate:
    new = [each.year for each in listed if each.year.category == Category.NEW]
    return _rate(sum(each.has_started_by(month) for each in new), len(new), "没有计划新开工的项目")


def _investment(listed: Sequence[Dispatched], month: Period) -> Rate:
    found = summarise([each.year for each in listed], month)
    if found.planned is not None and found.invested is None:
        return Rate(None, found.planned, None, f"至 {month} 没有填报")
    return _rate(found.invested, found.planned, "没有现行的年度计划，或计划投资为 0")


def _funding(listed: Sequence[Dispatched], month: Period) -> Rate:
    """Only projects with sources count: what arrived always belongs to one."""
    planned = [each.funding_planned for each in listed if each.funding_planned is not None]
    return funding_rate(planned, [arrival for each in listed for arrival in each.arrivals], month.last_day)


@exact
def funding_rate(planned: Iterable[Decimal], arrivals: Iterable[Arrival], day: date) -> Rate:
    """资金到位率 by the end of a day. Nothing arrived yet is 0, not unknown."""
    return _rate(arrived_by(arrivals, day), sum(planned, Decimal(0)), "没有登记计划资金")


def _completing(listed: Sequence[Dispatched], month: Period) -> Rate:
    due = [each for each in listed if each.ends_on and date(month.year, 1, 1) <= each.ends_on <= month.last_day]
    in_time = [each for each in due if each.completed_on and each.ends_on and each.completed_on <= each.ends_on]
    return _rate(len(in_time), len(due), f"{month.year} 年至 {month} 没有应竣工的项目")


@exact
def _rate(part: Decimal | int | None, whole: Decimal | int | None, without_whole: str) -> Rate:
    if not whole or part is None:
        return Rate(None, None, None, without_whole)
    return Rate(Decimal(part), Decimal(whole), Decimal(part) / whole * PERCENT)


@exact
def arrived_by(arrivals: Iterable[Arrival], day: date) -> Decimal:
    """What has arrived by the end of a day and was not taken back."""
    return sum((each.amount for each in arrivals if each.arrived_on <= day), Decimal(0))


def themes_of(theme: str) -> tuple[str, ...]:
    """The themes of a project, each once.

    >>> themes_of("两重；专项债； 两重")
    ('两重', '专项债')
    """
    return tuple(dict.fromkeys(name for part in theme.split(THEME_SEPARATOR) if (name := part.strip())))


GROUPINGS: Mapping[str, Callable[[Dispatched], tuple[str, ...]]] = {
    "kind": lambda project: (project.kind,),
    "area": lambda project: (project.area,),
    "county": lambda project: (project.county or "",),
    "park": lambda project: (project.park or "",),
    "theme": lambda project: themes_of(project.theme) or ("",),
    "lead": lambda project: (project.lead,),
}


def grouped(projects: Iterable[Dispatched], by: str) -> dict[str, list[Dispatched]]:
    """The projects by what a grouping reads; "" holds those without. By theme groups may overlap: never add them."""
    found: dict[str, list[Dispatched]] = {}
    for project in projects:
        for key in GROUPINGS[by](project):
            found.setdefault(key, []).append(project)
    return found


def places_on_completion(
    groups: Mapping[str, Iterable[Dispatched]], members: Iterable[str], month: Period
) -> Ranked[str]:
    """The members (counties or parks by code) ranked by 投资完成率 rounded half up to one decimal; equal ones share.

    A member without projects or figures has no place and does not count.
    """
    shares = {member: rates_of(groups.get(member, ()), month).investment.share for member in members}
    return rank(shares, direction=Direction.HIGHER, digits=PLACE_DIGITS)
