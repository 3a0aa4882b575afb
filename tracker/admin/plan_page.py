"""The page of a plan: its main-indicator table as printed and, beside it, where every target stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from indicators.admin.figures import NO_DATA
from tracker.admin.plan_filters import NAMES, PlanFilterForm
from tracker.admin.target_drawings import Bar, Spark, bar, spark
from tracker.admin.target_words import (
    Light,
    amount_text,
    light_of,
    needed_text,
    note_of,
    outlook_text,
    outlook_word,
    share_text,
    why_no_share,
    wording_in,
)
from tracker.choices import Verdict
from tracker.domain.targets.wording import Wording, line_of
from tracker.models import Plan
from tracker.queries.targets.book import latest_year
from tracker.queries.targets.page import Standing, main_area, plan_choices, standings_of

# What others offer about a plan, by the name of the address; shown once there is one.
EDITING = (
    ("编辑主要指标表", "tracker_plan_table"),
    ("年度目标", "tracker_plan_yearly"),
    ("分解", "tracker_plan_parts"),
    ("规划项目", "tracker_plan_projects"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """Where one target stands, in words and drawings."""

    url: str
    writing: str
    actual: str
    light: Light
    computed: str
    override_reason: str
    note: str
    why: str
    share_done: str
    share_expected: str
    expected: str
    bar: Bar | None
    spark: Spark | None
    course: str
    needed: str
    outlook: str
    outlook_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One line of the official table with the targets that stand on it."""

    name: str
    area: str
    unit: str
    wording: Wording
    attribute: str
    department: str
    rows: Sequence[TargetRow]


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines that share their first cell."""

    title: str
    lines: Sequence[TableLine]

    @property
    def span(self) -> int:
        return sum(len(line.rows) for line in self.lines)


@dataclass(frozen=True, slots=True)
class VerdictCount:
    light: Light
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """`of` is the year shown; `parts` are the lines of other areas than the one the table is of."""

    plan: Plan
    of: int
    area: str
    counts: Sequence[VerdictCount]
    overridden: int
    groups: Sequence[LineGroup]
    parts: Sequence[LineGroup]
    query: str
    has_targets: bool


def filters_of(plan: Plan, given: Mapping[str, Any]) -> PlanFilterForm:
    """The form of the filters with what was asked for; two queries."""
    return PlanFilterForm(given, plan=plan, choices=plan_choices(plan), year=latest_year(plan, timezone.localdate()))


def shown_standings(plan: Plan, chosen: Mapping[str, Any]) -> tuple[list[Standing], list[Standing]]:
    """The targets of the table's own area, and those of the others, before the filter by verdict."""
    found = standings_of(plan, chosen["year"], as_of=chosen["as_of"])
    own = main_area(plan, found)
    code = chosen["area"] or (own.code if own else "")
    if chosen["department"]:
        found = [each for each in found if each.department and each.department.pk == chosen["department"]]
    mine = [each for each in found if each.target.area.code == code]
    return mine, [] if chosen["area"] else [each for each in found if each.target.area.code != code]


def plan_page(plan: Plan, form: PlanFilterForm) -> PlanPage:
    """Everything the page shows for a valid form; a fixed number of queries."""
    chosen = form.cleaned_data
    own, others = shown_standings(plan, chosen)
    kept = {name: form.data[name] for name in NAMES if form.data.get(name)}
    wanted = chosen["verdict"]
    lines = list(_lines(plan, own, wanted))
    return PlanPage(
        plan=plan,
        of=chosen["year"],
        area=own[0].target.area.name if own else plan.area.name if plan.area else "",
        counts=[_count(each, own, kept, wanted) for each in Verdict],
        overridden=sum(each.override is not None for each in own),
        groups=_grouped((each.target.category, line) for each, line in lines),
        parts=_grouped((line.name, line) for _, line in _by_indicator(_lines(plan, others, wanted))),
        query=urlencode(kept),
        has_targets=bool(own or others),
    )


def editing_links(plan: Plan) -> list[tuple[str, str]]:
    links = [(label, url) for label, name in EDITING if (url := _address(name, plan))]
    freeze = reverse("admin:tracker_assessment_make")
    return [*links, ("编制规划评估", f"{freeze}?{urlencode({'plan': plan.pk})}")]


def _address(name: str, plan: Plan) -> str:
    try:
        return reverse(f"admin:{name}", args=[plan.pk])
    except NoReverseMatch:
        return ""


def _count(verdict: Verdict, standings: Iterable[Standing], kept: Mapping[str, Any], wanted: str) -> VerdictCount:
    """A link that filters; that of the chosen verdict takes the filter away."""
    chosen = verdict == wanted
    others = {name: value for name, value in kept.items() if name != "verdict"}
    query = urlencode(others if chosen else {**others, "verdict": verdict.value})
    return VerdictCount(light_of(verdict), sum(each.verdict == verdict for each in standings), query, chosen)


def _lines(plan: Plan, standings: Iterable[Standing], wanted: str) -> Iterable[tuple[Standing, TableLine]]:
    """Line by line, with the targets of the wanted verdict; a line prints all its targets nevertheless."""
    for _, line in groupby(standings, key=lambda each: (each.target.indicator_id, each.target.area_id)):
        every = list(line)
        wordings = [wording_in(plan, each.target, each.facts) for each in every]
        rows = [
            _row(each, wording if len(every) > 1 else Wording())
            for each, wording in zip(every, wordings, strict=True)
            if wanted in ("", each.verdict)
        ]
        if rows:
            yield every[0], _line(every, line_of(wordings), rows)


def _line(every: Sequence[Standing], wording: Wording, rows: Sequence[TargetRow]) -> TableLine:
    first = every[0].target
    return TableLine(
        name=first.indicator.name,
        area=first.area.name,
        unit=first.indicator.measure_unit or NO_DATA,
        wording=wording,
        attribute=_distinct(each.target.get_attribute_display() for each in every),
        department=_distinct(str(each.department or "") for each in every) or NO_DATA,
        rows=rows,
    )


def _row(standing: Standing, wording: Wording) -> TargetRow:
    target, progress, override = standing.target, standing.progress, standing.override
    judged, indicator = standing.judged, target.indicator
    return TargetRow(
        url=f"{reverse('admin:tracker_target_change', args=[target.pk])}?year={standing.year}",
        writing=wording.target or wording.pace,
        actual=amount_text(progress.actual, judged, indicator),
        light=light_of(standing.verdict),
        computed=str(standing.computed.label) if override else "",
        override_reason=override.reason if override else "",
        note=note_of(standing),
        why=why_no_share(standing),
        share_done=share_text(progress.share_done),
        share_expected=share_text(progress.share_expected),
        expected=amount_text(progress.expected, judged, indicator),
        bar=bar(progress.share_done, progress.share_expected),
        spark=spark(standing.series),
        course="，".join(
            f"{year} 年 {amount_text(number, judged, indicator)}" for year, number in standing.series.items()
        ),
        needed=needed_text(progress.needed, judged, indicator),
        outlook=outlook_text(standing),
        outlook_word=outlook_word(standing),
    )


def _grouped(lines: Iterable[tuple[str, TableLine]]) -> list[LineGroup]:
    groups = groupby(lines, key=lambda each: each[0])
    return [LineGroup(title or NO_DATA, [line for _, line in group]) for title, group in groups]


def _by_indicator(lines: Iterable[tuple[Standing, TableLine]]) -> list[tuple[Standing, TableLine]]:
    """The parts of one indicator together, where the first of them stands."""
    listed = list(lines)
    first: dict[int, int] = {}
    for place, (standing, _) in enumerate(listed):
        first.setdefault(standing.target.indicator_id, place)
    return sorted(listed, key=lambda each: first[each[0].target.indicator_id])


def _distinct(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))
