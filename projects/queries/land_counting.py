"""Which disposals count as revitalised land from which day on, by the dated settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from indicators.choices import AreaKind
from indicators.domain.kinds import Kind
from indicators.models import Area, Indicator
from projects.choices import ParcelStepKind
from projects.domain.counted import ConfirmedArea, CountedArea, CountedWhen, Rule, counted_areas
from projects.models import Disposal, LandSetting, Parcel, ParcelStep

COUNTED_FOR = (AreaKind.PARK, AreaKind.COUNTY, AreaKind.CITY)


def land_rules() -> list[Rule]:
    rows = LandSetting.objects.order_by("valid_from").values_list("valid_from", "counted_when")
    return [Rule(valid_from, CountedWhen(counted_when)) for valid_from, counted_when in rows]


def counted_by_parcel(parcels: QuerySet[Parcel]) -> Mapping[int, list[CountedArea]]:
    """By id, for the parcels that have disposals; three queries."""
    entries: dict[int, list[ConfirmedArea]] = {}
    disposals = Disposal.objects.filter(parcel__in=parcels).order_by("pk")
    for parcel, confirmed_on, area_mu, mode in disposals.values_list("parcel_id", "confirmed_on", "area_mu", "mode"):
        entries.setdefault(parcel, []).append(ConfirmedArea(confirmed_on, area_mu, mode))
    producing = producing_since(parcels)
    rules = land_rules()
    return {parcel: counted_areas(found, producing.get(parcel), rules) for parcel, found in entries.items()}


def producing_since(parcels: QuerySet[Parcel]) -> Mapping[int, date]:
    """By id, the day a parcel was back in production."""
    steps = ParcelStep.objects.filter(
        parcel__in=parcels, step=ParcelStepKind.PRODUCING, done_on__isnull=False
    ).values_list("parcel_id", "done_on")
    return {parcel: done_on for parcel, done_on in steps if done_on}


@dataclass(slots=True)
class AreaCount:
    """The parcels of one ledger in an area or below it, and what of them counts."""

    parcels: int
    counted: list[CountedArea]


def counts_by_area(ledger: str) -> Mapping[str, AreaCount]:
    """By code, for every park with parcels of the ledger and the areas above it, up to the city."""
    parcels = Parcel.objects.filter(ledger=ledger)
    counted = counted_by_parcel(parcels)
    areas = {area.pk: area for area in Area.objects.without_tree_fields()}
    found: dict[str, AreaCount] = {}
    for pk, park in parcels.values_list("pk", "park_id"):
        for code in _up_to_the_city(areas, park):
            count = found.setdefault(code, AreaCount(0, []))
            count.parcels += 1
            count.counted.extend(counted.get(pk, ()))
    return found


def _up_to_the_city(areas: Mapping[int, Area], pk: int | None) -> list[str]:
    codes = []
    while pk is not None and areas[pk].kind in COUNTED_FOR:
        codes.append(areas[pk].code)
        if areas[pk].kind == AreaKind.CITY:
            break
        pk = areas[pk].parent_id
    return codes


def counter_indicators() -> QuerySet[Indicator]:
    """Those that can follow the disposals."""
    return Indicator.objects.filter(kind=Kind.COUNTER).order_by("code")
