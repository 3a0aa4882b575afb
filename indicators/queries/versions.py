"""The numbers of the present state of the data."""

from indicators.choices import DataTopic
from indicators.models import DataVersion


def data_version() -> int:
    """Grows with every change of what readers see; what was read after it is at least as new. 0 at first."""
    return _number(DataTopic.PUBLISHED)


def definitions_version() -> int:
    """Grows with every change of areas, peer groups and indicators."""
    return _number(DataTopic.DEFINITIONS)


def _number(topic: DataTopic) -> int:
    return DataVersion.objects.filter(topic=topic).values_list("number", flat=True).first() or 0
