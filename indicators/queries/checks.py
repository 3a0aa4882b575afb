"""What the checks of a return are fed with: rules in force, indicators as of a day, published numbers before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from indicators.domain.checks.jump import YEARS_COMPARED
from indicators.domain.checks.kinds import CheckKind, Severity
from indicators.domain.checks.subjects import Facts, History, Published, Rule
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period
from indicators.models import Area, CheckRule, Indicator, Observation
from indicators.models.areas import valid_on
from indicators.queries.areas import Lineages, Membership, lineages, memberships
from indicators.queries.ratios import Partition

# A change five years ago compares with the figure a year before it.
YEARS_READ = YEARS_COMPARED + 1

FigureRow = tuple[str, int, str, Decimal | None, Decimal | None]  # indicator code, area id, period, value, growth


def rules_for(period: Period) -> list[Rule]:
    """The rules in force on the last day of the period, by code."""
    rows = CheckRule.objects.filter(valid_on(period.last_day)).select_related("indicator").order_by("code")
    return [rule_of(row) for row in rows]


def rule_of(row: CheckRule) -> Rule:
    """A stored (or not yet stored) rule as the domain reads it."""
    return Rule(
        code=row.code,
        name=row.name,
        kind=CheckKind(row.kind),
        severity=Severity(row.severity),
        indicator=row.indicator.code if row.indicator else "",
        measure=row.measure,
        lower=row.lower,
        upper=row.upper,
        threshold=row.threshold,
        digits=row.digits,
    )


def rule_codes() -> set[str]:
    """The codes of all rules, ended ones included."""
    return set(CheckRule.objects.values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class CheckedIndicators:
    """Indicators with their partitions, read once and asked for any period."""

    indicators: Iterable[Indicator]
    partitions: Mapping[int, Partition]
    areas: Mapping[int, tuple[str, str]]

    def on(self, period: Period) -> dict[str, Facts]:
        """By code, as they are on the last day of the period."""
        return {each.code: self._facts(each, period) for each in self.indicators}

    def _facts(self, indicator: Indicator, period: Period) -> Facts:
        partition = self.partitions.get(indicator.partition_id) if indicator.partition_id else None
        whole, members = partition.at(period) if partition else (None, [])
        whole_code, whole_name = self.areas[whole] if whole is not None else (None, "")
        return Facts(
            code=indicator.code,
            name=indicator.name,
            kind=Kind(indicator.kind),
            frequency=Frequency(indicator.frequency),
            decimals=indicator.decimals,
            growth_decimals=indicator.growth_decimals,
            growth_computable=indicator.growth_computable,
            measure_unit=indicator.measure_unit,
            partition=tuple(self.areas[each][0] for each in members),
            whole=whole_code,
            whole_name=whole_name,
        )


def checked_indicators(rows: QuerySet[Indicator]) -> CheckedIndicators:
    """Three queries; one where no indicator has a partition."""
    found = list(rows)
    groups = {each.partition_id for each in found if each.partition_id}
    if not groups:
        return CheckedIndicators(found, {}, {})
    areas = list(Area.objects.values_list("pk", "code", "name", "parent_id"))
    parents = {pk: parent for pk, _, _, parent in areas}
    members = memberships(groups)
    return CheckedIndicators(
        found,
        {group: Partition(members.get(group, Membership()), parents) for group in groups},
        {pk: (code, name) for pk, code, name, _ in areas},
    )


def facts_of(indicator_ids: Iterable[int], period: Period) -> dict[str, Facts]:
    """The indicators by code, as checks see them on the last day of the period."""
    return checked_indicators(Indicator.objects.filter(pk__in=set(indicator_ids))).on(period)


def history_for(*, indicators: Iterable[str], areas: Iterable[str], period: Period, years: int = YEARS_READ) -> History:
    """The current figures of these codes up to `period`, itself included; three queries."""
    tree = lineages()
    wanted = dict(Area.objects.filter(code__in=set(areas)).values_list("pk", "code"))
    rows = figure_rows(since=period.years_before(years).last_day, until=period.last_day).filter(
        indicator__code__in=set(indicators),
        area_id__in={older for area in wanted for older in tree.back_from(area)},
    )
    return history_of(rows.values_list("indicator__code", "area_id", "period", "value", "growth"), wanted, tree)


def figure_rows(*, since: date, until: date) -> QuerySet[Observation]:
    """Current figures whose period ends between the two days."""
    return Observation.objects.current().figures().filter(period_end__range=(since, until))


def history_of(rows: Iterable[FigureRow], wanted: Mapping[int, str], tree: Lineages) -> History:
    """The rows by code; where an area has no number, that of the area it continues counts."""
    by_area: dict[int, list[tuple[str, Period, Published]]] = {}
    for indicator, area, period, value, growth in rows:
        by_area.setdefault(area, []).append((indicator, Period.parse(period), Published(value, growth)))
    figures: dict[tuple[str, str, Period], Published] = {}
    for area, code in wanted.items():
        for each in tree.back_from(area):
            for indicator, parsed, published in by_area.get(each, ()):
                key = (indicator, code, parsed)
                figures[key] = _completed(figures.get(key), published)
    return History(figures)


def _completed(newer: Published | None, older: Published) -> Published:
    """The newer area's own numbers first."""
    if newer is None:
        return older
    return Published(
        older.value if newer.value is None else newer.value, older.growth if newer.growth is None else newer.growth
    )
