"""Growth: the published one and the computed one side by side, each called by its name."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from indicators.admin.growth import REASONS
from indicators.choices import Role
from indicators.domain import reasons
from indicators.domain.figures import Figure
from indicators.domain.moments import parse_moment
from indicators.domain.periods import Period
from indicators.models import Growth, Indicator
from indicators.services.catalogue import save_indicator
from indicators.services.observations import publish_figures
from tests.admin_clients import OPERATOR
from tracker.services.calculations import drain_pending_calculations

LIST = "/admin/indicators/growth/"


@pytest.fixture
def viewer(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.VIEWER)


def publish(indicator: str, **values: str) -> None:
    figures = [
        Figure(
            indicator=indicator,
            area="430300",
            period=Period.parse(period.replace("_", "-").removeprefix("-")),
            value=Decimal(value),
            growth=None,
            vintage="final",
            published_at=parse_moment("2012-01-01"),
            published_as="2012-01-01",
        )
        for period, value in values.items()
    ]
    publish_figures(figures=figures, actor=OPERATOR, reason="")
    drain_pending_calculations()


def test_growth_from_current_prices_is_called_nominal(viewer: Client) -> None:
    indicator = Indicator.objects.get(code="BUDGET_REVENUE")
    indicator.growth_computable = True
    save_indicator(indicator=indicator, actor=OPERATOR)
    publish("BUDGET_REVENUE", _2010_Q1="40", _2011_Q1="44", _2011_Q2="100")
    text = viewer.get(f"{LIST}?period=2011").content.decode()
    assert "10.0%<small>名义增速（按现价推算，非公布数）</small>" in text
    assert "—<small>没有上年同期数值</small>" in text
    assert "56.00 亿元" in text  # the second quarter alone


def test_other_computed_growth_is_called_computed(viewer: Client) -> None:
    publish("PARK_LAND", _2010_Q4="1000", _2011_Q4="1100")
    row = Growth.objects.select_related("indicator").get(indicator__code="PARK_LAND", period="2011-Q4")
    text = viewer.get(f"{LIST}{row.pk}/change/").content.decode()
    assert row.computed == 10
    assert "10.0%<small>推算（非公布数）</small>" in text


def test_published_growth_stands_alone_where_nothing_may_be_computed(viewer: Client) -> None:
    text = viewer.get(f"{LIST}?q=GDP&period=2015-Q4").content.decode()
    assert "9.6%" in text
    assert "按目录规定不推算" in text
    assert "名义增速" not in text


def test_every_reason_has_its_words() -> None:
    codes = {value for name, value in vars(reasons).items() if name.isupper()}
    assert codes == set(REASONS)


def test_the_csv_file_keeps_published_and_computed_apart(viewer: Client) -> None:
    text = b"".join(viewer.get(f"{LIST}export.csv?q=GDP&period=2015-Q4")).decode()
    header, *rows = text.splitlines()
    assert "公布增速,推算增速（非公布数）" in header
    assert len(rows) == 14


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_administrators_see_no_growth(demo: None, client_of: Callable[..., Client], role: str) -> None:
    assert client_of(role).get(LIST).status_code == 403
