"""The value of an item for one firm, or why there is none; never an exception."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.evaluations.facts import FirmFacts
from tracker.domain.evaluations.notes import Gap
from tracker.domain.evaluations.quotients import ONE, Quotient
from tracker.domain.evaluations.scheme import Item


@dataclass(frozen=True, slots=True)
class Inputs:
    """Both sides of a ratio as the facts have them; the denominator of a plain quantity is 1."""

    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def gap(self) -> Gap | None:
        """Why they make no ratio."""
        if self.numerator is None:
            return Gap.NO_NUMERATOR
        if self.denominator is None:
            return Gap.NO_DENOMINATOR
        return None if self.denominator > 0 else Gap.DENOMINATOR_NOT_POSITIVE

    @property
    def ratio(self) -> Quotient | None:
        if self.numerator is None or self.denominator is None or self.denominator <= 0:
            return None
        return Quotient(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Value:
    """`quotient` is the exact value, None exactly where `gap` says why; `last_year` only of a change."""

    inputs: Inputs
    last_year: Inputs | None
    quotient: Quotient | None
    gap: Gap | None


ABSENT = Inputs(None, None)


def inputs_of(item: Item, facts: FirmFacts | None, components: tuple[str, ...]) -> Inputs:
    """Numerator and denominator from the facts of one year; nothing from no facts."""
    if facts is None:
        return ABSENT
    below = ONE if item.denominator is None else facts.quantity(item.denominator, components)
    return Inputs(facts.quantity(item.numerator, components), below)


def item_value(item: Item, facts: FirmFacts | None, last_year: FirmFacts | None, components: tuple[str, ...]) -> Value:
    """The ratio of the year; of a change item 1 − this year's ratio ÷ last year's, which has to be positive."""
    inputs = inputs_of(item, facts, components)
    if not item.change:
        return Value(inputs, None, inputs.ratio, inputs.gap)
    before = inputs_of(item, last_year, components)
    now, earlier = inputs.ratio, before.ratio
    if now is None:
        return Value(inputs, before, None, inputs.gap)
    if earlier is None:
        return Value(inputs, before, None, Gap.NO_LAST_YEAR)
    if not earlier.is_positive:
        return Value(inputs, before, None, Gap.LAST_YEAR_NOT_POSITIVE)
    return Value(inputs, before, change(now, earlier), None)


def change(now: Quotient, before: Quotient) -> Quotient:
    """1 − now ÷ before; the earlier one is positive.

    >>> change(Quotient(Decimal(8)), Quotient(Decimal(10))).six()
    Decimal('0.200000')
    """
    return Quotient(ONE) - now / before
