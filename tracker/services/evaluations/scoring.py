"""Scoring a round: load → score → replace all its cards in one transaction, so that nobody reads half a result."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.domain.evaluations.fast.cards import stored_cards
from tracker.domain.evaluations.fast.scoring import score_columns
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scoring import METHOD
from tracker.domain.evaluations.way import NEEDS, State, Step, is_allowed
from tracker.models import Round, ScoreCard
from tracker.queries.evaluations.columns import ParticipantColumns, participant_columns

COLUMNS = (
    *("round_id", "enterprise_id", "scheme_id", '"group"', "score", "rank", '"of"', "grade"),
    *("items", "adjustments", "inputs", "explanation", "method"),
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
    ScoreCard.objects.filter(round=locked).delete()
    counts: Counter[str] = Counter()
    for place, scheme in enumerate(schemes):
        progress(place, len(schemes))
        _copy(rows_of(locked.pk, scheme.pk, scheme.content, found, counts))
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


def rows_of(
    round: int, scheme: int, content: dict, found: ParticipantColumns, counts: Counter[str]
) -> Iterator[tuple[StoredText, ...]]:
    """The cards of a scheme in the order of `COLUMNS`; `counts` counts them by grade."""
    [written] = read_scheme(content).schemes
    for group in score_columns(written, found.table):
        for card in stored_cards(group):
            counts[card.grade or UNGRADED] += 1
            yield (
                *(round, found.ids[card.row], scheme, group.group, card.score, card.rank, group.of, card.grade),
                *(card.items, card.adjustments, card.inputs, card.explanation, METHOD),
            )


def _copy(rows: Iterable[tuple[StoredText, ...]]) -> None:
    statement = f"COPY {ScoreCard._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
