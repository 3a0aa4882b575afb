"""The verdicts on every target of a plan by the current figures: what the table of verdicts has to say."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from indicators.domain.numbers import rounded
from indicators.queries.verification import STORED_DECIMALS, shown
from tracker.domain.targets.progress import METHOD, Progress
from tracker.models import Plan, Target, TargetVerdict
from tracker.queries.targets.book import TargetBook, book_of_all_targets

NUMBERS = ("actual", "expected", "share_done", "share_expected", "needed")
VerdictKey = tuple[int, int]  # target, year


def plans_reading(indicators: list[int] | None) -> QuerySet[Plan]:
    """The plans with a target on, or held against, one of the indicators; None: all."""
    plans = Plan.objects.order_by("pk")
    if indicators is None:
        return plans
    reading = Target.objects.filter(Q(indicator__in=indicators) | Q(reference__in=indicators))
    return plans.filter(pk__in=reading.values("plan"))


def computed_verdicts(plan: Plan) -> dict[VerdictKey, Progress]:
    """By target and year, for every year of the plan in which the area has a figure of the indicator."""
    book = book_of_all_targets(plan, plan.end_year)
    return {
        (target.pk, year): book.progress(target, year)
        for target in book.targets
        for year in years_with_figures(book, target)
    }


def years_with_figures(book: TargetBook, target: Target) -> list[int]:
    """The years after the base year, to the end year, in which the area (or what it continues) has a figure."""
    first = (target.base_year or book.plan.base_year) + 1
    years = range(first, book.plan.end_year + 1)
    return [year for year in years if book.has_figure(target.indicator_id, target.area_id, year)]


def verdict_differences() -> Iterator[str]:
    """One sentence for every stored verdict that is missing, too many, or says something else than its inputs."""
    for plan in Plan.objects.order_by("code"):
        targets = Target.objects.filter(plan=plan).select_related("indicator", "area").in_bulk()
        rows = TargetVerdict.objects.filter(target__plan=plan)
        stored = {(row.target_id, row.year): row for row in rows}
        for (pk, year), progress in computed_verdicts(plan).items():
            target = targets[pk]
            name = f"目标进度 {plan.code}/{target.indicator.code}/{target.area.code}/{target.form}/{year}"
            found = stored.pop((pk, year), None)
            if found is None:
                yield f"{name}：缺少"
                continue
            for field in NUMBERS:
                there, here = getattr(found, field), getattr(progress, field)
                if there != (None if here is None else rounded(here, STORED_DECIMALS)):
                    yield f"{name}：{field} 存为 {shown(there)}，重算为 {shown(here)}"
            if (found.verdict, found.reason, found.method) != (progress.verdict, progress.reason or "", METHOD):
                yield f"{name}：判断、原因或方法与重算不同"
        for pk, year in stored:
            yield f"目标进度 {plan.code}/{pk}/{year}：多余"
