"""What staff are told about the kinds of checks, and a rule's parameters in one line."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from indicators.domain.checks.kinds import CheckKind
from indicators.domain.numbers import plain
from indicators.models import CheckRule

KIND_HELP = {
    CheckKind.BLANK: "单元格空着就触发。没有数据填“—”，不触发。",
    CheckKind.DIGITS: "小数位多于规定就触发，末尾的 0 不算。不填位数时，按指标目录中数值和增速各自的小数位。",
    CheckKind.RANGE: "小于下限或大于上限就触发，等于不触发。下限、上限至少填一个。",
    CheckKind.CUMULATIVE: "累计量的数值小于本年上一期就触发；一季度（1 月）没有可比的上一期，不触发。",
    CheckKind.JUMP: (
        "先算与上年同期相比的变化：一般用百分比，率、累进总数和指数用差，公布增速用其本身。"
        "再看它离此前 5 年各期变化的中位数有多远：超过离差（各期与中位数距离的中位数）的容许倍数就触发。"
        "历史变化不足 4 个时不判断；离差小于一个显示单位时按一个显示单位计。"
    ),
    CheckKind.PARTITION: (
        "指标目录中设了全域划分的指标，各成员之和与整体相差超过整体的百分之几就触发；"
        "有一个数未知就不判断。只提示，不改数。"
    ),
    CheckKind.PUBLISHED_GROWTH: (
        "填报的公布增速，与由填报数值和上年同期公布数推算的增速相差超过容许值就触发。"
        "只用于指标目录规定增速可推算的指标；两个数都照原样保留。"
    ),
    CheckKind.MISSING: "上年同期有数，本期空着或填“—”就触发。",
}
THRESHOLD_LABELS = {
    CheckKind.JUMP: "容许的离差倍数",
    CheckKind.PARTITION: "容许相差（整体的 %）",
    CheckKind.PUBLISHED_GROWTH: "容许相差（百分点）",
}
# What a try-out on published figures cannot show.
TRY_OUT_NOTES = {
    CheckKind.BLANK: "公布的数据没有空着的，所以试运行不会触发；它只在填报时起作用。",
    CheckKind.JUMP: "历史变化不足 4 个的数据不判断，也不会触发。",
    CheckKind.PARTITION: "整体或某个成员没有公布数的期别不判断；没有设全域划分的指标不会触发。",
    CheckKind.PUBLISHED_GROWTH: "没有上年同期数、没有公布增速或者增速不可推算的指标不判断。",
    CheckKind.MISSING: "整条没有公布的数据不在其中；只看公布了数值或增速之一的数据。",
}


def help_shown_by_kind() -> SafeString:
    """The help of every kind; the page shows that of the chosen one."""
    return format_html_join("", "<p x-show=\"kind == '{}'\" x-cloak>{}</p>", KIND_HELP.items())


def parameters_text(rule: CheckRule) -> str:
    """The parameters that the rule's kind reads.

    >>> parameters_text(CheckRule(kind="jump", threshold=5)), parameters_text(CheckRule(kind="digits"))
    ('容许 5 倍离差', '按指标目录的小数位')
    """
    threshold, lower, upper = (plain(number) for number in (rule.threshold, rule.lower, rule.upper))
    match rule.kind:
        case CheckKind.DIGITS:
            return "按指标目录的小数位" if rule.digits is None else f"最多 {rule.digits} 位小数"
        case CheckKind.RANGE:
            return "，".join(
                f"{word} {each}" for word, each in (("不低于", lower), ("不高于", upper)) if each is not None
            )
        case CheckKind.JUMP:
            return f"容许 {threshold} 倍离差"
        case CheckKind.PARTITION:
            return f"容许相差整体的 {threshold}%"
        case CheckKind.PUBLISHED_GROWTH:
            return f"容许相差 {threshold} 个百分点"
    return ""


def rule_text(rule: CheckRule) -> str:
    """What the rule looks at, and by which parameters, in one line."""
    indicator = rule.indicator.name if rule.indicator else "全部指标"
    measure = rule.get_measure_display() if rule.measure else ""
    return "；".join(filter(None, (rule.get_kind_display(), indicator, measure, parameters_text(rule))))
