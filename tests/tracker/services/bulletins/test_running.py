"""One bulletin per definition and period: made, checked, issued by two people, then kept by the database."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from indicators.choices import Role
from indicators.models import Area, InboxItem
from indicators.services.audit import Actor
from indicators.services.handover import hand_over
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tests.return_builders import make_account
from tests.tracker.queries.bulletins.test_collection import definition
from tracker.choices import BulletinState, RunKind, RunState
from tracker.domain.bulletins.way import Step
from tracker.models import Bulletin, BulletinFile
from tracker.queries.bulletins.access import bulletins_for, outdated
from tracker.queries.bulletins.revisions import differences
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.outdating import tell_outdated
from tracker.services.bulletins.requesting import start_again
from tracker.services.bulletins.running import lost_runs, perform_run, request_run
from tracker.services.bulletins.steps import check_bulletin, issue_bulletin, send_back_bulletin
from tracker.services.bulletins.verifying import bulletin_differences
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(demo):
    return definition("hunan-cities", {"kind": "ranking", "indicator": "GDP"}, {"kind": "card"}, focus="430300")


@pytest.fixture
def people(db):
    return {name: Actor.of(make_account(role, username=name)) for name, role in PEOPLE.items()}


PEOPLE = {"drafter": Role.PUBLISHER, "checker": Role.REVIEWER, "issuer": Role.PUBLISHER, "reader": Role.VIEWER}


def run(made, period="2015-Q4", **asked):
    return perform_run(pk=request_run(definition=made, period=period, actor=asked.pop("actor", TESTER), **asked).pk)


def issued(made, people, **asked) -> Bulletin:
    bulletin = run(made, actor=people["drafter"], **asked).bulletin
    check_bulletin(pk=bulletin.pk, actor=people["checker"])
    return issue_bulletin(pk=bulletin.pk, actor=people["issuer"])


def codes(caught) -> list[str]:
    return [each.code for each in caught.value.refusals]


def test_however_often_it_runs_there_is_one_bulletin(made):
    first, second = run(made), run(made)
    assert first.state == second.state == RunState.DONE
    assert first.bulletin == second.bulletin
    assert Bulletin.objects.count() == 1
    assert {file.format for file in first.bulletin.files.all()} == {"docx", "xlsx", "html"}
    assert not list(bulletin_differences())


def test_gaps_are_listed_and_printed_once_accepted(made):
    refused = run(made, "2022-Q4")
    assert refused.state == RunState.REFUSED
    assert [code for code, _ in refused.refusals] == ["no_figure"]
    assert not Bulletin.objects.exists()
    accepted = run(made, "2022-Q4", accepts_gaps=True, gaps_reason="只有长沙公布了增速").bulletin
    assert accepted.gaps == [refused.refusals[0][1]]
    page = bytes(accepted.files.get(format="html").content).decode()
    assert accepted.gaps[0] in page


def test_accepting_gaps_needs_a_reason_and_something_to_print(made):
    with pytest.raises(BulletinRefusedError) as caught:
        request_run(definition=made, period="2022-Q4", actor=TESTER, accepts_gaps=True)
    assert codes(caught) == ["gaps_reason_required"]
    assert run(made, "1990-Q4", accepts_gaps=True, gaps_reason="试").state == RunState.REFUSED


@pytest.mark.parametrize(
    ("period", "code"), [("2015", "wrong_frequency"), ("2099-Q4", "not_over"), ("2015Q4", "invalid_period")]
)
def test_a_period_that_cannot_be(made, period, code):
    with pytest.raises(BulletinRefusedError) as caught:
        request_run(definition=made, period=period, actor=TESTER)
    assert codes(caught) == [code]


def test_two_people_at_least(made, people):
    bulletin = run(made, actor=people["drafter"]).bulletin
    for step, who, code in (
        (check_bulletin, "drafter", ["own_draft"]),
        (issue_bulletin, "issuer", ["draft"]),
        (check_bulletin, "reader", ["not_your_role"]),
    ):
        with pytest.raises(BulletinRefusedError) as caught:
            step(pk=bulletin.pk, actor=people[who])
        assert codes(caught) == code
    check_bulletin(pk=bulletin.pk, actor=people["issuer"])
    with pytest.raises(BulletinRefusedError) as caught:
        issue_bulletin(pk=bulletin.pk, actor=people["issuer"])
    assert codes(caught) == ["own_check"]
    assert issue_bulletin(pk=bulletin.pk, actor=people["drafter"]).state == BulletinState.ISSUED


def test_what_was_issued_stays(made, people):
    bulletin = issued(made, people)
    for statement in (
        "UPDATE tracker_bulletin SET title = 'x'",
        "DELETE FROM tracker_bulletinfile",
        "UPDATE tracker_bulletincontent SET document = '{}'",
        "UPDATE tracker_bulletincontent SET derivations = '[]'",
        "DELETE FROM tracker_bulletininput",
        "DELETE FROM tracker_bulletin",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    page = bytes(bulletin.files.get(format="html").content).decode()
    assert "拟稿" not in page
    assert not list(bulletin_differences())


def test_sent_back_with_a_reason(made, people):
    bulletin = run(made, actor=people["drafter"]).bulletin
    check_bulletin(pk=bulletin.pk, actor=people["checker"])
    with pytest.raises(BulletinRefusedError) as caught:
        send_back_bulletin(pk=bulletin.pk, actor=people["issuer"], reason=" ")
    assert codes(caught) == ["reason_required"]
    back = send_back_bulletin(pk=bulletin.pk, actor=people["issuer"], reason="标题有误")
    assert (back.state, back.checked_by, back.sent_back_reason) == (BulletinState.DRAFT, None, "标题有误")


def test_a_step_is_taken_on_what_was_seen(made, people):
    bulletin = run(made, actor=people["drafter"]).bulletin
    with pytest.raises(BulletinRefusedError) as caught:
        check_bulletin(pk=bulletin.pk, actor=people["checker"], seen=bulletin.changes - 1)
    assert codes(caught) == ["changed_meanwhile"]


def revise() -> None:
    publish(figure("GDP", "430300", "2015-Q4", "1633.07", "9.4", published="2026-02-01", vintage="census"))
    drain_pending_calculations()


def test_a_revision_outdates_and_a_corrected_version_follows(made, people):
    first = issued(made, people)
    assert not differences(first)
    revise()
    assert list(outdated(Bulletin.objects.all())) == [first]
    changed = [(each.printed, each.today) for each in differences(first) if not each.moved]
    assert any("2／14" in printed and "4／14" in today for printed, today in changed)
    with pytest.raises(BulletinRefusedError) as caught:
        run(made, kind=RunKind.REISSUE)
    assert codes(caught) == ["reason_required"]
    again = start_again(pk=first.pk, step=Step.REISSUE, actor=people["drafter"], reason="湘潭增速更正")
    with pytest.raises(BulletinRefusedError) as caught:
        start_again(pk=first.pk, step=Step.REDRAFT, actor=people["drafter"])
    assert codes(caught) == ["issued"]
    draft = perform_run(pk=again.pk).bulletin
    check_bulletin(pk=draft.pk, actor=people["checker"])
    second = issue_bulletin(pk=draft.pk, actor=people["issuer"])
    assert (second.version, second.reason) == (2, "湘潭增速更正")
    assert "更正稿，第2版" in bytes(second.files.get(format="html").content).decode()
    assert "9.6" in bytes(first.files.get(format="html").content).decode()
    assert not list(bulletin_differences())


def test_the_publishers_are_told_once_of_what_a_revision_outdates(made, people):
    first = issued(made, people)
    assert tell_outdated() == 0
    revise()
    assert tell_outdated() == 1
    assert tell_outdated() == 0
    told = InboxItem.objects.filter(kind="outdated").values_list("recipient__username", "object_key")
    assert set(told) == {("drafter", str(first.pk)), ("issuer", str(first.pk))}


def test_an_outdated_draft_is_neither_checked_nor_issued(made, people):
    bulletin = run(made, actor=people["drafter"]).bulletin
    revise()
    with pytest.raises(BulletinRefusedError) as caught:
        check_bulletin(pk=bulletin.pk, actor=people["checker"])
    assert codes(caught) == ["outdated"]
    again = run(made, kind=RunKind.REDRAFT, actor=people["drafter"]).bulletin
    assert (again.pk, again.version) == (bulletin.pk, 1)
    check_bulletin(pk=again.pk, actor=people["checker"])


def test_verify_finds_a_file_that_was_changed(made):
    bulletin = run(made).bulletin
    BulletinFile.objects.filter(bulletin=bulletin, format="html").update(content=b"<h1>x</h1>")
    assert ["SHA-256" in each for each in bulletin_differences()] == [True]


def test_readers_see_it_once_it_is_issued_and_public(made, people):
    made.use_level = "public"
    made.save()
    reader = people["reader"].user
    bulletin = run(made, actor=people["drafter"]).bulletin
    assert not bulletins_for(reader).exists()
    check_bulletin(pk=bulletin.pk, actor=people["checker"])
    issue_bulletin(pk=bulletin.pk, actor=people["issuer"])
    assert bulletins_for(reader).count() == 1


def test_internal_ones_are_read_by_recipients_alone(made, people):
    bulletin = issued(made, people)
    reader = people["reader"].user
    assert not bulletins_for(reader).exists()
    bulletin.definition.recipients.add(reader)
    assert bulletins_for(reader).count() == 1


def test_the_next_person_finds_it_in_the_inbox(made, people):
    bulletin = run(made, actor=people["drafter"]).bulletin
    assert list(InboxItem.objects.values_list("recipient__username", "kind")) == [("checker", "check")]
    check_bulletin(pk=bulletin.pk, actor=people["checker"])
    waiting = InboxItem.objects.filter(done_at=None).values_list("recipient__username", "kind")
    assert set(waiting) == {("drafter", "issue"), ("issuer", "issue")}


def test_a_lost_run_is_found_and_done(made):
    waiting = request_run(definition=made, period="2015-Q4", actor=TESTER)
    type(waiting).objects.update(heartbeat_at="2026-01-01T00:00:00Z")
    assert lost_runs() == [waiting.pk]
    assert perform_run(pk=waiting.pk).state == RunState.DONE


def test_the_command_makes_it_and_writes_the_files(made, tmp_path, capsys):
    call_command("bulletin", made.code, "2015-Q4", "--output", str(tmp_path))
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx", ".html", ".xlsx"]
    assert "拟稿" in capsys.readouterr().out
    with pytest.raises(CommandError, match="湘潭市"):
        call_command("bulletin", made.code, "2022-Q4")
    with pytest.raises(CommandError, match="没有代码"):
        call_command("bulletin", "nothing", "2022-Q4")


def test_who_takes_over_has_what_waits_once(made, people):
    """Both reviewers have the same item; handing over leaves one."""
    taker = make_account(Role.REVIEWER, username="taker")
    run(made, actor=people["drafter"])
    hand_over(giver=people["checker"].user, taker=taker, reason="调离", actor=people["checker"])
    waiting = InboxItem.objects.filter(done_at=None, kind="check")
    assert list(waiting.values_list("recipient__username", flat=True)) == ["taker"]


@pytest.mark.parametrize(("kind", "code"), [(RunKind.REDRAFT, "not_open"), (RunKind.REISSUE, "not_issued")])
def test_a_run_whose_bulletin_has_moved_on_makes_nothing(made, people, kind, code):
    """It was asked for in time, and meanwhile somebody was faster."""
    if kind == RunKind.REDRAFT:
        issued(made, people)
    else:
        run(made)
    late = run(made, kind=kind, reason="更正")
    assert (late.state, [each for each, _ in late.refusals]) == (RunState.REFUSED, [code])
    assert Bulletin.objects.count() == 1


def test_only_publishers_make_bulletins_and_on_what_they_saw(made, people):
    with pytest.raises(BulletinRefusedError) as caught:
        request_run(definition=made, period="2015-Q4", actor=people["checker"])
    assert codes(caught) == ["not_your_role"]
    bulletin = run(made, actor=people["drafter"]).bulletin
    with pytest.raises(BulletinRefusedError) as caught:
        start_again(pk=bulletin.pk, step=Step.REDRAFT, actor=people["drafter"], seen=bulletin.changes - 1)
    assert codes(caught) == ["changed_meanwhile"]


def test_a_revised_numerator_outdates_a_ratio():
    make_group("g", make_area("A"), make_area("B"))
    tax, land = make_indicator("TAX"), make_indicator("LAND", kind="stock")
    make_indicator("PER", kind="ratio", numerator=tax, denominator=land)
    for area in ("A", "B"):
        publish(figure("TAX", area, "2024-Q4", "20"), figure("LAND", area, "2024-Q4", "10"))
    drain_pending_calculations()
    bulletin = run(definition("g", {"kind": "ranking", "indicator": "PER", "basis": "value"}), "2024-Q4").bulletin
    assert not outdated(Bulletin.objects.all()).exists()
    publish(figure("TAX", "A", "2024-Q4", "30", published="2026-02-01"))
    drain_pending_calculations()
    assert list(outdated(Bulletin.objects.all())) == [bulletin]
    changed = [(each.printed, each.today) for each in differences(bulletin)]
    assert any("2.00" in printed and "3.00" in today for printed, today in changed)


def test_a_name_that_ends_with_a_digit_does_not_run_into_its_value():
    make_group("g", make_area("A", name="甲区"))
    make_indicator("PM", name="PM2.5", kind="stock", direction="lower", measure_unit="微克")
    publish(figure("PM", "A", "2024-Q4", "38", "-2"))
    drain_pending_calculations()
    made = definition("g", {"kind": "ranking", "indicator": "PM"})
    made.focus_area = Area.objects.get(code="A")
    made.save()
    done = run(made, "2024-Q4")
    assert (done.state, done.refusals) == (RunState.DONE, [])
