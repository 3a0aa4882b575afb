"""How often an account may ask, counted in fixed windows of time: one number for each, however many requests come."""

import logging
import time

from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from indicators.api.client_address import client_address

logger = logging.getLogger(__name__)

SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class RateThrottle(BaseThrottle):
    """The rate `user` for an account, `anon` for an address without one; both as in the settings."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = "user" if request.user.is_authenticated else "anon"
        who = request.user.pk if request.user.is_authenticated else client_address(request)
        limit, _, unit = str(api_settings.DEFAULT_THROTTLE_RATES[scope]).partition("/")
        seconds = SECONDS[unit[0]]
        window, elapsed = divmod(time.time(), seconds)
        self.remaining = seconds - elapsed
        return _count(f"throttle:{scope}:{who}:{window:.0f}", seconds) <= int(limit)

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.remaining


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
