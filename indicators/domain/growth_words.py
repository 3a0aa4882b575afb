"""What growth of an indicator is expressed in, in words for staff."""

from indicators.domain.growth import MEASURE, PERCENT, POINTS, growth_unit
from indicators.domain.kinds import Kind

PERCENT_SIGN = "%"
PERCENTAGE_POINTS = "个百分点"


def growth_unit_word(kind: Kind, measure_unit: str) -> str:
    """The unit of a growth: that of a counter is the indicator's own.

    >>> growth_unit_word(Kind.FLOW_YTD, "亿元"), growth_unit_word(Kind.RATE, "%"), growth_unit_word(Kind.COUNTER, "家")
    ('%', '个百分点', '家')
    """
    words = {PERCENT: PERCENT_SIGN, POINTS: PERCENTAGE_POINTS, MEASURE: measure_unit}
    return words[growth_unit(kind)]
