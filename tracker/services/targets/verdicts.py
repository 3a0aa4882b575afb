"""Keeping the table of verdicts right: load → compute → store, only where something differs; and who has to know."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from indicators.models.bulk import replace_rows
from tracker.choices import Verdict
from tracker.domain.targets.progress import METHOD, Progress
from tracker.models import Plan, TargetVerdict
from tracker.queries.targets.verdicts import NUMBERS, computed_verdicts, plans_reading
from tracker.services.targets.warnings import VerdictChange, tell_changes

KEY = ("target_id", "year")
COLUMNS = (*NUMBERS, "verdict", "reason", "method")


@transaction.atomic
def refresh_verdicts(*, indicators: Iterable[int] | None) -> int:
    """Compute again the verdicts of the plans that read one of `indicators` (None: all); returns how many differed."""
    listed = None if indicators is None else list(indicators)
    return sum(refresh_plan(plan=plan) for plan in plans_reading(listed))


@transaction.atomic
def refresh_plan(*, plan: Plan) -> int:
    """Compute the verdicts of one plan again and tell those responsible of what changed."""
    before = _latest(TargetVerdict.objects.filter(target__plan=plan).values_list("target_id", "year", "verdict"))
    computed = computed_verdicts(plan)
    stored = set(TargetVerdict.objects.filter(target__plan=plan).values_list("target_id", "year"))
    changed = replace_rows(
        model=TargetVerdict,
        key=KEY,
        columns=COLUMNS,
        rows=((*key, *_columns(progress)) for key, progress in computed.items()),
        obsolete=stored - set(computed),
    )
    if changed:
        after = _latest((target, year, progress.verdict) for (target, year), progress in computed.items())
        tell_changes(plan=plan, changes=list(_changes(before, after)))
    return len(changed)


def _columns(progress: Progress) -> tuple[object, ...]:
    return (*(getattr(progress, name) for name in NUMBERS), progress.verdict.value, progress.reason or "", METHOD)


@dataclass(frozen=True, slots=True, order=True)
class _Latest:
    year: int
    verdict: str


def _latest(rows: Iterable[tuple[int, int, str]]) -> dict[int, _Latest]:
    """Of each target the newest year that could be assessed."""
    found: dict[int, _Latest] = {}
    for target, year, verdict in rows:
        if verdict != Verdict.NOT_ASSESSED:
            found[target] = max(found.get(target, _Latest(year, verdict)), _Latest(year, verdict))
    return found


def _changes(before: dict[int, _Latest], after: dict[int, _Latest]) -> Iterable[VerdictChange]:
    """Where the newest verdict is another one than before; a first verdict is no change."""
    for target, now in after.items():
        was = before.get(target)
        if was is not None and was.verdict != now.verdict:
            yield VerdictChange(target=target, year=now.year, was=Verdict(was.verdict), now=Verdict(now.verdict))
