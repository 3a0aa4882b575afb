"""Which firms use a parcel, and their tax per mu in the year before the first disposal and in the latest year."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from indicators.models import User
from projects.models import Disposal, Parcel
from projects.queries.access import parcels_of
from tracker.domain.evaluations.facts import FirmFacts
from tracker.domain.parcel_tax import FirmYear, TaxPerMu, tax_per_mu
from tracker.models import Enterprise, EnterpriseFact, ParcelFirm
from tracker.queries.evaluations.access import enterprises_of

LAND = ("land_owned", "land_leased_in", "land_leased_out")


def links_of(user: User) -> QuerySet[ParcelFirm]:
    """Where parcel and firm lie inside the account's areas."""
    links = ParcelFirm.objects.filter(parcel__in=parcels_of(user), enterprise__in=enterprises_of(user))
    return links.select_related("parcel", "enterprise")


def firms_on(parcel: Parcel, user: User) -> list[ParcelFirm]:
    return list(links_of(user).filter(parcel=parcel).order_by("valid_from", "enterprise__code"))


def parcel_choices(user: User) -> QuerySet[Parcel]:
    return parcels_of(user).order_by("code")


def firm_choices(user: User) -> QuerySet[Enterprise]:
    return enterprises_of(user).order_by("code")


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """None where there is no disposal, no firm of that year, or no later year with facts."""

    before: TaxPerMu | None
    after: TaxPerMu | None


def tax_before_and_after(parcel: Parcel, links: list[ParcelFirm]) -> BeforeAndAfter:
    """Firms count in the years in which they use the parcel."""
    first = Disposal.objects.filter(parcel=parcel, area_mu__gt=0).order_by("confirmed_on").first()
    if first is None or not links:
        return BeforeAndAfter(None, None)
    disposed_in = first.confirmed_on.year
    rows = EnterpriseFact.objects.current().filter(enterprise__in=[link.enterprise_id for link in links])
    facts = {(row.enterprise_id, row.year): row for row in rows}
    # The latest year for which any firm that is still there has facts; the year of the disposal is neither.
    years = [year for firm, year in facts if year > disposed_in and any(_uses(link, firm, year) for link in links)]
    return BeforeAndAfter(
        _of_year(disposed_in - 1, links, facts), _of_year(max(years), links, facts) if years else None
    )


def _uses(link: ParcelFirm, firm: int, year: int) -> bool:
    until = link.valid_until or date.max
    return link.enterprise_id == firm and link.valid_from.year <= year <= until.year


def _of_year(year: int, links: list[ParcelFirm], facts: dict[tuple[int, int], EnterpriseFact]) -> TaxPerMu | None:
    firms = {link.enterprise_id: link.enterprise for link in links if _uses(link, link.enterprise_id, year)}
    if not firms:
        return None
    return tax_per_mu(year, (_firm_year(firm.name, facts.get((pk, year))) for pk, firm in firms.items()))


def _firm_year(name: str, fact: EnterpriseFact | None) -> FirmYear:
    if fact is None:
        return FirmYear(name, None, None)
    land = FirmFacts(year=fact.year, **{each: getattr(fact, each) for each in LAND}).land
    return FirmYear(name, fact.tax, land)
