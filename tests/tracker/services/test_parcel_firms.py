"""Firms on parcels: dated links, and Σ tax ÷ Σ land before the first disposal and in the latest year."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.choices import Role
from indicators.models import Area, AuditEntry
from indicators.services.audit import Actor
from projects.models import Parcel
from tests.builders import TESTER, make_area
from tests.evaluation_builders import give_facts, make_enterprise
from tests.project_builders import dispose, make_parcel
from tests.return_builders import make_account
from tracker.admin.parcel_firms import firms_section
from tracker.models import Enterprise, ParcelFirm
from tracker.queries.parcel_firms import firms_on, tax_before_and_after
from tracker.services.parcel_firms import save_parcel_firm


@pytest.fixture
def park(db: None) -> Area:
    return make_area("P01")


@pytest.fixture
def parcel(park: Area) -> Parcel:
    return make_parcel("L1", park)


def link(parcel: Parcel, firm: Enterprise, since: str, until: str | None = None, actor: Actor = TESTER) -> ParcelFirm:
    days = {"valid_from": date.fromisoformat(since), "valid_until": date.fromisoformat(until) if until else None}
    made = ParcelFirm(parcel=parcel, enterprise=firm, **days)
    save_parcel_firm(link=made, actor=actor)
    return made


def test_before_and_after_never_the_mean_of_ratios(park: Area, parcel: Parcel) -> None:
    old, small, large, blank = (make_enterprise(number, park) for number in range(1, 5))
    link(parcel, old, "2015-01-01", "2023-12-31")
    for firm in (small, large, blank):
        link(parcel, firm, "2024-02-01")
    give_facts(old, 2023, tax="10", land_owned="100")
    give_facts(old, 2025, tax="999", land_owned="1")
    give_facts(small, 2025, tax="600", land_owned="50")
    give_facts(large, 2025, tax="200", land_owned="30", land_leased_in="10")
    give_facts(small, 2024, tax="1", land_owned="1")
    dispose(parcel, "60", "2024-03-01")
    user = make_account(Role.PUBLISHER, park)
    found = tax_before_and_after(parcel, firms_on(parcel, user))
    assert found.before is not None and found.after is not None
    assert (found.before.year, found.before.value) == (2023, Decimal("0.1"))
    assert (found.after.year, found.after.tax, found.after.land) == (2025, 800, 90)
    assert found.after.left_out == (blank.name,)
    section = firms_section(parcel, user)
    assert section is not None
    assert [row["value"] for row in section.context["rows"]] == ["0.10", "8.89"]


def test_without_a_disposal_there_is_no_before(park: Area, parcel: Parcel) -> None:
    link(parcel, make_enterprise(1, park), "2015-01-01")
    found = tax_before_and_after(parcel, firms_on(parcel, make_account(Role.PUBLISHER, park)))
    assert (found.before, found.after) == (None, None)


def test_one_firm_is_not_twice_on_a_parcel_at_a_time(park: Area, parcel: Parcel) -> None:
    firm = make_enterprise(1, park)
    first = link(parcel, firm, "2020-01-01")
    with pytest.raises(ValidationError, match="已在这一地块"):
        link(parcel, firm, "2024-01-01")
    first.valid_until = date(2023, 12, 31)
    with pytest.raises(ValidationError, match="须写明理由"):
        save_parcel_firm(link=first, actor=TESTER)
    save_parcel_firm(link=first, actor=TESTER, reason="迁出")
    link(parcel, firm, "2024-01-01")
    entries = AuditEntry.objects.filter(object_type="parcelfirm", object_key=f"L1/{firm.code}").order_by("pk")
    assert [entry.reason for entry in entries] == ["", "迁出", ""]


def test_only_the_publisher_links_and_only_inside_the_areas(park: Area, parcel: Parcel) -> None:
    firm, foreign = make_enterprise(1, park), make_enterprise(2, make_area("P02"))
    with pytest.raises(PermissionDenied):
        link(parcel, firm, "2024-01-01", actor=Actor.of(make_account(Role.REVIEWER, park)))
    publisher = Actor.of(make_account(Role.PUBLISHER, park))
    with pytest.raises(ValidationError, match="不在本账号的地区内"):
        link(parcel, foreign, "2024-01-01", actor=publisher)
    link(parcel, firm, "2024-01-01", actor=publisher)
