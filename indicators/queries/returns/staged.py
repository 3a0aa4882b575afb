"""Staged figures that an unfinished return holds: they may come from that return alone."""

from django.db import connection

from indicators.choices import ReturnState
from indicators.domain.returns import STATE_REASONS, UNFINISHED, State
from indicators.models import User
from indicators.queries.returns.access import returns_inside_areas
from indicators.queries.staging import StagedFinding


def staged_in_unfinished_returns(*, of_return: int | None = None, reader: User | None = None) -> list[StagedFinding]:
    """New figures whose indicator, area and period a return other than `of_return` is still about, by line.

    What the ledger holds already with the same publication adds nothing and is let through. A `reader` is told no more
    about a return outside his areas than that there is one; the operator, who is none, everything.
    """
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"unfinished": [str(state) for state in UNFINISHED], "of_return": of_return})
        held = cursor.fetchall()
    if not held:
        return []
    known = None if reader is None else set(returns_inside_areas(reader).values_list("pk", flat=True))
    return [
        _finding(line, f"{indicator} {area} {period}", state, f"“{form}”（{unit}）")
        if known is None or pk in known
        else StagedFinding(line, "period", "return_unfinished", f"{indicator} {area} {period}：{ELSEWHERE}")
        for line, indicator, area, period, pk, form, unit, state in held
    ]


ELSEWHERE = "该期数据正由填报单位填报，发布前不能从其他途径写入"


def _finding(line: int, key: str, state: str, name: str) -> StagedFinding:
    message = (
        f"{key}：填报表{name}{STATE_REASONS[State(state)][1]}（{ReturnState(state).label}），发布前不能从其他途径写入"
    )
    return StagedFinding(line, "period", f"return_{state}", message)


HELD = """
SELECT DISTINCT s.line, s.indicator, s.area, s.period, r.id, f.name, u.name, r.state
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
