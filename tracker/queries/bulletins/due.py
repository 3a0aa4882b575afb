"""The period that a schedule makes a bulletin of."""

from datetime import date

from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from tracker.choices import PeriodRule, ScheduleKind, SectionKind
from tracker.domain.bulletins.recipe import last_whole_year, section_period
from tracker.domain.bulletins.schedule import due_period
from tracker.models import BulletinDefinition, BulletinSection, Ranking

SEARCHED = 40  # periods back


def period_to_run(definition: BulletinDefinition, today: date) -> Period | None:
    """None where nothing is due: before the first period wanted, or without any published figures."""
    frequency = Frequency(definition.frequency)
    days_after = definition.days_after if definition.schedule == ScheduleKind.AFTER_PERIOD else None
    period = due_period(frequency=frequency, today=today, days_after=days_after)
    if definition.period_rule == PeriodRule.LATEST_PUBLISHED:
        published = _latest_published(definition, period)
        if published is None:
            return None
        period = published
    if definition.starts_with and period < Period.parse(definition.starts_with):
        return None
    return period


def _latest_published(definition: BulletinDefinition, newest: Period) -> Period | None:
    """The newest period of which every section has a ranking; one query."""
    sections = [each for each in definition.sections.select_related("indicator", "peer_group") if each.indicator]
    if not sections:
        return None
    there = set(
        Ranking.objects.filter(indicator__in=[each.indicator_id for each in sections]).values_list(
            "indicator_id", "peer_group_id", "period"
        )
    )
    period = newest
    for _ in range(SEARCHED * newest.frequency.periods_per_year // 4 + SEARCHED):
        if all(
            (
                each.indicator_id,
                each.peer_group_id or definition.peer_group_id,
                str(_read_by(each, period)),
            )
            in there
            for each in sections
            if each.indicator
        ):
            return period
        period = period.previous()
    return None


def _read_by(section: BulletinSection, period: Period) -> Period:
    """The period a section reads: of an average over whole years the last of these."""
    assert section.indicator
    own = section_period(period, Frequency(section.indicator.frequency), section.lag)
    return last_whole_year(own) if section.kind == SectionKind.AVERAGES and section.whole_years else own
