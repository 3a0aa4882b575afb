"""Saving cells over HTTP: what comes back, conflicts, refusals with every reason, and what is malformed."""

import json
from typing import Any

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.services.checks import ensure_default_rules
from tests.builders import TESTER
from tests.return_builders import make_account
from tests.return_clients import bring_to_submitted, clerk, client_for, page, page_url, patch, typed, world
from tests.return_worlds import World, cell, change, contents, save

__all__ = ["clerk", "world"]


class TestSaving:
    def test_what_changed_comes_back_with_all_findings(self, world: World, clerk: Client) -> None:
        ensure_default_rules(actor=TESTER)
        answer = patch(clerk, world, typed("123.50", note="甲\r\n乙"), typed("约1", measure="growth"))
        assert answer.status_code == 200
        body = answer.json()
        assert body["version"] == world.of.version + 1
        kept = [(row["measure"], row["content"], row["note"], row["version"]) for row in body["cells"]]
        assert kept == [("value", "123.5", "甲\n乙", 1), ("growth", "约1", "", 1)]
        assert body["findings"] == page(clerk, world)["findings"]
        assert ("growth", "number") in {(row["measure"], row["rule"]) for row in body["findings"]}

    def test_what_is_left_out_stays(self, world: World, clerk: Client) -> None:
        patch(clerk, world, typed("5", note="甲"))
        patch(clerk, world, typed(note="乙", seen=1))
        patch(clerk, world, typed("6", seen=2))
        assert (str(cell(world.of).content), cell(world.of).note) == ("6", "乙")

    def test_an_explanation_by_itself(self, world: World, clerk: Client) -> None:
        ensure_default_rules(actor=TESTER)
        patch(clerk, world, typed("—"))
        answer = patch(clerk, world, typed(seen=1, explanations={"missing": "停产"}))
        found = {(row["measure"], row["rule"]): row["explanation"] for row in answer.json()["findings"]}
        assert found["value", "missing"] == "停产"

    def test_the_same_again_changes_nothing(self, world: World, clerk: Client) -> None:
        patch(clerk, world, typed("5"))
        answer = patch(clerk, world, typed("5.0"))
        assert (answer.status_code, answer.json()["cells"]) == (200, [])
        assert answer.json()["version"] == world.of.version + 1

    def test_somebody_elses_change_is_shown_and_nothing_stored(self, world: World, clerk: Client) -> None:
        other = make_account(Role.ENTRY, world.own, department=world.tax, username="li", full_name="李四")
        save(world.of, change("5", note="甲"), by=other)
        answer = patch(clerk, world, typed("6"), typed("1", measure="growth"))
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        [conflict] = answer.json()["detail"]["conflicts"]
        there = page(clerk, world)["cells"][0]
        assert conflict == {
            "indicator": "TAX",
            "area": "A",
            "measure": "value",
            "yours": "6",
            "theirs": "5",
            "by": "李四",
            "at": there["changed_at"],
            "version": 1,
            "cell": there,
        }
        assert "李四" in answer.json()["message"]
        assert contents(world.of) == {"TAX/A/value": "5", "TAX/A/growth": ""}
        assert patch(clerk, world, typed("6", seen=conflict["version"])).status_code == 200

    def test_refused_with_every_reason(self, world: World) -> None:
        bring_to_submitted(world)
        answer = patch(client_for(world.reviewer), world, typed("6", seen=1))
        body = answer.json()
        assert (answer.status_code, body["code"]) == (403, "refused")
        refusals = body["detail"]["refusals"]
        assert [each["code"] for each in refusals] == ["not_your_role", "submitted"]
        assert body["message"] == "；".join(each["message"] for each in refusals)

    def test_cells_that_are_none_are_refused_whole(self, world: World, clerk: Client) -> None:
        answer = patch(clerk, world, typed("5"), {**typed("5"), "area": "B"}, typed("5", explanations={"x": "甲"}))
        codes = [each["code"] for each in answer.json()["detail"]["refusals"]]
        assert (answer.status_code, codes) == (400, ["unknown_cell", "cell_twice", "unknown_rule"])
        assert contents(world.of)["TAX/A/value"] == ""

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "changes"),
            ({"changes": []}, "changes"),
            ({"changes": {}}, "changes"),
            ({"changes": ["x"]}, "changes[0]"),
            ({"changes": [typed("5"), {**typed("5", measure="growth"), "seen": "x"}]}, "changes[1].seen"),
            ({"changes": [typed("5", seen=-1)]}, "changes[0].seen"),
            ({"changes": [{"indicator": "TAX", "area": "A", "measure": "value", "content": "5"}]}, "changes[0].seen"),
            ({"changes": [typed("5", measure="stock")]}, "changes[0].measure"),
            ({"changes": [typed("5" * 101)]}, "changes[0].content"),
            ({"changes": [typed("5\0")]}, "changes[0].content"),
            ({"changes": [typed("\ud800")]}, "changes[0].content"),
            ({"changes": [{**typed(), "content": None}]}, "changes[0].content"),
            ({"changes": [{**typed(), "content": [5]}]}, "changes[0].content"),
            ({"changes": [{**typed(), "content": 12.5}]}, "changes[0].content"),
            ({"changes": [{**typed(), "content": True}]}, "changes[0].content"),
            ({"changes": [typed("5", explanations={"\ud800": "x"})]}, "changes[0].explanations"),
            ({"changes": [typed("5", note="长" * 501)]}, "changes[0].note"),
            ({"changes": [typed("5", explanations=[])]}, "changes[0].explanations"),
            ({"changes": [typed("5", explanations={"jump": "长" * 501})]}, "changes[0].explanations.jump"),
            ({"changes": [typed("5", explanations={"jump": None})]}, "changes[0].explanations.jump"),
        ],
    )
    def test_a_malformed_request_names_the_field(
        self, world: World, clerk: Client, body: dict[str, Any], field: str
    ) -> None:
        answer = clerk.patch(page_url(world, "cells/"), json.dumps(body), content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.content.decode()
        assert f"{field}：" in answer.json()["message"]
        assert contents(world.of)["TAX/A/value"] == ""

    @pytest.mark.parametrize(
        "sent", ["", "{", "null", "[]", '"x"', "5", "NaN", '{"changes": NaN}', "\xff", "[" * 100_000]
    )
    def test_what_is_no_json_object(self, world: World, clerk: Client, sent: str) -> None:
        answer = clerk.patch(page_url(world, "cells/"), sent.encode("latin-1"), content_type="application/json")
        assert answer.status_code == 400, answer.content.decode()
        assert answer.json()["message"]

    def test_a_form_is_no_json(self, world: World, clerk: Client) -> None:
        assert clerk.patch(page_url(world, "cells/"), "changes=1", content_type="text/plain").status_code == 415

    def test_more_than_5000_changes(self, world: World, clerk: Client) -> None:
        answer = patch(clerk, world, changes=[typed("5")] * 5001)
        assert (answer.status_code, "changes：" in answer.json()["message"]) == (400, True)

    def test_numbers_are_texts_or_numbers_to_the_last_digit(self, world: World, clerk: Client) -> None:
        exact = "123456789012345.123456789012345"
        answer = patch(clerk, world, typed(exact), typed("-0.000000000000001", measure="growth"))
        assert [row["content"] for row in answer.json()["cells"]] == [exact, "-0.000000000000001"]
