"""The demo: real figures, and the places the bureaus printed."""

import csv

import pytest
from django.db import connection

from indicators.domain.moments import parse_as_of
from indicators.domain.numbers import plain
from indicators.models import Growth, Observation
from tests.builders import figure, publish
from tests.conftest import DEMO
from tracker.models import Ranking, RankingPlace
from tracker.queries.ranking_tables import ranking_table
from tracker.queries.verification import ranking_differences
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db

PRINTED = DEMO.parents[1] / "tests" / "demo" / "cases" / "shaoyang_places_2025-09.csv"


def test_all_168_places_the_bureau_of_shaoyang_printed(demo):
    with PRINTED.open(encoding="utf-8", newline="") as file:
        printed = {
            (case["indicator"], case["area"], case["period"]): int(case["official_place"])
            for case in csv.DictReader(file)
        }
    places = RankingPlace.objects.filter(ranking__peer_group__code="shaoyang-counties", ranking__basis="growth")
    found = {
        (indicator, area, period): place
        for indicator, area, period, place in places.values_list(
            "ranking__indicator__code", "area__code", "ranking__period", "place"
        )
    }
    assert len(printed) == 168
    assert {key: found.get(key) for key in printed} == printed


def test_growth_of_the_14_cities_in_2015(demo):
    """domain.md C1."""
    found = ranking_table(indicator="GDP", period="2015-Q4", peer_group="hunan-cities", basis="growth")
    expected = (
        ("长沙市", 1), ("湘潭市", 2), ("邵阳市", 2), ("株洲市", 4), ("永州市", 5), ("衡阳市", 6), ("岳阳市", 6),
        ("常德市", 6), ("张家界市", 9), ("郴州市", 9), ("怀化市", 9), ("益阳市", 12), ("湘西土家族苗族自治州", 13),
        ("娄底市", 14),
    )  # fmt: skip
    assert tuple((place.area.name, place.place) for place in found.places.all()) == expected
    assert found.of == 14


def test_two_vintages_of_2015(demo):
    """domain.md C4: first 1703.1, later 1633.07."""
    figures = Observation.objects.filter(indicator__code="GDP", area__code="430300", period="2015-Q4")
    assert plain(figures.current().get().value) == "1633.07"
    assert plain(figures.as_of(parse_as_of("2016-12-31")).get().value) == "1703.1"


def test_growth_at_constant_prices_is_never_computed(demo):
    rows = Growth.objects.filter(indicator__code="GDP")
    assert rows.exists()
    assert not rows.filter(computed__isnull=False).exists()


def row_versions() -> dict[tuple[str, int], str]:
    """Which transaction wrote each derived row: a row that was only read keeps its version."""
    versions = {}
    for model in (Growth, Ranking, RankingPlace):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, xmin::text || ctid::text FROM {table}")
            versions.update({(table, pk): version for pk, version in cursor.fetchall()})
    return versions


def test_after_a_correction_only_dependent_rows_are_written(demo):
    before = row_versions()
    publish(figure("GDP", "430300", "2015-Q4", "1633.07", "10", published="2026-01-01", vintage="census"))
    drain_pending_calculations()
    found = ranking_table(indicator="GDP", period="2015-Q4", peer_group="hunan-cities", basis="growth")
    assert [(place.area.name, place.place) for place in found.places.all()][:3] == [
        ("湘潭市", 1),
        ("长沙市", 2),
        ("邵阳市", 3),
    ]
    written = {key for key, version in row_versions().items() if before.get(key) != version}
    growth = {pk for table, pk in written if table == Growth._meta.db_table}
    assert set(Growth.objects.filter(pk__in=growth).values_list("indicator__code", "area__code", "period")) == {
        ("GDP", "430300", "2015-Q4")
    }
    places = RankingPlace.objects.filter(pk__in={pk for table, pk in written if table == RankingPlace._meta.db_table})
    assert {place.ranking.period for place in places.select_related("ranking")} == {"2015-Q4"}
    assert not list(ranking_differences())
