"""Shares of land as tables print them."""

from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.numbers import plain_rounded


@exact
def share_percent(part: Decimal, whole: Decimal) -> str:
    """A part of a whole above 0, in percent, one decimal.

    >>> share_percent(Decimal(1), Decimal(3))
    '33.3%'
    """
    return f"{plain_rounded(part * 100 / whole, 1)}%"
