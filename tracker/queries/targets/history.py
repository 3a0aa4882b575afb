"""What the page of one target reads: its revisions, its standing year by year, and the figures behind each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone

from indicators.models import Observation
from tracker.models import Target, VerdictOverride
from tracker.queries.targets.book import TargetBook, book_of_all_targets
from tracker.queries.targets.in_force import REFERRED
from tracker.queries.targets.page import Standing, standing


@dataclass(frozen=True, slots=True)
class TargetYear:
    """One year with the ledger rows it rests on; a ratio without a published value rests on its inputs."""

    standing: Standing
    figures: Sequence[Observation]
    reference: Sequence[Observation]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetHistory:
    """`years` is empty for a revision that takes the target away. `in_force` is the row that counts today."""

    target: Target
    book: TargetBook
    revisions: Sequence[Target]
    in_force: Target | None
    years: Sequence[TargetYear]
    overrides: Sequence[VerdictOverride]


def targets_with_relations() -> QuerySet[Target]:
    return Target.objects.select_related(*REFERRED)


def revisions_of(target: Target) -> QuerySet[Target]:
    """Every row of the target's key, oldest first."""
    key = {name: getattr(target, f"{name}_id") for name in ("plan", "indicator", "area")}
    rows = targets_with_relations().filter(**key, form=target.form, measure=target.measure)
    return rows.order_by(F("adopted_on").asc(nulls_first=True), "pk")


def newest_revision_of(target: Target) -> Target:
    """The row that a further revision follows, whether or not it is in force yet."""
    newest = revisions_of(target).last()
    return newest or target


def overridden_years(target: Target) -> list[int]:
    """The years in which an evaluator's verdict stands."""
    rows = VerdictOverride.objects.filter(target=target).order_by("pk")
    said = {row.year: row.verdict for row in rows}
    return sorted(year for year, verdict in said.items() if verdict)


def target_history(target: Target) -> TargetHistory:
    """By the current figures, for every year of the plan after the base year; a fixed number of queries."""
    plan = target.plan
    book = book_of_all_targets(plan, plan.end_year)
    revisions = list(revisions_of(target))
    first = (target.base_year or plan.base_year) + 1
    years = [] if target.is_repealed else range(first, plan.end_year + 1)
    return TargetHistory(
        target=target,
        book=book,
        revisions=revisions,
        in_force=_in_force(revisions, timezone.localdate()),
        years=[_year(book, target, each) for each in years],
        overrides=list(VerdictOverride.objects.filter(target__in=revisions).order_by("-pk")),
    )


def _in_force(revisions: Sequence[Target], today: date) -> Target | None:
    adopted = [each for each in revisions if each.adopted_on is None or each.adopted_on <= today]
    return adopted[-1] if adopted and not adopted[-1].is_repealed else None


def _year(book: TargetBook, target: Target, year: int) -> TargetYear:
    indicator, reference = target.indicator, target.reference_id
    own = list(book.figures.inputs(indicator.pk, target.area_id, year))
    if not own:
        own = list(_ratio_inputs(book, target, year))
    return TargetYear(
        standing=standing(book, target, year),
        figures=own,
        reference=list(book.figures.inputs(reference, target.area_id, year)) if reference else [],
    )


def _ratio_inputs(book: TargetBook, target: Target, year: int) -> Iterator[Observation]:
    for source in (target.indicator.numerator_id, target.indicator.denominator_id):
        if source is not None:
            yield from book.figures.inputs(source, target.area_id, year)
