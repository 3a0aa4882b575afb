"""What a return says over HTTP, and how often the database is asked for it."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import CheckRule, ReturnCell
from indicators.services.checks import ensure_default_rules, save_rule
from tests.builders import TESTER, make_area, make_indicator
from tests.indicators.api.test_schema import assert_as_described, described, schema
from tests.return_builders import make_account, make_form, make_unit, open_now
from tests.return_clients import clerk, client_for, page, page_url, patch, typed, world
from tests.return_worlds import World, bring_to, cell, change, fill, make_world, save

__all__ = ["clerk", "schema", "world"]


class TestThePage:
    def test_in_full(self, world: World, clerk: Client) -> None:
        save(world.of, change("123.40", note="甲"), by=world.clerk)
        stored = cell(world.of)
        body = page(clerk, world)
        window = world.of.window
        assert stored.changed_at is not None
        [indicator] = body.pop("indicators")
        value, growth = body.pop("cells")
        assert body == {
            "id": world.of.pk,
            "form": "f",
            "form_name": "f",
            "form_version": world.of.form_version,
            "unit": "u",
            "period": "2026-Q1",
            "period_label": "2026年一季度",
            "state": "draft",
            "state_label": "草稿",
            "version": world.of.version + 1,
            "opens_on": str(window.opens_on),
            "due_on": str(window.due_on),
            "extended_until": str(window.extended_until),
            "writable": True,
            "refusals": [],
            "areas": [{"code": "A", "name": "A"}],
            "findings": [],
        }
        assert indicator == {
            "code": "TAX",
            "name": "TAX",
            "measure_unit": "",
            "growth_unit": "%",
            "kind": "flow_ytd",
            "decimals": 2,
            "growth_decimals": 1,
            "growth_computable": True,
            "measures": ["value", "growth"],
            "definition": "",
            "department": "",
            "direction": "higher",
        }
        assert value.pop("changed_at").endswith("+08:00")
        nothing = {"lower": None, "upper": None, "decimals": None, "not_below": None}
        assert value == {
            "indicator": "TAX",
            "area": "A",
            "measure": "value",
            "content": "123.4",
            "note": "甲",
            "send_back_reason": "",
            "version": 1,
            "changed_by": "entry",
            "previous": "98.1",
            "year_ago": "118.2",
            "published": None,
            "bounds": nothing,
            "blocking_bounds": nothing,
            "single_base": "0",
        }
        assert growth == {
            "indicator": "TAX",
            "area": "A",
            "measure": "growth",
            "content": "",
            "note": "",
            "send_back_reason": "",
            "version": 0,
            "changed_by": None,
            "changed_at": None,
            "previous": "4",
            "year_ago": "-2.5",
            "published": None,
            "bounds": nothing,
            "blocking_bounds": nothing,
        }

    def test_cells_stand_in_the_order_of_the_form(self, db: None) -> None:
        world = make_world(indicators=("TAX", "LAND"), areas=2)
        rows = page(client_for(world.clerk), world)["cells"]
        assert [(row["indicator"], row["area"], row["measure"]) for row in rows] == [
            (indicator, area, measure)
            for indicator in ("TAX", "LAND")
            for area in ("A", "A1")
            for measure in ("value", "growth")
        ]

    def test_blank_absent_zero_and_unreadable(self, db: None) -> None:
        world = make_world(indicators=("TAX", "LAND"))
        fill(world.of, {"TAX/A/value": "0", "TAX/A/growth": "--", "LAND/A/value": "约5"})
        rows = page(client_for(world.clerk), world)["cells"]
        assert [row["content"] for row in rows] == ["0", "—", "约5", ""]

    def test_the_cumulative_figure_before_is_the_base_of_the_single_quarter(self, db: None) -> None:
        world = make_world()
        later = open_now(world.of.unit, "2026-Q2")
        url = f"/api/v1/returns/{later.pk}/"
        client = client_for(world.clerk)
        assert [row.get("single_base", "none") for row in client.get(url).json()["cells"]] == [None, "none"]
        fill(world.of, {"TAX/A/value": "5"})
        bring_to(world.of, "published")
        assert [row.get("single_base", "none") for row in client.get(url).json()["cells"]] == ["5", "none"]
        assert page(client, world)["cells"][0]["published"] == "5"

    def test_findings_with_their_explanations_and_bounds(self, world: World, clerk: Client) -> None:
        ensure_default_rules(actor=TESTER)
        rule = {"code": "floor", "name": "下限", "kind": "range", "severity": "verify", "lower": "10"}
        save_rule(rule=CheckRule(**rule), actor=TESTER)
        ceiling = {"code": "ceiling", "name": "上限", "kind": "range", "severity": "mandatory", "upper": "90"}
        save_rule(rule=CheckRule(**ceiling), actor=TESTER)
        save(world.of, change("5", explanations={"floor": "新企业"}))
        body = page(clerk, world)
        found = {(row["measure"], row["rule"]): row for row in body["findings"]}
        floor = found["value", "floor"]
        assert (floor["severity"], floor["rule_name"], floor["explanation"]) == ("verify", "下限", "新企业")
        assert "10" in floor["message"]
        assert found["growth", "blank"]["severity"] == "mandatory"
        value = body["cells"][0]
        assert (value["bounds"]["lower"], value["bounds"]["upper"]) == ("10", "90")
        assert (value["blocking_bounds"]["lower"], value["blocking_bounds"]["upper"]) == (None, "90")

    def test_what_speaks_against_writing(self, world: World, clerk: Client) -> None:
        fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
        bring_to(world.of, "submitted")
        body = page(clerk, world)
        assert (body["writable"], [each["code"] for each in body["refusals"]]) == (False, ["submitted"])
        reviewer = page(client_for(world.reviewer), world)
        assert [each["code"] for each in reviewer["refusals"]] == ["not_your_role", "submitted"]

    def test_it_is_as_described(self, world: World, clerk: Client, schema: dict) -> None:
        """Every part with its keys and types; `single_base` alone may be left out, and is for this check."""
        ensure_default_rules(actor=TESTER)
        body = page(clerk, world)
        assert body["findings"]
        of_cell = schema["components"]["schemas"]["CellRow"]
        assert set(of_cell["properties"]) - set(of_cell["required"]) == {"single_base"}
        assert [list(row) for row in body["cells"]] == [
            list(of_cell["properties"]),
            [name for name in of_cell["properties"] if name != "single_base"],
        ]
        parts = {"cells": [row for row in body["cells"] if "single_base" in row]}
        whole = {**schema, "components": {"schemas": {**schema["components"]["schemas"]}}}
        whole["components"]["schemas"]["CellRow"] = {**of_cell, "required": list(of_cell["properties"])}
        assert_as_described(whole, described(whole, "/api/v1/returns/{id}/"), {**body, **parts}, "return")


class TestQueries:
    """The database is asked as often for many as for one."""

    def count(self, call: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = call()
        assert answer.status_code == 200, answer.content.decode()
        return len(captured)

    def worlds(self) -> tuple[World, Client, World, Client]:
        ensure_default_rules(actor=TESTER)
        small = make_world()
        client = client_for(small.clerk)
        areas = [make_area(f"L{number}") for number in range(25)]
        indicators = [make_indicator(f"I{number}") for number in range(10)]
        unit = make_unit(make_form("large", *indicators), *areas, department=small.tax)
        large = open_now(unit, "2026-Q1")
        assert large.cells.count() == 500
        clerk = make_account(Role.ENTRY, *areas, department=small.tax, username="large")
        return small, client, World(**{**fields_of(small), "of": large}), client_for(clerk)

    def test_the_page(self, db: None) -> None:
        small, client, large, other = self.worlds()
        few = self.count(lambda: client.get(page_url(small)))
        assert few == self.count(lambda: other.get(page_url(large))) <= 25

    def test_saving(self, db: None) -> None:
        small, client, large, other = self.worlds()
        keys = [each.key.split("/") for each in large.of.cells.select_related("indicator", "area")]
        many = [dict(zip(("indicator", "area", "measure"), key, strict=True), seen=0, content="5") for key in keys]
        few = self.count(lambda: patch(client, small, typed("5"), typed("5", measure="growth")))
        assert few == self.count(lambda: patch(other, large, *many)) <= 45
        assert ReturnCell.objects.filter(in_return=large.of, number=5).count() == 500

    def test_the_list(self, world: World, clerk: Client) -> None:
        few = self.count(lambda: clerk.get("/api/v1/returns/"))
        for period in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q2", "2026-Q3"):
            open_now(world.of.unit, period)
        assert few == self.count(lambda: clerk.get("/api/v1/returns/")) <= 7


def fields_of(world: World) -> dict[str, Any]:
    return {name: getattr(world, name) for name in World.__dataclass_fields__}
