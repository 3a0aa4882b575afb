"""No closed cell changes through the API or the admin either: every address that writes, every role, every state."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.admin.return_workbooks import SALT
from indicators.choices import Role
from indicators.models import Observation, ReturnCell
from indicators.services.access import issue_token
from tests.admin_clients import BACKEND
from tests.builders import TESTER, figure, publish
from tests.closed_cells import (
    ACCOUNTS,
    INSIDE,
    SITUATIONS,
    STATES,
    STEPS,
    TIMELESS,
    UNFINISHED,
    VALUE,
    WORDS,
    Account,
    Scene,
    Situation,
    expected,
    scene,
    scene_data,
)
from tests.return_worlds import PERIOD

__all__ = ["scene", "scene_data"]

STAFF = [account for account in ACCOUNTS if account.role != Role.EVALUATION]
LIST = "/admin/indicators/return/"


@pytest.fixture(scope="module")
def programs(scene_data: Scene) -> dict[Account, Client]:
    tokens = {account: issue_token(user=user, actor=TESTER) for account, user in scene_data.users.items()}
    return {account: Client(headers={"Authorization": f"Token {token}"}) for account, token in tokens.items()}


@pytest.fixture(scope="module")
def sessions(scene_data: Scene) -> dict[Account, Client]:
    clients = {account: Client() for account in STAFF}
    for account, client in clients.items():
        client.force_login(scene_data.users[account], backend=BACKEND)
    return clients


def closed_door(account: Account) -> int | None:
    """The status of who does not even see the return; None: it is seen, and the step decides."""
    if not account.works_with_returns:
        return 403
    if not account.own_area:
        return 404
    return None if account.own_department else 403


def said(client: Client, answer: HttpResponse) -> str:
    """What the page and its messages say."""
    client.cookies.pop("messages", None)
    words = [str(message) for message in get_messages(answer.wsgi_request)]  # type: ignore[attr-defined]
    return " ".join([*words, answer.content.decode()])


def assert_names_all(text: str, codes: set[str], at: Situation) -> None:
    assert {code for code in codes if WORDS[code] not in text} == set(), at


class TestTheApi:
    def test_patching_cells(self, scene: Scene, programs: dict[Account, Client]) -> None:
        changes = [{"indicator": "TAX", "area": "A", "measure": "value", "content": "6", "seen": 1}]
        self.ask(scene, programs, "write", "patch", f"/api/v1/returns/{scene.of.pk}/cells/", {"changes": changes})

    def test_submitting(self, scene: Scene, programs: dict[Account, Client]) -> None:
        self.ask(scene, programs, "submit", "post", f"/api/v1/returns/{scene.of.pk}/submit/", {})

    def ask(
        self, scene: Scene, programs: dict[Account, Client], step: str, method: str, url: str, body: object
    ) -> None:
        allowed = 0
        for at in SITUATIONS:
            with scene.attempt(at):
                before, codes = scene.stored(), expected(step, at)
                answer = getattr(programs[at.account], method)(url, body, content_type="application/json")
                if (door := closed_door(at.account)) or codes:
                    assert answer.status_code == (door or 403), at
                    assert scene.stored() == before, at
                    assert at.account.own_area or "TAX" not in answer.content.decode(), at
                else:
                    allowed += 1
                    assert answer.status_code == 200, at
                    assert scene.stored() != before, at
                if codes and not door:
                    assert answer.json()["code"] == "refused", at
                    assert {each["code"] for each in answer.json()["detail"]["refusals"]} == codes, at
                    assert_names_all(answer.json()["message"], codes, at)
        assert allowed


class TestTheAdmin:
    def test_the_form_of_the_page(self, scene: Scene, sessions: dict[Account, Client]) -> None:
        cell = scene.of.cells.get(position=0)
        data = {f"cell-{cell.pk}": "6", f"seen-{cell.pk}": "1", f"note-{cell.pk}": "甲"}

        def send(client: Client, at: Situation) -> HttpResponse:
            return client.post(f"{LIST}{scene.of.pk}/change/", data)

        self.ask(scene, sessions, "write", send, SITUATIONS, refused=409)

    def test_the_confirmed_workbook(self, scene: Scene, sessions: dict[Account, Client]) -> None:
        """Everybody's own confirmation, as if the preview had been open since the return was writable."""

        def send(client: Client, at: Situation) -> HttpResponse:
            account = scene.users[at.account].pk
            shown = {"return": scene.of.pk, "account": account, "changes": [["TAX", "A", "value", "6", None, 1]]}
            return client.post(f"{LIST}{scene.of.pk}/upload/", {"shown": signing.dumps(shown, salt=SALT)})

        self.ask(scene, sessions, "write", send, SITUATIONS, refused=302, role_closes=True)

    @pytest.mark.parametrize("step", [step for step in STEPS if step != "write"])
    def test_the_page_of_a_step(self, scene: Scene, sessions: dict[Account, Client], step: str) -> None:
        data = {"reason": "理由", "remark": "", "vintage": "preliminary"}
        data["until"] = str(timezone.localdate() + timedelta(days=20))

        def send(client: Client, at: Situation) -> HttpResponse:
            return client.post(reverse(f"admin:indicators_return_{step}", args=[scene.of.pk]), data)

        situations = SITUATIONS if step == "submit" else TIMELESS
        self.ask(scene, sessions, step, send, situations, refused=200, role_closes=True)

    def ask(
        self,
        scene: Scene,
        sessions: dict[Account, Client],
        step: str,
        send: Callable[[Client, Situation], HttpResponse],
        situations: list[Situation],
        *,
        refused: int,
        role_closes: bool = False,
    ) -> None:
        """`refused` is the status of a page that says why not; with `role_closes` a wrong role does not even see it."""
        allowed = 0
        for at in situations:
            if at.account not in sessions:
                continue
            with scene.attempt(at):
                before, codes = scene.stored(), expected(step, at)
                client = sessions[at.account]
                answer = send(client, at)
                door = closed_door(at.account)
                if role_closes and "not_your_role" in codes:
                    door = door or 403
                text = said(client, answer)
                if door or codes:
                    assert answer.status_code == (door or refused), at
                    assert scene.stored() == before, at
                else:
                    allowed += 1
                    assert answer.status_code == 302, at
                    assert scene.stored() != before, at
                if codes and not door:
                    assert_names_all(text, codes, at)
        assert allowed

    @pytest.mark.parametrize(("action", "step"), [("approve", "approve"), ("send_back", "send_back"), ("remind", "")])
    def test_the_list(self, scene: Scene, sessions: dict[Account, Client], action: str, step: str) -> None:
        allowed = 0
        for at in TIMELESS:
            if at.account not in sessions:
                continue
            with scene.attempt(at):
                before, client = scene.stored(), sessions[at.account]
                data = {"action": f"{action}_selected", "_selected_action": [scene.of.pk], "reason": "理由"}
                answer = client.post(LIST, data)
                assert answer.status_code in ((200, 302) if at.account.works_with_returns else (403,)), at
                text = said(client, answer)
                offered = at.account.role in ("reviewer", "publisher") and at.account.own_area
                codes = expected(step, at) if step else {"changes no return"}
                if offered and not codes:
                    allowed += 1
                    assert scene.stored() != before, at
                    continue
                assert scene.stored() == before, at
                if offered and step:
                    assert_names_all(text, codes, at)
                assert at.account.own_area or "TAX" not in text, at
        assert bool(allowed) is bool(step)

    @pytest.mark.parametrize("state", STATES)
    def test_the_revision_of_a_figure_in_the_ledger(
        self, scene: Scene, sessions: dict[Account, Client], state: str
    ) -> None:
        """Published before the return opened; while the return is unfinished it is corrected there."""
        scene.set("published", INSIDE)
        publish(figure("TAX", "A", PERIOD, "4", "1"))
        row, allowed = Observation.objects.get(), 0
        data = {"operation": "revise", "value": "9", "growth": "2", "vintage": "final", "reason": "更正"}
        data |= {"published_at": f"{timezone.localtime():%Y-%m-%dT%H:%M:%S}", "seen": str(row.pk), "note": ""}
        for at in [Situation(account, state, INSIDE) for account in STAFF]:
            with scene.attempt(at):
                before, client = scene.stored(), sessions[at.account]
                answer = client.post(f"/admin/indicators/observation/{row.pk}/revise/", data)
                text = said(client, answer)
                if at.account.role == "publisher" and state not in UNFINISHED:
                    allowed += 1
                    assert (answer.status_code, Observation.objects.count()) == (302, 2), at
                    continue
                assert scene.stored() == before, at
                if at.account.role == "publisher":
                    # Who works elsewhere learns that the figure is being filled in, and no more.
                    assert (WORDS[state] in text) is at.account.own_area, at
                    assert ("正由填报单位填报" in text) is not at.account.own_area, at
                else:
                    assert answer.status_code == 403, at
        assert bool(allowed) is (state not in UNFINISHED)


def test_all_of_it_was_asked_of_cells_that_say_something(scene: Scene) -> None:
    assert [str(cell.content) for cell in ReturnCell.objects.order_by("position")] == ["5", "1"]
    assert scene.of.cells.select_related("indicator", "area").get(position=0).key == VALUE
