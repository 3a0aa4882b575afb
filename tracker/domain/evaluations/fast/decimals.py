"""Columns of exact decimals: read from plain texts into whole numbers of one scale, and written again."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from indicators.domain.exact import WIDE
from tracker.domain.evaluations.fast.columns import Texts
from tracker.domain.evaluations.fast.integers import Array, column, times

# So many digits are below 2 ** 63 whatever they are.
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Decimals:
    """`integers` ÷ 10 ** `scale`, 0 where not `known`."""

    integers: Array
    scale: int
    known: Array

    def at_scale(self, scale: int) -> Array:
        """The whole numbers of a scale that is not smaller."""
        return times(self.integers, 10 ** (scale - self.scale))


def read_decimals(texts: Texts) -> Decimals:
    """Every digit kept.

    >>> read_decimals(["1.5", "", "-20"]).integers.tolist()
    [15, 0, -200]
    """
    signs = np.array(texts, dtype=np.bytes_)  # as wide as the longest
    integers, decimals = _short(signs) if signs.itemsize <= MOST_DIGITS else _long(texts)
    scale = int(decimals.max(initial=0))
    integers = times(integers, column([10**digits for digits in range(scale + 1)])[scale - decimals])
    return Decimals(integers, scale, signs != b"")


def _short(signs: Array) -> tuple[Array, Array]:
    """All digits as one whole number and how many of them are decimals, sign by sign over the whole column."""
    integers, decimals = np.zeros(len(signs), np.int64), np.zeros(len(signs), np.int64)
    after_point = np.zeros(len(signs), bool)
    for sign in np.ascontiguousarray(signs.view(np.uint8).reshape(len(signs), signs.itemsize).T):
        is_digit = (sign >= ord("0")) & (sign <= ord("9"))
        integers = np.where(is_digit, integers * 10 + sign - ord("0"), integers)
        decimals += is_digit & after_point
        after_point |= sign == ord(".")
    return np.where(signs.astype("S1") == b"-", -integers, integers), decimals


def _long(texts: Texts) -> tuple[Array, Array]:
    """The same where int64 may have no room."""
    parts = [text.partition(".") for text in texts]
    integers = [int(whole + decimals or 0) for whole, _, decimals in parts]
    return column(integers), np.array([len(decimals) for _, _, decimals in parts], dtype=np.int64)


def decimal_of(integer: int, scale: int) -> Decimal:
    return Decimal(integer).scaleb(-scale, WIDE)


def texts_of(integers: Array, scale: int) -> list[str]:
    """With all decimals of the scale, which is not zero.

    >>> texts_of(column([1, -24899365]), 6)
    ['0.000001', '-24.899365']
    """
    sizes, unit = np.abs(integers), column([10**scale])
    whole = sizes // unit
    form = f"%d.%0{scale}d"
    texts = [form % pair for pair in zip(whole.tolist(), (sizes - whole * unit).tolist(), strict=True)]
    for row in np.flatnonzero(integers < 0).tolist():
        texts[row] = f"-{texts[row]}"
    return texts
