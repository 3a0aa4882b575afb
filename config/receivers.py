"""After `migrate` the periodic work of this version is in the database."""

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from config.periodic import ensure_periodic_work


@receiver(post_migrate)
def on_migrated(sender: object, **kwargs: object) -> None:
    """Sent once an app; the tables are there when the scheduler's own app has been migrated."""
    if getattr(sender, "name", "") == "django_celery_beat":
        ensure_periodic_work()
