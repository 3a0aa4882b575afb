"""The publications of one key of the ledger."""

from indicators.models import Observation
from indicators.models.observations import ObservationQuerySet


def publications_of(observation: Observation) -> ObservationQuerySet:
    """Every publication of the figure's key with who recorded it, oldest first."""
    return Observation.objects.history(observation.indicator, observation.area, observation.period)


def current_version_of(observation: Observation) -> Observation:
    """The newest publication of the figure's key."""
    return publications_of(observation).current().get()
