"""Ranks with ties and grades for a column of totals; only whole numbers are compared."""

from fractions import Fraction
from math import floor

import numpy as np

from tracker.domain.evaluations.fast.integers import Array
from tracker.domain.evaluations.scheme import Scheme


def ranks_of(totals: Array) -> Array:
    """1 for the highest; equal totals share a rank and use up the ranks after it.

    >>> ranks_of(np.array([5, 7, 5, 1])).tolist()
    [2, 1, 2, 4]
    """
    return len(totals) + 1 - np.searchsorted(np.sort(totals), totals, side="right")


def grades_by_rank(scheme: Scheme, ranks: Array, of: int) -> list[str]:
    """The best grade whose share of N reaches the rank: a whole rank does where it does not exceed ⌊share × N⌋."""
    cuts = np.array([floor(Fraction(grade.up_to) * of) for grade in scheme.grades], dtype=np.int64)
    codes = [grade.code for grade in scheme.grades]
    return [codes[place] for place in np.searchsorted(cuts, ranks, side="left").tolist()]
