"""What the trail takes of sign-ins and refusals: each one of them, but no flood."""

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry, User
from indicators.services.sign_ins import ENTRIES_A_MINUTE, record_failed_sign_in, record_lock_out, record_refusal

ADDRESS = "192.0.2.7"
pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create(username="li", role=Role.VIEWER, password="!")


def refuse(user: User, path: str, *, method: str = "GET", status: int = 403) -> None:
    record_refusal(user=user, method=method, path=path, status=status, address=ADDRESS)


def keys(action: AuditAction) -> list[str]:
    return list(AuditEntry.objects.filter(action=action).order_by("pk").values_list("object_key", flat=True))


def test_the_same_refusal_is_one_entry_a_minute(user: User) -> None:
    for _ in range(3):
        refuse(user, "/admin/a/")
    refuse(user, "/admin/b/")
    refuse(user, "/admin/a/", method="POST")
    refuse(User.objects.create(username="wang", role=Role.VIEWER, password="!"), "/admin/a/")
    assert keys(AuditAction.REFUSED) == ["/admin/a/", "/admin/b/", "/admin/a/", "/admin/a/"]
    cache.clear()  # as after a minute
    refuse(user, "/admin/a/")
    assert len(keys(AuditAction.REFUSED)) == 5


def test_an_account_that_asks_everywhere_does_not_fill_the_trail(user: User, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(ENTRIES_A_MINUTE + 20):
        refuse(user, f"/admin/{number}/")
    assert len(keys(AuditAction.REFUSED)) == ENTRIES_A_MINUTE
    assert caplog.text.count("More refusals in a minute") == 1


def test_an_address_that_tries_every_name_does_not_fill_the_trail(db: None) -> None:
    for number in range(ENTRIES_A_MINUTE + 20):
        record_failed_sign_in(name=f"name{number}", address=ADDRESS)
    record_failed_sign_in(name="name", address="192.0.2.8")
    assert keys(AuditAction.SIGN_IN_FAILED) == [*(f"name{n}" for n in range(ENTRIES_A_MINUTE)), "name"]


def test_every_failure_before_the_lock_counts_and_the_lock_once_a_minute(db: None) -> None:
    for _ in range(4):
        record_failed_sign_in(name="li", address=ADDRESS)
    for _ in range(4):
        record_lock_out(name="li", address=ADDRESS)
    assert (len(keys(AuditAction.SIGN_IN_FAILED)), len(keys(AuditAction.LOCKED_OUT))) == (4, 1)


def test_what_the_columns_cannot_hold_is_cut_and_not_lost(user: User) -> None:
    record_failed_sign_in(name="a\x00" + "b" * 500, address=None)
    refuse(user, "/admin/" + "c" * 500)
    refuse(user, "/admin/\x00/")
    failed = AuditEntry.objects.get(action=AuditAction.SIGN_IN_FAILED)
    assert failed.actor_name == ("a%00" + "b" * 500)[:150]
    assert keys(AuditAction.REFUSED) == [("/admin/" + "c" * 500)[:300], "/admin/%00/"]


def test_without_the_cache_everything_is_recorded(user: User, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
    refuse(user, "/admin/a/")
    refuse(user, "/admin/a/")
    record_lock_out(name="li", address=ADDRESS)
    assert (len(keys(AuditAction.REFUSED)), len(keys(AuditAction.LOCKED_OUT))) == (2, 1)
