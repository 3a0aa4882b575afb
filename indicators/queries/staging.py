"""What staged figures would collide with, and what about them deserves a second look."""

from dataclasses import dataclass

from django.db import connection

from indicators.domain.kinds import Vintage


@dataclass(frozen=True, slots=True)
class StagedFinding:
    """One finding about one staged line."""

    line: int
    column: str
    code: str
    message: str


def staged_conflicts() -> list[StagedFinding]:
    """Keys that stand twice among the staged figures, or in the ledger with other content."""
    with connection.cursor() as cursor:
        cursor.execute(REPEATED)
        repeated = [
            StagedFinding(
                line,
                "published_at",
                "conflict",
                f"指标 {indicator}、地区 {area}、期别 {period} 在同一发布时间重复（首见第 {first} 行）",
            )
            for line, indicator, area, period, first in cursor.fetchall()
        ]
        cursor.execute(STORED_OTHERWISE)
        stored = [
            StagedFinding(
                line,
                column,
                "conflict",
                f"台账中该键已有不同的内容：{column} 为“{there or ''}”，这里为“{here or ''}”；更正请用新的发布时间",
            )
            for line, column, there, here in cursor.fetchall()
        ]
    return sorted(repeated + stored, key=lambda finding: finding.line)


def staged_warnings(*, cumulative_indicators: list[str]) -> list[StagedFinding]:
    """Possible, but worth a look: a lower vintage after a higher one; a cumulative figure below an earlier one.

    `cumulative_indicators` are the codes of kind `flow_ytd`; those of the package itself are not in the catalogue yet.
    """
    by_rank = {vintage.rank: vintage for vintage in Vintage if vintage is not Vintage.WITHDRAWN}
    ranks: dict[str, list[str] | list[int]] = {
        "names": [str(vintage) for vintage in by_rank.values()],
        "ranks": list(by_rank),
    }
    with connection.cursor() as cursor:
        cursor.execute(LOWER_VINTAGE, ranks)
        lower = [
            StagedFinding(line, "vintage", "lower_vintage", f"此前已有更高的版本 {by_rank[highest]}，这里是 {vintage}")
            for line, vintage, highest in cursor.fetchall()
        ]
        cursor.execute(CUMULATIVE_FALLS, {"cumulative": cumulative_indicators})
        falling = [
            StagedFinding(line, "value", "cumulative_falls", f"累计数 {here} 低于本年 {period} 的 {before}")
            for line, here, period, before in cursor.fetchall()
        ]
    return sorted(lower + falling, key=lambda finding: finding.line)


REPEATED = """
SELECT line, indicator, area, period, first FROM (
    SELECT line, indicator, area, period, row_number() OVER same AS nth, first_value(line) OVER same AS first
    FROM staged_figure
    WINDOW same AS (PARTITION BY indicator, area, period, published_at ORDER BY line)
) AS numbered WHERE nth > 1
"""

STORED_OTHERWISE = """
SELECT s.line, differing.name, differing.stored, differing.staged
FROM staged_figure s
JOIN indicators_indicator i ON i.code = s.indicator
JOIN indicators_area a ON a.code = s.area
JOIN indicators_observation o
  ON (o.indicator_id, o.area_id, o.period, o.published_at) = (i.id, a.id, s.period, s.published_at)
CROSS JOIN LATERAL (VALUES
    ('value', trim_scale(o.value)::text, trim_scale(s.value)::text),
    ('growth', trim_scale(o.growth)::text, trim_scale(s.growth)::text),
    ('vintage', o.vintage, s.vintage),
    ('note', o.note, s.note)
) AS differing (name, stored, staged)
WHERE differing.stored IS DISTINCT FROM differing.staged
"""

LOWER_VINTAGE = """
WITH history AS (
    SELECT line, indicator, area, period, published_at, vintage FROM staged_figure
    UNION ALL
    SELECT NULL, i.code, a.code, o.period, o.published_at, o.vintage
    FROM (SELECT DISTINCT indicator, area, period FROM staged_figure) AS s
    JOIN indicators_indicator i ON i.code = s.indicator
    JOIN indicators_area a ON a.code = s.area
    JOIN indicators_observation o ON (o.indicator_id, o.area_id, o.period) = (i.id, a.id, s.period)
), since_withdrawal AS (
    -- What follows a withdrawal starts afresh; a withdrawal itself has no rank.
    SELECT *, count(*) FILTER (WHERE rank IS NULL) OVER (
        PARTITION BY indicator, area, period ORDER BY published_at
    ) AS withdrawals
    FROM history LEFT JOIN unnest(%(names)s::text[], %(ranks)s::int[]) AS ranks (vintage, rank) USING (vintage)
), ranked AS (
    SELECT line, vintage, rank, max(rank) OVER (
        PARTITION BY indicator, area, period, withdrawals
        ORDER BY published_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS highest
    FROM since_withdrawal
)
SELECT line, vintage, highest FROM ranked WHERE line IS NOT NULL AND rank < highest
"""

CUMULATIVE_FALLS = """
WITH newest AS (
    SELECT DISTINCT ON (indicator, area, period) line, indicator, area, period, value
    FROM (
        SELECT line, indicator, area, period, published_at, value FROM staged_figure
        UNION ALL
        SELECT NULL, i.code, a.code, o.period, o.published_at, o.value
        FROM (SELECT DISTINCT indicator, area FROM staged_figure) AS s
        JOIN indicators_indicator i ON i.code = s.indicator
        JOIN indicators_area a ON a.code = s.area
        JOIN indicators_observation o ON (o.indicator_id, o.area_id) = (i.id, a.id) AND o.superseded_at IS NULL
    ) AS history
    WHERE indicator = ANY(%(cumulative)s)
    ORDER BY indicator, area, period, published_at DESC
), in_year AS (
    SELECT line, value, lag(period) OVER year_to_date AS before_period, lag(value) OVER year_to_date AS before
    FROM newest WHERE value IS NOT NULL
    WINDOW year_to_date AS (PARTITION BY indicator, area, left(period, 4) ORDER BY period)
)
SELECT line, trim_scale(value)::text, before_period, trim_scale(before)::text FROM in_year
WHERE line IS NOT NULL AND value < before
"""
