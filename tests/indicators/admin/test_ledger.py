"""The ledger: what it shows, as of which day, and how a publisher revises a figure."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from indicators.choices import AuditAction, Role
from indicators.domain.figures import Figure
from indicators.domain.moments import parse_moment
from indicators.domain.periods import Period
from indicators.models import AuditEntry, Growth, Indicator, Observation
from indicators.services.observations import publish_figures
from tests.admin_clients import OPERATOR
from tracker.models import RankingPlace
from tracker.services.calculations import drain_pending_calculations

LIST = "/admin/indicators/observation/"
KEY = {"indicator__code": "GDP", "area__code": "430300", "period": "2015-Q4"}


@pytest.fixture
def publisher(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


@pytest.fixture
def figure(demo: None) -> Observation:
    """Xiangtan 2015: first published 1703.10, revised to 1633.07."""
    return Observation.objects.current().get(**KEY)


def revision(figure: Observation, **changes: str) -> dict[str, str]:
    data = {"operation": "revise", "value": "1640", "growth": "9.7", "vintage": "census", "reason": "普查修订"}
    moment = f"{timezone.localtime():%Y-%m-%dT%H:%M:%S}"
    return {**data, "note": "统计年鉴", "published_at": moment, "seen": str(figure.pk), **changes}


def revise(client: Client, figure: Observation, **changes: str) -> object:
    return client.post(f"{LIST}{figure.pk}/revise/", revision(figure, **changes))


def errors_of(response: object) -> dict[str, list[str]]:
    return response.context["form"].errors  # type: ignore[attr-defined]


def shown(client: Client, query: str) -> list[Observation]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def test_the_list_shows_current_figures_with_unit_growth_and_period_in_words(publisher: Client) -> None:
    text = publisher.get(f"{LIST}?q=湘潭市&period=2015").content.decode()
    for words in ("1633.07 亿元", "9.6%", "2015年全年", "普查修订", "2021-03-31"):
        assert words in text
    assert "1703.10" not in text


def test_as_of_shows_what_was_known_then(publisher: Client) -> None:
    rows = shown(publisher, "q=湘潭市&period=2015&as_of=2020-12-31")
    assert [row.value for row in rows if row.indicator.code == "GDP"] == [Decimal("1703.1")]
    text = publisher.get(f"{LIST}?as_of=2020-12-31").content.decode()
    assert "截至日期：2020-12-31" in text
    assert shown(publisher, "as_of=2010-01-01") == []


def test_absent_is_a_dash_and_zero_is_zero(publisher: Client) -> None:
    figures = [
        Figure(
            indicator="PARK_LAND",
            area=area,
            period=Period.parse("2001-Q4"),
            value=value,
            growth=growth,
            vintage="final",
            published_at=parse_moment("2002-01-01"),
            published_as="2002-01-01",
        )
        for area, value, growth in (("430300", Decimal(0), None), ("430200", None, Decimal(0)))
    ]
    publish_figures(figures=figures, actor=OPERATOR, reason="")
    text = publisher.get(f"{LIST}?period=2001").content.decode()
    assert "— " not in text
    for cell in ('<span class="figure">0.00 亩</span>', '<span class="figure">—</span>', ">0.0%</span>"):
        assert cell in text


def test_filters_by_area_with_everything_below_and_by_year(publisher: Client) -> None:
    city = Observation.objects.filter(area__code="430300").first().area
    alone = shown(publisher, f"area={city.pk}&period=2023")
    below = shown(publisher, f"area={city.pk}&area_scope=below&period=2023")
    assert {row.area.code for row in alone} == {"430300"}
    assert {"430300", "430302"} < {row.area.code for row in below}
    assert {row.period[:4] for row in below} == {"2023"}
    gdp = Indicator.objects.get(code="GDP")
    only = shown(publisher, f"indicator__id__exact={gdp.pk}&vintage__exact=census&period=2015-Q4")
    assert {row.indicator_id for row in only} == {gdp.pk}


def test_the_csv_file_has_the_rows_of_the_filter_unrounded(publisher: Client) -> None:
    response = publisher.get(f"{LIST}export.csv?q=GDP&period=2015-Q4")
    text = b"".join(response).decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 14
    row = next(row for row in rows if row["地区代码"] == "430300")
    assert (row["数值"], row["公布增速"], row["发布时间"]) == ("1633.07", "9.6", "2021-03-31")


def test_the_page_of_a_figure_has_its_history_with_who_and_why(publisher: Client, figure: Observation) -> None:
    text = publisher.get(f"{LIST}{figure.pk}/change/").content.decode()
    for words in ("1633.07 亿元", "1703.10 亿元", "第 1 次更正", "2016-02-01", "测试，", "数据包 xiangtan", "更正"):
        assert words in text
    past = Observation.objects.exclude(superseded_at=None).get(**KEY)
    page = publisher.get(f"{LIST}{past.pk}/change/")
    assert "查看现行数据" in page.content.decode()
    assert not page.context["actions_detail"]


def test_a_revision_supersedes_and_growth_and_rankings_follow(publisher: Client, figure: Observation) -> None:
    response = revise(publisher, figure)
    current = Observation.objects.current().get(**KEY)
    assert response.url == f"{LIST}{current.pk}/change/"
    assert (current.value, current.growth, current.revision) == (Decimal(1640), Decimal("9.7"), 2)
    assert current.audit_entry.action == AuditAction.REVISED
    assert (current.audit_entry.actor_name, current.audit_entry.reason) == ("publisher", "普查修订")
    page = publisher.get(response.url).content.decode()
    assert "增速、比值和排名随后自动更新" in page
    assert "1633.07 亿元" in page
    drain_pending_calculations()
    assert Growth.objects.get(**KEY).published == Decimal("9.7")
    place = RankingPlace.objects.get(
        ranking__indicator__code="GDP",
        ranking__period="2015-Q4",
        ranking__peer_group__code="hunan-cities",
        ranking__basis="growth",
        area__code="430300",
    )
    assert (place.place, place.observation) == (2, current)


def test_a_withdrawal_leaves_no_figure(publisher: Client, figure: Observation) -> None:
    revise(publisher, figure, operation="withdraw", reason="误发")
    current = Observation.objects.current().get(**KEY)
    assert (current.vintage, current.value, current.growth) == ("withdrawn", None, None)
    assert current.audit_entry.action == AuditAction.WITHDRAWN


def test_an_earlier_publication_only_joins_the_history(publisher: Client, figure: Observation) -> None:
    response = revise(publisher, figure, published_at="2018-01-01T00:00")
    assert Observation.objects.current().get(**KEY) == figure
    assert "已补入历史" in publisher.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"value": "1,640"}, "value", "不是普通的十进制数"),
        ({"value": "1" * 16}, "value", "位数过多"),
        ({"value": "", "growth": ""}, "value", "不能都空"),
        ({"published_at": f"{timezone.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"}, "published_at", "在将来"),
        ({"published_at": "2021-03-31T00:00"}, "published_at", "conflict"),
        ({"reason": " "}, "reason", "必填"),
        ({"vintage": "withdrawn"}, "vintage", "withdrawn"),
        ({"seen": "1"}, "__all__", "已有新的发布"),
    ],
)
def test_every_refusal_is_shown_at_its_field_and_nothing_is_stored(
    publisher: Client, figure: Observation, changes: dict[str, str], field: str, words: str
) -> None:
    before = (Observation.objects.count(), AuditEntry.objects.exclude(action="refused").count())
    response = revise(publisher, figure, **changes)
    assert response.status_code == 200
    if words == "conflict":
        faults = [message for messages in errors_of(response).values() for message in messages]
        assert any("已有不同的内容" in message for message in faults)
    else:
        assert words in errors_of(response)[field][0]
    assert (Observation.objects.count(), AuditEntry.objects.exclude(action="refused").count()) == before


def test_an_indicator_without_levels_asks_for_no_value(publisher: Client) -> None:
    figure = Observation.objects.current().filter(indicator__kind="growth_only").first()
    form = publisher.get(f"{LIST}{figure.pk}/revise/").context["form"]
    assert "value" not in form.fields
    assert revise(publisher, figure, value="5", growth="5.5").status_code == 302


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ENTRY, Role.REVIEWER, Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_only_a_publisher_revises(figure: Observation, client_of: Callable[..., Client], role: str) -> None:
    client = client_of(role)
    assert client.get(f"{LIST}{figure.pk}/revise/").status_code == 403
    assert revise(client, figure).status_code == 403
    assert Observation.objects.current().get(**KEY) == figure
    page = client.get(f"{LIST}{figure.pk}/change/")
    reads = role in (Role.VIEWER, Role.ENTRY, Role.REVIEWER)
    assert page.status_code == (200 if reads else 403)
    assert f"{figure.pk}/revise/" not in page.content.decode()
    assert client.get(f"{LIST}export.csv").status_code == (200 if reads else 403)


def test_nothing_is_added_or_deleted_here(publisher: Client, figure: Observation) -> None:
    assert publisher.get(f"{LIST}add/").status_code == 403
    assert publisher.post(f"{LIST}{figure.pk}/delete/", {"post": "yes"}).status_code == 403
    assert publisher.post(f"{LIST}{figure.pk}/change/", {"value": "1"}).status_code == 403
