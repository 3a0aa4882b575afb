"""Bringing derived numbers up to date: from the outbox after a publication, or all of them."""

from collections import Counter

from django.db import transaction

from indicators.models import Indicator, PendingCalculation
from indicators.models.advisory import AdvisoryLock, hold
from indicators.queries.growth import CalculationScope
from indicators.services.calculations import bump_data_version
from indicators.services.growth import refresh_growth
from tracker.services.rankings import refresh_rankings
from tracker.services.targets.verdicts import refresh_verdicts

BATCH = 200_000
# From here on computing the whole indicator is cheaper than following each figure.
WHOLE_FROM = 2_000


def drain_pending_calculations() -> int:
    """Do what the outbox asks for; returns how many rows it held. A killed run leaves its rows to the next one."""
    drained = 0
    while batch := _drain_batch():
        drained += batch
    return drained


@transaction.atomic
def _drain_batch() -> int:
    # One at a time: a second run beside this one would rank with growth that this one is about to change.
    hold(AdvisoryLock.CALCULATIONS)
    rows = list(
        PendingCalculation.objects.order_by("pk").values_list("pk", "indicator_id", "area_id", "period")[:BATCH]
    )
    if not rows:
        return 0
    _follow(_scope_of([row[1:] for row in rows]))
    PendingCalculation.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)


@transaction.atomic
def calculate_everything() -> None:
    """Compute all growth, rankings and verdicts from the ledger; what the outbox held is thereby done."""
    hold(AdvisoryLock.CALCULATIONS)
    waiting = list(PendingCalculation.objects.values_list("pk", flat=True))
    _follow(CalculationScope(everything=True))
    PendingCalculation.objects.filter(pk__in=waiting).delete()


def _scope_of(rows: list[tuple[int | None, int | None, str]]) -> CalculationScope:
    if any(indicator is None for indicator, _, _ in rows):
        return CalculationScope(everything=True)
    counts = Counter(indicator for indicator, _, _ in rows)
    whole = {indicator for indicator, area, _ in rows if area is None or counts[indicator] >= WHOLE_FROM}
    figures = {row for row in rows if row[0] not in whole}
    return CalculationScope(figures=figures, indicators=whole)  # type: ignore[arg-type]


def _follow(scope: CalculationScope) -> None:
    changed: dict[int, set[tuple[int, str]] | None] = {}
    for indicator, area, period in refresh_growth(scope=scope):
        (changed.setdefault(indicator, set()) or changed[indicator]).add((area, period))  # type: ignore[union-attr]
    whole = Indicator.objects.values_list("pk", flat=True) if scope.everything else scope.indicators
    changed.update(dict.fromkeys(whole))
    ranked = refresh_rankings(changed=changed)
    judged = refresh_verdicts(indicators=None if scope.everything else changed) if changed else 0
    if ranked or judged or changed:
        bump_data_version()
