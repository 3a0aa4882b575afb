"""The write gate of the ledger: figures are staged, checked, and published set-wise in one short transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from indicators.choices import Vintage
from indicators.domain.figures import Figure, FigureFault
from indicators.models.advisory import AdvisoryLock, hold
from indicators.models.staging import stage_figures
from indicators.queries.publication import faults_of_figures, faults_of_staged
from indicators.services.audit import Actor, seal_without_broker
from indicators.services.calculations import announce_change

ANALYZE_FROM = 10_000  # rows after which the planner's statistics are too old to wait for the server to notice


class PublicationRefusedError(Exception):
    """Nothing was stored; `faults` lists every reason."""

    code = "publication_refused"

    def __init__(self, faults: list[FigureFault]) -> None:
        super().__init__("；".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Published:
    """How many figures were new, and how many the ledger already held with the same content."""

    created: int
    unchanged: int


def publish_figures(*, figures: Iterable[Figure], actor: Actor, reason: str, of_return: int | None = None) -> Published:
    """Check and publish figures of known indicators and areas; all or nothing.

    A later `published_at` is a revision, an earlier one takes its place in the history, the same one with other content
    is a conflict. What an unfinished return holds can come from that return alone, named by `of_return`.
    """
    listed = list(figures)
    with transaction.atomic():
        hold(AdvisoryLock.LEDGER)
        if faults := list(faults_of_figures(listed)):
            raise PublicationRefusedError(faults)
        stage_figures(listed)
        return publish_staged(actor=actor, reason=reason, of_return=of_return)


def publish_staged(*, actor: Actor, reason: str, of_return: int | None = None) -> Published:
    """Write what is staged to the ledger, with its audit entries and its outbox rows; to be called in a transaction.

    The lock makes publications follow one another, so that the conflicts checked here are the ones that count.
    """
    hold(AdvisoryLock.LEDGER)
    if faults := faults_of_staged(of_return=of_return, reader=actor.user):
        raise PublicationRefusedError(faults)
    with connection.cursor() as cursor:
        cursor.execute(STORED_ALREADY)
        staged, unchanged = cursor.fetchone()
        cursor.execute(NEW_FIGURES)
        created = cursor.rowcount
        if created + unchanged != staged:
            raise PublicationRefusedError([FigureFault("indicator", "unknown_code", "有数据的指标或地区已不在库中")])
        if created:
            seal_without_broker()
            cursor.execute(HISTORY)
            cursor.execute("CREATE UNIQUE INDEX ON figure_history (indicator_id, area_id, period, published_at)")
            cursor.execute("ANALYZE figure_history")
            parameters = {
                "now": timezone.now(),
                "actor": actor.user.pk if actor.user else None,
                "actor_name": actor.name,
                "reason": reason,
                "withdrawn": Vintage.WITHDRAWN,
            }
            for statement in (AUDIT, SUPERSEDE, OBSERVATIONS, OUTBOX):
                cursor.execute(statement, parameters)
            cursor.execute("DROP TABLE figure_history")
        if created >= ANALYZE_FROM:
            cursor.execute("ANALYZE indicators_observation, indicators_auditentry")
        cursor.execute("DROP TABLE new_figure")
    if created:
        announce_change()
    return Published(created=created, unchanged=unchanged)


STORED_ALREADY = """
SELECT count(*), count(o.id)
FROM staged_figure s
LEFT JOIN indicators_indicator i ON i.code = s.indicator
LEFT JOIN indicators_area a ON a.code = s.area
LEFT JOIN indicators_observation o
  ON (o.indicator_id, o.area_id, o.period, o.published_at) = (i.id, a.id, s.period, s.published_at)
"""

# What the ledger does not hold yet, with the ids of its codes and of its audit entry.
NEW_FIGURES = """
CREATE TEMPORARY TABLE new_figure ON COMMIT DROP AS
SELECT i.id AS indicator_id, a.id AS area_id, s.*,
       nextval(pg_get_serial_sequence('indicators_auditentry', 'id')) AS entry_id
FROM staged_figure s
JOIN indicators_indicator i ON i.code = s.indicator
JOIN indicators_area a ON a.code = s.area
WHERE NOT EXISTS (
    SELECT 1 FROM indicators_observation o
    WHERE o.indicator_id = i.id AND o.area_id = a.id AND o.period = s.period AND o.published_at = s.published_at
)
ORDER BY s.line
"""

# The whole history of every key that gets a new row: what came before it, when it is superseded, its revision number.
HISTORY = """
CREATE TEMPORARY TABLE figure_history ON COMMIT DROP AS
SELECT indicator_id, area_id, period, published_at, observation_id, value, growth, vintage, published_as, note,
       lead(published_at) OVER newer AS superseded_at,
       row_number() OVER newer - 1 AS revision,
       CASE WHEN lag(vintage) OVER newer IS NOT NULL THEN jsonb_build_object(
           'value', trim_scale(lag(value) OVER newer)::text, 'growth', trim_scale(lag(growth) OVER newer)::text,
           'vintage', lag(vintage) OVER newer, 'published_at', lag(published_as) OVER newer,
           'note', lag(note) OVER newer
       ) END AS before
FROM (
    SELECT o.indicator_id, o.area_id, o.period, o.published_at, o.id AS observation_id,
           o.value, o.growth, o.vintage, o.published_as, o.note
    FROM indicators_observation o
    JOIN (SELECT DISTINCT indicator_id, area_id, period FROM new_figure) AS keys USING (indicator_id, area_id, period)
    UNION ALL
    SELECT indicator_id, area_id, period, published_at, NULL, value, growth, vintage, published_as, note FROM new_figure
) AS history
WINDOW newer AS (PARTITION BY indicator_id, area_id, period ORDER BY published_at)
"""

AUDIT = """
INSERT INTO indicators_auditentry (id, at, actor_id, actor_name, action, object_type, object_key, old, new, reason)
SELECT n.entry_id, %(now)s, %(actor)s, %(actor_name)s,
       CASE WHEN n.vintage = %(withdrawn)s THEN 'withdrawn' WHEN h.before IS NULL THEN 'published' ELSE 'revised' END,
       'observation', n.indicator || '/' || n.area || '/' || n.period, h.before,
       jsonb_build_object(
           'value', trim_scale(n.value)::text, 'growth', trim_scale(n.growth)::text,
           'vintage', n.vintage, 'published_at', n.published_as, 'note', n.note
       ), %(reason)s
FROM new_figure n
JOIN figure_history h USING (indicator_id, area_id, period, published_at)
ORDER BY n.entry_id
"""

SUPERSEDE = """
UPDATE indicators_observation o SET superseded_at = h.superseded_at, revision = h.revision
FROM figure_history h
WHERE o.id = h.observation_id
  AND (o.superseded_at, o.revision) IS DISTINCT FROM (h.superseded_at, h.revision)
"""

OBSERVATIONS = """
INSERT INTO indicators_observation (
    indicator_id, area_id, period, period_end, value, growth, vintage, revision, published_at, published_as,
    superseded_at, note, recorded_at, audit_entry_id
)
SELECT n.indicator_id, n.area_id, n.period, n.period_end, n.value, n.growth, n.vintage, h.revision, n.published_at,
       n.published_as, h.superseded_at, n.note, %(now)s, n.entry_id
FROM new_figure n
JOIN figure_history h USING (indicator_id, area_id, period, published_at)
ORDER BY n.entry_id
"""

OUTBOX = """
INSERT INTO indicators_pendingcalculation (indicator_id, area_id, period, requested_at)
SELECT DISTINCT indicator_id, area_id, period, %(now)s::timestamptz FROM new_figure
"""
