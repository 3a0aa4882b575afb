from importlib import import_module

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """Are we getting there: rankings, targets and bulletins now, evaluations after."""

    name = "tracker"
    verbose_name = "监测"

    def ready(self) -> None:
        """Subscribe to the news of the app below, and bring along its tables for packages."""
        import_module("tracker.receivers")
        packages = import_module("indicators.services.packages")
        packages.add_part(import_module("tracker.services.targets.package").PART)
        packages.add_part(import_module("tracker.services.evaluations.package").PART)
