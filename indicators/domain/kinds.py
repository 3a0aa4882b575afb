"""The words the catalogue is written in: kinds of indicator, direction, frequency, vintage."""

from enum import StrEnum


class Kind(StrEnum):
    """What a figure of an indicator is, and so how its growth is expressed; fixed once data exist."""

    FLOW_YTD = "flow_ytd"
    FLOW = "flow"
    STOCK = "stock"
    COUNTER = "counter"
    RATIO = "ratio"
    RATE = "rate"
    GROWTH_ONLY = "growth_only"
    INDEX = "index"


class Direction(StrEnum):
    """Which end of the scale is the better one."""

    HIGHER = "higher"
    LOWER = "lower"


class Frequency(StrEnum):
    """How often an indicator is reported."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def periods_per_year(self) -> int:
        """1, 4 or 12."""
        return _PERIODS_PER_YEAR[self]


_PERIODS_PER_YEAR = {Frequency.YEAR: 1, Frequency.QUARTER: 4, Frequency.MONTH: 12}


class Vintage(StrEnum):
    """How settled a published figure is: 预计, 快报/初步核算, 最终核实, 普查修订; or taken back (撤销)."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    CENSUS = "census"
    WITHDRAWN = "withdrawn"

    @property
    def rank(self) -> int:
        """Place in the order of settling; a withdrawal may follow anything and so stands last."""
        return _VINTAGE_RANKS[self]

    def is_lower_than(self, earlier: "Vintage") -> bool:
        """Whether publishing this after `earlier` deserves a warning; what follows a withdrawal starts afresh.

        >>> Vintage.PRELIMINARY.is_lower_than(Vintage.FINAL)
        True
        >>> Vintage.PRELIMINARY.is_lower_than(Vintage.WITHDRAWN)
        False
        """
        return earlier != Vintage.WITHDRAWN and self.rank < earlier.rank


_VINTAGE_RANKS = {vintage: rank for rank, vintage in enumerate(Vintage)}
