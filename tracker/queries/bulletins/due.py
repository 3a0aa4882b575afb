"""The period that a schedule makes a bulletin of, and when it runs next."""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django_celery_beat.models import CrontabSchedule

from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from tracker.choices import Basis, PeriodRule, ScheduleKind, SectionKind
from tracker.domain.bulletins.recipe import last_whole_year, section_period
from tracker.domain.bulletins.schedule import due_period, next_due_day
from tracker.models import BulletinDefinition, BulletinSection, Ranking

RankingKey = tuple[int, int, str, str]  # indicator, peer group, basis, period
LOCAL = ZoneInfo(settings.TIME_ZONE)


def period_to_run(definition: BulletinDefinition, today: date) -> Period | None:
    """None where nothing is due: before the first period wanted, or without any published figures."""
    days_after = definition.days_after if definition.schedule == ScheduleKind.AFTER_PERIOD else None
    newest = due_period(frequency=Frequency(definition.frequency), today=today, days_after=days_after)
    by_figures = definition.period_rule == PeriodRule.LATEST_PUBLISHED
    period = _latest_published(definition, newest) if by_figures else newest
    if period is None or (definition.starts_with and period < Period.parse(definition.starts_with)):
        return None
    return period


def next_run(definition: BulletinDefinition, made: Collection[str], now: datetime) -> datetime | None:
    """When the schedule next makes a bulletin, or looks whether it can; None without one or out of use.

    `made` are the periods that have a bulletin. No query once the periodic task and its calendar are loaded.
    """
    task = definition.periodic_task
    if task is None or task.crontab is None or not task.enabled:
        return None
    moment = next_moment(task.crontab, now)
    waits_for_a_day = definition.schedule == ScheduleKind.AFTER_PERIOD
    if not waits_for_a_day or definition.period_rule == PeriodRule.LATEST_PUBLISHED or definition.days_after is None:
        return moment
    due = period_to_run(definition, moment.date())
    if due and str(due) not in made:
        return moment
    day = next_due_day(
        frequency=Frequency(definition.frequency),
        since=moment.date(),
        days_after=definition.days_after,
        starts_with=Period.parse(definition.starts_with) if definition.starts_with else None,
    )
    return datetime.combine(day, time(moment.hour, moment.minute), LOCAL)


def next_moment(calendar: CrontabSchedule, after: datetime) -> datetime:
    """The first moment of a calendar after `after`; ValueError or RuntimeError where that day never comes."""
    start, delta, _ = calendar.schedule.remaining_delta(after)
    return start + delta


def _latest_published(definition: BulletinDefinition, newest: Period) -> Period | None:
    """The newest period by `newest` of which every section but cards has a figure to rank; two queries."""
    sections = list(definition.sections.exclude(kind=SectionKind.CARD).select_related("indicator"))
    groups = {each.peer_group_id or definition.peer_group_id for each in sections}
    rankings = Ranking.objects.filter(indicator__in={each.indicator_id for each in sections}, peer_group__in=groups)
    rows = list(rankings.values_list("indicator_id", "peer_group_id", "basis", "period", "period_end"))
    there = {(indicator, group, basis, period) for indicator, group, basis, period, _ in rows}
    oldest = min((period_end for *_, period_end in rows), default=None)
    period = newest
    # What a section reads never ends after the period of the bulletin.
    while oldest and period.last_day >= oldest:
        if all(_read_by(definition, each, period) & there for each in sections):
            return period
        period = period.previous()
    return None


def _read_by(definition: BulletinDefinition, section: BulletinSection, period: Period) -> set[RankingKey]:
    """Rankings of which the section reads one; an average reads growth, or levels where there is none."""
    assert section.indicator
    at, bases = section_period(period, Frequency(section.indicator.frequency), section.lag), [section.basis]
    if section.kind == SectionKind.AVERAGES:
        at, bases = last_whole_year(at) if section.whole_years else at, Basis.values
    group = section.peer_group_id or definition.peer_group_id
    return {(section.indicator.pk, group, basis, str(at)) for basis in bases}
