"""What the installation follows: `migrate` brings the periodic work, signing in and out goes into the audit trail."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.http import HttpRequest

from config.periodic import ensure_periodic_work
from indicators.api.client_address import client_address
from indicators.models import User
from indicators.services.sign_ins import record_failed_sign_in, record_lock_out, record_sign_in, record_sign_out


@receiver(post_migrate)
def on_migrated(sender: object, **kwargs: object) -> None:
    """Sent once an app; the tables are there when the scheduler's own app has been migrated."""
    if getattr(sender, "name", "") == "django_celery_beat":
        ensure_periodic_work()


@receiver(user_logged_in)
def on_signed_in(sender: object, *, request: HttpRequest, user: User, **kwargs: object) -> None:
    record_sign_in(user=user, address=client_address(request))


@receiver(user_logged_out)
def on_signed_out(sender: object, *, request: HttpRequest, user: User | None, **kwargs: object) -> None:
    """Without an account it was a session that had ended before."""
    if user is not None:
        record_sign_out(user=user, address=client_address(request))


@receiver(user_login_failed)
def on_sign_in_failed(
    sender: object, *, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: object
) -> None:
    """What is refused because of the lock-out is told by that signal."""
    if request is not None and not getattr(request, "axes_locked_out", False):
        record_failed_sign_in(name=str(credentials.get("username", "")), address=client_address(request))


@receiver(user_locked_out)
def on_locked_out(sender: object, *, request: HttpRequest, username: str | None, **kwargs: object) -> None:
    record_lock_out(name=username or "", address=client_address(request))
