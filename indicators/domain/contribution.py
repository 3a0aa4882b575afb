"""Contribution, pull and shares of parts in a whole; parts need not add up, so faults warn and nothing is corrected."""

from collections.abc import Sequence
from decimal import Decimal

from indicators.domain.exact import exact

# A printed share carries one decimal and the parts are rounded themselves (rule R6, case C10).
SHARE_TOLERANCE = Decimal("0.2")

_HUNDRED = Decimal(100)


@exact
def contribution_percent(part_increment: Decimal | None, whole_increment: Decimal | None) -> Decimal | None:
    """贡献率: increment of the part ÷ increment of the whole × 100, both at constant prices (rule R4).

    May be negative or above 100; None when an increment is missing or the whole did not change.

    >>> contribution_percent(Decimal(3), Decimal(4))
    Decimal('75')
    """
    if part_increment is None or not whole_increment:
        return None
    return part_increment * _HUNDRED / whole_increment


@exact
def pull_points(whole_growth: Decimal | None, contribution_percent: Decimal | None) -> Decimal | None:
    """拉动, in percentage points: growth of the whole (percent) × 贡献率 (rule R4).

    >>> pull_points(Decimal("4.4"), Decimal(50))
    Decimal('2.2')
    """
    if whole_growth is None or contribution_percent is None:
        return None
    return whole_growth * contribution_percent / _HUNDRED


@exact
def shares_percent(parts: Sequence[Decimal | None], whole: Decimal | None) -> list[Decimal | None]:
    """Share of every part in the whole; None for a missing part, for all when the whole is missing or not positive.

    >>> shares_percent([Decimal(1), None], Decimal(4))
    [Decimal('25'), None]
    """
    if whole is None or whole <= 0:
        return [None for _ in parts]
    return [None if part is None else part * _HUNDRED / whole for part in parts]


@exact
def share_faults(
    printed: Sequence[Decimal | None], computed: Sequence[Decimal | None], tolerance: Decimal = SHARE_TOLERANCE
) -> list[int]:
    """Positions whose printed share differs from the computed one by more than `tolerance` points.

    What is missing on either side cannot be compared and is no fault.

    >>> share_faults([Decimal("13.0"), Decimal("33.6")], [Decimal("12.96"), Decimal("33.23")])
    [1]
    """
    return [
        position
        for position, (shown, found) in enumerate(zip(printed, computed, strict=True))
        if shown is not None and found is not None and abs(shown - found) > tolerance
    ]


@exact
def adds_up(parts: Sequence[Decimal], whole: Decimal, tolerance: Decimal) -> bool:
    """Whether the parts make the whole within `tolerance` (rule R6: warn beyond it, never correct).

    >>> adds_up([Decimal("11.5"), Decimal("61.3"), Decimal("27.3")], Decimal(100), SHARE_TOLERANCE)
    True
    """
    return abs(sum(parts) - whole) <= tolerance
