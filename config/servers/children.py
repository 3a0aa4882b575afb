"""Child processes that end with the program that started them, however that ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.servers.account import Credentials

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A running child process. Its name stands in messages; `stop_signal` asks it to end in an orderly way."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals
    log: Path | None = None

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self, *, patience: float = 20) -> None:
        """Ask the child to end; after `patience` seconds end it and what it started by force."""
        if self.is_running:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def last_lines(self, count: int = 5) -> str:
        """The end of the child's log."""
        if self.log is None:
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def start_child(
    name: str,
    command: Sequence[str],
    *,
    log: Path | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    orphan_signal: signal.Signals | None = None,
    environment: Mapping[str, str] | None = None,
    credentials: Credentials | None = None,
    standard_input: bytes = b"",
) -> Child:
    """Start `command` in a session of its own (a Ctrl-C reaches only its parent); its output goes to `log`, if given.

    On Linux the kernel sends it `orphan_signal` (by default `stop_signal`) when this program ends for whatever reason.
    Call it from the main thread: the kernel counts the end of the starting thread.
    """
    output = None
    if log:
        keep_previous_log(log)
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=environment,
            cwd="/" if credentials else None,
            start_new_session=True,
            preexec_fn=ends_with_parent(orphan_signal or stop_signal),
            **(credentials or {}),
        )
    finally:
        if output is not None:
            os.close(output)
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # a child that has already ended is found by whoever waits for it
        process.stdin.write(standard_input)
        process.stdin.close()
    return Child(name=name, process=process, stop_signal=stop_signal, log=log)


def ends_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """What a new child runs first so that it gets `death_signal` when its parent ends; None outside Linux."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it ended before the kernel was asked
            os._exit(1)

    return ask_kernel


def keep_previous_log(log: Path) -> None:
    """Make room for a new log; the one before stays beside it as `<name>.log.1`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
