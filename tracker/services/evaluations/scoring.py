"""Scoring a round: load → score → replace all its cards in one transaction, so that nobody reads half a result."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.domain.evaluations.fast.cards import card_rows
from tracker.domain.evaluations.fast.group_scoring import ScoredGroup
from tracker.domain.evaluations.fast.scoring import score_columns
from tracker.domain.evaluations.group_items import group_items_to_json
from tracker.domain.evaluations.scheme import UNRATED
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scoring import METHOD
from tracker.domain.evaluations.way import NEEDS, State, Step, is_allowed
from tracker.models import Round, Scheme, ScoreCard, ScoreGroup
from tracker.queries.evaluations.columns import participant_columns

COLUMNS = (
    *("round_id", "enterprise_id", "group_id", "score", "rank", "grade"),
    *("item_scores", "adjustments", "inputs"),
)
UNGRADED = "none"
Progress = Callable[[int, int], None]
StoredText = str | int | None


class RoundRefusedError(Exception):
    """The step was not taken; `reasons` lists every reason."""

    code = "round_refused"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


def _no_progress(done: int, of: int) -> None:
    """For whoever needs none."""


@transaction.atomic
def score_round(*, round: Round, actor: Actor, progress: Progress = _no_progress) -> dict[str, int]:
    """Score every firm that takes part by the present facts; returns how many cards have each grade.

    `progress` is told how many schemes are done, and may raise to stop: then the earlier cards stay. Safe to repeat.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if not is_allowed(Step.SCORE, State(locked.state)):
        raise RoundRefusedError([NEEDS[Step.SCORE]])
    schemes = list(locked.schemes.order_by("code"))
    if not schemes:
        raise RoundRefusedError(["批次没有评价标准"])
    found = participant_columns(locked.year)
    drop_cards(locked)
    counts: Counter[str] = Counter()
    for place, scheme in enumerate(schemes):
        progress(place, len(schemes))
        [written] = read_scheme(scheme.content).schemes
        scored = list(score_columns(written, found.table))
        _copy(card_lines(store_groups(locked, scheme, scored), found.ids, scored))
        for group in scored:
            counts.update(each.grade or UNGRADED for each in group.graded)
            counts.update([UNRATED] * len(group.unrated_rows))
    progress(len(schemes), len(schemes))
    if not counts:
        raise RoundRefusedError([f"没有参评企业：{locked.year} 年的数据中没有企业的规模与评价标准相符"])
    _finish(locked, dict(sorted(counts.items())), actor)
    return locked.counts


def _finish(round: Round, counts: dict[str, int], actor: Actor) -> None:
    """A locked round is scored now; one that still collects stays so, its result is provisional."""
    round.counts, round.scored_at = counts, timezone.now()
    if round.state == State.LOCKED:
        round.state = State.SCORED
    round.changes += 1
    round.save(update_fields=["counts", "scored_at", "state", "changes"])
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="round",
        object_key=round.code,
        new={"state": round.state, "counts": counts, "method": METHOD},
    )
    bump_data_version()


def drop_cards(round: Round) -> None:
    ScoreCard.objects.filter(round=round).delete()
    ScoreGroup.objects.filter(round=round).delete()


def store_groups(round: Round, scheme: Scheme, scored: Sequence[ScoredGroup]) -> list[ScoreGroup]:
    """One row a group, in their order."""
    return ScoreGroup.objects.bulk_create(
        ScoreGroup(
            round=round,
            scheme=scheme,
            name=each.group,
            of=each.of,
            items=group_items_to_json([column.group for column in each.items] if each.rows else []),
            method=METHOD,
        )
        for each in scored
    )


def card_lines(
    groups: Sequence[ScoreGroup], ids: Sequence[int], scored: Sequence[ScoredGroup]
) -> Iterator[tuple[StoredText, ...]]:
    """The cards of the groups in the order of `COLUMNS`; `ids` are of the firms by row."""
    for group, members in zip(groups, scored, strict=True):
        for card in card_rows(members):
            yield (
                *(group.round_id, ids[card.row], group.pk, card.score, card.rank, card.grade),
                *(f"{{{','.join(card.item_scores)}}}", card.adjustments, card.inputs),
            )


def _copy(rows: Iterable[tuple[StoredText, ...]]) -> None:
    statement = f"COPY {ScoreCard._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
