"""Which parameters a rule must have, and which it must not."""

from collections.abc import Iterator

from indicators.domain.checks.findings import NUMBER
from indicators.domain.checks.kinds import GROWTH, READS, STANDS_AT, CheckKind
from indicators.domain.checks.partition import ADDITIVE_KINDS
from indicators.domain.checks.subjects import Rule
from indicators.domain.kinds import Kind
from indicators.domain.numbers import DECIMALS

_PARAMETERS = ("lower", "upper", "threshold", "digits")
_THRESHOLD_NEEDED = {
    CheckKind.JUMP: "异动审核须填容许的离差倍数，大于 0，如 5",
    CheckKind.PARTITION: "分项之和审核须填容许相差整体的百分之几，大于 0，如 1",
    CheckKind.PUBLISHED_GROWTH: "公布增速审核须填容许相差的百分点，大于 0，如 1",
}
_WRONG_MEASURE = {
    CheckKind.CUMULATIVE: "累计数审核只看数值：请选“数值”或留空",
    CheckKind.PARTITION: "分项之和审核只看数值：请选“数值”或留空",
    CheckKind.PUBLISHED_GROWTH: "这种审核看的是公布增速：请选“公布增速”或留空",
}


def parameter_faults(
    rule: Rule, *, indicator_kind: Kind | None = None, growth_computable: bool = True
) -> Iterator[tuple[str, str]]:
    """Every field of the rule that does not fit its kind or its one indicator, with what to do about it."""
    if rule.code == NUMBER.code:
        yield "code", f"“{NUMBER.code}”是内置规则“{NUMBER.name}”的代码，请另取一个"
    for name in _PARAMETERS:
        if name not in READS.get(rule.kind, ()) and getattr(rule, name) is not None:
            yield name, "这种类型的规则不用这一项，请清空"
    if rule.kind in _THRESHOLD_NEEDED and (rule.threshold is None or rule.threshold <= 0):
        yield "threshold", _THRESHOLD_NEEDED[rule.kind]
    if rule.kind == CheckKind.RANGE and rule.lower is None and rule.upper is None:
        yield "lower", "下限和上限至少填一个"
    if rule.lower is not None and rule.upper is not None and rule.lower > rule.upper:
        yield "upper", "上限不能小于下限"
    if rule.digits is not None and rule.digits > DECIMALS:
        yield "digits", f"最多 {DECIMALS} 位：系统不收更多的小数"
    if rule.measure not in ("", STANDS_AT.get(rule.kind, rule.measure)):
        yield "measure", _WRONG_MEASURE[rule.kind]
    if indicator_kind is not None and (message := _misfit(rule, indicator_kind, growth_computable)):
        yield "indicator", message


def _misfit(rule: Rule, indicator_kind: Kind, growth_computable: bool) -> str | None:
    """Why the rule could never say anything about its indicator."""
    if rule.kind == CheckKind.CUMULATIVE and indicator_kind != Kind.FLOW_YTD:
        return "这个指标不是累计量，不会有累计数低于上一期"
    if rule.kind == CheckKind.PARTITION and indicator_kind not in ADDITIVE_KINDS:
        return "这个指标不能由各地区相加，不能与整体核对"
    if rule.kind == CheckKind.PUBLISHED_GROWTH and not growth_computable:
        return "指标目录规定这个指标的增速不由数值推算，无从比较"
    if indicator_kind == Kind.GROWTH_ONLY and rule.measure not in ("", GROWTH):
        return "这个指标只公布增速，没有数值"
    return None
