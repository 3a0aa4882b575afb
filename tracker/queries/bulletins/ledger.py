"""Levels of many indicators at once, as the ledger has them now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Observation
from tracker.domain.bulletins.facts import FigureKey


@dataclass(frozen=True, slots=True)
class Ledger:
    """Current figures by key with their levels; `observations` also holds what was looked for in vain (None)."""

    observations: Mapping[FigureKey, int | None]
    levels: Mapping[FigureKey, Decimal | None]
    lineage: Mapping[str, Sequence[str]]

    def level(self, key: FigureKey) -> Decimal | None:
        """Of the area, or else of what it continues."""
        indicator, area, period = key
        found = (self.levels.get((indicator, each, period)) for each in self.lineage[area])
        return next((level for level in found if level is not None), None)


def ledger_at(keys: Iterable[FigureKey], lineage: Mapping[str, Sequence[str]]) -> Ledger:
    """What stands at `keys` and under the codes their areas continue; one query. `lineage`: newest area first."""
    asked = {(indicator, each, period) for indicator, area, period in keys for each in lineage[area]}
    observations: dict[FigureKey, int | None] = dict.fromkeys(asked)
    levels: dict[FigureKey, Decimal | None] = {}
    rows = Observation.objects.current().figures()
    rows = rows.filter(
        indicator__code__in={indicator for indicator, _, _ in asked},
        area__code__in={area for _, area, _ in asked},
        period__in={period for _, _, period in asked},
    )
    for pk, value, *columns in rows.values_list("pk", "value", "indicator__code", "area__code", "period"):
        indicator, area, period = columns
        if (key := (indicator, area, period)) in asked:
            observations[key], levels[key] = pk, value
    return Ledger(observations, levels, lineage)
