"""Scoring by the worker: one run at a time, progress seen at once, cancelled, lost and done again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, AuditEntry
from indicators.services.audit import Actor
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, give_facts, make_enterprise, make_round, make_scheme
from tests.return_builders import make_account
from tracker.choices import RoundState, ScoringState
from tracker.models import Round, ScoreCard, ScoringRun
from tracker.services.evaluations.requesting import (
    advance_run,
    cancel_scoring,
    lost_runs,
    perform_scoring,
    request_scoring,
)
from tracker.services.evaluations.rounds import lock_round, publish_round
from tracker.services.evaluations.scoring import RoundRefusedError, score_round

# Progress is written by a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def area() -> Area:
    return make_area("430300", name="湘潭市")


@pytest.fixture
def round(area: Area) -> Round:
    for number in range(1, 7):
        give_facts(make_enterprise(number, area), **{**C16, "tax": str(100 * number)})
    return make_round("R2022", make_scheme())


def requested(round: Round) -> ScoringRun:
    return request_scoring(round=round, actor=TESTER)


def test_a_run_scores_the_round_and_says_so(round: Round) -> None:
    run = perform_scoring(pk=requested(round).pk)
    assert (run.state, run.step, run.steps, run.message) == (ScoringState.DONE, 1, 1, "")
    assert run.finished_at is not None
    assert ScoreCard.objects.filter(round=round).count() == 6


def test_asked_twice_there_is_one_run_and_performed_twice_one_result(round: Round) -> None:
    run = requested(round)
    assert requested(round) == run
    perform_scoring(pk=run.pk)
    cards = set(ScoreCard.objects.values_list("pk", flat=True))
    perform_scoring(pk=run.pk)
    assert set(ScoreCard.objects.values_list("pk", flat=True)) == cards
    assert requested(round) != run


def test_progress_is_seen_while_the_scoring_is_not_yet_committed(round: Round) -> None:
    run = requested(round)
    seen: list[tuple[str, int, str]] = []

    def look(pk: int, done: int, of: int) -> None:
        advance_run(pk, done, of)
        now = ScoringRun.objects.get(pk=pk)
        seen.append((now.state, now.step, now.message))

    perform_scoring(pk=run.pk, advance=look)
    assert seen == [("running", 0, "已评 0 / 1 个标准"), ("running", 1, "已评 1 / 1 个标准")]


def test_cancelled_while_it_works_leaves_the_earlier_cards(round: Round) -> None:
    score_round(round=round, actor=TESTER)
    cards = set(ScoreCard.objects.values_list("pk", flat=True))
    run = requested(round)

    def cancel_meanwhile(pk: int, done: int, of: int) -> None:
        if done == of:
            _from_outside(pk)
        advance_run(pk, done, of)

    assert perform_scoring(pk=run.pk, advance=cancel_meanwhile).state == ScoringState.CANCELLED
    assert set(ScoreCard.objects.values_list("pk", flat=True)) == cards


def _from_outside(pk: int) -> None:
    """As another process does it: committed though the scoring is under way."""
    beside = connection.copy()
    with beside.cursor() as cursor:
        cursor.execute("UPDATE tracker_scoringrun SET state = 'cancelled' WHERE id = %s", [pk])
    beside.close()


def test_a_waiting_run_is_cancelled_with_an_entry_in_the_trail(round: Round) -> None:
    run = requested(round)
    assert cancel_scoring(run=run, actor=TESTER)
    assert not cancel_scoring(run=run, actor=TESTER)
    assert perform_scoring(pk=run.pk).state == ScoringState.CANCELLED
    assert not ScoreCard.objects.exists()
    assert AuditEntry.objects.get(object_type="round", object_key="R2022").new == {"scoring": "cancelled"}


def test_a_run_whose_worker_died_is_found_after_a_minute_and_done_again(round: Round) -> None:
    run = requested(round)
    assert lost_runs() == []
    long_ago = timezone.now() - timedelta(minutes=2)
    ScoringRun.objects.filter(pk=run.pk).update(state=ScoringState.RUNNING, step=1, heartbeat_at=long_ago)
    assert lost_runs() == [run.pk]
    assert perform_scoring(pk=run.pk).state == ScoringState.DONE
    assert lost_runs() == []


def test_a_run_that_comes_too_late_is_refused_with_the_reason(round: Round) -> None:
    run = requested(round)
    lock_round(round=round, actor=TESTER)
    score_round(round=round, actor=TESTER)
    publish_round(round=round, actor=TESTER)
    done = perform_scoring(pk=run.pk)
    assert (done.state, done.refusals) == (ScoringState.REFUSED, ["已发布的批次不再评分"])


def test_every_reason_against_asking_is_told(area: Area) -> None:
    round = make_round("R2022", state=RoundState.PUBLISHED)
    clerk = Actor.of(make_account(Role.ENTRY, username="clerk"))
    with pytest.raises(RoundRefusedError) as caught:
        request_scoring(round=round, actor=clerk)
    assert caught.value.reasons == ["已发布的批次不再评分", "批次没有评价标准", "评分由审定发布岗办理"]
    assert not ScoringRun.objects.exists()
