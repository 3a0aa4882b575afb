"""Ranking records: ties, direction, absent members, dated groups, successions, one kind of figures."""

from datetime import date

import pytest

from indicators.domain.numbers import plain
from indicators.services.catalogue import save_indicator
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tracker.models import Ranking
from tracker.queries.ranking_tables import ranking_table
from tracker.queries.verification import ranking_differences
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db


def calculated(*figures):
    publish(*figures)
    drain_pending_calculations()
    assert not list(ranking_differences())


def ranking(period: str, basis: str = "growth", indicator: str = "X") -> Ranking:
    found = ranking_table(indicator=indicator, period=period, peer_group="g", basis=basis)
    assert found is not None
    return found


def places(found: Ranking) -> dict[str, int | None]:
    return {place.area.code: place.place for place in found.places.all()}


@pytest.fixture
def five():
    make_group("g", *[make_area(code) for code in "ABCDE"])


def test_ties_share_a_place_and_an_absent_member_has_none(five):
    """domain.md C2."""
    make_indicator("X", growth_computable=False)
    growths = {"A": "6.2", "B": "5.1", "C": "5.14", "D": "4.9"}
    calculated(*(figure("X", area, "2024-Q4", growth=growth) for area, growth in growths.items()))
    found = ranking("2024-Q4")
    assert places(found) == {"A": 1, "B": 2, "C": 2, "D": 4, "E": None}
    assert (found.of, found.source, found.digits) == (4, "published", 1)
    assert [plain(place.value) for place in found.places.all()] == ["6.2", "5.1", "5.1", "4.9", None]
    assert plain(found.places.all()[0].observation.growth) == "6.2"


def test_smaller_is_better_where_the_catalogue_says_so(five):
    make_indicator("X", kind="rate", direction="lower", decimals=1)
    calculated(figure("X", "A", "2024-Q4", "5.2"), figure("X", "B", "2024-Q4", "4.9"))
    assert places(ranking("2024-Q4", "value")) == {"B": 1, "A": 2, "C": None, "D": None, "E": None}


def test_published_and_computed_growth_are_never_mixed(five):
    make_indicator("X")
    calculated(
        *(figure("X", area, "2023-Q4", "100") for area in "ABC"),
        figure("X", "A", "2024-Q4", "104"),
        figure("X", "B", "2024-Q4", "108"),
    )
    found = ranking("2024-Q4")
    assert (found.source, places(found)["B"], places(found)["A"], found.of) == ("computed", 1, 2, 2)
    calculated(figure("X", "C", "2024-Q4", "103", "2.5"))
    found = ranking("2024-Q4")
    assert (found.source, found.of) == ("published", 1)
    assert places(found) == {"C": 1, "A": None, "B": None, "D": None, "E": None}


def test_previous_and_year_ago_places(five):
    make_indicator("X", growth_computable=False)

    def order(period: str, *areas: str):
        return [figure("X", area, period, growth=str(10 - place)) for place, area in enumerate(areas)]

    calculated(
        *order("2023-Q4", "A", "B", "C"), *order("2024-Q3", "C", "B", "A"), *order("2024-Q4", "B", "C", "A", "D")
    )
    found = {
        place.area.code: (place.place, place.previous_place, place.year_ago_place)
        for place in ranking("2024-Q4").places.all()
    }
    assert found == {"B": (1, 2, 2), "C": (2, 1, 3), "A": (3, 3, 1), "D": (4, None, None), "E": (None, None, None)}


def test_a_correction_reaches_the_places_of_later_periods(five):
    make_indicator("X", growth_computable=False)
    calculated(
        *(
            figure("X", area, period, growth=growth)
            for period in ("2023-Q4", "2024-Q3", "2024-Q4")
            for area, growth in (("A", "5"), ("B", "4"))
        )
    )
    calculated(figure("X", "B", "2024-Q3", growth="6", published="2026-02-01"))
    assert [place.previous_place for place in ranking("2024-Q4").places.all()][:2] == [2, 1]
    assert [place.year_ago_place for place in ranking("2024-Q4").places.all()][:2] == [1, 2]


def test_members_are_those_of_the_last_day_and_a_successor_keeps_its_earlier_place():
    old = make_area("431121", kind="county", valid_until=date(2021, 1, 19))
    new = make_area("431181", kind="county", valid_from=date(2021, 1, 20), succeeds=old)
    other = make_area("A")
    make_group("g", (old, None, date(2021, 1, 19)), (new, date(2021, 1, 20), None), other)
    make_indicator("X", growth_computable=False, frequency="year")
    calculated(
        figure("X", "431121", "2020", growth="3"),
        figure("X", "A", "2020", growth="4"),
        figure("X", "431181", "2021", growth="6"),
        figure("X", "A", "2021", growth="5"),
    )
    assert places(ranking("2020")) == {"A": 1, "431121": 2}
    found = {place.area.code: (place.place, place.previous_place) for place in ranking("2021").places.all()}
    assert found == {"431181": (1, 2), "A": (2, 1)}


def test_a_change_of_the_group_or_of_the_digits_ranks_again(five):
    indicator = make_indicator("X", growth_computable=False)
    calculated(figure("X", "A", "2024-Q4", growth="5.11"), figure("X", "B", "2024-Q4", growth="5.12"))
    assert places(ranking("2024-Q4"))["A"] == 1
    indicator.growth_decimals = 2
    save_indicator(indicator=indicator, actor=TESTER)
    drain_pending_calculations()
    assert places(ranking("2024-Q4"))["A"] == 2


def test_a_ranking_without_any_figure_goes_away(five):
    make_indicator("X", growth_computable=False)
    calculated(figure("X", "A", "2024-Q4", growth="5"))
    calculated(figure("X", "A", "2024-Q4", vintage="withdrawn", published="2026-02-01"))
    assert not Ranking.objects.exists()


def test_a_ratio_is_ranked_by_its_computed_value_where_none_is_published(five):
    tax, land = make_indicator("TAX"), make_indicator("LAND", kind="stock")
    make_indicator("X", kind="ratio", numerator=tax, denominator=land)
    calculated(
        *(figure("TAX", area, "2024-Q4", "10") for area in "AB"),
        figure("LAND", "A", "2024-Q4", "3"),
        figure("LAND", "B", "2024-Q4", "2"),
    )
    found = ranking("2024-Q4", "value")
    assert (found.source, places(found)["B"], places(found)["A"]) == ("computed", 1, 2)
    assert [plain(place.value) for place in found.places.all()][:2] == ["5", "3.33"]
