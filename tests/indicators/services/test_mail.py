"""Mail of what is new in the inboxes, where a server is configured."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from pytest_django.fixtures import Settings

from indicators.choices import InboxKind, Role
from indicators.models import InboxItem
from indicators.services.mail import mail_inbox_items
from tests.return_builders import make_account

pytestmark = pytest.mark.django_db


class PickyServer(EmailBackend):
    """Refuses one address for good, and hangs up at another."""

    def send_messages(self, messages: Any) -> int:
        address = messages[0].to[0]
        if address.startswith("unknown"):
            raise SMTPRecipientsRefused({address: (550, b"no such user")})
        if address.startswith("hang-up"):
            raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def item_for(name: str, email: str, text: str = "请填报", **fields: object) -> InboxItem:
    person = make_account(Role.ENTRY, username=name, email=email)
    return InboxItem.objects.create(recipient=person, kind=InboxKind.FILL, text=text, created_by="x", **fields)


def addresses() -> list[str]:
    return [message.to[0] for message in mail.outbox]


def test_each_new_item_is_mailed_once() -> None:
    item_for("zhang", "zhang@example.cn", "季报已开放填报", due_on="2026-12-01")
    item_for("nobody", "")
    assert mail_inbox_items() == 1
    assert mail_inbox_items() == 0
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["zhang@example.cn"], "【填报】季报已开放填报")
    assert "办理期限：2026-12-01" in message.body
    assert "请登录" in message.body


def test_without_a_server_nothing_is_sent_and_nothing_is_marked(settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = False
    item = item_for("zhang", "zhang@example.cn")
    assert mail_inbox_items() == 0
    item.refresh_from_db()
    assert (item.mailed_at, mail.outbox) == (None, [])


def test_what_is_done_and_whose_account_is_closed_is_not_mailed() -> None:
    item_for("zhang", "zhang@example.cn", done_at="2026-11-01T00:00:00+08:00")
    closed = item_for("li", "li@example.cn").recipient
    closed.is_active = False
    closed.save()
    item_for("wang", "wang@example.cn")
    assert mail_inbox_items() == 1
    assert addresses() == ["wang@example.cn"]


def test_a_reason_of_several_lines_does_not_break_the_subject() -> None:
    item_for("zhang", "zhang@example.cn", "被退回：一\r\n二\n三")
    assert mail_inbox_items() == 1
    assert mail.outbox[0].subject == "【填报】被退回：一 二 三"


def test_an_address_that_does_not_exist_keeps_nobody_else_waiting(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.PickyServer"
    refused = item_for("zhang", "unknown@example.cn")
    item_for("li", "li@example.cn")
    assert mail_inbox_items() == 1
    assert addresses() == ["li@example.cn"]
    refused.refresh_from_db()
    assert refused.mailed_at is None


def test_when_the_server_hangs_up_the_rest_waits_for_the_next_run(settings: Settings) -> None:
    item_for("zhang", "zhang@example.cn")
    broken = item_for("li", "hang-up@example.cn")
    item_for("wang", "wang@example.cn")
    settings.EMAIL_BACKEND = f"{__name__}.PickyServer"
    assert mail_inbox_items() == 1
    broken.recipient.email = "li@example.cn"
    broken.recipient.save()
    assert mail_inbox_items() == 2
    assert addresses() == ["zhang@example.cn", "li@example.cn", "wang@example.cn"]
