"""What a score card says beside a number: a code for programs, words for people."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Note:
    """Why a number is as it is, or is not there."""

    code: str
    words: str


class Gap(StrEnum):
    """Why an item has no value."""

    NO_NUMERATOR = "no_numerator"
    NO_DENOMINATOR = "no_denominator"
    DENOMINATOR_NOT_POSITIVE = "denominator_not_positive"
    NO_LAST_YEAR = "no_last_year"
    LAST_YEAR_NOT_POSITIVE = "last_year_not_positive"
    NO_BASELINE = "no_baseline"
    BASELINE_NOT_POSITIVE = "baseline_not_positive"


GAP_WORDS = {
    Gap.NO_NUMERATOR: "缺分子数据",
    Gap.NO_DENOMINATOR: "缺分母数据",
    Gap.DENOMINATOR_NOT_POSITIVE: "分母为零或负数",
    Gap.NO_LAST_YEAR: "缺上年数据",
    Gap.LAST_YEAR_NOT_POSITIVE: "上年比值为零或负数",
    Gap.NO_BASELINE: "没有可计算基准值的企业",
    Gap.BASELINE_NOT_POSITIVE: "基准值（均值、最大值）为零或负数，全组均视为缺数",
}


class Limit(StrEnum):
    """What set a score aside from its formula."""

    CAPPED = "capped"
    FLOORED = "floored"
    TWICE_THE_MEAN = "twice_the_mean"
    ALL_EQUAL = "all_equal"


LIMIT_WORDS = {
    Limit.CAPPED: "超过上限，按上限计",
    Limit.FLOORED: "低于下限，按下限计",
    Limit.TWICE_THE_MEAN: "达到基准值两倍及以上，计 0 分",
    Limit.ALL_EQUAL: "最大值与最小值相同，计满分",
}


class Unrated(StrEnum):
    """Why a firm is class T."""

    EXEMPT = "exempt"
    NEW = "under_24_months"


class Ungraded(StrEnum):
    """Why a rated firm has no grade."""

    SMALL_GROUP = "below_minimum_group_size"
