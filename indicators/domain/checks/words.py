"""How numbers read in the messages of checks: rounded, but never so that a difference disappears."""

from decimal import Decimal

from indicators.domain.checks.kinds import VALUE
from indicators.domain.checks.subjects import Facts, Subject
from indicators.domain.growth import PERCENT, POINTS
from indicators.domain.growth_words import PERCENT_SIGN, PERCENTAGE_POINTS, growth_unit_word
from indicators.domain.numbers import plain, plain_rounded

UNITS = {PERCENT: PERCENT_SIGN, POINTS: f" {PERCENTAGE_POINTS}"}


def digits_of(facts: Facts, measure: str) -> int:
    """The decimals that the catalogue shows the measure with."""
    return facts.decimals if measure == VALUE else facts.growth_decimals


def shown(*numbers: Decimal, digits: int) -> tuple[str, ...]:
    """Numbers that a message compares, rounded alike; in full where rounding would make them look equal.

    >>> shown(Decimal("98.104"), Decimal("118.2"), digits=2), shown(Decimal("98.104"), Decimal("98.1"), digits=2)
    (('98.10', '118.20'), ('98.104', '98.1'))
    """
    texts = tuple(plain_rounded(number, digits) for number in numbers)
    if len(set(texts)) < len(set(numbers)):
        return tuple(plain(number) or "" for number in numbers)
    return texts


def limit(number: Decimal) -> str:
    """A parameter of a rule, as it was entered."""
    return plain(number) or ""


def unit_of(facts: Facts, measure: str) -> str:
    """What stands behind a number of the measure."""
    if measure == VALUE:
        return unit_text(facts.measure_unit)
    return growth_unit_text(facts)


def growth_unit_text(facts: Facts) -> str:
    """What stands behind a growth of the indicator."""
    return unit_text(growth_unit_word(facts.kind, facts.measure_unit))


def unit_text(unit: str) -> str:
    """A unit with the blank before it, where one belongs.

    >>> unit_text("%"), unit_text("亿元"), unit_text("")
    ('%', ' 亿元', '')
    """
    return unit if unit in ("", "%") else f" {unit}"


def with_unit(subject: Subject, number: Decimal) -> str:
    """A number of the cell's own measure."""
    facts, measure = subject.indicator, subject.measure
    return f"{plain_rounded(number, digits_of(facts, measure))}{unit_of(facts, measure)}"
