"""The ledgers of revitalised land frozen parcel by parcel, so that their totals can be computed again at any time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from projects.domain.counted import main_mode
from projects.domain.disposals import Entry, Ledger, LedgerTotal, ledger_totals


@dataclass(frozen=True, slots=True, kw_only=True)
class LandParcel:
    """`counted` are modes with the area that counts by the day, 亩, negative for a relapse."""

    code: str
    ledger: Ledger
    park: str
    area_mu: Decimal
    counted: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LandRecord:
    """`names` of parks by code. Ledgers are never added to one another."""

    until: date
    parcels: tuple[LandParcel, ...]
    names: Mapping[str, str]

    def totals(self) -> Mapping[Ledger, LedgerTotal]:
        """By main mode."""
        return _totals(self.parcels)

    def parks(self, ledger: Ledger) -> Mapping[str, LedgerTotal]:
        """The parks of one ledger, by code."""
        own = [each for each in self.parcels if each.ledger is ledger]
        return {
            park: _totals([each for each in own if each.park == park])[ledger]
            for park in sorted({each.park for each in own})
        }


def _totals(parcels: list[LandParcel] | tuple[LandParcel, ...]) -> Mapping[Ledger, LedgerTotal]:
    return ledger_totals(
        ((each.ledger, each.area_mu) for each in parcels),
        (Entry(each.ledger, main_mode(mode), area_mu) for each in parcels for mode, area_mu in each.counted),
    )


def land_to_json(record: LandRecord) -> dict[str, Any]:
    """Numbers as plain text with all their digits."""
    return {
        "until": record.until.isoformat(),
        "parcels": [
            [
                each.code,
                str(each.ledger),
                each.park,
                format(each.area_mu, "f"),
                [[mode, format(area_mu, "f")] for mode, area_mu in each.counted],
            ]
            for each in record.parcels
        ],
        "names": dict(record.names),
    }


def land_from_json(stored: Mapping[str, Any]) -> LandRecord:
    return LandRecord(
        until=date.fromisoformat(stored["until"]),
        parcels=tuple(
            LandParcel(
                code=code,
                ledger=Ledger(ledger),
                park=park,
                area_mu=Decimal(area_mu),
                counted=tuple((mode, Decimal(counted_mu)) for mode, counted_mu in counted),
            )
            for code, ledger, park, area_mu, counted in stored["parcels"]
        ),
        names=stored["names"],
    )
