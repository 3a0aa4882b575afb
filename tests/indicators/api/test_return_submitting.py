"""Handing a return in over HTTP."""

from django.http import HttpResponse
from django.test import Client

from indicators.services.checks import ensure_default_rules
from tests.builders import TESTER
from tests.return_clients import bring_to_submitted, clerk, client_for, page_url, world
from tests.return_worlds import World, fill

__all__ = ["clerk", "world"]


class TestSubmitting:
    def post(self, client: Client, world: World) -> HttpResponse:
        return client.post(page_url(world, "submit/"))

    def test_it_is_handed_in(self, world: World, clerk: Client) -> None:
        fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
        answer = self.post(clerk, world)
        world.of.refresh_from_db()
        assert (answer.status_code, world.of.state) == (200, "submitted")
        assert answer.json() == {"id": world.of.pk, "state": "submitted", "version": world.of.version, "refusals": []}

    def test_findings_are_named_at_their_cells(self, world: World, clerk: Client) -> None:
        ensure_default_rules(actor=TESTER)
        answer = self.post(clerk, world)
        assert (answer.status_code, answer.json()["code"]) == (403, "refused")
        said = [each["message"] for each in answer.json()["detail"]["refusals"]]
        assert len(said) >= 2
        assert any("TAX A 数值" in each for each in said)
        world.of.refresh_from_db()
        assert world.of.state == "draft"

    def test_what_would_speak_against_it_can_be_asked_before(self, world: World, clerk: Client) -> None:
        ensure_default_rules(actor=TESTER)
        asked = clerk.get(page_url(world, "submit/"))
        assert (asked.status_code, asked.json()["state"], asked["Cache-Control"]) == (200, "draft", "private, no-store")
        refused = self.post(clerk, world).json()["detail"]["refusals"]
        assert asked.json()["refusals"] == refused != []
        reviewer = client_for(world.reviewer).get(page_url(world, "submit/")).json()["refusals"]
        assert [each["code"] for each in reviewer] == ["not_your_role", *(each["code"] for each in refused)]

    def test_twice_is_refused(self, world: World, clerk: Client) -> None:
        bring_to_submitted(world)
        assert [each["code"] for each in self.post(clerk, world).json()["detail"]["refusals"]] == ["submitted"]
