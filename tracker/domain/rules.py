"""The rules of a ranking in words."""

from indicators.domain.formulas import Formula
from indicators.domain.kinds import Direction

TIE_RULE_WORDS = (
    "数值按公布的小数位四舍五入后比较；相等者并列同位，随后位次顺延（1、2、2、4）；无数据者不排名，也不计入 N。"
)
TIE_RULE_WORDS_WITHOUT_EXAMPLE = (
    "数值按公布的小数位四舍五入后比较，相等者位次并列，其后位次顺延；无数据者不参加排位，也不计入参排个数。"
)


def ranking_formula(direction: Direction, digits: int) -> Formula:
    """How the places follow from the figures.

    >>> ranking_formula(Direction.LOWER, 1).symbols
    '位次(i) = 1 + #{ j : round(x[j], 1) < round(x[i], 1) }'
    """
    order, sign = ("越小越好", "<") if direction == Direction.LOWER else ("越大越好", ">")
    return Formula(
        "places",
        f"{order}：位次 = 1 + 数值更优的成员个数；{TIE_RULE_WORDS}",
        f"位次(i) = 1 + #{{ j : round(x[j], {digits}) {sign} round(x[i], {digits}) }}",
    )
