"""Where a request comes from, as seen before the proxies of the installation: for the rate and for the lock-out."""

from ipaddress import ip_address

from django.http import HttpRequest
from rest_framework.settings import api_settings


def client_address(request: HttpRequest) -> str | None:
    """The address that the outermost of `NUM_PROXIES` proxies saw; None where there is none, as on a socket file.

    Each proxy adds to the end of `X-Forwarded-For` whom it was asked by, so what a client makes up itself stands
    further left than anything that is read here.
    """
    proxies = api_settings.NUM_PROXIES or 0
    forwarded = [text.strip() for text in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if text.strip()]
    seen = forwarded[-proxies:][0] if proxies and forwarded else ""
    return _address(seen) or _address(request.META.get("REMOTE_ADDR", ""))


def _address(text: str) -> str | None:
    """The address alone: PostgreSQL stores neither a zone nor anything that is no address."""
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None
