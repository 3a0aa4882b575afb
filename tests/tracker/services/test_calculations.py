"""Derived numbers follow the ledger: the outbox, random corrections, and an independent recomputation in SQL."""

import random
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.domain.numbers import plain_six
from indicators.models import Growth, PendingCalculation
from indicators.queries.verification import growth_differences
from tests.builders import figure, make_area, make_group, make_indicator, publish
from tracker.models import Ranking, RankingPlace
from tracker.queries.verification import ranking_differences
from tracker.services.calculations import calculate_everything, drain_pending_calculations

pytestmark = pytest.mark.django_db

PERIODS = [f"{year}-Q{quarter}" for year in (2021, 2022, 2023) for quarter in (1, 2, 3, 4)]


@pytest.fixture
def world():
    """Two parks that make up a city, tax and land per park, and their ratio; one group of all."""
    city = make_area("430300", kind="city")
    parks = [make_area(code, parent=city) for code in ("P1", "P2")]
    partition = make_group("parks", *parks)
    make_group("all", city, *parks)
    tax, land = make_indicator("TAX"), make_indicator("LAND", kind="stock")
    make_indicator("TPM", kind="ratio", numerator=tax, denominator=land, partition=partition)
    drain_pending_calculations()


def differences() -> list[str]:
    return [*growth_differences(), *ranking_differences()]


keys = st.tuples(st.sampled_from(["TAX", "LAND"]), st.sampled_from(["P1", "P2", "430300"]), st.sampled_from(PERIODS))
values = st.decimals(min_value=-5, max_value=50, places=1).map(str)


@settings(max_examples=40)
@given(corrections=st.lists(st.tuples(keys, st.none() | values), min_size=1, max_size=12))
def test_after_any_corrections_nothing_differs_from_a_full_recomputation(world, corrections):
    with transaction.atomic():
        for number, (key, value) in enumerate(corrections, start=1):
            published = f"2026-01-{number:02d}"
            vintage = "withdrawn" if value is None else "preliminary"
            publish(figure(*key, value, published=published, vintage=vintage))
            drain_pending_calculations()
        assert Growth.objects.exists() or not any(dict(corrections).values())
        assert not differences()
        transaction.set_rollback(True)


def test_draining_finds_nothing_twice_and_leaves_nothing(world):
    publish(figure("TAX", "P1", "2023-Q1", "5"))
    assert PendingCalculation.objects.count() == drain_pending_calculations() == 1
    assert drain_pending_calculations() == 0
    assert Growth.objects.get().single_period == 5


def test_many_figures_at_once_and_all_at_once_give_the_same(world):
    generator = random.Random(3)
    publish(
        *(
            figure(indicator, area, period, str(generator.randint(1, 99)))
            for indicator in ("TAX", "LAND")
            for area in ("P1", "P2")
            for period in PERIODS
        )
    )
    drain_pending_calculations()
    assert Growth.objects.filter(indicator__code="TPM", area__code="430300").count() == len(PERIODS)
    assert not differences()
    Growth.objects.all().delete()
    RankingPlace.objects.all().delete()
    Ranking.objects.all().delete()
    assert len(differences()) > len(PERIODS)
    calculate_everything()
    assert not differences()


def test_differences_are_named(world):
    publish(figure("TAX", "P1", "2022-Q4", "100"), figure("TAX", "P1", "2023-Q4", "110"))
    drain_pending_calculations()
    Growth.objects.filter(period="2023-Q4").update(computed=11)
    Growth.objects.filter(period="2022-Q4").update(period_end="2022-12-30")
    RankingPlace.objects.filter(ranking__period="2023-Q4", ranking__basis="value", area__code="P1").update(place=2)
    assert sorted(text.split("：")[0] for text in differences()) == [
        "增速 TAX/P1/2022-Q4",
        "增速 TAX/P1/2023-Q4",
        "排名 TAX/2023-Q4/all/growth",
        "排名 TAX/2023-Q4/all/value",
        "排名 TAX/2023-Q4/parks/growth",
        "排名 TAX/2023-Q4/parks/value",
    ]


ORACLE = """
SELECT o.period, round((o.value - b.value) * 100 / b.value, 6),
       o.value - CASE WHEN right(o.period, 1) = '1' THEN 0 ELSE p.value END
FROM indicators_observation o
LEFT JOIN indicators_observation b ON (b.indicator_id, b.area_id) = (o.indicator_id, o.area_id)
    AND b.period = (left(o.period, 4)::int - 1)::text || right(o.period, 3)
LEFT JOIN indicators_observation p ON (p.indicator_id, p.area_id) = (o.indicator_id, o.area_id)
    AND p.period = left(o.period, 6) || (right(o.period, 1)::int - 1)::text
ORDER BY o.period
"""


def test_an_independent_query_gives_the_same_growth_and_single_quarters():
    make_area("A")
    make_indicator("X")
    generator = random.Random(5)
    chosen = sorted(generator.sample(PERIODS, 9))
    publish(
        *(figure("X", "A", period, f"{generator.randint(1, 10**9)}.{generator.randint(0, 999)}") for period in chosen)
    )
    drain_pending_calculations()
    with connection.cursor() as cursor:
        cursor.execute(ORACLE)
        expected = [
            (period, None if growth is None else f"{growth:f}", single) for period, growth, single in cursor.fetchall()
        ]
    found = [(row.period, plain_six(row.computed), row.single_period) for row in Growth.objects.order_by("period")]
    assert found == expected
    assert len([growth for _, growth, _ in found if growth]) > 2
    assert any(single is None for _, _, single in found)
    assert isinstance(found[0][2], Decimal)
