"""The ratios that a bulletin reads, and the figures each of them is divided from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period
from indicators.models import Area, Indicator
from indicators.queries.areas import Membership, memberships
from indicators.queries.ratios import Partition
from tracker.domain.bulletins.facts import FigureKey

Source = tuple[str, Frequency]


@dataclass(frozen=True, slots=True)
class RatioSources:
    """One ratio by the codes of what it divides; `wholes` are, by period, the area it is pooled for and its members."""

    numerator: Source
    denominator: Source
    factor: Decimal
    wholes: Mapping[Period, tuple[str | None, list[str]]]

    def is_pooled(self, area: str, period: Period) -> bool:
        return period in self.wholes and self.wholes[period][0] == area

    def pairs(self, area: str, period: Period) -> list[tuple[FigureKey, FigureKey]]:
        """The keys of numerator and denominator: of the area, or of every member it is pooled over."""
        areas = self.wholes[period][1] if self.is_pooled(area, period) else [area]
        return [(_key(self.numerator, each, period), _key(self.denominator, each, period)) for each in areas]


def ratio_sources(reads: Iterable[tuple[str, Period]], codes: Mapping[int, str]) -> dict[str, RatioSources]:
    """The ratios among the indicators and periods read; three queries at most. `codes` are those of areas by id."""
    periods: dict[str, list[Period]] = {}
    for code, period in reads:
        periods.setdefault(code, []).append(period)
    rows = Indicator.objects.filter(code__in=periods, kind=Kind.RATIO).select_related("numerator", "denominator")
    groups = {each.partition_id for each in rows if each.partition_id}
    members = memberships(groups) if groups else {}
    parents = dict(Area.objects.values_list("pk", "parent_id")) if groups else {}
    found = {}
    for row in rows:
        partition = Partition(members.get(row.partition_id, Membership()), parents) if row.partition_id else None
        found[row.code] = RatioSources(
            numerator=_source(row.numerator),
            denominator=_source(row.denominator),
            factor=row.factor,
            wholes={each: _whole(partition, each, codes) for each in periods[row.code]} if partition else {},
        )
    return found


def _source(indicator: Indicator | None) -> Source:
    assert indicator, "a ratio has both"
    return indicator.code, Frequency(indicator.frequency)


def _key(source: Source, area: str, period: Period) -> FigureKey:
    code, frequency = source
    return code, area, str(period.last_part(frequency))


def _whole(partition: Partition, period: Period, codes: Mapping[int, str]) -> tuple[str | None, list[str]]:
    whole, members = partition.at(period)
    return None if whole is None else codes[whole], [codes[each] for each in members]
