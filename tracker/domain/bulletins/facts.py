"""The numbers of a bulletin, each by its address: stored figures, and what ranking and averaging make of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.domain.averages import AverageGrowth, average_growth
from indicators.domain.kinds import Direction, Kind
from indicators.domain.periods import Period
from indicators.domain.ranking import Ranked, change_of_place, rank
from projects.domain.dispatch_record import dispatch_from_json
from projects.domain.land_record import land_from_json
from tracker.domain.bulletins.dispatch_numbers import BoardNumbers, LandNumbers
from tracker.domain.bulletins.recipe import IndicatorFacts, Recipe
from tracker.domain.standings import Standing, comparable, standing
from tracker.domain.targets.numbers import RecordNumbers
from tracker.domain.targets.storage import record_from_json

FigureKey = tuple[str, str, str]  # indicator, area, period
COLUMNS = ("value", "published", "computed", "computed_value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One growth row as it was read, unrounded, with the publication it rests on."""

    value: Decimal | None
    published: Decimal | None
    computed: Decimal | None
    computed_value: Decimal | None
    vintage: str = ""
    published_at: str = ""
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """A member's place now and earlier; the changes count places won (positive: 前移)."""

    place: int | None
    previous: int | None
    year_ago: int | None

    @property
    def moved_previous(self) -> int | None:
        return change_of_place(self.place, self.previous)

    @property
    def moved_year_ago(self) -> int | None:
        return change_of_place(self.place, self.year_ago)


@dataclass(slots=True)
class Facts:
    """The book in which every printed number is looked up. Standings are computed once and kept."""

    recipe: Recipe
    figures: Mapping[FigureKey, Figure]
    _standings: dict[tuple[str, str, str, str], Standing[str] | None] = field(default_factory=dict)
    _numbers: dict[str, RecordNumbers] = field(default_factory=dict)
    _dispatch: dict[str, BoardNumbers] = field(default_factory=dict)
    _land: dict[str, LandNumbers] = field(default_factory=dict)
    _averages: dict[tuple[str, str, str, int], Ranked[str]] = field(default_factory=dict)

    def indicator(self, code: str) -> IndicatorFacts:
        return self.recipe.indicators[code]

    def figure(self, indicator: str, area: str, period: Period) -> Figure | None:
        return self.figures.get((indicator, area, str(period)))

    def standing(self, indicator: str, group: str, period: Period, basis: str) -> Standing[str] | None:
        """The ranking of the group's members on the period's last day; None without any figure."""
        key = (indicator, group, str(period), basis)
        if key not in self._standings:
            members = self.recipe.members_of(group, period)
            rows = {each: row for each in members if (row := self.figure(indicator, each, period))}
            self._standings[key] = standing(self.indicator(indicator), basis, members, rows)
        return self._standings[key]

    def places(self, indicator: str, group: str, period: Period, basis: str, area: str) -> Places:
        """The places of one member; None where it has none or the earlier ranking reads another source."""
        now = self.standing(indicator, group, period, basis)
        if now is None:
            return Places(None, None, None)
        earlier = (self.standing(indicator, group, each, basis) for each in (period.previous(), period.year_before()))
        previous, year_ago = (comparable(now, each) for each in earlier)
        lineage = self.recipe.lineage(area)
        return Places(
            now.places.get(area),
            previous.place_of(lineage) if previous else None,
            year_ago.place_of(lineage) if year_ago else None,
        )

    def average(self, indicator: str, area: str, period: Period, years: int) -> AverageGrowth:
        """The average growth over the `years` years that end with `period` (rule R3)."""
        facts, chain = self.indicator(indicator), [period.years_before(each) for each in reversed(range(years))]
        kind = Kind(facts.kind)
        return average_growth(
            [self._first("published", indicator, area, each) for each in chain],
            *self._levels(kind, indicator, area, period.years_before(years), period),
            years,
            facts.growth_computable,
            kind,
            [self._first("computed", indicator, area, each) for each in chain] if kind is Kind.INDEX else (),
        )

    def average_standing(self, indicator: str, group: str, period: Period, years: int) -> Ranked[str]:
        """The members ranked by their average growth, published averages and computed ones never mixed."""
        key = (indicator, group, str(period), years)
        if key not in self._averages:
            members = self.recipe.members_of(group, period)
            averages = {each: self.average(indicator, each, period, years) for each in members}
            basis = next((each.basis for each in averages.values() if each.basis == "published"), "computed")
            facts = self.indicator(indicator)
            values = {each: found.value if found.basis == basis else None for each, found in averages.items()}
            self._averages[key] = rank(values, direction=Direction(facts.direction), digits=facts.growth_decimals)
        return self._averages[key]

    def assessment(self, key: str) -> RecordNumbers:
        """The assessment of a plan and year that sections show."""
        if key not in self._numbers:
            self._numbers[key] = RecordNumbers(record_from_json(self.recipe.assessments[key]))
        return self._numbers[key]

    def dispatch(self, key: str) -> BoardNumbers:
        """The projects of an area and month that sections show."""
        if key not in self._dispatch:
            self._dispatch[key] = BoardNumbers(dispatch_from_json(self.recipe.dispatch[key]))
        return self._dispatch[key]

    def land(self, key: str) -> LandNumbers:
        """The land ledgers of an area by the end of a month."""
        if key not in self._land:
            self._land[key] = LandNumbers(land_from_json(self.recipe.land[key]))
        return self._land[key]

    def number(self, source: str) -> Decimal:
        """The exact number at an address; KeyError for what is no address or has no number."""
        kind, _, address = source.partition(":")
        try:
            found = _READERS[kind](self, address)
        except (KeyError, ValueError, StopIteration) as error:
            raise KeyError(source) from error
        if found is None:
            raise KeyError(source)
        return Decimal(found)

    def _first(self, column: str, indicator: str, area: str, period: Period) -> Decimal | None:
        for each in self.recipe.lineage(area):
            row = self.figure(indicator, each, period)
            if row is not None and (number := getattr(row, column)) is not None:
                return number
        return None

    def _levels(
        self, kind: Kind, indicator: str, area: str, start: Period, end: Period
    ) -> tuple[Decimal | None, Decimal | None]:
        """Both ends from one source: a computed ratio is never set against a published one."""
        for source in ("computed_value", "value") if kind is Kind.RATIO else ("value",):
            first, last = (self._first(source, indicator, area, each) for each in (start, end))
            if first is not None and last is not None:
                return first, last
        return None, None


def place_in(ranked: Ranked[str], area: str) -> int | None:
    return next((each.place for each in ranked.places if each.key == area), None)


def _column(column: str) -> Callable[[Facts, str], Decimal | None]:
    def read(facts: Facts, address: str) -> Decimal | None:
        indicator, area, period = address.split("/")
        return getattr(facts.figures[indicator, area, period], column)

    return read


def _place(name: str) -> Callable[[Facts, str], int | None]:
    def read(facts: Facts, address: str) -> int | None:
        indicator, group, period, basis, area = address.split("/")
        return getattr(facts.places(indicator, group, Period.parse(period), basis, area), name)

    return read


def _of(facts: Facts, address: str) -> int | None:
    indicator, group, period, basis = address.split("/")
    found = facts.standing(indicator, group, Period.parse(period), basis)
    return found.ranked.of if found else None


def _average(facts: Facts, address: str) -> Decimal | None:
    indicator, area, period, years = address.split("/")
    return facts.average(indicator, area, Period.parse(period), int(years)).value


def _average_place(facts: Facts, address: str) -> int | None:
    indicator, group, period, years, area = address.split("/")
    return place_in(facts.average_standing(indicator, group, Period.parse(period), int(years)), area)


def _average_of(facts: Facts, address: str) -> int:
    indicator, group, period, years = address.split("/")
    return facts.average_standing(indicator, group, Period.parse(period), int(years)).of


def _target(facts: Facts, address: str) -> Decimal:
    plan, year, rest = address.split("/", 2)
    return facts.assessment(f"{plan}/{year}").number(rest)


def _dispatch(facts: Facts, address: str) -> Decimal:
    area, month, rest = address.split("/", 2)
    return facts.dispatch(f"{area}/{month}").number(rest)


def _land(facts: Facts, address: str) -> Decimal:
    area, month, rest = address.split("/", 2)
    return facts.land(f"{area}/{month}").number(rest)


_READERS: Mapping[str, Callable[[Facts, str], Decimal | int | None]] = {
    **{column: _column(column) for column in COLUMNS},
    **{name: _place(name) for name in ("place", "previous", "year_ago", "moved_previous", "moved_year_ago")},
    "of": _of,
    "average": _average,
    "target": _target,
    "dispatch": _dispatch,
    "land": _land,
    "average_place": _average_place,
    "average_of": _average_of,
    "year": lambda facts, address: Period.parse(address).year,
    "part": lambda facts, address: Period.parse(address).number,
    "first_month": lambda facts, address: Period(Period.parse(address).year, Period.parse(address).frequency, 1).number,
}


def figures_to_json(figures: Mapping[FigureKey, Figure]) -> list[list[object]]:
    """Sorted rows; numbers as plain text with all their digits."""
    return [
        [
            *key,
            *(None if (number := getattr(figure, column)) is None else format(number, "f") for column in COLUMNS),
            figure.vintage,
            figure.published_at,
            figure.revision,
        ]
        for key, figure in sorted(figures.items())
    ]


def figures_from_json(stored: Iterable[list]) -> dict[FigureKey, Figure]:
    found = {}
    for indicator, area, period, *numbers, vintage, published_at, revision in stored:
        exact = (None if number is None else Decimal(number) for number in numbers)
        columns = dict(zip(COLUMNS, exact, strict=True))
        found[indicator, area, period] = Figure(
            **columns, vintage=vintage, published_at=published_at, revision=revision
        )
    return found
