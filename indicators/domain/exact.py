"""The arithmetic every derived number is computed in: 60 digits, so that inputs of 30 digits multiply without loss."""

import decimal
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Products of two 30-digit inputs fit exactly. Division is inexact by nature, so Inexact stays untrapped.
EXACT = decimal.Context(
    prec=60,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

# Rounding keeps every digit before the point, however large the quotient.
WIDE = EXACT.copy()
WIDE.prec = 400


def exact(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` under `EXACT`; not for generators, whose body runs after the call.

    Operators on `Decimal` obey the context of the thread, whose default of 28 digits silently rounds 30-digit inputs.

    >>> exact(lambda: decimal.Decimal("123456789012345.123456789012345") * 1)()
    Decimal('123456789012345.123456789012345')
    """

    @wraps(function)
    def under_exact(*args: P.args, **kwargs: P.kwargs) -> R:
        with decimal.localcontext(EXACT):
            return function(*args, **kwargs)

    return under_exact
