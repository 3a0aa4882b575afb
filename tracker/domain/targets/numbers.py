"""The numbers of an assessment by address, so that every printed one names where it comes from."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.targets.progress import Verdict
from tracker.domain.targets.record import AssessmentRecord

COUNT, PROGRESS, BROKEN = "count", "progress", "broken"


@dataclass(frozen=True, slots=True)
class RecordNumbers:
    """The numbers of one record by address: `year`, `lines`, `count/met`, `progress/0/actual` (line 0 first)."""

    record: AssessmentRecord

    def number(self, source: str) -> Decimal:
        """The exact number; KeyError for what is no address or has no number."""
        kind, _, rest = source.partition("/")
        if kind == "year":
            return Decimal(self.record.year)
        if kind == "lines":
            return Decimal(sum(map(self.record.is_own, self.record.lines)))
        if kind == COUNT:
            return Decimal(self.record.counts()[Verdict(rest)])
        place, _, column = rest.partition("/")
        if kind == BROKEN:
            return Decimal(self.record.progress(self.record.lines[int(place)]).broken[int(column)])
        if kind != PROGRESS or column not in ("actual", "share_done", "share_expected", "needed"):
            raise KeyError(source)
        found = getattr(self.record.progress(self.record.lines[int(place)]), column)
        if found is None:
            raise KeyError(source)
        return found
