"""What an item measures its firms against: a baseline, or the smallest and the largest value of the group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.domain.evaluations.notes import Gap
from tracker.domain.evaluations.quotients import Quotient, exact_sum
from tracker.domain.evaluations.scheme import Baseline, BaselineKind, Item, ItemFormula
from tracker.domain.evaluations.values import Inputs, Value, change


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """`gap` makes the item missing for all.

    `baseline` is what the scheme fixes, or `multiple` × the average rounded to six decimals. `pooled` is Σ ÷ Σ
    behind it, `pooled_last_year` the Σ ÷ Σ of last year behind the average of a change.
    `smallest` and `largest` are of min_max and maximum.
    """

    kind: BaselineKind | None = None
    multiple: Decimal | None = None
    baseline: Decimal | None = None
    pooled: Quotient | None = None
    pooled_last_year: Quotient | None = None
    smallest: Quotient | None = None
    largest: Quotient | None = None
    gap: Gap | None = None


def yardstick_of(item: Item, values: Sequence[Value], last_year: Sequence[Inputs]) -> Yardstick:
    """From the values of the group's rated firms; `last_year` is what the same firms had then."""
    if item.baseline is None:
        return _extremes(item, [value.quotient for value in values if value.quotient is not None])
    if item.baseline.kind is BaselineKind.FIXED:
        return Yardstick(kind=BaselineKind.FIXED, baseline=item.baseline.number)
    if item.baseline.kind is BaselineKind.PREVIOUS_AVERAGE:
        return averaged(item.baseline, pooled(last_year))
    having = [value for value in values if value.quotient is not None]
    now = pooled(value.inputs for value in having)
    before = pooled(value.last_year for value in having if value.last_year is not None)
    if now is None or before is None:
        return averaged(item.baseline, now)
    return replace(averaged(item.baseline, change(now, before)), pooled=now, pooled_last_year=before)


def pooled(inputs: Iterable[Inputs]) -> Quotient | None:
    """Σ numerator ÷ Σ denominator over those that make a ratio, never a mean of ratios; None where none does.

    So a city's or a park's tax per mu: 60 000 on 5000 亩 and 20 000 on 4000 亩.

    >>> pooled([Inputs(Decimal(60000), Decimal(5000)), Inputs(Decimal(20000), Decimal(4000))]).six()
    Decimal('8.888889')
    """
    ratios = [ratio for each in inputs if (ratio := each.ratio) is not None]
    if not ratios:
        return None
    return Quotient(exact_sum(each.numerator for each in ratios), exact_sum(each.denominator for each in ratios))


def averaged(baseline: Baseline, average: Quotient | None) -> Yardstick:
    """The yardstick of a computed baseline; missing for all where there is no average or it is not positive."""
    if average is None:
        return Yardstick(kind=baseline.kind, multiple=baseline.number, gap=Gap.NO_BASELINE)
    number = (average * baseline.number).six()
    return Yardstick(
        kind=baseline.kind,
        multiple=baseline.number,
        baseline=number,
        pooled=average,
        gap=None if number > 0 else Gap.BASELINE_NOT_POSITIVE,
    )


def _extremes(item: Item, quotients: list[Quotient]) -> Yardstick:
    if not quotients:
        return Yardstick(gap=Gap.NO_BASELINE)
    return between(item, _shortest(quotients, min(quotients)), _shortest(quotients, max(quotients)))


def between(item: Item, smallest: Quotient, largest: Quotient) -> Yardstick:
    """The yardstick of min_max and maximum; a largest value that is not positive is none for a maximum."""
    worthless = item.formula is ItemFormula.MAXIMUM and not largest.is_positive
    return Yardstick(smallest=smallest, largest=largest, gap=Gap.BASELINE_NOT_POSITIVE if worthless else None)


def _shortest(quotients: list[Quotient], extreme: Quotient) -> Quotient:
    """Of the equals of an extreme the one on the smallest denominator: what is shown depends on no order of firms."""
    equals = (each for each in quotients if not (each < extreme or extreme < each))
    return min(equals, key=lambda each: each.denominator)
