"""Two connections at once: what waited for a step is judged by what is true afterwards."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from indicators.choices import InboxKind, Role
from indicators.models import InboxItem, Observation, Return
from indicators.services.handover import hand_over
from indicators.services.observations import PublicationRefusedError
from indicators.services.returns.drafting import CellConflictError
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.publishing import publish_return
from indicators.services.returns.reviewing import approve_return
from indicators.services.returns.submitting import submit_return
from tests.builders import TESTER, figure, publish
from tests.return_builders import make_account, open_late
from tests.return_worlds import PERIOD, World, bring_to, change, contents, fill, make_world, save

pytestmark = pytest.mark.django_db(transaction=True)

VALUE, GROWTH = "TAX/A/value", "TAX/A/growth"


@pytest.fixture
def world(transactional_db: None) -> World:
    world = make_world()
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    return world


def waiting() -> int:
    """How many other connections wait for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0]


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """`second` begins while the transaction of `first` is open, and waits; the codes with which it is refused."""
    outcome: list[str] = []

    def run() -> None:
        try:
            second()
        except ReturnRefusedError as refusal:
            outcome.extend(each.code for each in refusal.refusals)
        except PublicationRefusedError as refusal:
            outcome.extend(each.code for each in refusal.faults)
        except CellConflictError as conflict:
            outcome.extend(f"conflict {each.cell.content}" for each in conflict.conflicts)
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        for _ in range(500):
            if waiting() or not thread.is_alive():
                break
            thread.join(timeout=0.02)
        assert waiting() == 1
    thread.join(timeout=30)
    assert not thread.is_alive()
    return outcome


def test_a_save_that_waited_for_the_submission_is_refused(world: World) -> None:
    codes = meanwhile(lambda: submit_return(pk=world.of.pk, actor=TESTER), lambda: save(world.of, change("6", seen=1)))
    assert codes == ["submitted"]
    assert contents(world.of)[VALUE] == "5"


def test_a_submission_that_waited_for_a_save_hands_in_what_was_saved(world: World) -> None:
    codes = meanwhile(lambda: save(world.of, change("约6")), lambda: submit_return(pk=world.of.pk, actor=TESTER))
    assert codes == ["mandatory_check"]
    assert Return.objects.get().state == "draft"


def test_a_save_that_waited_for_a_save_is_a_conflict(world: World) -> None:
    codes = meanwhile(lambda: save(world.of, change("6", seen=1)), lambda: save(world.of, change("7", seen=1)))
    assert codes == ["conflict 6"]
    assert contents(world.of)[VALUE] == "6"


def test_a_save_of_another_cell_only_waits(world: World) -> None:
    first, second = change("6", seen=1), change("2", GROWTH, seen=1)
    assert meanwhile(lambda: save(world.of, first), lambda: save(world.of, second)) == []
    assert contents(world.of) == {VALUE: "6", GROWTH: "2"}


def test_twice_published_is_published_once(world: World) -> None:
    bring_to(world.of, "approved")

    def step() -> object:
        return publish_return(pk=world.of.pk, actor=TESTER)

    assert meanwhile(step, step) == ["published"]
    assert Observation.objects.count() == 1


def test_a_figure_that_waited_for_the_opening_is_refused(world: World) -> None:
    """Both check under the lock of the ledger."""
    codes = meanwhile(lambda: open_late(world.of.unit, "2026-Q2"), lambda: publish(figure("TAX", "A", "2026-Q2", "9")))
    assert codes == ["return_draft"]
    assert not Observation.objects.exists()
    assert world.of.period == PERIOD


def test_a_submission_waits_for_a_write_past_the_services_and_judges_it(world: World) -> None:
    past_the_gate = world.of.cells.filter(measure="value")
    codes = meanwhile(
        lambda: past_the_gate.update(number=None, unreadable="约7"),
        lambda: submit_return(pk=world.of.pk, actor=TESTER),
    )
    assert codes == ["mandatory_check"]
    assert Return.objects.get().state == "draft"


def test_a_handover_waits_for_a_step_that_is_telling_people(world: World) -> None:
    bring_to(world.of, "submitted")
    colleague = make_account(Role.PUBLISHER, world.own, username="colleague")
    for person in (world.publisher, colleague):
        InboxItem.objects.create(
            recipient=person, about=world.of, kind=InboxKind.PUBLISH, text="请发布", created_by="x"
        )
    codes = meanwhile(
        lambda: approve_return(pk=world.of.pk, actor=TESTER),
        lambda: hand_over(giver=world.publisher, taker=colleague, reason="调岗", actor=TESTER),
    )
    assert codes == []
    assert not InboxItem.objects.filter(recipient=world.publisher, done_at=None).exists()
