"""Who finds which return, what a session needs, and that nobody reads what was meant for another."""

import pytest
from django.test import Client

from indicators.choices import Role
from tests.admin_clients import BACKEND
from tests.builders import make_area, make_indicator
from tests.return_builders import make_form, make_unit, open_now
from tests.return_clients import clerk, page, page_url, patch, someone, typed, world
from tests.return_worlds import World, contents, make_world

__all__ = ["clerk", "world"]


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
        assert self.ask(colleague, world) == {(403, "not_your_department")}
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
