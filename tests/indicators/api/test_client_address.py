"""Where a request comes from: behind proxies, past what a client makes up, and where nothing says so."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from indicators.api.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "found"),
    [
        (0, None, "192.0.2.1", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 192.0.2.2", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "2001:db8::1", "192.0.2.1", "2001:db8::1"),
        (1, "fe80::1%eth0", "192.0.2.1", "fe80::1"),
        (1, "unknown", "192.0.2.1", "192.0.2.1"),
        (1, " , ", "192.0.2.1", "192.0.2.1"),
        (1, None, "", None),
        (1, "203.0.113.9", "", "203.0.113.9"),
    ],
)
def test_the_address_of_a_client(
    settings: Settings, proxies: int, forwarded: str | None, remote: str, found: str | None
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == found
