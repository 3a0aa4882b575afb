"""Returns over HTTP: what a page says, saving and its refusals, who finds which return, lists."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import Area, CheckRule, Department, ReturnCell, User
from indicators.services.access import issue_token
from indicators.services.checks import ensure_default_rules, save_rule
from tests.admin_clients import BACKEND
from tests.builders import TESTER, figure, make_area, make_indicator
from tests.indicators.api.test_schema import assert_as_described, described, schema
from tests.return_builders import make_account, make_form, make_unit, open_now
from tests.return_worlds import World, bring_to, cell, change, contents, fill, make_world, save

__all__ = ["schema"]

PAST = (
    figure("TAX", "A", "2025-Q4", "98.1", "4"),
    figure("TAX", "A", "2025-Q1", "118.20", "-2.5"),
)


@pytest.fixture
def world(db: None) -> World:
    return make_world(published=PAST)


def client_for(user: User) -> Client:
    return Client(headers={"Authorization": f"Token {issue_token(user=user, actor=TESTER)}"})


@pytest.fixture
def clerk(world: World) -> Client:
    return client_for(world.clerk)


def someone(role: str, *areas: Area, department: Department | None = None) -> Client:
    return client_for(make_account(role, *areas, department=department, username=f"x{User.objects.count()}"))


def page_url(world: World, rest: str = "") -> str:
    return f"/api/v1/returns/{world.of.pk}/{rest}"


def page(client: Client, world: World) -> dict[str, Any]:
    answer = client.get(page_url(world))
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def patch(client: Client, world: World, *changes: dict[str, Any], **body: Any) -> HttpResponse:
    return client.patch(page_url(world, "cells/"), body or {"changes": changes}, content_type="application/json")


def typed(content: str | None = None, *, measure: str = "value", seen: int = 0, **fields: Any) -> dict[str, Any]:
    sent = {"indicator": "TAX", "area": "A", "measure": measure, "seen": seen, **fields}
    return sent if content is None else {**sent, "content": content}


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
        save(world.of, change("5", explanations={"floor": "新企业"}))
        body = page(clerk, world)
        found = {(row["measure"], row["rule"]): row for row in body["findings"]}
        floor = found["value", "floor"]
        assert (floor["severity"], floor["rule_name"], floor["explanation"]) == ("verify", "下限", "新企业")
        assert "10" in floor["message"]
        assert found["growth", "blank"]["severity"] == "mandatory"
        assert body["cells"][0]["bounds"]["lower"] == "10"

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
            [name for name in of_cell["properties"] if name != "single_base"],
            list(of_cell["properties"]),
        ][::-1]
        parts = {"cells": [row for row in body["cells"] if "single_base" in row]}
        whole = {**schema, "components": {"schemas": {**schema["components"]["schemas"]}}}
        whole["components"]["schemas"]["CellRow"] = {**of_cell, "required": list(of_cell["properties"])}
        assert_as_described(whole, described(whole, "/api/v1/returns/{id}/"), {**body, **parts}, "return")


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
        assert (answer.status_code, codes) == (403, ["unknown_cell", "cell_twice", "unknown_rule"])
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

    @pytest.mark.parametrize("sent", ["", "{", "null", "[]", '"x"', "5", "NaN", '{"changes": NaN}', "\xff"])
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


def bring_to_submitted(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    bring_to(world.of, "submitted")


class TestSubmitting:
    def post(self, client: Client, world: World) -> HttpResponse:
        return client.post(page_url(world, "submit/"))

    def test_it_is_handed_in(self, world: World, clerk: Client) -> None:
        fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
        answer = self.post(clerk, world)
        world.of.refresh_from_db()
        assert (answer.status_code, world.of.state) == (200, "submitted")
        assert answer.json() == {"id": world.of.pk, "state": "submitted", "version": world.of.version}

    def test_findings_are_named_at_their_cells(self, world: World, clerk: Client) -> None:
        ensure_default_rules(actor=TESTER)
        answer = self.post(clerk, world)
        assert (answer.status_code, answer.json()["code"]) == (403, "refused")
        said = [each["message"] for each in answer.json()["detail"]["refusals"]]
        assert len(said) >= 2
        assert any("TAX A 数值" in each for each in said)
        world.of.refresh_from_db()
        assert world.of.state == "draft"

    def test_twice_is_refused(self, world: World, clerk: Client) -> None:
        bring_to_submitted(world)
        assert [each["code"] for each in self.post(clerk, world).json()["detail"]["refusals"]] == ["submitted"]


class TestWhoFindsIt:
    def ask(self, client: Client, world: World) -> set[tuple[int, str]]:
        """Status and code of every address of the return; those who may not write get no further."""
        answers = [
            client.get(page_url(world)),
            patch(client, world, typed("6")),
            client.post(page_url(world, "submit/")),
        ]
        return {(answer.status_code, answer.json().get("code", "")) for answer in answers}

    @pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEWER, Role.PUBLISHER])
    def test_outside_its_areas_it_does_not_exist(self, world: World, role: str) -> None:
        stranger = someone(role, world.foreign, department=world.tax)
        missing = stranger.get("/api/v1/returns/0/")
        assert self.ask(stranger, world) == {(404, "not_found")}
        assert missing.json() == stranger.get(page_url(world)).json()
        assert stranger.get("/api/v1/returns/").json()["results"] == []

    def test_an_account_without_areas_finds_none(self, world: World) -> None:
        assert self.ask(someone(Role.PUBLISHER), world) == {(404, "not_found")}

    def test_a_return_that_is_partly_outside_is_outside(self, db: None) -> None:
        world = make_world()
        both = make_unit(make_form("g", make_indicator("LAND")), world.own, world.foreign)
        returned = open_now(both, "2026-Q1")
        reviewer = someone(Role.REVIEWER, world.own)
        assert reviewer.get(f"/api/v1/returns/{returned.pk}/").status_code == 404
        assert [row["id"] for row in reviewer.get("/api/v1/returns/").json()["results"]] == [world.of.pk]

    def test_a_clerk_of_another_department_is_told_so(self, world: World) -> None:
        colleague = someone(Role.ENTRY, world.own, department=world.other)
        assert self.ask(colleague, world) == {(403, "forbidden")}
        assert colleague.get("/api/v1/returns/").json()["results"] == []

    def test_an_own_office_is_the_clerks_to_whom_the_area_itself_was_granted(self, db: None) -> None:
        above = make_area("P")
        below = make_area("P1", parent=above)
        own_office = open_now(make_unit(make_form("g", make_indicator("LAND")), below), "2026-Q1")
        url = f"/api/v1/returns/{own_office.pk}/"
        assert someone(Role.ENTRY, below).get(url).status_code == 200
        assert someone(Role.ENTRY, above).get(url).status_code == 403
        assert someone(Role.REVIEWER, above).get(url).status_code == 200

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.EVALUATION, Role.ADMIN, Role.SECURITY, Role.AUDITOR])
    def test_other_roles_see_no_drafts(self, world: World, role: str) -> None:
        client = someone(role, world.own, department=world.tax)
        assert self.ask(client, world) == {(403, "forbidden")}
        for query in ({}, {"format": "csv"}):
            answer = client.get("/api/v1/returns/", query)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")

    def test_nobody_without_a_login(self, world: World) -> None:
        assert self.ask(Client(), world) == {(401, "not_authenticated")}

    @pytest.mark.parametrize("method", ["put", "delete", "post", "patch"])
    def test_the_page_is_only_read(self, world: World, clerk: Client, method: str) -> None:
        assert getattr(clerk, method)(page_url(world)).status_code == 405


class TestSessions:
    @pytest.fixture
    def session(self, world: World) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.clerk, backend=BACKEND)
        return client

    def test_unsafe_methods_demand_the_token_of_the_page(self, world: World, session: Client) -> None:
        answers = [patch(session, world, typed("6")), session.post(page_url(world, "submit/"))]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert all(set(answer.json()) == {"code", "message", "detail"} for answer in answers)
        assert contents(world.of)["TAX/A/value"] == ""

    def test_with_it_a_session_saves(self, world: World, session: Client) -> None:
        text = session.get(f"/admin/indicators/return/{world.of.pk}/change/").content.decode()
        token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answer = session.patch(
            page_url(world, "cells/"),
            {"changes": [typed("6")]},
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        assert answer.status_code == 200, answer.content.decode()
        assert contents(world.of)["TAX/A/value"] == "6"


class TestKeeping:
    def test_nothing_is_kept_on_the_way(self, world: World, clerk: Client) -> None:
        answers = [
            clerk.get(page_url(world)),
            patch(clerk, world, typed("6")),
            clerk.get("/api/v1/returns/"),
            clerk.get("/api/v1/returns/", {"format": "csv"}),
        ]
        for answer in answers:
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer

    def test_a_tag_gives_nobody_the_answer_of_another(self, world: World, clerk: Client) -> None:
        """The same address, the same version of the data, two accounts: each has its own list, whatever it sends."""
        stranger = someone(Role.REVIEWER, world.foreign)
        for _ in range(2):
            assert len(clerk.get("/api/v1/returns/").json()["results"]) == 1
            for headers in ({}, {"If-None-Match": "*"}):
                answer = stranger.get("/api/v1/returns/", headers=headers)
                assert (answer.status_code, answer.json()["results"]) == (200, [])

    def test_a_draft_changes_what_is_read_at_once(self, world: World, clerk: Client) -> None:
        page(clerk, world)
        patch(clerk, world, typed("6"))
        assert page(clerk, world)["cells"][0]["content"] == "6"


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
