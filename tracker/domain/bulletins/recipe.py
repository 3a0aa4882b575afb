"""What a bulletin is composed by: sections, indicators, groups and areas as they were on the day it was made."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period, latest_over

RANKING, TOP_BOTTOM, MOVERS, AVERAGES, CARD = "ranking", "top_bottom", "movers", "averages", "card"
TARGETS, PROJECTS, LAND = "targets", "projects", "land"
FROZEN = (PROJECTS, LAND)  # they read a record in the recipe, and no figure
PREVIOUS, YEAR_AGO = "previous", "year_ago"
METHOD = "bulletin/2"
WITHOUT_DERIVATIONS = "bulletin/1"  # composed alike, kept without what its computed numbers rest on


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFacts:
    """An indicator as the catalogue had it."""

    code: str
    name: str
    measure_unit: str
    kind: str
    direction: str
    frequency: str
    decimals: int
    growth_decimals: int
    growth_computable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRecipe:
    """One section with its period resolved. A card names its `area` and `indicators`, each with its own period.

    The progress of targets names its `plan`, and the year that was whole by then as its `period`; projects and land
    name a month, and an `area` with everything below it (empty: all areas).
    """

    kind: str
    title: str = ""
    indicator: str = ""
    basis: str = "growth"
    group: str = ""
    period: str = ""
    area: str = ""
    count: int = 3
    years: int = 3
    compared_with: str = PREVIOUS
    indicators: tuple[tuple[str, str], ...] = ()
    plan: str = ""

    @property
    def assessment(self) -> str:
        """The key of its assessment in the recipe."""
        return f"{self.plan}/{self.period}"

    @property
    def frozen(self) -> str:
        """The key of its record of projects or of land in the recipe."""
        return f"{self.area}/{self.period}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything but the figures. Areas, groups and indicators go by code.

    `members` holds by group and period the member areas on that period's last day; `lineages` the area and what it
    continues, newest first, for areas that continue another; `assessments` by plan and year the record as it is
    stored, see `domain/targets/storage.py`; `dispatch` and `land` by area and month the records of projects and of
    land, see `projects/domain/dispatch_record.py` and `land_record.py`.
    """

    title: str
    period: str
    focus: str = ""
    note: str = ""
    sections: tuple[SectionRecipe, ...] = ()
    indicators: Mapping[str, IndicatorFacts] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    lineages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    assessments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dispatch: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    land: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def lineage(self, area: str) -> Sequence[str]:
        return self.lineages.get(area, (area,))

    def members_of(self, group: str, period: Period) -> Sequence[str]:
        return self.members.get(group, {}).get(str(period), ())


def section_period(bulletin_period: Period, frequency: Frequency, lag: int) -> Period:
    """The period of an indicator that a bulletin reads: its own, the last part of it, or the last coarser one over.

    `lag` counts back in periods of the indicator, for what is published later than the rest.

    >>> str(section_period(Period.parse("2025-Q3"), Frequency.MONTH, 1))
    '2025-08'
    >>> str(section_period(Period.parse("2025-Q3"), Frequency.YEAR, 0))
    '2024'
    """
    if frequency.periods_per_year >= bulletin_period.frequency.periods_per_year:
        period = bulletin_period.last_part(frequency)
    else:
        period = bulletin_period.ends(frequency) or latest_over(bulletin_period.last_day, frequency)
    for _ in range(lag):
        period = period.previous()
    return period


def last_whole_year(period: Period) -> Period:
    """The period that closes the last whole year by `period`, in the same frequency.

    >>> str(last_whole_year(Period.parse("2024-Q2"))), str(last_whole_year(Period.parse("2023-Q4")))
    ('2023-Q4', '2023-Q4')
    """
    last = period.frequency.periods_per_year
    return period if period.number == last else Period(period.year - 1, period.frequency, last)


def recipe_to_json(recipe: Recipe) -> dict[str, Any]:
    return asdict(recipe)


def recipe_from_json(stored: Mapping[str, Any]) -> Recipe:
    """The recipe as it was; lists become tuples again."""
    sections = tuple(
        SectionRecipe(**{**each, "indicators": tuple(tuple(pair) for pair in each["indicators"])})
        for each in stored["sections"]
    )
    indicators = {code: IndicatorFacts(**each) for code, each in stored["indicators"].items()}
    return Recipe(**{**stored, "sections": sections, "indicators": indicators, "gaps": tuple(stored["gaps"])})
