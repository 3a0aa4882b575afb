"""News of this app."""

from django.db import transaction
from django.dispatch import receiver

from projects.events import land_changed
from projects.tasks import follow_land_indicators


@receiver(land_changed)
def on_land_changed(sender: type, **kwargs: object) -> None:
    """Enqueue after the commit, once a transaction. When the broker is away the daily run makes up for it."""
    if not any(hook[1] is enqueue_following for hook in transaction.get_connection().run_on_commit):
        transaction.on_commit(enqueue_following, robust=True)


def enqueue_following() -> None:
    """One attempt: the caller's work is done and must not wait for a broker."""
    follow_land_indicators.apply_async(retry=False)
