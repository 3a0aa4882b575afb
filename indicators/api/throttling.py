"""How often an account may ask, counted in fixed windows of time: one number for each, however many requests come."""

import logging
import time

from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from indicators.api.client_address import client_address
from indicators.models import ApiToken

logger = logging.getLogger(__name__)

SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class RateThrottle(BaseThrottle):
    """The rates of the settings: `user` to read, `post` to write, `anon` for an address without a login.

    Every token is counted by itself, an account that is signed in by its session as one.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = _scope(request)
        who = client_address(request) if scope == "anon" else _bearer(request)
        limit, _, unit = str(api_settings.DEFAULT_THROTTLE_RATES[scope]).partition("/")
        seconds = SECONDS[unit[0]]
        window, elapsed = divmod(time.time(), seconds)
        self.remaining = seconds - elapsed
        return _count(f"throttle:{scope}:{who}:{window:.0f}", seconds) <= int(limit)

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.remaining


def _scope(request: Request) -> str:
    if not request.user.is_authenticated:
        return "anon"
    return "user" if request.method in SAFE_METHODS else "post"


def _bearer(request: Request) -> str:
    return f"token-{request.auth.pk}" if isinstance(request.auth, ApiToken) else f"account-{request.user.pk}"


def _count(key: str, seconds: int) -> int:
    """How many requests the window has seen with this one; 0 when nobody counts."""
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key)
    except RedisError:
        # The figures are in PostgreSQL: reading them does not stop because the counter is away.
        logger.warning("Requests are not counted: the cache does not answer", exc_info=True)
        return 0
    except ValueError:  # the window ended between the two steps
        return 1
