"""The counter indicators that follow the disposals: 累计盘活低效用地, one a ledger, by park, county and city."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.choices import Vintage
from indicators.domain.figures import Figure
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period, latest_over, period_of_day
from indicators.models import Indicator, Observation
from indicators.models.advisory import AdvisoryLock, hold
from indicators.models.staging import stage_figures
from indicators.queries.returns.staged import staged_in_unfinished_returns
from indicators.services.audit import Actor
from indicators.services.observations import publish_figures
from projects.domain.counted import running_totals
from projects.models import LandIndicator
from projects.queries.land_counting import AreaCount, counts_by_area

logger = logging.getLogger(__name__)

SOURCE = "盘活处置台账"
SCHEDULE = Actor(name="定时任务")

Key = tuple[str, Period]


@dataclass(frozen=True, slots=True)
class Followed:
    """How many figures were published, and what unfinished returns held back, in words."""

    published: int
    held: tuple[str, ...]


def follow_land_indicators(*, actor: Actor = SCHEDULE) -> Followed:
    """Bring every land indicator up to date with the disposals; each is a transaction of its own."""
    published = 0
    held: list[str] = []
    for link in LandIndicator.objects.select_related("indicator").order_by("ledger"):
        done = follow_land_indicator(link=link, actor=actor)
        published += done.published
        held += done.held
    return Followed(published, tuple(held))


@transaction.atomic
def follow_land_indicator(*, link: LandIndicator, actor: Actor) -> Followed:
    """Publish what differs from the ledger of figures; where nothing does, nothing is published."""
    hold(AdvisoryLock.LEDGER)
    indicator = link.indicator
    if indicator.kind != Kind.COUNTER:
        logger.error("Indicator %s of ledger %s is no counter", indicator.code, link.ledger)
        return Followed(0, ())
    counts = counts_by_area(link.ledger)
    current = _current(indicator)
    figures = list(_differences(link, counts, current, timezone.now()))
    stage_figures(figures)
    held = {finding.line: finding.message for finding in staged_in_unfinished_returns()}
    for message in held.values():
        logger.warning("Left for later: %s", message)
    free = [figure for figure in figures if figure.line not in held]
    if not free:
        return Followed(0, tuple(held.values()))
    done = publish_figures(figures=free, actor=actor, reason=f"按{SOURCE}累计")
    return Followed(done.created, tuple(held.values()))


def _differences(
    link: LandIndicator, counts: Mapping[str, AreaCount], current: Mapping[Key, Observation], now: datetime
) -> Iterator[Figure]:
    wanted = _wanted(Frequency(link.indicator.frequency), counts)
    # What was published from the disposals and no longer follows from them counts nothing now.
    for key, stored in current.items():
        if key not in wanted and SOURCE in stored.note and stored.value != 0:
            wanted[key] = Decimal(0)
    for line, (area, period) in enumerate(sorted(wanted, key=lambda key: (key[0], key[1].last_day)), start=1):
        value = wanted[area, period]
        stored_row = current.get((area, period))
        if stored_row is None or stored_row.value != value:
            parcels = counts[area].parcels if area in counts else 0
            yield Figure(
                indicator=link.indicator.code,
                area=area,
                period=period,
                value=value,
                growth=None,
                vintage=Vintage.FINAL,
                published_at=now,
                published_as=timezone.localtime(now).isoformat(),
                note=f"来源：{SOURCE}，{link.get_ledger_display()}地块 {parcels} 宗",
                line=line,
            )


def _wanted(frequency: Frequency, counts: Mapping[str, AreaCount]) -> dict[Key, Decimal]:
    """The value at the end of every period that is over, from the first one in which anything of the ledger counted."""
    days = [each.counted_on for count in counts.values() for each in count.counted if each.counted_on]
    if not days:
        return {}
    periods = list(_periods(period_of_day(min(days), frequency), latest_over(timezone.localdate(), frequency)))
    ends = [period.last_day for period in periods]
    return {
        (area, period): value
        for area, count in counts.items()
        for period, value in zip(periods, running_totals(count.counted, ends), strict=True)
    }


def _periods(first: Period, last: Period) -> Iterator[Period]:
    while first.last_day <= last.last_day:
        yield first
        first = first.next()


def _current(indicator: Indicator) -> dict[Key, Observation]:
    rows = Observation.objects.current().filter(indicator=indicator).select_related("area")
    return {(row.area.code, Period.parse(row.period)): row for row in rows}
