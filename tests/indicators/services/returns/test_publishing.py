"""From an approved return to the ledger, and back: what is published, what is left alone, what is withdrawn."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, ReturnState, Vintage
from indicators.domain.moments import parse_moment
from indicators.models import AuditEntry, Growth, InboxItem, Observation, PendingCalculation, Return
from indicators.queries.audit import trail_faults
from indicators.services.audit import Actor, seal_entries
from indicators.services.observations import PublicationRefusedError
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.publishing import publish_return, reopen_return, withdraw_return
from tests.builders import TESTER, figure, publish
from tests.return_builders import make_form, make_unit, open_now
from tests.return_worlds import PERIOD, World, bring_to, change, contents, fill, make_world, save
from tracker.services.calculations import drain_pending_calculations

VALUE, GROWTH = "TAX/A/value", "TAX/A/growth"
EXACT = "123456789012345.123456789012345"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def approved(world: World, **cells: str) -> Return:
    """Filled by measure and approved."""
    fill(world.of, {f"TAX/A/{measure}": text for measure, text in cells.items()})
    return bring_to(world.of, "approved")


def current(indicator: str = "TAX", area: str = "A") -> Observation:
    return Observation.objects.current().get(indicator__code=indicator, area__code=area, period=PERIOD)


def numbers(row: Observation) -> tuple[Decimal | None, Decimal | None]:
    return row.value, row.growth


@pytest.fixture(autouse=True)
def the_trail_stays_whole(db: None):
    """After each test every figure is borne out by its entry, and every entry by its seal."""
    yield
    seal_entries()
    assert AuditEntry.objects.exists()
    assert list(trail_faults()) == []


class TestPublishing:
    @pytest.mark.parametrize(
        ("value", "growth", "stored"),
        [
            (EXACT, "-0.000000000000001", (Decimal(EXACT), Decimal("-0.000000000000001"))),
            ("0", "0", (Decimal(0), Decimal(0))),
            ("5", "—", (Decimal(5), None)),
            ("", "1.5", (None, Decimal("1.5"))),
        ],
    )
    def test_numbers_reach_the_ledger_exactly(self, world: World, value: str, growth: str, stored: tuple) -> None:
        of = approved(world, value=value, growth=growth)
        published = publish_return(pk=of.pk, actor=Actor.of(world.publisher))
        assert (published.created, published.unchanged) == (1, 0)
        row = current()
        assert (numbers(row), row.vintage, row.revision) == (stored, Vintage.PRELIMINARY, 0)
        assert (row.audit_entry.actor, of.key in row.audit_entry.reason) == (world.publisher, True)

    @pytest.mark.parametrize(("value", "growth"), [("—", "—"), ("", ""), ("—", "")])
    def test_absent_and_blank_publish_nothing(self, world: World, value: str, growth: str) -> None:
        of = approved(world, value=value, growth=growth)
        assert publish_return(pk=of.pk, actor=TESTER).created == 0
        of.refresh_from_db()
        assert (of.state, Observation.objects.count()) == (ReturnState.PUBLISHED, 0)

    def test_the_step_is_recorded_and_the_inbox_settled(self, world: World) -> None:
        of = approved(world, value="5", growth="1")
        publish_return(pk=of.pk, actor=Actor.of(world.publisher), vintage=Vintage.FINAL, note="年度核定")
        of.refresh_from_db()
        assert (of.state, of.published_by, of.vintage) == (ReturnState.PUBLISHED, world.publisher, Vintage.FINAL)
        entry = AuditEntry.objects.get(object_type="return", action=AuditAction.PUBLISHED)
        assert (entry.reason, entry.new["figures"], entry.new["vintage"]) == ("年度核定", "1", "final")
        assert current().vintage == Vintage.FINAL
        assert not InboxItem.objects.filter(kind=InboxKind.PUBLISH, done_at=None).exists()

    def test_the_outbox_is_written_and_growth_follows(self, world: World) -> None:
        publish(figure("TAX", "A", "2025-Q1", "4"))
        drain_pending_calculations()
        publish_return(pk=approved(world, value="5", growth="—").pk, actor=TESTER)
        assert [(each.area.code, each.period) for each in PendingCalculation.objects.all()] == [("A", PERIOD)]
        drain_pending_calculations()
        assert Growth.objects.get(area__code="A", period=PERIOD).computed == 25

    def test_notes_of_both_cells_go_along_once(self, world: World) -> None:
        save(world.of, change("5", VALUE, note="扣除一次性因素"), change("1", GROWTH, note="按可比口径"))
        publish_return(pk=bring_to(world.of, "approved").pk, actor=TESTER)
        assert current().note == "扣除一次性因素；按可比口径"

    def test_a_moment_of_publication_may_be_earlier(self, world: World) -> None:
        of, moment = approved(world, value="5", growth="1"), timezone.localtime() - timedelta(days=2)
        publish_return(pk=of.pk, actor=TESTER, published_at=moment)
        assert current().published_at == moment

    @pytest.mark.parametrize(
        ("fields", "code"),
        [({"days": 1}, "in_future"), ({"vintage": Vintage.WITHDRAWN}, "withdrawn_with_figure")],
    )
    def test_what_the_ledger_refuses_changes_nothing(self, world: World, fields: dict, code: str) -> None:
        of = approved(world, value="5", growth="1")
        moment = timezone.localtime() + timedelta(days=fields.pop("days", 0))
        with pytest.raises(PublicationRefusedError) as refusal:
            publish_return(pk=of.pk, actor=TESTER, published_at=moment, **fields)
        assert [fault.code for fault in refusal.value.faults] == [code]
        of.refresh_from_db()
        assert (of.state, Observation.objects.count()) == (ReturnState.APPROVED, 0)

    def test_the_whole_return_of_many_areas(self, db: None) -> None:
        world = make_world(indicators=("TAX", "LAND"), areas=3)
        keys = list(contents(world.of))
        assert len(keys) == 12
        fill(world.of, {key: str(number) for number, key in enumerate(keys)})
        assert publish_return(pk=bring_to(world.of, "approved").pk, actor=TESTER).created == 6
        for number, key in enumerate(keys):
            indicator, area, measure = key.split("/")
            assert getattr(current(indicator, area), measure) == number


class TestWhatTheLedgerHoldsAlready:
    @pytest.fixture
    def world(self, db: None) -> World:
        return make_world(published=(figure("TAX", "A", PERIOD, "5", "1"),))

    @pytest.mark.parametrize(("value", "growth"), [("5.0", "1"), ("", ""), ("5", "")])
    def test_the_same_is_not_repeated_and_a_blank_takes_nothing_away(
        self, world: World, value: str, growth: str
    ) -> None:
        assert publish_return(pk=approved(world, value=value, growth=growth).pk, actor=TESTER).created == 0
        assert (Observation.objects.count(), numbers(current())) == (1, (5, 1))

    def test_no_data_on_purpose_takes_the_number_away(self, world: World) -> None:
        publish_return(pk=approved(world, value="—", growth="6").pk, actor=TESTER)
        assert (numbers(current()), current().vintage) == ((None, 6), "preliminary")

    def test_no_data_for_both_withdraws_the_figure(self, world: World) -> None:
        assert publish_return(pk=approved(world, value="—", growth="—").pk, actor=TESTER).created == 1
        assert (numbers(current()), current().vintage) == ((None, None), Vintage.WITHDRAWN)

    def test_what_is_older_than_the_ledger_is_refused_and_named(self, db: None) -> None:
        world = make_world(published=(figure("TAX", "A", PERIOD, "5", "1", published="2026-05-02"),))
        of = approved(world, value="6", growth="1")
        with pytest.raises(ReturnRefusedError) as refusal:
            publish_return(pk=of.pk, actor=TESTER, published_at=parse_moment("2026-05-01"))
        assert [each.code for each in refusal.value.refusals] == ["older_than_ledger"]
        assert (Observation.objects.count(), Return.objects.get().state) == (1, "approved")

    def test_also_a_withdrawal_is_not_published_behind(self, world: World) -> None:
        of = approved(world, value="6", growth="1")
        publish_return(pk=of.pk, actor=TESTER)
        withdraw_return(pk=of.pk, reason="口径", actor=TESTER)
        reopen_return(pk=of.pk, reason="重报", actor=TESTER)
        bring_to(of, "approved")
        with pytest.raises(ReturnRefusedError):
            publish_return(pk=of.pk, actor=TESTER, published_at=timezone.localtime() - timedelta(days=1))

    def test_another_number_is_a_revision(self, world: World) -> None:
        assert publish_return(pk=approved(world, value="6", growth="1").pk, actor=TESTER).created == 1
        assert (numbers(current()), current().revision) == ((6, 1), 1)
        assert current().audit_entry.action == AuditAction.REVISED

    @pytest.mark.parametrize(("vintage", "note"), [("final", ""), ("preliminary", "按可比口径")])
    def test_a_higher_vintage_or_a_note_is_published(self, world: World, vintage: str, note: str) -> None:
        save(world.of, change(note=note))
        of = approved(world, value="5", growth="1")
        assert publish_return(pk=of.pk, actor=TESTER, vintage=vintage).created == 1
        assert (current().revision, current().vintage, current().note) == (1, vintage, note)


@pytest.mark.parametrize(("asked", "stored"), [("value", (7, 1)), ("growth", (5, 7))])
def test_what_the_form_does_not_ask_about_stays_in_the_ledger(db: None, asked: str, stored: tuple) -> None:
    before = figure("TAX", "A", PERIOD, "5", "1")
    world = make_world(asks_value=asked == "value", asks_growth=asked == "growth", published=(before,))
    publish_return(pk=approved(world, **{asked: "7"}).pk, actor=TESTER)
    assert numbers(current()) == stored


def bring_to_published_and_reopened(of: Return) -> None:
    publish_return(pk=of.pk, actor=TESTER)
    withdraw_return(pk=of.pk, reason="口径有误", actor=TESTER)
    reopen_return(pk=of.pk, reason="重报", actor=TESTER)


class TestWithdrawing:
    def test_every_figure_that_still_counts_is_withdrawn(self, world: World) -> None:
        of = approved(world, value="5", growth="1")
        publish_return(pk=of.pk, actor=TESTER)
        taken = withdraw_return(pk=of.pk, reason="口径有误", actor=Actor.of(world.publisher))
        assert taken.created == 1
        row = current()
        assert (row.vintage, numbers(row)) == (Vintage.WITHDRAWN, (None, None))
        assert (row.audit_entry.reason, row.audit_entry.action) == ("口径有误", AuditAction.WITHDRAWN)
        of.refresh_from_db()
        assert of.state == ReturnState.WITHDRAWN
        entry = AuditEntry.objects.get(object_type="return", action=AuditAction.WITHDRAWN)
        assert (entry.reason, entry.new["figures"]) == ("口径有误", "1")

    def test_a_revision_made_since_is_withdrawn_with_it(self, world: World) -> None:
        of = approved(world, value="5", growth="1")
        publish_return(pk=of.pk, actor=TESTER, published_at=timezone.localtime() - timedelta(days=2))
        publish(figure("TAX", "A", PERIOD, "6", "1", published=str(timezone.localdate() - timedelta(days=1))))
        assert withdraw_return(pk=of.pk, reason="口径有误", actor=TESTER).created == 1
        assert current().vintage == Vintage.WITHDRAWN

    def test_what_was_withdrawn_in_the_ledger_already_is_not_withdrawn_twice(self, world: World) -> None:
        of = approved(world, value="5", growth="1")
        publish_return(pk=of.pk, actor=TESTER, published_at=timezone.localtime() - timedelta(days=2))
        day = str(timezone.localdate() - timedelta(days=1))
        publish(figure("TAX", "A", PERIOD, published=day, vintage="withdrawn"))
        assert withdraw_return(pk=of.pk, reason="口径有误", actor=TESTER).created == 0
        of.refresh_from_db()
        assert of.state == ReturnState.WITHDRAWN

    def test_figures_it_did_not_publish_stay(self, world: World) -> None:
        of = approved(world, value="—", growth="—")
        publish_return(pk=of.pk, actor=TESTER)
        publish(figure("TAX", "A", PERIOD, "5", "1"))
        assert withdraw_return(pk=of.pk, reason="口径有误", actor=TESTER).created == 0
        assert numbers(current()) == (5, 1)

    def test_it_needs_a_reason(self, world: World) -> None:
        of = approved(world, value="5", growth="1")
        publish_return(pk=of.pk, actor=TESTER)
        with pytest.raises(ReturnRefusedError) as refusal:
            withdraw_return(pk=of.pk, reason=" ", actor=TESTER)
        assert [each.code for each in refusal.value.refusals] == ["reason_required"]
        assert current().vintage == Vintage.PRELIMINARY


class TestReopening:
    def test_it_is_filled_again_with_what_it_said(self, world: World) -> None:
        of = approved(world, value="5", growth="1")
        bring_to_published_and_reopened(of)
        of.refresh_from_db()
        assert of.state == ReturnState.DRAFT
        done = (of.submitted_at, of.submitted_by, of.approved_at, of.approved_by, of.published_at, of.published_by)
        assert (set(done), of.vintage) == ({None}, "")
        assert contents(of) == {VALUE: "5", GROWTH: "1"}
        assert of.window.closes_on >= timezone.localdate() + timedelta(days=of.form.correction_days)
        save(of, change("6"), by=world.clerk)
        publish_return(pk=bring_to(of, "approved").pk, actor=TESTER)
        assert (current().vintage, numbers(current())) == (Vintage.PRELIMINARY, (6, 1))

    def test_it_needs_a_reason(self, world: World) -> None:
        of = bring_to(approved_draft(world), "withdrawn")
        with pytest.raises(ReturnRefusedError) as refusal:
            reopen_return(pk=of.pk, reason="", actor=Actor.of(world.clerk))
        assert [each.code for each in refusal.value.refusals] == ["not_your_role", "reason_required"]

    def test_not_while_another_unit_reports_the_same_figures(self, world: World) -> None:
        """The form went to another unit after the withdrawal: two returns of one figure would block each other."""
        of = bring_to(approved_draft(world), "withdrawn")
        of.unit.is_active = False
        of.unit.save()
        successor = open_now(make_unit(make_form("g", *world.indicators), world.own), PERIOD)
        with pytest.raises(ReturnRefusedError) as refusal:
            reopen_return(pk=of.pk, reason="重报", actor=TESTER)
        [found] = refusal.value.refusals
        assert (found.code, str(successor) in found.message) == ("overlap", True)
        of.refresh_from_db()
        assert of.state == ReturnState.WITHDRAWN
        Return.objects.filter(pk=successor.pk).update(state="published")
        assert reopen_return(pk=of.pk, reason="重报", actor=TESTER).state == ReturnState.DRAFT


def approved_draft(world: World) -> Return:
    """A filled draft, ready for every step."""
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    return world.of
