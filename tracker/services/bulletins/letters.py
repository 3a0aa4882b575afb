"""The e-mail that brings a bulletin: subject, text, and its Word and Excel files."""

import re

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from tracker.choices import FileFormat, UseLevel
from tracker.models import Bulletin, BulletinDelivery

ATTACHED = (FileFormat.WORD, FileFormat.WORKBOOK)
OFFICE_FILE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    FileFormat.WORD: f"{OFFICE_FILE}.wordprocessingml.document",
    FileFormat.WORKBOOK: f"{OFFICE_FILE}.spreadsheetml.sheet",
}
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|]')


def letter_for(delivery: BulletinDelivery, connection: BaseEmailBackend) -> EmailMessage:
    """The message of a delivery, to be sent over `connection`; the same Message-ID each time."""
    bulletin = delivery.bulletin
    letter = EmailMessage(
        # A title that people typed may have line breaks, which a subject must not have.
        subject=" ".join(f"【通报】{_named(bulletin)}".split()),
        body="\n".join(_lines(delivery)),
        to=[delivery.address],
        headers={"Message-ID": delivery.message_id},
        connection=connection,
    )
    name = _NOT_IN_FILE_NAMES.sub("_", _named(bulletin))
    for file in bulletin.files.filter(format__in=ATTACHED):
        letter.attach(f"{name}.{file.format}", bytes(file.content), MEDIA_TYPES[FileFormat(file.format)])
    return letter


def _named(bulletin: Bulletin) -> str:
    return f"{bulletin.title}（更正稿，第 {bulletin.version} 版）" if bulletin.version > 1 else bulletin.title


def _lines(delivery: BulletinDelivery) -> list[str]:
    bulletin = delivery.bulletin
    lines = [f"{delivery.recipient}：", ""] if delivery.recipient else []
    lines += [f"《{bulletin.title}》已签发，见附件。", "", f"发文机关：{bulletin.definition.office}"]
    if bulletin.document_number:
        lines.append(f"发文字号：{bulletin.document_number}")
    lines.append(f"使用范围：{bulletin.get_use_level_display()}")
    if bulletin.version > 1:
        lines += ["", f"本件为第 {bulletin.version} 版，更正前版，请以本版为准。更正原因：{bulletin.reason}"]
    if bulletin.use_level == UseLevel.INTERNAL:
        lines += ["", "本通报供内部使用，请勿外传。"]
    if delivery.recipient:
        lines += ["", "请登录五年规划指标监测系统，在“待办”中查看。"]
    return [*lines, ""]
