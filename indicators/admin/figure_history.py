"""The history of one figure as its page shows it: every publication, who recorded it, and why."""

from dataclasses import dataclass

from indicators.admin.figures import growth_text, moment_text, value_text
from indicators.models import Observation
from indicators.queries.observations import publications_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One publication, in words."""

    vintage: str
    correction: str
    value: str
    growth: str
    published: str
    superseded: str
    note: str
    recorded_by: str
    reason: str
    past: bool


def history_rows(observation: Observation) -> list[HistoryRow]:
    """Every publication of the figure's key in words, newest first."""
    return [_in_words(row) for row in publications_of(observation).reverse()]


def _in_words(row: Observation) -> HistoryRow:
    entry = row.audit_entry
    return HistoryRow(
        vintage=row.get_vintage_display(),
        correction=f"第 {row.revision} 次更正" if row.revision else "",
        value=value_text(row.value, row.indicator),
        growth=growth_text(row.growth, row.indicator),
        published=moment_text(row.published_at),
        superseded=moment_text(row.superseded_at) if row.superseded_at else "现行",
        note=row.note,
        recorded_by=f"{entry.actor_name}，{moment_text(entry.at)}（审计第 {entry.pk} 号）",
        reason=entry.reason,
        past=row.superseded_at is not None,
    )
