"""The page of a round: state, steps, counts, firms, file; by role and by area, in a fixed number of queries."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from tests.builders import TESTER
from tests.evaluation_worlds import EvaluationWorld, make_evaluation_world
from tracker.admin.evaluation_drawings import histogram
from tracker.admin.evaluation_round_page import RoundPage
from tracker.models import Round, ScoreCard, ScoringRun
from tracker.services.evaluations.requesting import request_scoring
from tracker.services.evaluations.rounds import lock_round
from tracker.services.evaluations.scoring import score_round

pytestmark = pytest.mark.django_db
LABELS = ["试评，不与政策挂钩", "演示权重，非官方", "试算：批次锁定并评分之前，结果随数据变动"]


@pytest.fixture
def world() -> EvaluationWorld:
    return make_evaluation_world()


@pytest.fixture
def publisher(world: EvaluationWorld, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def url_of(round: Round, page: str = "change") -> str:
    return f"/admin/tracker/round/{round.pk}/{page}/"


def page_of(client: Client, round: Round, query: str = "") -> RoundPage:
    return client.get(f"{url_of(round)}?{query}").context["page"]


def names_in(page: RoundPage) -> list[str]:
    return [row.card.enterprise.name for row in page.rows]


def test_the_page_counts_and_lists_the_firms_inside_the_areas(world: EvaluationWorld, publisher: Client) -> None:
    page = page_of(publisher, world.round)
    assert list(page.labels) == LABELS
    assert list(page.grades) == ["A 重点支持", "B 鼓励提升", "C 帮扶转型", "D 倒逼整治", "T 不参评"]
    parks, industries = page.tables
    assert list(parks.lines) == [
        ("a园区", "park=park-a", [0, 1, 1, 1, 0], 3),
        ("b园区", "park=park-b", [1, 1, 1, 0, 1], 4),
    ]
    assert [(name, total) for name, _, _, total in industries.lines] == [("机械", 3), ("食品", 4)]
    assert names_in(page) == [f"企业{number}" for number in range(1, 8)]
    first, *_, last = page.rows
    assert (first.score, first.card.rank, first.card.group.of, first.grade) == ("87.67", 1, 7, "A 重点支持")
    assert (last.score, last.card.rank, last.grade) == ("—", None, "T 不参评")


def test_the_distribution_is_drawn_and_said_in_words(world: EvaluationWorld, publisher: Client) -> None:
    page = page_of(publisher, world.round)
    assert page.histogram is not None
    assert sum(bar.count for bar in page.histogram.bars) == 6
    html = publisher.get(url_of(world.round)).content.decode()
    assert f'aria-label="得分分布：{page.histogram.words}"' in html
    assert "80–90 分" in page.histogram.words


def test_bars_cover_empty_bins_and_there_is_none_without_scores() -> None:
    drawn = histogram({-1: 1, 2: 4})
    assert drawn is not None
    assert [(bar.label, bar.count, bar.height) for bar in drawn.bars] == [
        ("-10–0", 1, 30),
        ("0–10", 0, 0),
        ("10–20", 0, 0),
        ("20–30", 4, 120),
    ]
    assert histogram({}) is None


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("park=park-a", [2, 4, 6]),
        ("industry=机械", [1, 2, 3]),
        ("grade=T", [7]),
        ("grade=D", [2]),
        ("name=企业5", [5]),
        ("name=企业5&grade=A", []),
        ("p=99", [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_filters_choose_firms(world: EvaluationWorld, publisher: Client, query: str, numbers: list[int]) -> None:
    assert names_in(page_of(publisher, world.round, query)) == [f"企业{number}" for number in numbers]


@pytest.mark.parametrize("query", ["park=430100", "industry=化工", "grade=Z", "name=" + "a" * 101])
def test_a_filter_that_is_none_shows_no_firm_and_says_so(world: EvaluationWorld, publisher: Client, query: str) -> None:
    """Park and industry of a firm outside the areas are unknown, too."""
    page = page_of(publisher, world.round, query)
    assert names_in(page) == []
    assert page.filters.errors
    assert publisher.get(f"/admin/tracker/round/{world.round.pk}/cards.csv?{query}").status_code == 302


def test_the_file_has_the_filtered_firms_with_the_labels(world: EvaluationWorld, publisher: Client) -> None:
    answer = publisher.get(f"/admin/tracker/round/{world.round.pk}/cards.csv?industry=机械")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (rows[0]["企业"], rows[0]["得分"], rows[0]["档次"]) == ("企业1", "87.67", "A 重点支持")
    assert len(rows) == 3
    assert {row["说明"] for row in rows} == {"；".join(LABELS)}


def test_an_account_of_one_park_sees_its_firms_alone(
    world: EvaluationWorld, client_of: Callable[..., Client], account_of: Callable[..., object]
) -> None:
    client = Client()
    user = account_of(Role.ENTRY, username="park")
    user.areas.set([world.parks[0]])  # type: ignore[attr-defined]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    page = page_of(client, world.round)
    assert names_in(page) == ["企业2", "企业4", "企业6"]
    assert [name for name, *_ in page.tables[0].lines] == ["a园区"]
    assert page.steps == []


def test_what_blocks_the_next_step_is_listed_and_open_steps_are_offered(
    world: EvaluationWorld, publisher: Client
) -> None:
    page = page_of(publisher, world.round)
    assert [name for name, *_ in page.steps] == ["锁定", "评分"]
    assert (page.following, page.hindrances) == ("锁定", [])
    empty = Round.objects.create(code="empty", name="空", year=2030)
    blocked = page_of(publisher, empty)
    assert blocked.hindrances == ["批次没有评价标准", "2030 年还没有企业数据"]
    assert "2030 年还没有企业数据" in publisher.get(url_of(empty)).content.decode()


def test_a_round_goes_its_way_from_the_pages(world: EvaluationWorld, publisher: Client) -> None:
    def take(step: str, **given: str) -> str:
        assert publisher.get(url_of(world.round, step)).status_code == 200
        assert publisher.post(url_of(world.round, step), given).status_code == 302
        world.round.refresh_from_db()
        return world.round.state

    assert take("lock") == "locked"
    assert take("unlock", reason="补数") == "collecting"
    assert take("lock") == "locked"
    score_round(round=world.round, actor=TESTER)
    assert take("publish") == "published"
    assert take("finalise") == "final"
    page = page_of(publisher, world.round)
    assert (page.steps, page.following, list(page.labels)) == ([], "", LABELS[:2])


def test_a_refused_step_says_every_reason_and_changes_nothing(world: EvaluationWorld, publisher: Client) -> None:
    answer = publisher.post(url_of(world.round, "publish"), {})
    assert "先锁定并评分，才能发布" in answer.content.decode()
    lock_round(round=world.round, actor=TESTER)
    answer = publisher.post(url_of(world.round, "unlock"), {"reason": " "})
    assert "解锁须写明理由" in answer.content.decode()
    assert Round.objects.get(pk=world.round.pk).state == "locked"


def test_scoring_is_asked_for_shown_and_cancelled(world: EvaluationWorld, publisher: Client) -> None:
    publisher.post(url_of(world.round, "score"), {})
    run = ScoringRun.objects.get()
    page = page_of(publisher, world.round)
    assert (page.run, page.run_open) == (run, True)
    assert [name for name, *_ in page.steps] == ["锁定"]
    html = publisher.get(url_of(world.round)).content.decode()
    assert 'data-open="yes"' in html
    assert "取消评分" in html
    publisher.post(url_of(world.round, "cancel"), {})
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert 'data-open="no"' in publisher.get(url_of(world.round)).content.decode()


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEWER])
def test_others_read_but_take_no_step(world: EvaluationWorld, client_of: Callable[..., Client], role: Role) -> None:
    client = client_of(role)
    assert page_of(client, world.round).steps == []
    assert {client.post(url_of(world.round, step), {}).status_code for step in ("lock", "score", "cancel")} == {403}
    request_scoring(round=world.round, actor=TESTER)
    assert "取消评分" not in client.get(url_of(world.round)).content.decode()


def test_the_number_of_queries_does_not_depend_on_the_firms(publisher: Client, world: EvaluationWorld) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert publisher.get(url_of(world.round)).status_code == 200
        return len(caught)

    queries()
    many = queries()
    ScoreCard.objects.filter(enterprise__in=[world.firms[number].pk for number in (4, 5, 6)]).delete()
    assert queries() == many
    assert many < 30
