from importlib import import_module

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """What is measured: areas, catalogue, ledger, growth, access, audit."""

    name = "indicators"
    verbose_name = "指标"

    def ready(self) -> None:
        """Register the predicates before anybody is asked for a permission."""
        import_module("indicators.queries.access")
