"""How web, worker and beat are started."""

import signal
import sys
from pathlib import Path

from config.launcher.web_address import LOOPBACK
from config.servers.children import Child, start_child


def start_worker(logs: Path) -> Child:
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
    command += ["--queues", "default,calculations", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    return start_child("worker", command, log=logs / "worker.log")


def start_beat(logs: Path) -> Child:
    command = [sys.executable, "-m", "celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile="]
    # Asked to end without its servers, beat would wait for them for ever; it has nothing that a forced end could harm.
    return start_child("beat", command, log=logs / "beat.log", orphan_signal=signal.SIGKILL)


def start_web(logs: Path, port: int) -> Child:
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{LOOPBACK}:{port}", "--no-control-socket"]
    command += ["--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "10"]
    return start_child("web", command, log=logs / "web.log")
