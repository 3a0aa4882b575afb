"""Columns of whole numbers: int64 while every result has room in it, Python integers where not; nothing is rounded."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
LARGEST = 2**63 - 1


def column(values: Sequence[int]) -> Array:
    """The narrowest column these fit in.

    >>> column([1, 10**19]).dtype, column([1, -2]).dtype
    (dtype('O'), dtype('int64'))
    """
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        return np.array(values, dtype=object)


def narrowed(values: Array) -> Array:
    """int64 again where that has room."""
    return values.astype(np.int64) if values.dtype == object and bound(values) <= LARGEST else values


def bound(values: Array | int) -> int:
    """The largest absolute value."""
    if isinstance(values, int):
        return abs(values)
    return max(-int(values.min()), int(values.max())) if len(values) else 0


def times(left: Array, right: Array | int) -> Array:
    # One factor alone may be too large where the other is zero.
    room = bound(right) <= LARGEST and bound(left) * bound(right) <= LARGEST
    return left * right if room else _wide(left) * right


def plus(left: Array, right: Array | int) -> Array:
    return left + right if bound(left) + bound(right) <= LARGEST else _wide(left) + right


def minus(left: Array, right: Array) -> Array:
    return left - right if bound(left) + bound(right) <= LARGEST else _wide(left) - right


def total(values: Array) -> int:
    return int(values.sum()) if bound(values) * len(values) <= LARGEST else sum(values.tolist())


def divided(above: Array, factor: int, below: Array) -> tuple[Array, Array]:
    """⌊above × factor ÷ below⌋ and its remainder; `factor` and `below` are positive.

    The factor is taken in steps that have room: (q·below + r)·f = q·f·below + r·f.

    >>> [each.tolist() for each in divided(column([10**12, -1]), 10**12, column([3, 3]))]
    [[333333333333333333333333, -333333333334], [1, 2]]
    """
    quotient, rest = _divmod(above, below)
    while factor > 1:
        step = _step(factor, LARGEST // max(bound(rest), 1))
        if step == 1:
            step = factor
        more, rest = _divmod(times(rest, step), below)
        quotient = plus(times(quotient, step), more)
        factor //= step
    return quotient, rest


def half_up(quotient: Array, rest: Array, below: Array) -> Array:
    """A floor and its remainder rounded half away from zero."""
    up = np.where(quotient < 0, rest > below - rest, rest >= below - rest)
    return plus(quotient, up.astype(np.int64))


def half_up_fraction(number: Fraction) -> int:
    """The nearest whole number, half away from zero.

    >>> half_up_fraction(Fraction(5, 2)), half_up_fraction(Fraction(-5, 2))
    (3, -3)
    """
    size = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return size if number >= 0 else -size


def _divmod(above: Array, below: Array) -> tuple[Array, Array]:
    quotient = above // below
    return quotient, above - quotient * below


def _wide(values: Array) -> Array:
    return values.astype(object)


def _step(factor: int, room: int) -> int:
    """The largest divisor of the factor within `room` that is easily found; 1 where there is none."""
    if factor <= room:
        return factor
    power = 1
    while power * 10 <= room:
        power *= 10
    return gcd(power, factor)
