"""No closed cell changes: services, packages, the ledger, periodic work and the database, in every state and window."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.choices import Role
from indicators.domain.packages import AREAS, INDICATORS, OBSERVATIONS, PEER_GROUPS
from indicators.models import Return, ReturnCell
from indicators.services.audit import Actor
from indicators.services.observations import PublicationRefusedError
from indicators.services.packages.load import PackageRefusedError, load_package
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.publishing import publish_return, reopen_return, withdraw_return
from indicators.services.returns.reviewing import approve_return, extend_return, send_back_return
from indicators.services.returns.submitting import recall_return, submit_return
from indicators.tasks import mail_inbox, open_returns, remind_clerks, seal_audit_entries
from tests.builders import TESTER, figure, publish
from tests.closed_cells import (
    ACCOUNTS,
    CLERK,
    EVERY_SITUATION,
    GROWTH,
    INSIDE,
    OPEN_STATES,
    SITUATIONS,
    STATES,
    STEPS,
    TIMELESS,
    UNFINISHED,
    VALUE,
    WINDOWS,
    WORDS,
    Scene,
    Situation,
    expected,
    scene,
    scene_data,
)
from tests.return_worlds import PERIOD, change, save
from tracker.tasks import drain_pending_calculations

__all__ = ["scene", "scene_data"]

AFTER = {
    "submit": "submitted",
    "recall": "draft",
    "send_back": "sent_back",
    "approve": "approved",
    "publish": "published",
    "withdraw": "withdrawn",
    "reopen": "draft",
}


def later() -> object:
    return timezone.localdate() + timedelta(days=20)


CALLS: dict[str, Callable[[int, Actor], object]] = {
    "submit": lambda pk, actor: submit_return(pk=pk, actor=actor),
    "recall": lambda pk, actor: recall_return(pk=pk, reason="理由", actor=actor),
    "send_back": lambda pk, actor: send_back_return(pk=pk, reason="理由", actor=actor),
    "approve": lambda pk, actor: approve_return(pk=pk, actor=actor),
    "publish": lambda pk, actor: publish_return(pk=pk, actor=actor),
    "withdraw": lambda pk, actor: withdraw_return(pk=pk, reason="理由", actor=actor),
    "reopen": lambda pk, actor: reopen_return(pk=pk, reason="理由", actor=actor),
    "extend": lambda pk, actor: extend_return(pk=pk, until=later(), reason="理由", actor=actor),  # type: ignore[arg-type]
}


def refusals_of(call: Callable[[], object]) -> dict[str, str]:
    """Messages by code; none where it went through."""
    try:
        with transaction.atomic():
            call()
    except ReturnRefusedError as refusal:
        return {each.code: each.message for each in refusal.refusals}
    return {}


def test_saving_in_every_situation(scene: Scene) -> None:
    allowed = 0
    for at in EVERY_SITUATION:
        with scene.attempt(at):
            before = scene.stored()
            user = scene.users[at.account]
            refused = refusals_of(lambda user=user: save(scene.of, change("6"), change("—", GROWTH), by=user))
            assert set(refused) == expected("write", at), at
            assert all(WORDS[code] in message for code, message in refused.items()), at
            if refused:
                assert scene.stored() == before, at
            else:
                allowed += 1
                texts = [str(cell.content) for cell in ReturnCell.objects.order_by("pk")]
                assert texts == ["6", "—"], at
    assert allowed == 2 * 3  # one account, two states, three windows


@pytest.mark.parametrize("step", [step for step in STEPS if step != "write"])
def test_every_step_in_every_situation(scene: Scene, step: str) -> None:
    """Steps change no cell; refused, they change nothing at all."""
    allowed = 0
    for at in SITUATIONS if step == "submit" else TIMELESS:
        with scene.attempt(at):
            before = scene.stored()
            actor = Actor.of(scene.users[at.account])
            refused = refusals_of(lambda actor=actor: CALLS[step](scene.of.pk, actor))
            assert set(refused) == expected(step, at), at
            after = scene.stored()
            assert contents_in(after) == contents_in(before), at
            if refused:
                assert after == before, at
            else:
                allowed += 1
                assert after["state"][0] == AFTER.get(step, at.state), at
    assert allowed


def contents_in(stored: dict[str, object]) -> list[object]:
    """The cells without the reasons for sending them back, which stand beside the content."""
    place = [field.attname for field in ReturnCell._meta.concrete_fields].index("send_back_reason")
    return [(*row[:place], *row[place + 1 :]) for row in stored["cells"]]


class TestOtherWaysIntoTheLedger:
    """While a return is about a figure, it comes from that return alone; before and afterwards from anywhere."""

    @pytest.fixture
    def package(self, tmp_path: Path) -> Path:
        """A figure of the return in row 3, and one of the foreign area."""
        for table in (AREAS, PEER_GROUPS, INDICATORS, OBSERVATIONS):
            rows = []
            if table is OBSERVATIONS:
                rows = [
                    "TAX,B,2026-Q1,8,2,preliminary,2026-04-20,公报",
                    "TAX,A,2026-Q1,9,2,preliminary,2026-04-20,公报",
                ]
            (tmp_path / table.file).write_text("\n".join([",".join(table.columns), *rows, ""]), encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize(("state", "window"), list(product(STATES, ["before", "last day", "after"])))
    def test_a_package(self, scene: Scene, package: Path, state: str, window: str) -> None:
        scene.set(state, window)
        before = scene.stored()
        if state not in UNFINISHED:
            assert load_package(directory=package, actor=TESTER).created["observations.csv"] == 2
            assert load_package(directory=package, actor=TESTER).created["observations.csv"] == 0
            return
        for dry_run in (True, False):
            with pytest.raises(PackageRefusedError) as refusal:
                load_package(directory=package, actor=TESTER, dry_run=dry_run)
            [fault] = refusal.value.faults
            assert (fault.file, fault.row, fault.column) == ("observations.csv", 3, "period")
            assert fault.code == f"return_{state}"
            assert WORDS[state] in fault.message
            assert str(scene.of.unit) in fault.message
        assert scene.stored() == before
        assert before["ledger"] == []

    def test_what_a_package_loaded_before_is_no_change_in_any_state(self, scene: Scene, package: Path) -> None:
        scene.set("published", INSIDE)
        assert load_package(directory=package, actor=TESTER).created["observations.csv"] == 2
        for state in STATES:
            scene.set(state, INSIDE)
            before = scene.stored()
            report = load_package(directory=package, actor=TESTER)
            assert (report.created["observations.csv"], report.unchanged["observations.csv"]) == (0, 2)
            assert scene.stored() == before

    @pytest.mark.parametrize("state", STATES)
    def test_a_figure(self, scene: Scene, state: str) -> None:
        scene.set(state, INSIDE)
        before = scene.stored()
        given = (figure("TAX", "A", PERIOD, "9"), figure("TAX", "B", PERIOD, "9"), figure("TAX", "A", "2025-Q4", "9"))
        if state not in UNFINISHED:
            assert publish(*given).created == 3
            return
        with pytest.raises(PublicationRefusedError) as refusal:
            publish(*given)
        assert [fault.code for fault in refusal.value.faults] == [f"return_{state}"]
        assert scene.stored() == before
        assert publish(*given[1:]).created == 2


@pytest.mark.parametrize("state", STATES)
def test_periodic_work_leaves_it_alone(scene: Scene, state: str) -> None:
    type(scene.of.form).objects.update(starts_with=PERIOD)
    for window in WINDOWS:
        with scene.attempt(Situation(CLERK, state, window)):
            before = scene.stored()
            for task in (open_returns, remind_clerks, mail_inbox, seal_audit_entries, drain_pending_calculations):
                task()
            after = scene.stored()
            assert Return.objects.count() > 1  # later periods were opened
            own = [row for row in after["cells"] if row in before["cells"]]
            assert own == before["cells"], window
            assert {name: after[name] for name in ("ledger", "state")} == {
                name: before[name] for name in ("ledger", "state")
            }


class TestTheDatabase:
    """Whoever writes past the services meets the trigger."""

    WAYS: dict[str, Callable[[ReturnCell], object]] = {
        "number": lambda cell: ReturnCell.objects.filter(pk=cell.pk).update(number=9),
        "absent": lambda cell: ReturnCell.objects.filter(pk=cell.pk).update(number=None, absent=True),
        "note": lambda cell: ReturnCell.objects.filter(pk=cell.pk).update(note="9"),
        "reason": lambda cell: ReturnCell.objects.filter(pk=cell.pk).update(send_back_reason="9"),
        "save": lambda cell: cell.save(),
        "bulk_update": lambda cell: ReturnCell.objects.bulk_update([cell], ["number"]),
        "all": lambda cell: ReturnCell.objects.update(version=99),
    }

    @pytest.mark.parametrize("way", WAYS)
    def test_a_cell_changes_only_while_it_is_open(self, scene: Scene, way: str) -> None:
        for state, window in product(STATES, WINDOWS):
            with scene.attempt(Situation(CLERK, state, window)):
                cell, before = scene.of.cells.get(position=0), scene.stored()
                if state in OPEN_STATES:
                    self.WAYS[way](cell)
                    continue
                with pytest.raises(IntegrityError, match="closed return"), transaction.atomic():
                    self.WAYS[way](cell)
                assert scene.stored() == before, (state, window)

    def test_no_cell_comes_to_a_closed_return_or_goes_from_any(self, scene: Scene) -> None:
        other = make_world_beside(scene)
        for state in STATES:
            with scene.attempt(Situation(CLERK, state, INSIDE)):
                before = scene.stored()
                strange = ReturnCell(in_return=scene.of, indicator_id=other.indicator_id, area_id=other.area_id)
                strange.measure, strange.position = "value", 99
                ways = {
                    "delete": lambda: scene.of.cells.all().delete(),
                    "delete return": lambda: scene.of.delete(),
                    "move away": lambda: scene.of.cells.update(in_return=other.in_return_id),
                    "move here": lambda: ReturnCell.objects.filter(pk=other.pk).update(in_return=scene.of.pk),
                    **({} if state in OPEN_STATES else {"create": strange.save}),
                }
                for name, way in ways.items():
                    with pytest.raises(IntegrityError), transaction.atomic():
                        way()
                    assert scene.stored() == before, (state, name)


def make_world_beside(scene: Scene) -> ReturnCell:
    """A cell of another return, which is a draft."""
    second = Return.objects.get(pk=scene.of.pk)
    second.pk, second.period, second.state = None, "2026-Q2", "draft"
    second.save()
    cell = scene.of.cells.get(position=0)
    return ReturnCell.objects.create(
        in_return=second, indicator=cell.indicator, area=scene.world.foreign, measure="value", position=0
    )


def test_the_table_of_accounts_has_every_role_inside_and_outside() -> None:
    assert {(account.role, account.own_area) for account in ACCOUNTS} == set(product(map(str, Role), (True, False)))
    assert VALUE != GROWTH
