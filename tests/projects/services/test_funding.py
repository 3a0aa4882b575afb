"""Money that arrives: append-only, taken back with a reason, never below nothing at any day's end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators.models import AuditEntry
from projects.models import Funding, FundingArrival
from projects.services.funding import FundingRefusedError, record_arrival, save_funding
from tests.builders import TESTER, make_area
from tests.project_builders import make_project

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 1)


@pytest.fixture
def bonds() -> Funding:
    funding = Funding(
        project=make_project("P1", make_area("430300", kind="city")), source="专项债券", planned=Decimal(1000)
    )
    save_funding(funding=funding, actor=TESTER)
    return funding


def arrive(funding: Funding, amount: str, day: date = MARCH, reason: str = "") -> FundingArrival:
    return record_arrival(funding=funding, arrived_on=day, amount=Decimal(amount), reason=reason, actor=TESTER)


def test_every_arrival_has_its_audit_entry(bonds: Funding) -> None:
    arrival = arrive(bonds, "300.50")
    entry = AuditEntry.objects.get(object_type="fundingarrival")
    assert arrival.audit_entry == entry
    assert (entry.object_key, entry.new["amount"]) == ("P1 专项债券", "300.5")


def test_the_plan_is_changed_with_a_reason(bonds: Funding) -> None:
    bonds.planned = Decimal(1200)
    with pytest.raises(ValidationError):
        save_funding(funding=bonds, actor=TESTER)
    save_funding(funding=bonds, actor=TESTER, reason="追加")
    entry = AuditEntry.objects.filter(object_type="funding").latest("pk")
    assert (entry.old, entry.new) == ({"planned": "1000"}, {"planned": "1200"})


def test_a_source_is_named_once(bonds: Funding) -> None:
    with pytest.raises(ValidationError):
        save_funding(funding=Funding(project=bonds.project, source="专项债券", planned=Decimal(1)), actor=TESTER)


def test_money_is_taken_back_with_a_reason(bonds: Funding) -> None:
    arrive(bonds, "300")
    arrive(bonds, "-300", reason="收回结余")
    assert [each.amount for each in bonds.arrivals.all()] == [300, -300]


@pytest.mark.parametrize(
    ("amount", "day", "reason", "codes"),
    [
        ("0", MARCH, "", ["zero"]),
        ("-1", MARCH, "", ["no_reason"]),
        ("-301", MARCH, "收回", ["below_zero"]),
        ("-1", MARCH - timedelta(days=1), "收回", ["below_zero"]),
        ("-301", MARCH, "", ["no_reason", "below_zero"]),
        ("1", timezone.localdate() + timedelta(days=1), "", ["future_day"]),
        ("1", MARCH, "长" * 501, ["too_long"]),
    ],
)
def test_refused(bonds: Funding, amount: str, day: date, reason: str, codes: list[str]) -> None:
    arrive(bonds, "300")
    with pytest.raises(FundingRefusedError) as refused:
        arrive(bonds, amount, day, reason)
    assert [each.code for each in refused.value.refusals] == codes
    assert bonds.arrivals.get().amount == 300
