"""`health/live` and `health/ready`: open to probes, cheap however often they are asked, and never waiting for long."""

import threading
import time
from collections.abc import Callable

import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase, JsonResponse
from kombu.exceptions import OperationalError
from rest_framework import serializers
from rest_framework.request import Request

from config.celery import app
from indicators.api.views import ApiView

OK, UNAVAILABLE, NOT_CONFIGURED = "ok", "unavailable", "not_configured"
PATIENCE = 2  # seconds for each part
KEPT = 3.0  # seconds an answer is good for

Checks = dict[str, str]


def database_state() -> str:
    """A connection of its own: waiting for one of the pool could take longer than a probe does."""
    parameters = {**connection.get_connection_params(), "connect_timeout": PATIENCE}
    try:
        with psycopg.connect(**parameters) as probe:
            probe.execute("SELECT 1")
    except psycopg.Error:
        return UNAVAILABLE
    return OK


def broker_state() -> str:
    if not settings.REDIS_URL:
        return NOT_CONFIGURED
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as client:
            client.ping()
    except redis.RedisError:
        return UNAVAILABLE
    return OK


def worker_state() -> str:
    """Whether any worker answers; to be asked only when the broker does."""
    try:
        return OK if app.control.ping(timeout=1, limit=1) else UNAVAILABLE
    except (OperationalError, redis.RedisError, OSError):
        return UNAVAILABLE


def readiness() -> Checks:
    """The state of each part."""
    broker = broker_state()
    return {
        "database": database_state(),
        "broker": broker,
        "worker": worker_state() if broker == OK else broker,
    }


class Recent:
    """The last answer of `ask`, asked again once it is older than `seconds`, by one thread at a time."""

    def __init__(self, ask: Callable[[], Checks], seconds: float) -> None:
        self.ask = ask
        self.seconds = seconds
        self.answer: Checks | None = None
        self.good_until = 0.0
        self.asking = threading.Lock()

    def get(self) -> Checks:
        # Whoever has an older answer takes that instead of waiting for the one who asks.
        if not self._is_fresh() and self.asking.acquire(blocking=self.answer is None):
            try:
                if not self._is_fresh():
                    self.answer = self.ask()
                    self.good_until = time.monotonic() + self.seconds
            finally:
                self.asking.release()
        return self.answer or {}

    def _is_fresh(self) -> bool:
        return self.answer is not None and time.monotonic() < self.good_until


recent_readiness = Recent(readiness, KEPT)


class LiveBody(serializers.Serializer):
    """The process answers."""

    status = serializers.CharField(help_text="ok")


class PartStates(serializers.Serializer):
    """Each part by itself."""

    database = serializers.CharField(help_text="数据库：ok 或 unavailable")
    broker = serializers.CharField(help_text="消息队列：ok、unavailable 或 not_configured")
    worker = serializers.CharField(help_text="后台任务进程：ok、unavailable 或 not_configured")


class ReadyBody(serializers.Serializer):
    """Whether every part that is configured answers."""

    status = serializers.CharField(help_text="ok，或 503 时的 unavailable")
    checks = PartStates()


class OpenView(ApiView):
    """No login and no rate: a probe that is refused would stop a healthy process."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []


class LiveView(OpenView):
    """进程在运行。"""

    answer = LiveBody

    def get(self, request: Request) -> HttpResponseBase:
        return JsonResponse({"status": OK})


class ReadyView(OpenView):
    """数据库、消息队列、后台任务进程是否就绪；未设 REDIS_URL 时后两者为 not_configured。"""

    answer = ReadyBody

    def get(self, request: Request) -> HttpResponseBase:
        checks = recent_readiness.get()
        ready = UNAVAILABLE not in checks.values()
        answer = JsonResponse({"status": OK if ready else UNAVAILABLE, "checks": checks}, status=200 if ready else 503)
        if not ready:
            answer["Retry-After"] = "5"
        return answer
