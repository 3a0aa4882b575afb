"""The page of a target: what is asked for, every year with its figures and verdict, formulas, revisions, overrides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from indicators.admin.figures import NO_DATA, growth_text, moment_text, value_text
from indicators.domain.formulas import Formula
from indicators.models import Observation
from tracker.admin.target_drawings import Bar, bar
from tracker.admin.target_words import (
    Light,
    amount_text,
    form_text,
    light_of,
    needed_text,
    note_of,
    outlook_text,
    outlook_word,
    share_text,
    why_no_share,
    wording_in,
)
from tracker.domain.targets.formulas import target_formulas
from tracker.domain.targets.outlook import method_words
from tracker.domain.targets.progress import METHOD
from tracker.domain.targets.rules import AssessmentRules
from tracker.domain.targets.wording import Wording
from tracker.models import Target, VerdictOverride
from tracker.queries.targets.history import TargetHistory, TargetYear, target_history
from tracker.queries.targets.page import department_of

FIELDS = {
    "share_expected": "序时进度",
    "share_done": "完成进度",
    "expected": "应达到",
    "needed": "以后每年还需",
    "verdict": "判断",
}
ALWAYS = "一直有效"


@dataclass(frozen=True, slots=True)
class Source:
    """A published figure that a year rests on."""

    words: str
    vintage: str
    published: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    year: int
    chosen: bool
    sources: Sequence[Source]
    actual: str
    expected: str
    share_done: str
    share_expected: str
    bar: Bar | None
    needed: str
    light: Light
    computed: str
    note: str
    why: str
    outlook: str
    outlook_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    url: str
    adopted: str
    wording: str
    document: str
    reason: str
    state: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideLine:
    year: int
    verdict: str
    computed: str
    reason: str
    made: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPage:
    target: Target
    wording: Wording
    form: str
    department: str
    state: str
    in_force_url: str
    years: Sequence[YearLine]
    formulas: Sequence[tuple[str, str, str]]
    outlook_method: str
    rules: str
    method: str
    revisions: Sequence[RevisionLine]
    overrides: Sequence[OverrideLine]


def target_page(target: Target, chosen_year: str) -> TargetPage:
    """Everything the page shows; a fixed number of queries."""
    history = target_history(target)
    facts = history.book.facts(target)
    last_year = min(timezone.localdate().year, target.plan.end_year)
    rules = history.book.rules_for(last_year)
    current = history.in_force
    return TargetPage(
        target=target,
        wording=wording_in(target.plan, target, facts),
        form=form_text(target),
        department=str(department_of(target) or NO_DATA),
        state=_state(target, history),
        in_force_url=url_of(current) if current is not None and current != target else "",
        years=[_year_line(each, chosen_year) for each in history.years],
        formulas=[] if target.is_repealed else [_formula(each) for each in target_formulas(facts, rules)],
        outlook_method="" if target.is_repealed else method_words(facts),
        rules=_rules_words(rules),
        method=METHOD,
        revisions=[_revision(each, history) for each in reversed(history.revisions)],
        overrides=[_override(each) for each in history.overrides],
    )


def url_of(target: Target) -> str:
    return reverse("admin:tracker_target_change", args=[target.pk])


def adopted_text(day: date | None) -> str:
    return f"{day}" if day else ALWAYS


def _state(target: Target, history: TargetHistory) -> str:
    if target == history.in_force:
        return "现行"
    if target.adopted_on is not None and target.adopted_on > timezone.localdate():
        return "尚未生效"
    if target.is_repealed:
        return "已取消"
    return "已修订" if history.in_force is not None else "已取消"


def _revision(target: Target, history: TargetHistory) -> RevisionLine:
    if target.is_repealed:
        words = "取消目标"
    else:
        wording = wording_in(target.plan, target, history.book.facts(target))
        words = "　".join(cell for cell in (wording.target, wording.pace) if cell)
    return RevisionLine(
        url=url_of(target),
        adopted=adopted_text(target.adopted_on),
        wording=words,
        document=target.document or NO_DATA,
        reason=target.reason or NO_DATA,
        state=_state(target, history),
        shown=target == history.target,
    )


def _year_line(of: TargetYear, chosen_year: str) -> YearLine:
    standing = of.standing
    progress, judged, indicator = standing.progress, standing.judged, standing.target.indicator
    return YearLine(
        year=standing.year,
        chosen=str(standing.year) == chosen_year,
        sources=[*_sources(of.figures), *_sources(of.reference, "参照")],
        actual=amount_text(progress.actual, judged, indicator),
        expected=amount_text(progress.expected, judged, indicator),
        share_done=share_text(progress.share_done),
        share_expected=share_text(progress.share_expected),
        bar=bar(progress.share_done, progress.share_expected),
        needed=needed_text(progress.needed, judged, indicator),
        light=light_of(standing.verdict),
        computed=str(standing.computed.label) if standing.override else "",
        note=note_of(standing),
        why=why_no_share(standing),
        outlook=outlook_text(standing),
        outlook_word=outlook_word(standing),
    )


def _sources(figures: Iterable[Observation], role: str = "") -> list[Source]:
    return [
        Source(
            words=f"{role}{_figure_words(each)}",
            vintage=each.get_vintage_display(),
            published=moment_text(each.published_at),
            url=reverse("admin:indicators_observation_change", args=[each.pk]),
        )
        for each in figures
    ]


def _figure_words(figure: Observation) -> str:
    value, growth = value_text(figure.value, figure.indicator), growth_text(figure.growth, figure.indicator)
    if figure.growth is None:
        return value
    return f"增速 {growth}" if figure.value is None else f"{value}，增速 {growth}"


def _override(of: VerdictOverride) -> OverrideLine:
    return OverrideLine(
        year=of.year,
        verdict=of.get_verdict_display() if of.verdict else "取消改判",
        computed=of.get_computed_display(),
        reason=of.reason,
        made=f"{of.made_by}，{moment_text(of.made_at)}",
        of=adopted_text(of.target.adopted_on),
    )


def _formula(formula: Formula) -> tuple[str, str, str]:
    """The number, how it is reached, and the symbols with the names that people read."""
    symbols = formula.symbols
    for name, words in FIELDS.items():
        symbols = symbols.replace(name, words)
    return FIELDS[formula.field], formula.words, symbols


def _rules_words(rules: AssessmentRules) -> str:
    return f"评估标准自 {rules.valid_from} 起。" if rules.valid_from else "没有另设评估标准，用默认值。"


def steps_of(target: Target, page: TargetPage) -> list[tuple[str, str, str]]:
    """The buttons of a publisher: label, address, look."""
    names: list[tuple[str, str, Any]] = []
    newest = page.revisions[0]
    if newest.shown:
        names.append(("修订", "revise", "primary"))
        if not target.is_repealed:
            names.append(("取消目标", "repeal", "default"))
    if not target.is_repealed:
        names.append(("改判", "override", "default"))
        if any(line.computed for line in page.years):
            names.append(("取消改判", "lift", "default"))
    names.append(("删除", "delete", "danger"))
    return [(label, reverse(f"admin:tracker_target_{step}", args=[target.pk]), look) for label, step, look in names]
