"""The list of returns: filters, pages, CSV."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from indicators.choices import Role
from tests.builders import make_indicator
from tests.indicators.api.test_schema import assert_as_described, described, schema
from tests.return_builders import make_form, make_unit, open_now
from tests.return_clients import bring_to_submitted, clerk, page, someone, world
from tests.return_worlds import World

__all__ = ["clerk", "schema", "world"]


class TestTheList:
    @pytest.fixture
    def many(self, world: World) -> list[int]:
        """Three periods of one form and one of another; keys in the order of the list."""
        later = [open_now(world.of.unit, period) for period in ("2026-Q2", "2026-Q3")]
        unit = make_unit(make_form("g", make_indicator("LAND")), world.own, department=world.tax)
        bring_to_submitted(world)
        return [world.of.pk, *(each.pk for each in later), open_now(unit, "2026-Q1").pk]

    def rows(self, client: Client, **query: str) -> list[dict[str, Any]]:
        answer = client.get("/api/v1/returns/", query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()["results"]

    def test_a_row_in_full(self, world: World, clerk: Client, schema: dict) -> None:
        [row] = self.rows(clerk)
        whole = page(clerk, world)
        assert row == {name: whole[name] for name in row}
        assert (row["id"], row["state"]) == (world.of.pk, "draft")
        body = clerk.get("/api/v1/returns/").json()
        assert_as_described(schema, described(schema, "/api/v1/returns/"), body, "returns")

    def test_filters(self, clerk: Client, many: list[int]) -> None:
        def keys(**query: str) -> list[int]:
            return [row["id"] for row in self.rows(clerk, **query)]

        assert keys() == many
        assert keys(form="g") == many[3:]
        assert keys(period="2026-Q1") == [many[0], many[3]]
        assert keys(state="submitted") == many[:1]
        assert keys(state="draft", form="f") == many[1:3]
        assert keys(form="f", period="2025-Q1") == []
        assert keys(form="nothing") == []

    @pytest.mark.parametrize(("query", "code"), [("state=x", "invalid_state"), ("period=x", "invalid_period")])
    def test_a_filter_that_is_none(self, clerk: Client, query: str, code: str) -> None:
        answer = clerk.get(f"/api/v1/returns/?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, code)

    def test_pages_follow_one_another(self, clerk: Client, many: list[int]) -> None:
        url, found = "/api/v1/returns/?page_size=1", []
        while url:
            body = clerk.get(url).json()
            assert len(body["results"]) == 1
            found.append(body["results"][0]["id"])
            url = body["next"]
        assert found == many

    def test_a_cursor_leads_nobody_into_foreign_returns(self, world: World, clerk: Client, many: list[int]) -> None:
        following = clerk.get("/api/v1/returns/?page_size=1").json()["next"]
        stranger = someone(Role.PUBLISHER, world.foreign)
        assert stranger.get(following).json()["results"] == []
        assert clerk.get("/api/v1/returns/?cursor=x").json()["code"] == "invalid_cursor"

    def test_as_csv(self, clerk: Client, many: list[int]) -> None:
        answer = clerk.get("/api/v1/returns/", {"format": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        lines = list(csv.DictReader(io.StringIO(text)))
        listed = self.rows(clerk)
        assert [line["id"] for line in lines] == [str(pk) for pk in many]
        assert [{name: str(value) for name, value in row.items()} for row in listed] == lines
