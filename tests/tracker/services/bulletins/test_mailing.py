"""Mailing against a real mail server: what it takes, refuses and drops, and what a crash leaves behind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.servers.redis_server import free_port
from indicators.choices import AuditAction, InboxKind, Role
from indicators.models import AuditEntry, InboxItem, User
from indicators.services.audit import Actor
from tests.bulletin_builders import WORD, WORKBOOK, account_of, make_definition, make_issued_bulletin
from tests.mail_sink import DROP, MailSink, running_sink
from tracker.choices import UseLevel
from tracker.models import Bulletin, BulletinDelivery
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.mailing import Mailed, mail_deliveries, resend_delivery
from tracker.services.bulletins.releasing import release_due_bulletins

pytestmark = pytest.mark.django_db

SENT, PUT_OFF, FAILED, UNCERTAIN = Mailed(1, 0, 0, 0), Mailed(0, 1, 0, 0), Mailed(0, 0, 1, 0), Mailed(0, 0, 0, 1)
NOTHING = Mailed(0, 0, 0, 0)
LEADER = "leader@example.cn"


@pytest.fixture
def sink(settings: Settings) -> Iterator[MailSink]:
    settings.EMAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "tracker@stats.example.cn"
    with running_sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield sink


@pytest.fixture
def leader() -> User:
    return account_of(Role.VIEWER, username="leader", email=LEADER, full_name="王局长")


@pytest.fixture
def bulletin(sink: MailSink, leader: User) -> Bulletin:
    bulletin = make_issued_bulletin(make_definition(recipients=[leader]), title="四季度\n通报")
    assert release_due_bulletins() == 1
    return bulletin


def email(address: str = LEADER) -> BulletinDelivery:
    return BulletinDelivery.objects.get(channel="email", address=address)


def released(*addresses: str) -> None:
    make_issued_bulletin(make_definition(addresses="\n".join(addresses)))
    assert release_due_bulletins() == 1


def notices() -> list[tuple[str, str, bool]]:
    """Of the notices about letters: who has it, its text, whether it still waits."""
    rows = InboxItem.objects.filter(kind=InboxKind.NOTICE).order_by("pk")
    return [(each.recipient.username, each.text, each.done_at is None) for each in rows]


def publisher() -> Actor:
    return Actor.of(account_of(Role.PUBLISHER))


def in_ten_minutes() -> datetime:
    return timezone.now() + timedelta(minutes=10)


def test_the_letter_carries_the_files_and_says_what_it_is(sink: MailSink, bulletin: Bulletin) -> None:
    assert mail_deliveries() == SENT
    (received,) = sink.received
    message = received.message
    assert (received.recipient, message["To"], message["From"]) == (LEADER, LEADER, "tracker@stats.example.cn")
    assert message["Subject"] == "【通报】四季度 通报"
    assert message["Message-ID"] == email().message_id
    text = message.get_body().get_content()
    for part in ("王局长：", "已签发", "发文机关：湘潭市统计局", "使用范围：公开", "请登录五年规划指标监测系统"):
        assert part in text
    assert "更正" not in text
    files = [(each.get_filename(), each.get_content()) for each in message.iter_attachments()]
    assert files == [("四季度_通报.docx", WORD), ("四季度_通报.xlsx", WORKBOOK)]
    assert (email().state, email().attempts, email().fault) == ("sent", 1, "")
    assert email().sent_at is not None
    assert mail_deliveries() == NOTHING
    assert len(sink.received) == 1


def test_a_corrected_internal_one_says_so_and_who_has_no_account_is_not_told_to_log_in(
    sink: MailSink, leader: User
) -> None:
    definition = make_definition(recipients=[leader], use_level=UseLevel.INTERNAL)
    make_issued_bulletin(definition, version=2, reason="湘潭县数据更正", title="通报")
    make_issued_bulletin(make_definition("open", addresses="paper@example.cn"))
    assert release_due_bulletins() == 2
    assert mail_deliveries().sent == 2
    texts = {each.recipient: each.message.get_body().get_content() for each in sink.received}
    assert "本件为第 2 版，更正前版，请以本版为准。更正原因：湘潭县数据更正" in texts[LEADER]
    assert "请勿外传" in texts[LEADER]
    assert "请登录" not in texts["paper@example.cn"]
    assert "请勿外传" not in texts["paper@example.cn"]
    assert "【通报】通报（更正稿，第 2 版）" in [each.message["Subject"].strip() for each in sink.received]


def test_one_connection_carries_a_run(sink: MailSink) -> None:
    released("a@example.cn", "b@example.cn", "c@example.cn")
    assert mail_deliveries().sent == 3
    assert (sink.connections, len(sink.received)) == (1, 3)


# RFC 5321, 4.2.1: 4yz is transient, 5yz is for good; after the final dot only an answer tells what became of the text.
@pytest.mark.parametrize(
    ("at", "answer", "mailed", "state", "taken", "said"),
    [
        ("recipient", "550 no such user", FAILED, "failed", 0, "邮件服务器拒收（550 no such user）"),
        ("recipient", "450 greylisted", PUT_OFF, "waiting", 0, "邮件服务器暂不接收（450 greylisted）"),
        ("recipient", "421 closing", PUT_OFF, "waiting", 0, "邮件服务器暂不接收（421 closing）"),
        ("recipient", DROP, PUT_OFF, "waiting", 0, "邮件交出前连接中断"),
        ("text", "552 too large", FAILED, "failed", 0, "邮件服务器拒收（552 too large）"),
        ("text", "451 disk full", PUT_OFF, "waiting", 0, "邮件服务器暂不接收（451 disk full）"),
        ("text", "nonsense", UNCERTAIN, "uncertain", 0, "不知是否已送达"),
        ("text", DROP, UNCERTAIN, "uncertain", 1, "请先问收件人是否已收到，再决定是否重发"),
    ],
)
def test_what_the_server_does_at_one_recipient_decides_about_that_one_alone(
    sink: MailSink, at: str, answer: str, mailed: Mailed, state: str, taken: int, said: str
) -> None:
    released("a@example.cn", "bad@example.cn", "c@example.cn")
    (sink.at_recipient if at == "recipient" else sink.at_text)["bad@example.cn"] = answer
    assert mail_deliveries() == mailed._replace(sent=2)
    assert sink.recipients().count("bad@example.cn") == taken
    assert {"a@example.cn", "c@example.cn"} <= set(sink.recipients())
    row = email("bad@example.cn")
    assert (row.state, row.attempts) == (state, 1)
    assert said in row.fault
    assert mail_deliveries() == NOTHING


def test_what_was_put_off_goes_out_when_its_time_has_come(sink: MailSink, bulletin: Bulletin) -> None:
    sink.at_recipient[LEADER] = "450 later"
    now = timezone.now()
    assert mail_deliveries(now=now) == PUT_OFF
    sink.at_recipient.clear()
    assert mail_deliveries(now=now + timedelta(seconds=59)) == NOTHING
    assert mail_deliveries(now=now + timedelta(seconds=60)) == SENT
    assert (email().attempts, email().fault, len(sink.received)) == (2, "", 1)


def test_it_is_tried_six_times_at_growing_distances(sink: MailSink, bulletin: Bulletin) -> None:
    sink.at_recipient[LEADER] = "450 later"
    now, minutes = timezone.now(), []
    while (outcome := mail_deliveries(now=now)) == PUT_OFF:
        minutes.append((email().next_attempt_at - now) / timedelta(minutes=1))
        now = email().next_attempt_at
    assert outcome == FAILED
    assert minutes == [1, 5, 30, 120, 720]
    assert (email().state, email().attempts) == ("failed", 6)
    assert "450 later" in email().fault


def test_an_unreachable_server_is_tried_with_one_letter_a_run(sink: MailSink, settings: Settings) -> None:
    released("a@example.cn", "b@example.cn")
    settings.EMAIL_PORT = free_port()
    assert mail_deliveries() == PUT_OFF
    assert "连不上邮件服务器" in email("a@example.cn").fault
    assert email("b@example.cn").attempts == 0
    settings.EMAIL_PORT = sink.port
    assert mail_deliveries(now=in_ten_minutes()).sent == 2


def test_a_server_that_turns_everybody_away_is_not_a_refusal_of_the_recipient(
    sink: MailSink, bulletin: Bulletin
) -> None:
    sink.greeting = "554 no service here"
    assert mail_deliveries() == PUT_OFF
    sink.greeting = "220 sink"
    assert mail_deliveries(now=in_ten_minutes()) == SENT


def test_without_a_mail_server_nothing_is_tried(sink: MailSink, bulletin: Bulletin, settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = False
    assert mail_deliveries() == NOTHING
    assert (email().state, email().attempts, sink.connections) == ("waiting", 0, 0)


def test_a_letter_that_waited_is_not_sent_after_its_correction(sink: MailSink, bulletin: Bulletin) -> None:
    make_issued_bulletin(bulletin.definition, version=2, reason="更正")
    assert mail_deliveries() == FAILED
    assert email().fault == "这一期已签发更正稿，旧版不再发送"
    assert notices() == []
    release_due_bulletins()
    assert mail_deliveries() == SENT
    assert len(sink.received) == 1


def test_an_account_closed_meanwhile_gets_nothing(sink: MailSink, bulletin: Bulletin) -> None:
    User.objects.filter(username="leader").update(is_active=False)
    assert mail_deliveries() == FAILED
    assert (email().fault, sink.received) == ("收件人的账号已停用", [])


def test_what_a_dead_process_left_becomes_uncertain_and_is_never_sent_by_itself(
    sink: MailSink, bulletin: Bulletin
) -> None:
    now = timezone.now()
    BulletinDelivery.objects.filter(channel="email").update(state="sending", handed_over_at=now, attempts=1)
    assert mail_deliveries(now=now + timedelta(seconds=60)) == NOTHING
    assert mail_deliveries(now=now + timedelta(seconds=61)) == UNCERTAIN
    assert mail_deliveries(now=now + timedelta(days=30)) == NOTHING
    assert (email().state, sink.received) == ("uncertain", [])
    assert "请先问收件人" in email().fault
    (notice,) = InboxItem.objects.filter(kind=InboxKind.NOTICE)
    assert (notice.recipient.username, notice.object_key) == ("issues-bulletins", str(bulletin.pk))
    assert "有 1 封邮件不知是否已送达" in notice.text


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_between_hand_over_and_log_sends_once(sink: MailSink, bulletin: Bulletin) -> None:
    """The server has the message, the process dies before it can say so: nobody sends it again but a person."""
    script = (
        "import django; django.setup();"
        "from django.conf import settings; settings.EMAIL_BACKEND = 'tests.mail_sink.DyingBackend';"
        "from tracker.services.bulletins.mailing import mail_deliveries; mail_deliveries()"
    )
    database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    dead = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=django_settings.BASE_DIR, timeout=60, check=False
    )
    assert dead.returncode == 9
    assert (email().state, len(sink.received)) == ("sending", 1)
    assert mail_deliveries() == NOTHING
    assert mail_deliveries(now=in_ten_minutes()) == UNCERTAIN
    assert mail_deliveries(now=in_ten_minutes()) == NOTHING
    assert (email().state, len(sink.received)) == ("uncertain", 1)
    resend_delivery(pk=email().pk, reason="收件人未收到", actor=publisher())
    assert mail_deliveries(now=in_ten_minutes()) == SENT
    assert len({each.message["Message-ID"] for each in sink.received}) == 1
    assert len(sink.received) == 2


@pytest.mark.django_db(transaction=True)
def test_a_second_run_leaves_alone_what_the_first_is_sending(sink: MailSink, bulletin: Bulletin) -> None:
    first: list[Mailed] = []

    def run() -> None:
        try:
            first.append(mail_deliveries())
        finally:
            connection.close()

    sink.gate.clear()
    thread = Thread(target=run)
    thread.start()
    assert sink.reached.wait(20)
    assert mail_deliveries() == NOTHING
    assert mail_deliveries(now=in_ten_minutes()) == NOTHING  # slow, but not dead
    sink.gate.set()
    thread.join()
    assert first == [SENT]
    assert (email().state, len(sink.received)) == ("sent", 1)


@pytest.mark.django_db(transaction=True)
def test_many_runs_at_once_send_each_letter_once(sink: MailSink) -> None:
    addresses = [f"reader{number}@example.cn" for number in range(12)]
    released(*addresses)
    sent = []

    def run() -> None:
        try:
            sent.append(mail_deliveries().sent)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == 3
    assert sum(sent) == 12
    assert sorted(sink.recipients()) == sorted(addresses)


def test_a_publisher_has_a_failed_letter_sent_again_to_the_address_of_today(
    sink: MailSink, bulletin: Bulletin, leader: User
) -> None:
    sink.at_recipient[LEADER] = "550 no such user"
    assert mail_deliveries() == FAILED
    before = email().message_id
    leader.email = "new@example.cn"
    leader.save()
    resent = resend_delivery(pk=email().pk, reason=" 邮箱已更正 ", actor=publisher())
    assert (resent.state, resent.attempts, resent.fault) == ("waiting", 0, "")
    assert mail_deliveries() == SENT
    (received,) = sink.received
    assert (received.recipient, received.message["Message-ID"]) == ("new@example.cn", before)
    entry = AuditEntry.objects.filter(action=AuditAction.SENT).latest("pk")
    assert (entry.object_key, entry.reason, entry.actor_name) == (bulletin.key, "邮箱已更正", "publisher")
    assert (entry.old["state"], entry.new["state"], entry.new["address"]) == ("failed", "waiting", "new@example.cn")


def test_the_publishers_have_one_notice_of_failed_letters_until_all_were_sent_again(sink: MailSink) -> None:
    bad = ("a@example.cn", "b@example.cn")
    released(*bad, "c@example.cn")
    sink.at_recipient = dict.fromkeys(bad, "550 no such user")
    assert mail_deliveries() == Mailed(1, 0, 2, 0)
    ((who, text, waits),) = notices()
    assert (who, waits) == ("issues-bulletins", True)
    assert "有 2 封邮件发送失败" in text
    sink.at_recipient.clear()
    for address, still_waits in zip(bad, (True, False), strict=True):
        resend_delivery(pk=email(address).pk, reason="邮箱已修复", actor=publisher())
        assert notices()[0][2]
        assert mail_deliveries() == SENT
        assert [waits for *_, waits in notices()] == [still_waits]


def test_an_address_that_is_none_is_told_of_at_the_release(sink: MailSink) -> None:
    account_of(Role.PUBLISHER)
    released("nobody")
    assert [(who, waits) for who, _, waits in notices()] == [("issues-bulletins", True), ("publisher", True)]
    assert {text for _, text, _ in notices()} == {
        "《cities 2025-Q4 通报》有 1 封邮件发送失败。原因见发送记录，可在那里重发。"
    }


def test_a_correction_settles_what_waits_about_the_version_before_it(sink: MailSink, bulletin: Bulletin) -> None:
    sink.at_recipient[LEADER] = "550 no such user"
    assert mail_deliveries() == FAILED
    about = InboxItem.objects.filter(object_key=str(bulletin.pk), done_at=None)
    assert set(about.values_list("kind", flat=True)) == {InboxKind.BULLETIN, InboxKind.NOTICE}
    corrected = make_issued_bulletin(bulletin.definition, version=2, reason="更正")
    assert release_due_bulletins() == 1
    assert not about.exists()
    (item,) = InboxItem.objects.filter(done_at=None)
    assert (item.kind, item.object_key) == (InboxKind.BULLETIN, str(corrected.pk))


@pytest.mark.parametrize(("state", "code"), [("waiting", "waiting"), ("sending", "sending"), ("sent", "sent")])
def test_what_is_under_way_or_sent_is_not_sent_again(bulletin: Bulletin, state: str, code: str) -> None:
    BulletinDelivery.objects.filter(channel="email").update(state=state)
    with pytest.raises(BulletinRefusedError) as refused:
        resend_delivery(pk=email().pk, reason="再发", actor=publisher())
    assert [each.code for each in refused.value.refusals] == [code]
    assert email().state == state


@pytest.mark.parametrize("actor", [Role.REVIEWER, Role.ADMIN, Role.VIEWER, None])
def test_nobody_but_a_publisher_sends_again(bulletin: Bulletin, actor: Role | None) -> None:
    BulletinDelivery.objects.filter(channel="email").update(state="uncertain")
    by = Actor.of(account_of(actor)) if actor else Actor(name="定时任务")
    with pytest.raises(BulletinRefusedError, match="重发由审定发布岗办理") as refused:
        resend_delivery(pk=email().pk, reason="再发", actor=by)
    assert [each.code for each in refused.value.refusals] == ["not_your_role"]
    assert email().state == "uncertain"


def test_every_reason_against_sending_again_is_said(bulletin: Bulletin, leader: User, settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = False
    leader.email, leader.is_active = "", False
    leader.save()
    make_issued_bulletin(bulletin.definition, version=2, reason="更正")
    with pytest.raises(BulletinRefusedError) as refused:
        resend_delivery(pk=email().pk, reason=" ", actor=Actor(name="定时任务"))
    assert [each.code for each in refused.value.refusals] == [
        "not_your_role",
        "reason_required",
        "waiting",
        "no_address",
        "not_configured",
        "not_latest",
        "inactive",
    ]


def test_an_inbox_line_is_not_sent_again(bulletin: Bulletin) -> None:
    line = BulletinDelivery.objects.get(channel="inbox")
    with pytest.raises(BulletinRefusedError, match="不是电子邮件"):
        resend_delivery(pk=line.pk, reason="再发", actor=publisher())
