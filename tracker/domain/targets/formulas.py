"""How each number of a target's progress is reached, in words and symbols (`domain.md` §3)."""

from collections.abc import Iterator

from indicators.domain.formulas import Formula
from indicators.domain.numbers import plain
from tracker.domain.targets.rules import AssessmentRules
from tracker.domain.targets.target import BOUNDS, Attribute, Form, Target

LINEAR = "B 基期值，T 目标值，A 当年值，t 已过年数（到目标年为止），n 规划年数，e−y 剩余年数"
_PATHS: dict[Form, tuple[str, str, str, str]] = {
    Form.LEVEL: (LINEAR, "B + (T − B) × t/n", "(A − B) ÷ (T − B)", "(T − A) ÷ (e − y)"),
    Form.CHANGE: (f"{LINEAR}，x 比基期的变化", "B + x × t/n", "(A − B) ÷ x", "(x − (A − B)) ÷ (e − y)"),
    Form.TOTAL: ("Σ 基期后各年之和，x 五年累计目标", "x × t/n", "Σ ÷ x", "(x − Σ) ÷ (e − y)"),
    Form.COMPOUND: (
        "各年下降率 k 连乘：K′ = 1 − Π(1 − k)，K 五年累计目标，逐年相加是错的",
        "1 − (1 − K)^(t/n)",
        "K′ ÷ K",
        "1 − ((1 − K) ÷ (1 − K′))^(1/(e − y))",
    ),
    Form.AVERAGE_GROWTH: (
        "各年公布增速 r 连乘，g 年均增长目标；实际为几何平均",
        "g",
        "(Π(1 + r) − 1) ÷ ((1 + g)^n − 1)",
        "((1 + g)^n ÷ Π(1 + r))^(1/(e − y)) − 1",
    ),
}
_EVERY_YEAR = {
    Form.ABOUT: "“左右”：与目标相差不超过允许偏差，更好的一律算在内；逐年判断。",
    Form.WITH: "“基本同步”：同期同口径增速之差，落后不超过允许偏差，更好的一律算在内；逐年判断。",
    Form.OVER: "“高于”：同期同口径的增速高于参照指标，相等不算；逐年判断。",
    Form.TEXT: "文字表述：只在提出了具体数值的年度，按该数值判断。",
}


def target_formulas(target: Target, rules: AssessmentRules) -> Iterator[Formula]:
    """What stands behind one row of an assessment."""
    if target.is_path:
        form = Form.LEVEL if target.form in BOUNDS else target.form
        symbols, expected, share, needed = _PATHS[form]
        yield Formula("expected", f"按序时进度应达到的数。{symbols}。", expected)
        yield Formula("share_done", "完成进度，未取舍的数计算。", share)
        yield Formula("needed", "以后每年还需，已达到为 0。", needed)
        yield Formula("verdict", _verdict_words(target, rules), "share_done ÷ share_expected")
        return
    words = _EVERY_YEAR.get(target.form)
    if words is None:
        mark = "不含等于" if target.strict else "含等于"
        words = f"须守住的界限：基期后每一年都按公布的小数位四舍五入后与目标比较（{mark}）。"
    yield Formula("verdict", f"{words}有一年不符即为进度滞后，全部相符为基本符合预期，到目标年为提前实现。", "")


def _verdict_words(target: Target, rules: AssessmentRules) -> str:
    on_course = rules.binding_on_course_from if target.attribute == Attribute.BINDING else rules.on_course_from
    return (
        f"已达到目标为提前实现；否则完成进度 ÷ 序时进度不低于 {plain(rules.ahead_from)} 为快于预期，"
        f"不低于 {plain(on_course)} 为基本符合预期，再低为进度滞后。"
    )
