"""盘活看板: each ledger by park and by mode and year, in tables of its own; and what is idle today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from indicators.domain.exact import exact
from indicators.domain.moments import parse_date
from indicators.models import User
from projects.admin.parcel_words import mu_text
from projects.choices import LandLedger
from projects.domain.counted import MAIN_MODES
from projects.domain.idle import idleness
from projects.domain.land_shares import share_percent
from projects.queries.access import parcels_of
from projects.queries.land_totals import LedgerBoard, land_board
from projects.queries.parcel_facts import idle_among, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkLine:
    code: str
    name: str
    cells: Sequence[str]  # parcels, area, disposed, left, share


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTables:
    ledger: str
    name: str
    parks: Sequence[ParkLine]
    total: Sequence[str]
    years: Sequence[int]
    modes: Sequence[tuple[str, Sequence[str]]]
    by_year: Sequence[str]


def board_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    assert isinstance(request.user, User)
    until = _day_asked_for(request)
    parcels = parcels_of(request.user)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "盘活看板",
        "opts": model_admin.opts,
        "until": until,
        "ledgers": [_tables(ledger, board) for ledger, board in land_board(parcels, until).items()],
        "idle": [(parcel, mu_text(parcel.area_mu), words) for parcel, words in _idle(parcels, until)],
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/land/board.html", context)


def _day_asked_for(request: HttpRequest) -> date:
    if text := request.GET.get("until", ""):
        try:
            return parse_date(text)
        except ValueError as error:
            messages.warning(request, f"{error}，已改为今天。")
    return timezone.localdate()


def _idle(parcels: Any, on: date) -> list[tuple[Any, str]]:
    return [(parcel, idleness(state_of(parcel), on).words) for parcel in idle_among(parcels, on)]


@exact
def _tables(ledger: str, board: LedgerBoard) -> LedgerTables:
    parks = list(board.parks.values())
    area_mu = sum((park.area_mu for park in parks), Decimal(0))
    disposed_mu = sum((park.disposed_mu for park in parks), Decimal(0))
    years = board.years
    # The three main modes first, in the order the rules name them.
    modes = [*(mode for mode in MAIN_MODES if mode in board.modes), *(m for m in board.modes if m not in MAIN_MODES)]
    cells = board.by_mode_and_year
    return LedgerTables(
        ledger=str(ledger),
        name=LandLedger(ledger).label,
        parks=[
            ParkLine(code=park.code, name=park.name, cells=_cells(park.parcels, park.area_mu, park.disposed_mu))
            for park in parks
        ],
        total=_cells(sum(park.parcels for park in parks), area_mu, disposed_mu),
        years=years,
        modes=[(mode, _row([cells.get((mode, year)) for year in years])) for mode in modes],
        by_year=_row([sum((cells.get((mode, year), Decimal(0)) for mode in modes), Decimal(0)) for year in years]),
    )


def _cells(parcels: int, area_mu: Decimal, disposed_mu: Decimal) -> list[str]:
    left = mu_text(area_mu - disposed_mu)
    return [str(parcels), mu_text(area_mu), mu_text(disposed_mu), left, share_percent(disposed_mu, area_mu)]


def _row(cells: Sequence[Decimal | None]) -> list[str]:
    """The years and their sum; a year without an entry is a dash."""
    return [*map(mu_text, cells), mu_text(sum((cell for cell in cells if cell is not None), Decimal(0)))]
