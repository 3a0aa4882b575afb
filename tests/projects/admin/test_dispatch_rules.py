"""亮灯标准: added by the publisher from a day on, in the audit; others look."""

from django.test import Client

from indicators.models import Area, AuditEntry
from projects.models import DispatchRule
from tests.plan_pages import text_of
from tests.return_builders import make_account
from tests.return_pages import signed_in

URL = "/admin/projects/dispatchrule/"
LIMITS = {"valid_from": "2026-01-01", "green_from": "0", "yellow_from": "-5"}


def test_the_publisher_adds_limits_and_the_trail_says_so(city: Area) -> None:
    assert signed_in(make_account("publisher", city)).post(f"{URL}add/", LIMITS).status_code == 302
    assert DispatchRule.objects.get().yellow_from == -5
    entry = AuditEntry.objects.get(object_type="dispatchrule", object_key="2026-01-01")
    assert (entry.action, entry.new["green_from"]) == ("created", "0")


def test_limits_have_to_be_in_order(city: Area) -> None:
    answer = signed_in(make_account("publisher", city)).post(f"{URL}add/", {**LIMITS, "yellow_from": "0"})
    assert "绿灯的界限须高于黄灯" in text_of(answer)
    assert not DispatchRule.objects.exists()


def test_clerks_look_and_change_nothing(clerk: Client) -> None:
    DispatchRule.objects.create(**LIMITS)
    assert "2026" in text_of(clerk.get(URL))
    assert clerk.post(f"{URL}add/", LIMITS).status_code == 403
