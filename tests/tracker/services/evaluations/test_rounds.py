"""Rounds: scored to the letter, provisional until locked, frozen once published, verified from what was stored."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from indicators.models import Area, AuditEntry
from tests.builders import TESTER, make_area
from tests.evaluation_builders import (
    C16,
    enterprise_code,
    give_facts,
    huangyan,
    make_enterprise,
    make_round,
    make_scheme,
)
from tracker.domain.evaluations.card_writing import items_to_json
from tracker.models import EnterpriseFact, Round, ScoreCard, ScoreGroup
from tracker.queries.evaluations.cards import CardReader
from tracker.services.evaluations.rounds import finalise_round, lock_round, publish_round, unlock_round
from tracker.services.evaluations.scoring import RoundRefusedError, score_round
from tracker.services.evaluations.verifying import round_differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def park() -> Area:
    return make_area("park-a", name="湘潭高新区")


@pytest.fixture
def round(park: Area) -> Round:
    """Six firms: the one of case C16, and five with less tax each."""
    for number in range(1, 7):
        give_facts(make_enterprise(number, park, park=park), **{**C16, "tax": str(700 - 100 * number)})
    return make_round("R2022", make_scheme(), name="2022年评价")


def shown_items(card: ScoreCard) -> list[dict]:
    reader = CardReader()
    return items_to_json(reader.scheme(card.group.scheme), reader.card(card))


def scored(round: Round) -> list[tuple]:
    score_round(round=round, actor=TESTER)
    return ranked()


def ranked() -> list[tuple]:
    cards = ScoreCard.objects.order_by("rank")
    return list(cards.values_list("enterprise__code", "score", "rank", "group__of", "grade"))


def test_case_c16_and_grades_by_rank(round: Round) -> None:
    cards = scored(round)
    assert cards[0] == (enterprise_code(1), Decimal("87.672168"), 1, 6, "A")
    assert [grade for *_, grade in cards] == ["A", "B", "B", "C", "C", "D"]
    card = ScoreCard.objects.get(rank=1)
    assert card.item_scores[:2] == [Decimal("24.899365"), Decimal("17.626322")]
    assert card.inputs["facts"]["tax"] == "600"
    round.refresh_from_db()
    assert (round.state, round.counts) == ("collecting", {"A": 1, "B": 2, "C": 2, "D": 1})


def test_scoring_again_replaces_all_cards_and_a_stop_leaves_the_earlier_ones(round: Round) -> None:
    before = scored(round)
    give_facts_of_the_last(round)

    def stop(done: int, of: int) -> None:
        if done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_round(round=round, actor=TESTER, progress=stop)
    assert before == ranked()
    assert scored(round)[0][0] == enterprise_code(6)


def give_facts_of_the_last(round: Round) -> None:
    last = ScoreCard.objects.get(round=round, rank=6).enterprise
    give_facts(last, **{**C16, "tax": "900"})
    versions = EnterpriseFact.objects.filter(enterprise=last).order_by("version")
    assert [(each.version, each.superseded_at is None) for each in versions] == [(0, False), (1, True)]


def test_the_way_of_a_round(round: Round) -> None:
    for step in (publish_round, finalise_round):
        with pytest.raises(RoundRefusedError):
            step(round=round, actor=TESTER)
    lock_round(round=round, actor=TESTER)
    with pytest.raises(RoundRefusedError, match="解锁须写明理由"):
        unlock_round(round=round, actor=TESTER, reason="")
    unlock_round(round=round, actor=TESTER, reason="补报")
    lock_round(round=round, actor=TESTER)
    scored(round)
    published = publish_round(round=round, actor=TESTER)
    assert (published.state, len(published.sha256)) == ("published", 64)
    with pytest.raises(RoundRefusedError, match="不再评分"):
        score_round(round=round, actor=TESTER)
    assert finalise_round(round=round, actor=TESTER).state == "final"
    states = [entry.new["state"] for entry in AuditEntry.objects.filter(object_type="round").order_by("pk")]
    assert states == ["locked", "collecting", "locked", "scored", "published", "final"]


def test_every_reason_against_locking_is_listed() -> None:
    with pytest.raises(RoundRefusedError) as refused:
        lock_round(round=make_round("EMPTY"), actor=TESTER)
    assert refused.value.reasons == ["批次没有评价标准", "2022 年还没有企业数据"]


def test_what_was_published_stays_and_is_verified(round: Round) -> None:
    lock_round(round=round, actor=TESTER)
    scored(round)
    publish_round(round=round, actor=TESTER)
    assert list(round_differences()) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreCard.objects.update(grade="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        EnterpriseFact.objects.update(tax=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        ScoreCard.objects.filter(rank=6).update(grade="A")
        ScoreGroup.objects.update(of=7)
    said = list(round_differences())
    assert said[0] == "评价批次 R2022：结果与发布时的 SHA-256 不符"
    assert said[1:] == [
        "评价分组 R2022/above：由所存数据重新计算的户数或尺度与存档不同",
        f"评分卡 R2022/{enterprise_code(6)}：由所存数据重新评分的结果与存档不同",
    ]


def test_nothing_of_a_published_result_is_added_changed_or_removed(round: Round, park: Area) -> None:
    lock_round(round=round, actor=TESTER)
    scored(round)
    other = make_round("OPEN", round.schemes.get())
    publish_round(round=round, actor=TESTER)
    group = ScoreGroup.objects.get()
    card = ScoreCard.objects.first()
    newcomer = make_enterprise(9, park)
    elsewhere = ScoreGroup.objects.create(
        round=other, scheme=group.scheme, name=group.name, of=1, items=group.items, method=group.method
    )
    values = {"group": elsewhere, "item_scores": card.item_scores, "adjustments": [], "inputs": card.inputs}
    moved = ScoreCard.objects.create(round=other, enterprise=newcomer, **values)
    for change in (
        lambda: ScoreCard.objects.filter(pk=card.pk).update(inputs={}),
        lambda: ScoreCard.objects.filter(pk=card.pk).update(round=other),
        lambda: ScoreCard.objects.filter(pk=card.pk).delete(),
        lambda: ScoreCard.objects.filter(pk=moved.pk).update(round=round),
        lambda: ScoreCard.objects.create(round=round, enterprise=newcomer, **values),
        lambda: ScoreGroup.objects.filter(pk=group.pk).update(items=[]),
        lambda: ScoreGroup.objects.create(round=round, scheme=group.scheme, name="又一组", of=1, items=[], method=""),
    ):
        with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
            change()
    ScoreCard.objects.filter(pk=moved.pk).delete()
    assert ScoreCard.objects.count() == 6


def test_zeros_and_points_of_many_decimals_are_verified(round: Round, park: Area) -> None:
    give_facts(make_enterprise(7, park), **{**C16, "tax": "0", "energy": "0", "bonus": "1.2345678", "penalty": "0"})
    lock_round(round=round, actor=TESTER)
    scored(round)
    publish_round(round=round, actor=TESTER)
    card = ScoreCard.objects.get(enterprise__code=enterprise_code(7))
    assert card.inputs["facts"]["tax"] == "0"
    assert shown_items(card)[2]["note"] == "分母为零或负数，计 0 分"
    assert list(round_differences()) == []


def test_later_facts_do_not_touch_what_was_published(round: Round) -> None:
    lock_round(round=round, actor=TESTER)
    before = scored(round)
    publish_round(round=round, actor=TESTER)
    give_facts(ScoreCard.objects.get(rank=6).enterprise, **{**C16, "tax": "9000"})
    assert list(round_differences()) == []
    assert ScoreCard.objects.order_by("rank").values_list("score", flat=True)[5] == before[5][1]


def test_the_command_scores_and_says_that_it_is_provisional(round: Round) -> None:
    said = StringIO()
    call_command("evaluate", "R2022", stdout=said)
    assert said.getvalue().strip() == "2022年评价（试算：批次尚未锁定）：A 1，B 2，C 2，D 1"
    with pytest.raises(CommandError, match="没有名为“NONE”的评价批次"):
        call_command("evaluate", "NONE")
    with pytest.raises(SystemExit):
        call_command("evaluate", make_round("NOBODY", make_scheme(huangyan("other", year=2020)), year=2020).code)


def test_queries_do_not_grow_with_firms(round: Round, park: Area, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(16):
        scored(round)
    for number in range(10, 40):
        give_facts(make_enterprise(number, park), **C16)
    with django_assert_max_num_queries(16):
        scored(round)


def test_a_computed_baseline_has_six_decimals_and_a_fixed_one_those_of_the_scheme(park: Area) -> None:
    content = huangyan()
    content["items"][0]["baseline"] = {"group_average": "1"}
    for number in range(1, 3):
        give_facts(make_enterprise(number, park), **C16)
    score_round(round=make_round("R2022", make_scheme(content)), actor=TESTER)
    items = shown_items(ScoreCard.objects.first())
    assert [item["baseline"] for item in items[:2]] == ["20.000000", "136.16"]
