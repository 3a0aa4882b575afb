"""What frozen totals of revitalised land rest on, of an area with everything below it or of all areas."""

from datetime import date

from indicators.models import Area
from indicators.queries.lists.codes import areas_under
from projects.domain.disposals import Ledger
from projects.domain.land_record import LandParcel, LandRecord
from projects.models import Parcel
from projects.queries.land_counting import counted_by_parcel
from projects.queries.land_totals import counted_until


def land_record(area: str, until: date) -> LandRecord:
    """What counts up to and including a day; a fixed number of queries. "" stands for all areas."""
    areas = Area.objects.filter(pk__in=areas_under(area)) if area else Area.objects.all()
    parcels = Parcel.objects.filter(park__in=areas.order_by().values("pk"))
    counted = counted_by_parcel(parcels)
    rows = list(parcels.select_related("park").order_by("code"))
    return LandRecord(
        until=until,
        parcels=tuple(
            LandParcel(
                code=each.code,
                ledger=Ledger(each.ledger),
                park=each.park.code,
                area_mu=each.area_mu,
                counted=tuple((found.mode, found.area_mu) for found in counted_until(counted.get(each.pk, ()), until)),
            )
            for each in rows
        ),
        names={each.park.code: each.park.name for each in rows},
    )
