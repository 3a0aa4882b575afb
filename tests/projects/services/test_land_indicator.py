"""累计盘活低效用地 follows the disposals: by park, county and city, revised where they are backdated, once each."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from indicators.models import Area, Growth, Indicator, Observation
from projects.domain.parcel_way import Step
from projects.models import LandIndicator, LandSetting, Parcel
from projects.services.land_indicator import Followed, follow_land_indicators
from projects.services.land_settings import save_land_indicator, save_land_setting
from projects.services.parcel_way import StepContent, set_parcel_step
from projects.services.parcels import save_parcel
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tests.project_builders import dispose, make_parcel
from tests.return_builders import make_form, make_unit, open_now
from tests.target_builders import make_plan, make_target
from tracker.models import Ranking
from tracker.queries.targets.book import target_book
from tracker.services.calculations import calculate_everything, drain_pending_calculations

CODE = "REVITALISED_LAND"


@pytest.fixture
def indicator(db: None) -> Indicator:
    return make_indicator(CODE, kind="counter", frequency="year", measure_unit="亩", decimals=0)


@pytest.fixture
def link(indicator: Indicator) -> LandIndicator:
    link = LandIndicator(ledger="inefficient", indicator=indicator)
    save_land_indicator(link=link, actor=TESTER)
    return link


@pytest.fixture
def city(db: None) -> Area:
    return make_area("430300", kind="city", parent=make_area("430000", kind="province"))


@pytest.fixture
def parks(city: Area) -> list[Area]:
    county = make_area("430321", kind="county", parent=city)
    return [make_area("P01", parent=city), make_area("P02", parent=county)]


@pytest.fixture
def parcels(parks: list[Area]) -> list[Parcel]:
    return [make_parcel(f"L{number}", park, "100") for number, park in enumerate(parks, start=1)]


def follow() -> Followed:
    return follow_land_indicators(actor=TESTER)


def current(*periods: str) -> dict[str, list[Decimal | None]]:
    """The values of the periods by area."""
    rows = (
        Observation.objects.current().filter(indicator__code=CODE, period__in=periods).order_by("area__code", "period")
    )
    found: dict[str, list[Decimal | None]] = {}
    for row in rows:
        found.setdefault(row.area.code, []).append(row.value)
    return found


YEARS = ("2023", "2024", "2025")


def ended(first: int) -> int:
    """How many years from this one on are over."""
    return timezone.localdate().year - first


def test_every_park_and_what_is_above_it_up_to_the_city(link: LandIndicator, parcels: list[Parcel]) -> None:
    dispose(parcels[0], "30", "2023-05-01")
    dispose(parcels[1], "40", "2024-12-31")
    dispose(parcels[0], "-5", "2025-03-01")
    make_parcel("OTHER", parcels[0].park, ledger="idle")
    assert follow() == Followed(4 * ended(2023), ())
    assert current(*YEARS) == {
        "430300": [30, 70, 65],
        "430321": [0, 40, 40],
        "P01": [30, 30, 25],
        "P02": [0, 40, 40],
    }
    row = Observation.objects.get(indicator__code=CODE, area__code="430300", period="2025")
    assert (row.vintage, row.note) == ("final", "来源：盘活处置台账，园区低效地块 2 宗")
    assert row.audit_entry.actor_name == "tester"
    assert not Observation.objects.filter(indicator__code=CODE, period_end__gt=timezone.localdate()).exists()


def test_following_twice_publishes_nothing_twice(link: LandIndicator, parcels: list[Parcel]) -> None:
    dispose(parcels[0], "30", "2023-05-01")
    assert follow().published == 4 * ended(2023)
    assert follow() == Followed(0, ())
    assert Observation.objects.filter(indicator__code=CODE).count() == 4 * ended(2023)


def test_what_is_backdated_revises_the_periods_it_touches(link: LandIndicator, parcels: list[Parcel]) -> None:
    dispose(parcels[0], "30", "2023-05-01")
    follow()
    dispose(parcels[0], "10", "2024-05-01")
    assert follow().published == 2 * ended(2024)  # the park and the city
    assert current(*YEARS)["P01"] == [30, 40, 40]
    dispose(parcels[0], "-10", "2024-06-01")
    assert follow().published == 2 * ended(2024)
    assert current(*YEARS)["P01"] == [30, 30, 30]
    revisions = Observation.objects.filter(indicator__code=CODE, area__code="P01", period="2024").order_by("revision")
    assert [row.value for row in revisions] == [30, 40, 30]


def test_what_no_longer_counts_becomes_nothing(link: LandIndicator, parcels: list[Parcel]) -> None:
    dispose(parcels[0], "30", "2024-05-01")
    follow()
    setting = LandSetting(valid_from=date(2024, 1, 1), counted_when="producing")
    save_land_setting(setting=setting, actor=TESTER)
    follow()
    assert current(*YEARS)["P01"] == [0, 0]
    set_parcel_step(parcel=parcels[0], step=Step.PRODUCING, content=StepContent(done_on=date(2025, 2, 1)), actor=TESTER)
    follow()
    assert current(*YEARS)["P01"] == [0, 30]


def test_a_parcel_that_changes_its_park_takes_its_area_along(link: LandIndicator, parcels: list[Parcel]) -> None:
    dispose(parcels[0], "30", "2024-05-01")
    follow()
    parcels[0].park = parcels[1].park
    save_parcel(parcel=parcels[0], actor=TESTER, reason="园区调整")
    follow()
    assert current(*YEARS) == {"430300": [30, 30], "430321": [30, 30], "P01": [0, 0], "P02": [30, 30]}


def test_what_an_unfinished_return_holds_is_left_for_later(
    link: LandIndicator, indicator: Indicator, parcels: list[Parcel], caplog: pytest.LogCaptureFixture
) -> None:
    open_now(make_unit(make_form("land", indicator), parcels[0].park), "2024")
    dispose(parcels[0], "30", "2024-05-01")
    done = follow()
    assert (done.published, len(done.held)) == (4 * ended(2024) - 1, 1)
    assert "P01 2024" in done.held[0]
    assert "Left for later" in caplog.text
    assert current("2024", "2025")["P01"] == [30]


def test_figures_of_others_before_the_first_disposal_stay(link: LandIndicator, parcels: list[Parcel]) -> None:
    publish(figure(CODE, "430300", "2020", "7"), figure(CODE, "430300", "2024", "7"))
    dispose(parcels[0], "30", "2024-05-01")
    follow()
    assert current("2020", "2024")["430300"] == [7, 30]


def test_growth_places_targets_and_verification(
    link: LandIndicator, indicator: Indicator, city: Area, parks: list[Area], parcels: list[Parcel]
) -> None:
    make_group("parks", *parks)
    plan = make_plan()
    target = make_target(plan, indicator, city, "level", base_year=2020, base_value="0", value="130")
    dispose(parcels[0], "30", "2024-05-01")
    dispose(parcels[1], "35", "2024-06-01")
    dispose(parcels[0], "10", "2025-05-01")
    follow()
    drain_pending_calculations()
    growth = Growth.objects.get(indicator=indicator, area=city, period="2025")
    assert (growth.computed, growth.computed_unit) == (10, "measure")
    ranking = Ranking.objects.get(indicator=indicator, period="2025", peer_group__code="parks", basis="value")
    assert list(ranking.places.order_by("place").values_list("area__code", "place")) == [("P01", 1), ("P02", 2)]
    assert target_book(plan, 2025).progress(target, 2025).actual == 75
    calculate_everything()
    answer = StringIO()
    call_command("verify", stdout=answer)
    assert answer.getvalue()


def test_an_indicator_that_is_no_counter_is_refused(db: None) -> None:
    link = LandIndicator(ledger="idle", indicator=make_indicator("STOCK", kind="stock"))
    with pytest.raises(ValidationError, match="累进总数"):
        save_land_indicator(link=link, actor=TESTER)
