from importlib import import_module

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """Are we getting there: rankings and bulletins now, targets and evaluations after."""

    name = "tracker"
    verbose_name = "监测"

    def ready(self) -> None:
        """Subscribe to the news of the app below."""
        import_module("tracker.receivers")
