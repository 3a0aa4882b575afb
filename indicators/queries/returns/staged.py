"""Staged figures that an unfinished return holds: they may come from that return alone."""

from django.db import connection

from indicators.choices import ReturnState
from indicators.domain.returns import STATE_REASONS, UNFINISHED, State
from indicators.queries.staging import StagedFinding


def staged_in_unfinished_returns(*, of_return: int | None = None) -> list[StagedFinding]:
    """New figures whose indicator, area and period a return other than `of_return` is still about, by line.

    What the ledger holds already with the same publication adds nothing and is let through.
    """
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"unfinished": [str(state) for state in UNFINISHED], "of_return": of_return})
        return [
            StagedFinding(
                line,
                "period",
                f"return_{state}",
                f"{indicator} {area} {period}：填报表“{form}”（{unit}）{STATE_REASONS[State(state)][1]}"
                f"（{ReturnState(state).label}），发布前不能从其他途径写入",
            )
            for line, indicator, area, period, form, unit, state in cursor.fetchall()
        ]


HELD = """
SELECT DISTINCT s.line, s.indicator, s.area, s.period, f.name, u.name, r.state
FROM staged_figure s
JOIN indicators_indicator i ON i.code = s.indicator
JOIN indicators_area a ON a.code = s.area
JOIN indicators_returncell c ON (c.indicator_id, c.area_id) = (i.id, a.id)
JOIN indicators_return r ON r.id = c.in_return_id AND r.period = s.period AND r.state = ANY(%(unfinished)s)
JOIN indicators_returnform f ON f.id = r.form_id
JOIN indicators_formunit u ON u.id = r.unit_id
WHERE r.id IS DISTINCT FROM %(of_return)s AND NOT EXISTS (
    SELECT 1 FROM indicators_observation o
    WHERE (o.indicator_id, o.area_id, o.period, o.published_at) = (i.id, a.id, s.period, s.published_at)
)
ORDER BY s.line
"""
