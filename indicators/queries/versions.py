"""The number of the present state of what readers see."""

from indicators.models import DataVersion


def data_version() -> int:
    """Grows with every change; what was read after it is at least as new. 0 before the first change."""
    return DataVersion.objects.values_list("number", flat=True).first() or 0
