"""The page of a ranking: places, ties, changes, bands, absent members and how it was made (case C1)."""

from collections.abc import Callable
from decimal import Decimal
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from indicators.choices import Role
from indicators.domain.figures import Figure
from indicators.domain.moments import parse_moment
from indicators.domain.periods import Period
from indicators.models import PeerGroup
from indicators.services.observations import publish_figures
from tests.admin_clients import OPERATOR, STAFF_ROLES
from tracker.admin.ranking_page import PlaceLine, RankingPage
from tracker.models import Ranking
from tracker.services.calculations import drain_pending_calculations

LIST = "/admin/tracker/ranking/"


@pytest.fixture
def viewer(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.VIEWER)


def ranking_of(period: str, group: str = "hunan-cities", basis: str = "growth") -> Ranking:
    return Ranking.objects.get(indicator__code="GDP", period=period, peer_group__code=group, basis=basis)


def publish_growth(period: str, **growth: str) -> None:
    """Publish GDP growth of cities by the middle digits of their code."""
    figures = [
        Figure(
            indicator="GDP",
            area=f"43{city.removeprefix('c')}00",
            period=Period.parse(period),
            value=None,
            growth=Decimal(value),
            vintage="final",
            published_at=parse_moment("2010-01-01"),
            published_as="2010-01-01",
        )
        for city, value in growth.items()
    ]
    publish_figures(figures=figures, actor=OPERATOR, reason="")
    drain_pending_calculations()


def page_of(client: Client, ranking: Ranking) -> RankingPage:
    return client.get(f"{LIST}{ranking.pk}/change/").context["page"]


def line_of(page: RankingPage, area: str) -> PlaceLine:
    return next(line for line in page.lines if line.area == area)


def test_the_growth_ranking_of_2015(viewer: Client) -> None:
    ranking = ranking_of("2015-Q4")
    page = page_of(viewer, ranking)
    assert [line.place for line in page.lines] == [1, 2, 2, 4, 5, 6, 6, 6, 9, 9, 9, 12, 13, 14]
    xiangtan = line_of(page, "湘潭市")
    assert (xiangtan.place, xiangtan.tied, xiangtan.value) == (2, True, "9.6%")
    assert xiangtan.bands == ["三甲", "第一方阵"]
    assert line_of(page, "株洲市").bands == ["第一方阵"]
    assert line_of(page, "永州市").bands == []
    text = viewer.get(f"{LIST}{ranking.pk}/change/").content.decode()
    for words in (
        "2015年全年地区生产总值增速排名（全省14市州）",
        "并列 <strong>2</strong>",
        "共 14 个地区参排",
        "四舍五入到 1 位小数",
        "数值相同的位次相同",
        "ranking/1",
    ):
        assert words in text


def test_changes_of_place_and_members_without_data(viewer: Client) -> None:
    publish_growth("2008-Q1", c01="10", c02="9", c03="8")
    publish_growth("2009-Q1", c01="10", c02="9", c03="8")
    publish_growth("2009-Q2", c01="7", c02="9", c03="8.5", c04="9")
    page = page_of(viewer, ranking_of("2009-Q2"))
    changes = {line.area: (line.place, line.change) for line in page.lines if line.place}
    assert changes == {
        "株洲市": (1, "前移 1 位"),
        "衡阳市": (1, "—"),
        "湘潭市": (3, "持平"),
        "长沙市": (4, "后移 3 位"),
    }
    absent = [line for line in page.lines if line.place is None]
    assert len(absent) == 10
    assert page.lines[-10:] == absent
    assert {line.value for line in absent} == {"—（无数据）"}
    assert "另有 10 个无数据，不排位、不计入个数" in page.method
    earlier = page_of(viewer, ranking_of("2009-Q1"))
    assert line_of(earlier, "长沙市").year_ago == "第 1 位"
    assert [label for label, _ in earlier.neighbours] == ["下一期", "上年同期"]


def test_neighbours_lead_to_other_bases_and_groups(viewer: Client) -> None:
    page = page_of(viewer, ranking_of("2015-Q4"))
    by_value, small = ranking_of("2015-Q4", basis="value"), ranking_of("2015-Q4", group="chang-zhu-tan")
    assert page.neighbours == [("按数值排", f"{LIST}{by_value.pk}/change/")]
    assert page.other_groups == [("长株潭", f"{LIST}{small.pk}/change/")]
    levels = page_of(viewer, by_value)
    assert line_of(levels, "湘潭市").value == "1633.07 亿元"


def test_the_list_is_filtered(viewer: Client) -> None:
    ranking = ranking_of("2015-Q4")
    query = f"indicator__id__exact={ranking.indicator_id}&peer_group__id__exact={ranking.peer_group_id}"
    rows = viewer.get(f"{LIST}?{query}&period=2015&basis__exact=growth").context["cl"].result_list
    assert list(rows) == [ranking]


def test_the_csv_file_has_one_row_a_place(viewer: Client) -> None:
    response = viewer.get(f"{LIST}{ranking_of('2015-Q4').pk}/places.csv")
    header, *rows = b"".join(response).decode().splitlines()
    assert header == "\ufeff位次,并列,地区代码,地区,参排数值,较上期,上年同期位次,位次档"
    assert rows[1] == "2,是,430300,湘潭市,9.6%,—,—,三甲、第一方阵"
    assert len(rows) == 14
    assert 'filename="ranking-GDP-2015-Q4-hunan-cities-growth-' in response["Content-Disposition"]


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_who_may_read_rankings(demo: None, client_of: Callable[..., Client], role: str) -> None:
    client, pk = client_of(role), ranking_of("2015-Q4").pk
    expected = 403 if role in (Role.ADMIN, Role.SECURITY, Role.AUDITOR) else 200
    for url in (LIST, f"{LIST}{pk}/change/", f"{LIST}{pk}/places.csv"):
        assert client.get(url).status_code == expected
    assert client.post(f"{LIST}{pk}/change/", {}).status_code == 403


def test_the_first_page_shows_the_newest_places_of_the_own_area(viewer: Client) -> None:
    text = viewer.get("/admin/").content.decode()
    assert "湘潭市 第 2 位（共 14 个）" in text
    assert "最新入库的公布数据" in text


@pytest.mark.parametrize("code", ['a"b', "长株潭"])
def test_the_file_of_a_group_with_an_odd_code_has_a_name_of_one_piece(viewer: Client, code: str) -> None:
    ranking = ranking_of("2015-Q4")
    PeerGroup.objects.filter(pk=ranking.peer_group_id).update(code=code)
    header = viewer.get(f"{LIST}{ranking.pk}/places.csv")["Content-Disposition"]
    assert "=?" not in header  # what mail programs read and browsers do not
    message = EmailMessage()
    message["Content-Disposition"] = header
    assert message.get_filename() == f"ranking-GDP-2015-Q4-{code}-growth-{timezone.localdate():%Y%m%d}.csv"
