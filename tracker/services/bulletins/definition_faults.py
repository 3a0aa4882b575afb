"""What stands against a definition or a section, field by field: the same for the service and for its page."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import InvalidPeriodError, Period
from tracker.choices import ScheduleKind, SectionKind, UseLevel
from tracker.domain.bulletins.composition import PERIOD_PLACE
from tracker.models import BulletinDefinition, BulletinSection
from tracker.services.bulletins.schedules import cron_faults

Fault = tuple[str, str]  # field, words
SCHEDULE_NEEDS = {
    ScheduleKind.MONTHLY: ("month_day", "定时选“每月某日”须填几日"),
    ScheduleKind.AFTER_PERIOD: ("days_after", "定时选“期末后第几天”须填天数"),
    ScheduleKind.CRON: ("cron", "定时选“自定”须填五项：分 时 日 月 周，如“0 9 20 1,4,7,10 *”"),
}


def by_field(faults: Iterable[Fault]) -> dict[str, list[str]]:
    """Every fault, listed at its field."""
    found: dict[str, list[str]] = {}
    for field, words in faults:
        found.setdefault(field, []).append(words)
    return found


def addresses_in(text: str) -> list[str]:
    """The addresses of a text that has one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def definition_faults(definition: BulletinDefinition) -> Iterator[Fault]:
    """What no field can see by itself."""
    rest = definition.title.replace(PERIOD_PLACE, "", 1)
    if "{" in rest or "}" in rest:
        yield "title", f"花括号只能用于占位符“{PERIOD_PLACE}”，且只能有一处"
    for fault in _address_faults(definition):
        yield "addresses", fault
    yield from _schedule_faults(definition)
    if definition.pk:
        yield from _faults_of_sections(definition)


def section_faults(section: BulletinSection) -> Iterator[Fault]:
    """Whether the section fits its kind, and the indicator and the lag fit the definition."""
    definition, indicator = section.definition, section.indicator
    if section.plan_id and section.kind != SectionKind.TARGETS:
        yield "plan", f"“{section.get_kind_display()}”不选规划"
    if section.kind == SectionKind.TARGETS:
        if indicator:
            yield "indicator", "目标进度列出规划的全部指标，不选指标"
        if section.plan is None:
            yield "plan", "目标进度须选规划"
        return
    if section.kind in (SectionKind.PROJECTS, SectionKind.LAND):
        if indicator:
            yield "indicator", f"“{section.get_kind_display()}”不选指标"
        return
    if section.kind == SectionKind.CARD:
        if indicator:
            yield "indicator", "指标卡列出地区的全部指标，不选指标"
        if not (section.area or definition.focus_area):
            yield "area", "指标卡须有地区：在这一部分选，或填通报的关注地区"
        return
    if indicator is None:
        yield "indicator", f"“{section.get_kind_display()}”须选指标"
        return
    if section.kind == SectionKind.AVERAGES and indicator.kind in (Kind.RATE, Kind.COUNTER):
        yield "indicator", f"“{indicator}”是{indicator.get_kind_display()}，增减以差额表示，没有年均增速"
    own, of_bulletin = Frequency(indicator.frequency), Frequency(definition.frequency)
    if section.lag and own.periods_per_year < of_bulletin.periods_per_year:
        yield (
            "lag",
            f"“{indicator}”的频率（{indicator.get_frequency_display()}）比通报粗，取期末前最近的整期，不填滞后期数",
        )


def _address_faults(definition: BulletinDefinition) -> Iterator[str]:
    lines = addresses_in(definition.addresses)
    if lines and definition.use_level != UseLevel.PUBLIC:
        yield "“内部”的通报只发给账号，不发其他电子邮箱；请清空，或把使用范围改为“公开”"
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        try:
            validate_email(line)
        except ValidationError:
            yield f"第 {number} 行“{line[:60]}”不是有效的电子邮箱，每行写一个"
        if line.casefold() in seen:
            yield f"第 {number} 行“{line[:60]}”重复"
        seen.add(line.casefold())


def _schedule_faults(definition: BulletinDefinition) -> Iterator[Fault]:
    if definition.schedule in SCHEDULE_NEEDS:
        field, words = SCHEDULE_NEEDS[ScheduleKind(definition.schedule)]
        if getattr(definition, field) in (None, ""):
            yield field, words
    if definition.schedule != ScheduleKind.CRON and definition.cron:
        yield "cron", "只有定时选“自定”时才填"
    elif definition.cron:
        for fault in cron_faults(definition.cron):
            yield "cron", fault
    if definition.starts_with:
        try:
            first = Period.parse(definition.starts_with)
        except InvalidPeriodError as error:
            yield "starts_with", str(error)
        else:
            if first.frequency != definition.frequency:
                yield "starts_with", f"期别 {first} 与通报的频率（{definition.get_frequency_display()}）不符"


def _faults_of_sections(definition: BulletinDefinition) -> Iterator[Fault]:
    """Stored sections that no longer fit: cards without an area, a lag of a coarser indicator."""
    fields = {"area": "focus_area", "lag": "frequency"}
    for section in definition.sections.select_related("indicator", "area").order_by("position", "pk"):
        section.definition = definition
        for field, words in section_faults(section):
            if field in fields:
                yield fields[field], f"“{section}”：{words}"
