"""A mail server on loopback that keeps what it is sent, and fails as it is told to."""

import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

DROP = "drop"  # hang up instead of an answer
ADDRESS = re.compile(rb"<([^>]*)>")


@dataclass(frozen=True)
class Received:
    """One message that the server has taken, whatever it said to that."""

    recipient: str
    message: EmailMessage


class MailSink(ThreadingTCPServer):
    """What it answers instead of 250, by address of the recipient: `at_recipient`, or after the text, `at_text`.

    A text that is answered with 4xx or 5xx is not taken; one after which it hangs up is. `greeting` is its first line.
    While `gate` is not set it keeps the sender of a text waiting; `reached` says that one waits there.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.received: list[Received] = []
        self.connections = 0
        self.greeting = "220 sink"
        self.at_recipient: dict[str, str] = {}
        self.at_text: dict[str, str] = {}
        self.gate, self.reached = Event(), Event()
        self.gate.set()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def recipients(self) -> list[str]:
        return [each.recipient for each in self.received]


class _Talk(StreamRequestHandler):
    server: MailSink

    def handle(self) -> None:
        self.server.connections += 1
        self.say(self.server.greeting)
        recipient = ""
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"RCPT":
                found = ADDRESS.search(line)
                recipient = found[1].decode() if found else ""
                answer = self.server.at_recipient.get(recipient, "250 ok")
            elif command == b"DATA":
                self.say("354 go on")
                answer = self.take_text(recipient)
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                answer = "250 ok"
            if answer == DROP:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.say(answer)

    def take_text(self, recipient: str) -> str:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        self.server.reached.set()
        self.server.gate.wait(30)
        answer = self.server.at_text.get(recipient, "250 taken")
        if answer == DROP or answer.startswith("2"):
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.server.received.append(Received(recipient, message))
        return answer

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def running_sink() -> Iterator[MailSink]:
    with MailSink() as sink:
        thread = Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.gate.set()
            sink.shutdown()
            thread.join()


class DyingBackend(EmailBackend):
    """Django's own, of a process that dies as soon as the server has the message."""

    def send_messages(self, email_messages: Any) -> int:
        super().send_messages(email_messages)
        os._exit(9)
