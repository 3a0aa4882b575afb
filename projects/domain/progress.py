"""Investment done in the year against the annual plan (domain.md §5). Money 万元, shares in percent, unrounded.

Figures of the monthly dispatch (形象进度投资), never statistical investment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from projects.domain.stages import Category, Stage, StageStep, stage_on

PERCENT = 100
MONTHS = 12


class NotAMonthError(ValueError):
    """The period is a year or a quarter."""


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """The plan of one project for one year, as adopted on a day."""

    year: int
    adopted_on: date
    planned: Decimal


@dataclass(frozen=True, slots=True)
class Reported:
    """Invested since 1 January, at the end of a month."""

    period: Period
    invested_ytd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectYear:
    """What is known of one project: its present stage and category, every plan version, every month's current figure.

    `steps` are its dated stage changes, where there are any.
    """

    stage: Stage
    category: Category | None
    plans: tuple[PlanVersion, ...] = ()
    reported: tuple[Reported, ...] = ()
    steps: tuple[StageStep, ...] = ()

    def has_started_by(self, month: Period) -> bool:
        """Whether work had begun by the end of the month: by the dated stage changes, else by the present stage."""
        return stage_on(self.steps, self.stage, month.last_day).is_started


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`projects` counts those with a plan in force; only they are summed. A sum of nothing is None, not 0."""

    planned: Decimal | None
    invested: Decimal | None
    completion: Decimal | None
    time_share: Decimal
    ahead: Decimal | None
    projects: int
    started: int
    planned_new: int


def month_named(text: str) -> Period:
    """Read a month; raises `InvalidPeriodError`, for a year or a quarter `NotAMonthError`.

    >>> str(month_named("2025-10"))
    '2025-10'
    """
    period = Period.parse(text)
    if period.frequency != Frequency.MONTH:
        raise NotAMonthError(f"“{text}”不是月份，应写作 2025-10")
    return period


def plan_in_force(versions: Iterable[PlanVersion], month: Period) -> Decimal | None:
    """The planned amount of the year's newest version adopted by the end of the month: old months keep theirs."""
    adopted = [each for each in versions if each.year == month.year and each.adopted_on <= month.last_day]
    return max(adopted, key=lambda each: each.adopted_on).planned if adopted else None


def latest_report(reported: Iterable[Reported], month: Period) -> Reported | None:
    """The newest month of that year up to the month."""
    so_far = [each for each in reported if each.period.year == month.year and each.period <= month]
    return max(so_far, key=lambda each: each.period) if so_far else None


def latest_reported(reported: Iterable[Reported], month: Period) -> Decimal | None:
    """The newest figure of that year up to the month."""
    found = latest_report(reported, month)
    return found.invested_ytd if found else None


@exact
def completion(invested: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """完成率: investment done ÷ annual plan; None where either is missing or nothing is planned."""
    if invested is None or not planned:
        return None
    return invested / planned * PERCENT


@exact
def time_share(month: Period) -> Decimal:
    """序时进度: months gone ÷ 12."""
    return Decimal(month.number) * PERCENT / MONTHS


@exact
def points_ahead(done: Decimal | None, gone: Decimal) -> Decimal | None:
    """超序时进度 in 百分点, from unrounded shares."""
    return None if done is None else done - gone


@exact
def summarise(projects: Iterable[ProjectYear], month: Period) -> Summary:
    """The projects with a plan in force, taken together: Σ invested ÷ Σ planned, never a mean of rates.

    `planned_new` are those of the category 新开工, `started` the ones of them whose work had begun by the
    end of the month.
    """
    in_force = [(each, plan) for each in projects if (plan := plan_in_force(each.plans, month)) is not None]
    done = [found for each, _ in in_force if (found := latest_reported(each.reported, month)) is not None]
    new = [each for each, _ in in_force if each.category == Category.NEW]
    planned = sum((plan for _, plan in in_force), Decimal(0)) if in_force else None
    invested = sum(done, Decimal(0)) if done else None
    share, gone = completion(invested, planned), time_share(month)
    return Summary(
        planned=planned,
        invested=invested,
        completion=share,
        time_share=gone,
        ahead=points_ahead(share, gone),
        projects=len(in_force),
        started=sum(each.has_started_by(month) for each in new),
        planned_new=len(new),
    )
