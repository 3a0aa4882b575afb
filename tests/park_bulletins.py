"""Two parks of a city, one of them under a new code since 2023, and the tax per mu that is pooled for the city."""

from datetime import date
from decimal import Decimal

from indicators.models import Area, Indicator, PeerGroup
from tests.builders import figure, make_area, make_group, make_indicator, publish
from tests.bulletin_builders import make_definition
from tracker.models import BulletinDefinition, BulletinSection
from tracker.services.calculations import drain_pending_calculations

CITY, OLD, NEW, OTHER = "430300", "P0", "P2", "P1"  # NEW continues OLD
FIGURES = (  # area, period, tax, land
    (OTHER, "2021-Q4", "80", "100"),
    (OLD, "2021-Q4", "64", "40"),
    (OTHER, "2022-Q4", "100", "100"),
    (OLD, "2022-Q4", "80", "40"),
    (OTHER, "2023-Q4", "130", "110"),
    (NEW, "2023-Q4", "90", "50"),
)


def make_parks() -> None:
    city = make_area(CITY, kind="city")
    other, old = (make_area(code, parent=city) for code in (OTHER, OLD))
    new = make_area(NEW, parent=city, succeeds=old, valid_from=date(2023, 1, 1))
    group = make_group("parks", other, (old, None, date(2022, 12, 31)), (new, date(2023, 1, 1), None))
    tax, land = make_indicator("TAX"), make_indicator("LAND", kind="stock")
    make_indicator("TPM", kind="ratio", numerator=tax, denominator=land, factor=Decimal(1), partition=group)
    for area, period, of_tax, of_land in FIGURES:
        publish(figure("TAX", area, period, of_tax), figure("LAND", area, period, of_land))
    drain_pending_calculations()


def parks_definition(*indicators: str) -> BulletinDefinition:
    """A ranking of the parks by each indicator, and the card of the city; on `make_parks`."""
    made = make_definition("parks", group=PeerGroup.objects.get(code="parks"))
    for position, code in enumerate(indicators):
        indicator = Indicator.objects.get(code=code)
        BulletinSection.objects.create(definition=made, position=position, kind="ranking", indicator=indicator)
    area = Area.objects.get(code=CITY)
    BulletinSection.objects.create(definition=made, position=len(indicators), kind="card", area=area)
    return made
