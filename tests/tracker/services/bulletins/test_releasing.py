"""Releasing: once, to whom it concerns, the newest version alone, not before the embargo is over."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from indicators.choices import AuditAction, InboxKind, Role
from indicators.models import AuditEntry, InboxItem, User
from indicators.services.mail import mail_inbox_items
from tests.bulletin_builders import account_of, make_bulletin, make_definition, make_issued_bulletin
from tracker.choices import UseLevel
from tracker.models import Bulletin, BulletinDelivery
from tracker.queries.bulletins.deliveries import deliveries_of, delivery_summary
from tracker.services.bulletins.releasing import release_due_bulletins

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = True
    settings.DEFAULT_FROM_EMAIL = "统计局 <tracker@stats.example.cn>"


@pytest.fixture
def leader() -> User:
    return account_of(Role.VIEWER, username="leader", email="leader@example.cn")


def log(bulletin: Bulletin) -> list[tuple[str, str, str, str]]:
    return [
        (each.channel, each.recipient.username if each.recipient else "", each.address, each.state)
        for each in deliveries_of(bulletin)
    ]


def entries() -> list[tuple[str, object]]:
    sent = AuditEntry.objects.filter(action=AuditAction.SENT, object_type="bulletin")
    return list(sent.order_by("pk").values_list("object_key", "new"))


def test_each_recipient_finds_it_in_the_inbox_and_is_to_be_mailed(leader: User) -> None:
    clerk = account_of(Role.ENTRY, username="clerk")
    definition = make_definition(recipients=[leader, clerk], addresses="paper@example.cn\r\n\n LEADER@example.cn \n")
    bulletin = make_issued_bulletin(definition, title="湘潭市四季度通报")
    assert release_due_bulletins() == 1
    assert log(bulletin) == [
        ("email", "leader", "leader@example.cn", "waiting"),
        ("email", "", "paper@example.cn", "waiting"),
        ("inbox", "clerk", "", "sent"),
        ("inbox", "leader", "", "sent"),
    ]
    items = InboxItem.objects.order_by("recipient__username")
    assert [(item.recipient.username, item.kind, item.text, item.object_key) for item in items] == [
        (name, InboxKind.BULLETIN, "《湘潭市四季度通报》已签发。", str(bulletin.pk)) for name in ("clerk", "leader")
    ]
    assert entries() == [("cities/2025-Q4/v1", {"inbox": 2, "email": 2})]


def test_it_is_released_once_whatever_becomes_of_the_list_later(leader: User) -> None:
    definition = make_definition(recipients=[leader])
    bulletin = make_issued_bulletin(definition)
    assert release_due_bulletins() == 1
    before = log(bulletin)
    assert len(before) == 2
    definition.recipients.add(account_of(Role.VIEWER))
    assert release_due_bulletins() == 0
    assert (log(bulletin), len(entries())) == (before, 1)


def test_the_general_mailer_does_not_mail_it_a_second_time(leader: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_issued_bulletin(make_definition(recipients=[leader]))
    release_due_bulletins()
    assert InboxItem.objects.filter(recipient=leader).count() == 1
    assert mail_inbox_items() == 0


def test_released_to_nobody_is_released_and_nobody_sees_a_line_of_it(leader: User) -> None:
    definition = make_definition()
    bulletin = make_issued_bulletin(definition)
    assert release_due_bulletins() == 1
    definition.recipients.add(leader)
    assert release_due_bulletins() == 0
    assert (log(bulletin), delivery_summary([bulletin])) == ([], {bulletin.pk: {}})
    assert entries() == [("cities/2025-Q4/v1", {"inbox": 0, "email": 0})]


def test_a_closed_account_gets_nothing(leader: User) -> None:
    closed = account_of(Role.VIEWER, username="closed", email="closed@example.cn", is_active=False)
    bulletin = make_issued_bulletin(make_definition(recipients=[leader, closed]))
    release_due_bulletins()
    assert {name for _, name, _, _ in log(bulletin)} == {"leader"}
    assert not InboxItem.objects.filter(recipient=closed).exists()


def test_an_internal_one_goes_to_no_address_outside(leader: User) -> None:
    definition = make_definition(recipients=[leader], addresses="paper@example.cn", use_level=UseLevel.INTERNAL)
    bulletin = make_issued_bulletin(definition)
    release_due_bulletins()
    assert [address for channel, _, address, _ in log(bulletin) if channel == "email"] == ["leader@example.cn"]


def test_the_level_that_counts_is_that_of_the_bulletin(leader: User) -> None:
    definition = make_definition(addresses="paper@example.cn")
    bulletin = make_issued_bulletin(definition, use_level=UseLevel.INTERNAL)
    assert release_due_bulletins() == 1
    assert log(bulletin) == []


def test_what_is_no_address_is_said_to_be_none(leader: User) -> None:
    definition = make_definition(addresses=f"nonsense\n{'x' * 300}@example.cn\npaper@example.cn")
    bulletin = make_issued_bulletin(definition)
    release_due_bulletins()
    states = {each.address: (each.state, each.fault) for each in deliveries_of(bulletin)}
    assert states["nonsense"] == ("failed", "不是有效的电子邮箱，未发送。")
    assert states["paper@example.cn"] == ("waiting", "")
    assert len(states) == 3


def test_without_a_mail_server_nothing_is_to_be_mailed_nor_later(leader: User, settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = False
    bulletin = make_issued_bulletin(make_definition(recipients=[leader], addresses="paper@example.cn"))
    release_due_bulletins()
    settings.EMAIL_CONFIGURED = True
    assert release_due_bulletins() == 0
    assert log(bulletin) == [("inbox", "leader", "", "sent")]


@pytest.mark.parametrize(("minutes", "released"), [(None, 1), (-1, 1), (0, 1), (1, 0)])
def test_the_embargo_is_kept_to_the_minute(leader: User, minutes: int | None, released: int) -> None:
    now = timezone.now()
    until = None if minutes is None else now + timedelta(minutes=minutes)
    make_issued_bulletin(make_definition(recipients=[leader]), embargo_until=until)
    assert release_due_bulletins(now=now) == released
    assert InboxItem.objects.count() == released


def test_a_draft_is_not_released(leader: User) -> None:
    make_bulletin(make_definition(recipients=[leader]))
    assert release_due_bulletins() == 0
    assert not BulletinDelivery.objects.exists()


def test_of_several_issued_versions_the_newest_alone_is_released(leader: User) -> None:
    definition = make_definition(recipients=[leader])
    first = make_issued_bulletin(definition)
    second = make_issued_bulletin(definition, version=2, reason="湘潭县数据更正")
    other = make_issued_bulletin(definition, "2025-Q3")
    assert release_due_bulletins() == 2
    assert (log(first), len(log(second)), len(log(other))) == ([], 2, 2)


def test_a_corrected_version_says_so_and_why(leader: User) -> None:
    definition = make_definition(recipients=[leader])
    make_issued_bulletin(definition, title="通报")
    release_due_bulletins()
    second = make_issued_bulletin(definition, title="通报", version=2, reason="湘潭县数据更正")
    assert release_due_bulletins() == 1
    item = InboxItem.objects.get(object_key=str(second.pk))
    assert item.text == "《通报》更正稿已签发（第 2 版，更正前版；更正原因：湘潭县数据更正），请以本版为准。"


def test_the_message_id_names_bulletin_recipient_and_our_domain(leader: User) -> None:
    other = account_of(Role.VIEWER, username="other", email="other@example.cn")
    bulletin = make_issued_bulletin(make_definition(recipients=[leader, other], addresses="paper@example.cn"))
    release_due_bulletins()
    ids = [each.message_id for each in deliveries_of(bulletin) if each.channel == "email"]
    assert len(set(ids)) == 3
    assert all(each.startswith(f"<bulletin-{bulletin.pk}-") and each.endswith("@stats.example.cn>") for each in ids)


def test_the_summary_of_many_bulletins_is_one_query(leader: User) -> None:
    definition = make_definition(recipients=[leader])
    bulletins = [make_issued_bulletin(definition, f"2025-Q{quarter}") for quarter in (1, 2, 3)]
    release_due_bulletins()
    with CaptureQueriesContext(connection) as captured:
        summary = delivery_summary(bulletins)
    assert len(captured) == 1
    assert summary == {bulletin.pk: {"sent": 1, "waiting": 1} for bulletin in bulletins}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_release_it_once() -> None:
    people = [account_of(Role.VIEWER, username=f"reader{number}", email="r@example.cn") for number in range(10)]
    definition = make_definition(recipients=people)
    bulletins = [make_issued_bulletin(definition, f"2024-{month:02d}") for month in range(1, 7)]
    together, counts = Barrier(3), []

    def run() -> None:
        together.wait()
        try:
            counts.append(release_due_bulletins())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 3
    assert sum(counts) == len(bulletins) == len(entries())
    assert [len(log(bulletin)) for bulletin in bulletins] == [20] * 6
