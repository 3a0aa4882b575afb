"""Which indicators may feed a ratio."""

from indicators.domain.kinds import Frequency, Kind

WITHOUT_LEVEL = frozenset({Kind.RATIO, Kind.GROWTH_ONLY})


def ratio_input_fault(ratio_frequency: str, input_kind: str, input_frequency: str) -> str | None:
    """Why an indicator cannot be numerator or denominator of a ratio, None when it can.

    A coarser ratio reads the last part of its period (a year its fourth quarter or December), which for a `flow`, whose
    figure is one quarter's alone, would be wrong.

    >>> ratio_input_fault("year", "flow_ytd", "quarter") is None
    True
    """
    if input_kind in WITHOUT_LEVEL:
        return "分子、分母须是有水平值的指标，不能是比值或只公布增速的指标"
    ratio_parts, input_parts = (Frequency(each).periods_per_year for each in (ratio_frequency, input_frequency))
    if input_parts < ratio_parts:
        return "分子、分母的频率不能比该指标粗"
    if input_kind == Kind.FLOW and input_parts != ratio_parts:
        return "当期量作分子或分母时，频率须与该指标相同"
    return None
