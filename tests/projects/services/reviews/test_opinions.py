"""A review from start to end: what each step opens, what is refused with every reason, who is told."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction, Role
from indicators.models import Area, AuditEntry, InboxItem, User
from indicators.services.audit import Actor
from projects.choices import ReviewState
from projects.domain.stages import Stage
from projects.models import Review, ReviewCondition, ReviewOpinion, ReviewStep
from projects.queries.reviews import stage_refusals
from projects.services.reviews.conditions import meet_condition
from projects.services.reviews.gate import ReviewRefusedError
from projects.services.reviews.opinions import resubmit
from projects.services.reviews.reminding import remind_of_late_steps
from projects.services.reviews.starting import start_review
from projects.services.reviews.templates import StepContent
from projects.services.reviews.withdrawing import withdraw_review
from tests.builders import TESTER, make_area
from tests.project_builders import make_project
from tests.return_builders import make_department
from tests.review_builders import decide, make_review, make_template, review_in, state_of, step_of, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    return make_area("A1")


@pytest.fixture
def review(area: Area) -> Review:
    return review_in(area)


def codes(refused: pytest.ExceptionInfo[ReviewRefusedError]) -> list[str]:
    return [each.code for each in refused.value.refusals]


def opened(review: Review) -> list[str]:
    return [name for name, (_, day) in state_of(review).items() if day]


def waiting_for(user: User) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in InboxItem.objects.filter(recipient=user, done_at=None).order_by("pk")]


def condition_of(review: Review) -> ReviewCondition:
    return ReviewCondition.objects.get(step__review=review)


def test_the_first_steps_open_with_their_clock_and_the_rest_one_after_the_other(review: Review) -> None:
    today = timezone.localdate()
    assert opened(review) == ["规划"]
    first = step_of(review, "规划")
    assert (first.opened_on, first.due_on) == (today, today + timedelta(days=5))
    decide(review, "规划")
    assert opened(review) == ["规划", "手续", "资金"]
    assert step_of(review, "资金").due_on == today + timedelta(days=3)
    decide(review, "手续")
    assert opened(review) == ["规划", "手续", "资金", "实施"]
    decide(review, "实施")
    review.refresh_from_db()
    assert review.state == ReviewState.OPEN, "a step that does not block is undecided"
    decide(review, "资金")
    review.refresh_from_db()
    assert (review.state, review.ended_on) == (ReviewState.PASSED, today)
    actions = AuditEntry.objects.filter(object_type="review").order_by("pk").values_list("action", flat=True)
    assert list(actions) == [AuditAction.CREATED, *[AuditAction.APPROVED] * 4]


def test_open_conditions_hold_the_next_steps_until_they_are_met(review: Review) -> None:
    decide(review, "规划", "conditional", "补充论证")
    assert opened(review) == ["规划"]
    with pytest.raises(ReviewRefusedError) as refused:
        decide(review, "手续")
    assert [each.message for each in refused.value.refusals] == ["前置步骤“规划”的条件“补充论证”尚未落实"]
    today = timezone.localdate()
    meet_condition(condition=condition_of(review), evidence="论证报告", met_on=today, actor=TESTER)
    assert opened(review) == ["规划", "手续", "资金"]
    with pytest.raises(ReviewRefusedError) as refused:
        meet_condition(condition=condition_of(review), evidence="", met_on=today + timedelta(days=1), actor=TESTER)
    assert codes(refused) == ["met", "no_evidence", "future_day"]


def test_open_conditions_of_a_step_that_does_not_block_stay_on_the_list(review: Review) -> None:
    for name in ("规划", "手续", "实施"):
        decide(review, name)
    decide(review, "资金", "conditional", "落实配套资金")
    review.refresh_from_db()
    assert review.state == ReviewState.PASSED
    met = meet_condition(condition=condition_of(review), evidence="拨款文件", met_on=timezone.localdate(), actor=TESTER)
    assert met.met_on == timezone.localdate()


def test_what_was_sent_back_holds_until_it_comes_again_under_a_new_clock(review: Review) -> None:
    decide(review, "规划", "sent_back", text="缺选址意见")
    with pytest.raises(ReviewRefusedError) as refused:
        decide(review, "规划")
    assert codes(refused) == ["sent_back"]
    ReviewStep.objects.filter(review=review, name="规划").update(due_on=date(2020, 1, 1))
    again = resubmit(step=step_of(review, "规划"), text="已补", actor=TESTER)
    assert (again.opinion, again.due_on) == ("", timezone.localdate() + timedelta(days=5))
    with pytest.raises(ReviewRefusedError) as refused:
        resubmit(step=again, text=" ", actor=TESTER)
    assert codes(refused) == ["not_sent_back", "no_text"]
    decide(review, "规划")
    history = ReviewOpinion.objects.filter(step=again).values_list("opinion", "text")
    assert list(history) == [("sent_back", "缺选址意见"), ("", "已补"), ("agreed", "")]


def test_opinions_are_kept_for_good(review: Review) -> None:
    given = decide(review, "规划")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewOpinion.objects.filter(pk=given.pk).update(text="另一种说法")


@pytest.mark.parametrize(
    ("opinion", "conditions", "fields", "expected"),
    [
        ("conditional", (), {"text": ""}, ["no_text", "no_condition"]),
        ("sent_back", ("甲",), {"text": ""}, ["no_text", "conditions"]),
        ("agreed", ("甲",), {}, ["conditions"]),
        ("conditional", ("甲",), {"due_on": date(2020, 1, 1)}, ["past_day"]),
        ("conditional", (" ",), {}, ["empty_condition"]),
        ("conditional", ("甲" * 501,), {}, ["too_long"]),
        ("agreed", (), {"text": "甲" * 1_001}, ["too_long"]),
        ("agreed", (), {"seen": 7}, ["stale"]),
    ],
)
def test_an_opinion_that_says_too_little_or_too_much(
    review: Review, opinion: str, conditions: tuple[str, ...], fields: dict, expected: list[str]
) -> None:
    with pytest.raises(ReviewRefusedError) as refused:
        decide(review, "规划", opinion, *conditions, **fields)
    assert codes(refused) == expected
    assert not ReviewOpinion.objects.exists()


def test_a_withdrawn_review_ends_and_another_may_start(review: Review) -> None:
    with pytest.raises(ReviewRefusedError) as refused:
        withdraw_review(review=review, reason="", actor=TESTER)
    assert codes(refused) == ["no_reason"]
    with pytest.raises(ReviewRefusedError) as refused:
        make_review(review.project)
    assert codes(refused) == ["open"]
    withdraw_review(review=review, reason="项目取消", actor=TESTER)
    with pytest.raises(ReviewRefusedError) as refused:
        decide(review, "规划")
    assert codes(refused) == ["withdrawn"]
    assert make_review(review.project, review.template).state == ReviewState.OPEN


def test_no_review_starts_from_a_template_out_of_use(area: Area) -> None:
    template = make_template()
    template.is_in_use = False
    template.save()
    with pytest.raises(ReviewRefusedError) as refused:
        start_review(project=make_project("P1", area), template=template, actor=TESTER)
    assert codes(refused) == ["template_not_in_use"]


def test_a_stage_waits_for_the_open_review_or_the_latest(review: Review) -> None:
    project = review.project
    assert stage_refusals(project, Stage.EARLY) == []
    expected = ["联审步骤“规划”尚未出具意见", "联审步骤“手续”尚未出具意见"]
    assert stage_refusals(project, Stage.STARTED) == expected
    withdraw_review(review=review, reason="重来", actor=TESTER)
    assert stage_refusals(project, Stage.STARTED) == expected, "withdrawing opens no stage"
    again = make_review(project)
    for name in ("规划", "手续"):
        decide(again, name)
    assert stage_refusals(project, Stage.STARTED) == []
    assert stage_refusals(project, Stage.COMPLETED) == ["联审步骤“实施”尚未出具意见"]
    assert stage_refusals(make_project("P2", project.area), Stage.EFFECTIVE) == []


@pytest.mark.parametrize(
    ("role", "own_department", "own_area", "expected"),
    [
        (Role.ENTRY, True, True, []),
        (Role.ENTRY, False, True, ["wrong_department"]),
        (Role.REVIEWER, False, True, []),
        (Role.PUBLISHER, False, True, []),
        (Role.VIEWER, True, True, ["wrong_role", "wrong_role"]),
        (Role.ENTRY, True, False, ["wrong_area"]),
        (Role.REVIEWER, False, False, ["wrong_area"]),
    ],
)
def test_who_decides(area: Area, role: Role, own_department: bool, own_area: bool, expected: list[str]) -> None:
    own, other = make_department("规划局"), make_department("财政局")
    steps = (StepContent(order=1, name="规划", owner=own),)
    review = make_review(make_project("P1", area), make_template(steps=steps))
    place = area if own_area else make_area("B1")
    user = worker(place, role, department=own if own_department else other)
    if not expected:
        assert decide(review, "规划", actor=Actor.of(user)).given_by == user.username
        return
    with pytest.raises(ReviewRefusedError) as refused:
        decide(review, "规划", actor=Actor.of(user))
    assert codes(refused) == expected


def test_a_step_without_a_department_is_not_the_clerks(review: Review, area: Area) -> None:
    clerk = Actor.of(worker(area))
    with pytest.raises(ReviewRefusedError) as refused:
        decide(review, "规划", actor=clerk)
    assert codes(refused) == ["wrong_role"]
    decide(review, "规划", "sent_back")
    assert resubmit(step=step_of(review, "规划"), text="已补", actor=clerk).opinion == ""
    with pytest.raises(ReviewRefusedError) as refused:
        withdraw_review(review=review, reason="不办了", actor=clerk)
    assert codes(refused) == ["wrong_role"]


def test_who_is_told_what_and_what_is_settled(area: Area) -> None:
    department = make_department("规划局")
    owner = worker(area, department=department, username="owner")
    keeper, reviewer = worker(area, username="keeper"), worker(area, Role.REVIEWER)
    far = worker(make_area("B1"), department=department, username="far")
    steps = (StepContent(order=1, name="规划", owner=department), StepContent(order=2, name="手续"))
    review = start_review(project=make_project("P1", area), template=make_template(steps=steps), actor=Actor.of(keeper))
    assert [kind for kind, _ in waiting_for(owner)] == ["review"]
    assert waiting_for(far) == waiting_for(reviewer) == waiting_for(keeper) == []
    decide(review, "规划", "sent_back", text="缺件")
    assert waiting_for(owner) == []
    assert [kind for kind, _ in waiting_for(keeper)] == ["sent_back"]
    resubmit(step=step_of(review, "规划"), text="已补", actor=Actor.of(keeper))
    assert waiting_for(keeper) == []
    decide(review, "规划", "conditional", "补论证")
    assert [kind for kind, _ in waiting_for(keeper)] == ["notice"]
    assert waiting_for(reviewer) == []
    meet_condition(condition=condition_of(review), evidence="报告", met_on=timezone.localdate(), actor=TESTER)
    assert waiting_for(keeper) == []
    assert [kind for kind, _ in waiting_for(reviewer)] == ["review"], "no department: the area's reviewers"
    withdraw_review(review=review, reason="取消", actor=TESTER)
    assert waiting_for(reviewer) == []


def test_late_steps_and_conditions_are_told_once(review: Review, area: Area) -> None:
    reviewer, clerk = worker(area, Role.REVIEWER), worker(area)
    due_on = step_of(review, "规划").due_on
    assert due_on
    assert remind_of_late_steps(on=due_on) == 0
    assert remind_of_late_steps(on=due_on + timedelta(days=1)) == 1
    assert remind_of_late_steps(on=due_on + timedelta(days=2)) == 0
    assert [kind for kind, _ in waiting_for(reviewer)] == ["reminder"]
    decide(review, "规划", "conditional", "补论证", due_on=due_on)
    assert waiting_for(reviewer) == []
    assert remind_of_late_steps(on=due_on + timedelta(days=1)) == 1
    assert [kind for kind, _ in waiting_for(clerk)] == ["notice", "reminder"]


def waiting() -> int:
    """How many other connections wait for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (lambda review: decide(review, "规划", "sent_back", seen=0), ["stale", "decided"]),
        (lambda review: decide(review, "规划"), ["decided"]),
        (lambda review: withdraw_review(review=review, reason="取消", actor=TESTER, seen=0), ["stale"]),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_refused_with_what_the_first_did(
    way: Callable[[Review], object], expected: list[str]
) -> None:
    review = review_in(make_area("A1"))
    Review.objects.update(changes=0)
    refused: list[str] = []

    def second() -> None:
        try:
            way(review)
        except ReviewRefusedError as error:
            refused.extend(each.code for each in error.refusals)
        finally:
            connection.close()

    thread = Thread(target=second)
    with transaction.atomic():
        decide(review, "规划")
        thread.start()
        for _ in range(500):
            if waiting() or not thread.is_alive():
                break
            thread.join(timeout=0.02)
        assert waiting() == 1
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert refused == expected
    assert ReviewOpinion.objects.count() == 1
