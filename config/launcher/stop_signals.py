"""Ctrl-C and its relatives as one exception, raised once: what stops then is not interrupted again."""

import signal
from types import FrameType
from typing import NoReturn

STOP_SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


class StopRequested(BaseException):
    """Somebody asked the launcher to stop. No `Exception`, so that no handler of errors takes it for one."""


def raise_on_stop_signals() -> None:
    """From here on each of `STOP_SIGNALS` raises `StopRequested` in the main thread, the first time."""
    for number in STOP_SIGNALS:
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup wants it ignored
            signal.signal(number, _request_stop)


def ignore_stop_signals() -> None:
    """From here on a second Ctrl-C changes nothing."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _request_stop(number: int, frame: FrameType | None) -> NoReturn:
    ignore_stop_signals()
    raise StopRequested
