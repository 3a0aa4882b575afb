"""Handing one message to the mail server, and what can be said of it afterwards."""

from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from traceback import walk_tb

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from tracker.choices import DeliveryState

FAULT_LENGTH = 300
ASK_FIRST = "请先问收件人是否已收到，再决定是否重发。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """SENT; FAILED: refused for good; WAITING: certainly not accepted, may be tried again; UNCERTAIN: nobody knows.

    `reached` is False where no connection came about: then the next message need not be tried either.
    """

    state: DeliveryState
    fault: str = ""
    reached: bool = True


def hand_over(message: EmailMessage, connection: BaseEmailBackend) -> Outcome:
    """Send `message` over `connection`, which is opened where it is not, and closed after a fault that broke it."""
    try:
        connection.open()
    except (OSError, ValueError) as error:  # the mail library's own are OSErrors; a host name can be no host name
        hang_up(connection)
        return Outcome(state=DeliveryState.WAITING, fault=_fault("连不上邮件服务器", str(error)), reached=False)
    try:
        message.send()
    except ValueError as error:
        return Outcome(state=DeliveryState.FAILED, fault=_fault("不能生成邮件", str(error)))
    except OSError as error:
        outcome = _judged(error)
    else:
        return Outcome(state=DeliveryState.SENT)
    if outcome.state != DeliveryState.FAILED:
        hang_up(connection)
    return outcome


def hang_up(connection: BaseEmailBackend) -> None:
    """Close the connection; that a broken one cannot take leave changes nothing."""
    with suppress(OSError):
        connection.close()


def _judged(error: OSError) -> Outcome:
    code, text = _answer_in(error)
    if 500 <= code < 600:
        return Outcome(state=DeliveryState.FAILED, fault=_fault("邮件服务器拒收", f"{code} {text}"))
    if 400 <= code < 500:
        return Outcome(state=DeliveryState.WAITING, fault=_fault("邮件服务器暂不接收", f"{code} {text}"))
    if _came_before_the_text(error):
        return Outcome(state=DeliveryState.WAITING, fault=_fault("邮件交出前连接中断", text))
    return Outcome(
        state=DeliveryState.UNCERTAIN, fault=_fault(f"邮件交出时连接中断，不知是否已送达。{ASK_FIRST}", text)
    )


def _answer_in(error: OSError) -> tuple[int, str]:
    """The server's code, -1 without one, and its words or those of the error."""
    code: int
    answer: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    else:
        code, answer = -1, str(error)
    return code, answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def _came_before_the_text(error: OSError) -> bool:
    """Whether the connection broke in the talk before DATA, so that the server cannot have the message.

    The exceptions of smtplib do not tell; where they were raised does. Of another mail library nothing is known.
    """
    passed = {frame.f_code for frame, _ in walk_tb(error.__traceback__)}
    began = SMTP.data.__code__ in passed or isinstance(error, SMTPDataError)
    return SMTP.sendmail.__code__ in passed and not began


def _fault(what: str, detail: str) -> str:
    """One line that the database takes: a server's answer may hold anything."""
    shown = "".join(sign if sign.isprintable() else " " for sign in detail)
    return f"{what}（{' '.join(shown.split())}）"[:FAULT_LENGTH] if shown.strip() else what
