"""The account's parcels as they go into the workbook."""

from indicators.models import User
from projects.domain.land_sheets import FILLED, SheetParcel, cell_text
from projects.queries.parcel_facts import parcels_with_disposed


def sheet_parcels(user: User) -> list[SheetParcel]:
    return [
        SheetParcel(
            code=parcel.code,
            park=parcel.park.name,
            ledger=parcel.get_ledger_display(),
            left=parcel.left_mu,
            cells=tuple(cell_text(getattr(parcel, column.field)) for column in FILLED),
        )
        for parcel in parcels_with_disposed(user).order_by("park__code", "code")
    ]
