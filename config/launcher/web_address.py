"""The port of the web and whether it answers."""

import http.client
import os
import socket
import time

from config.servers.errors import ServerError

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8000
PORT_PATIENCE = 3.0  # seconds; the web of a launcher that was killed gives its port up a moment later
ALIVE_PATH = "/api/v1/health/live/"


def chosen_port() -> int:
    """`PORT`, by default 8000; raises `ServerError` where it is no port or is taken."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise ServerError(f"PORT={text} 不是端口号，请用 1 到 65535 之间的整数。")
    deadline = time.monotonic() + PORT_PATIENCE
    while reason := _why_not_free(int(text)):
        if time.monotonic() > deadline:
            raise ServerError(f"无法使用端口 {text}（{reason}），请用 PORT=… 另选一个端口。")
        time.sleep(0.1)
    return int(text)


def _why_not_free(port: int) -> str | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            return error.strerror
    return None


def web_answers(port: int) -> bool:
    """Whether the web takes requests; a refused one (a host that is not allowed, say) is an answer too."""
    web = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        web.request("GET", ALIVE_PATH)
        return web.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()
