"""The page of a round: where it stands, what blocks the next step, its scores, and the firms with their cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from tracker.admin.evaluation_drawings import BIN_WIDTH, Histogram, histogram
from tracker.admin.evaluation_filters import CardFilterForm
from tracker.admin.evaluation_words import (
    STATE_COLOURS,
    grade_choices,
    grade_names,
    grade_text,
    labels_of,
    score_text,
)
from tracker.choices import RoundState
from tracker.domain.evaluations.way import Step
from tracker.models import Round, Scheme, ScoreCard, ScoringRun
from tracker.queries.evaluations.round_page import (
    GradeLine,
    cards_in_round,
    grades_by_industry,
    grades_by_park,
    latest_run,
    listed_cards,
    score_bins,
)
from tracker.queries.evaluations.rounds import refusals_of
from tracker.services.evaluations.requesting import OPEN

PER_PAGE = 50
STEP_NAMES = {
    Step.LOCK: "锁定",
    Step.UNLOCK: "解锁",
    Step.SCORE: "评分",
    Step.PUBLISH: "发布",
    Step.FINALISE: "定案",
}
DANGER = frozenset({Step.UNLOCK})
FOLLOWING = {
    RoundState.COLLECTING: Step.LOCK,
    RoundState.LOCKED: Step.SCORE,
    RoundState.SCORED: Step.PUBLISH,
    RoundState.PUBLISHED: Step.FINALISE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeTable:
    """Cards by grade, a line a park or industry; `field` is the filter that its lines set."""

    title: str
    field: str
    lines: Sequence[tuple[str, str, list[int], int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    card: ScoreCard
    url: str
    score: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    round: Round
    schemes: Sequence[Scheme]
    labels: Sequence[str]
    colour: str
    steps: Sequence[tuple[str, str, str]]
    following: str
    hindrances: Sequence[str]
    run: ScoringRun | None
    run_open: bool
    histogram: Histogram | None
    grades: Sequence[str]
    tables: Sequence[GradeTable]
    filters: CardFilterForm
    pages: Page | None
    rows: Sequence[CardRow]
    query: str
    has_cards: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSelection:
    """The filters as asked for, and the cards they leave; none where a filter is wrong."""

    schemes: Sequence[Scheme]
    names: Mapping[str, str]
    parks: Sequence[GradeLine]
    industries: Sequence[GradeLine]
    every: QuerySet[ScoreCard]
    filters: CardFilterForm

    @property
    def listed(self) -> QuerySet[ScoreCard] | None:
        return listed_cards(self.every, **self.filters.cleaned_data) if self.filters.is_valid() else None


def card_selection(round: Round, user: Any, given: Mapping[str, Any]) -> CardSelection:
    schemes = sorted(round.schemes.all(), key=lambda scheme: scheme.code)
    names = grade_names(schemes)
    every = cards_in_round(round, user)
    parks, industries = grades_by_park(every), grades_by_industry(every)
    filters = CardFilterForm(given, parks=parks, industries=industries, grades=grade_choices(names))
    return CardSelection(schemes=schemes, names=names, parks=parks, industries=industries, every=every, filters=filters)


def round_page(round: Round, user: Any, given: Mapping[str, Any]) -> RoundPage:
    """Everything the page shows; a fixed number of queries."""
    chosen = card_selection(round, user, given)
    listed = chosen.listed
    pages = None if listed is None else Paginator(listed, PER_PAGE).get_page(given.get("p"))
    against = {step: refusals_of(round, step, user) for step in STEP_NAMES}
    following = FOLLOWING.get(RoundState(round.state))
    run = latest_run(round)
    run_open = run is not None and run.state in OPEN
    present = {grade for line in chosen.parks for grade in line.counts}
    shown = [grade for grade in chosen.names if grade or "" in present]
    return RoundPage(
        round=round,
        schemes=chosen.schemes,
        labels=labels_of(round, chosen.schemes),
        colour=STATE_COLOURS[round.get_state_display()],
        steps=_steps(round, against, run_open) if user.has_perm("tracker.run_evaluation") else [],
        following=STEP_NAMES[following] if following else "",
        hindrances=against[following] if following else [],
        run=run,
        run_open=run_open,
        histogram=histogram(score_bins(chosen.every, BIN_WIDTH)),
        grades=[grade_text(grade, chosen.names) for grade in shown],
        tables=[_table("按园区", "park", chosen.parks, shown), _table("按行业", "industry", chosen.industries, shown)],
        filters=chosen.filters,
        pages=pages,
        rows=[_row(round, card, chosen.names) for card in pages or ()],
        query=urlencode({name: given[name] for name in chosen.filters.fields if given.get(name)}),
        has_cards=bool(chosen.parks),
    )


def card_url(round: Round, code: str) -> str:
    return reverse("admin:tracker_round_card", args=[round.pk, code])


def _steps(round: Round, against: Mapping[Step, list[str]], run_open: bool) -> list[tuple[str, str, str]]:
    """The steps that may be taken now: what they are called, where, and how they look; one scoring at a time."""
    return [
        (name, reverse(f"admin:tracker_round_{step}", args=[round.pk]), "danger" if step in DANGER else "primary")
        for step, name in STEP_NAMES.items()
        if not against[step] and not (step is Step.SCORE and run_open)
    ]


def _table(title: str, field: str, lines: Sequence[GradeLine], grades: Sequence[str]) -> GradeTable:
    written = [
        (line.name or "未填", urlencode({field: line.key}), [line.counts.get(grade, 0) for grade in grades], line.total)
        for line in lines
    ]
    return GradeTable(title=title, field=field, lines=written)


def _row(round: Round, card: ScoreCard, names: Mapping[str, str]) -> CardRow:
    return CardRow(
        card=card,
        url=card_url(round, card.enterprise.code),
        score=score_text(card.score),
        grade=grade_text(card.grade, names),
    )
