"""A scheme in words: what is measured against what, how ranks become grades, and every setting."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.admin.figures import NO_DATA
from indicators.domain.kinds import Direction
from indicators.domain.numbers import plain
from tracker.domain.evaluations.facts import QUANTITY_NAMES
from tracker.domain.evaluations.scheme import (
    Baseline,
    BaselineKind,
    Grade,
    GroupField,
    Item,
    ItemFormula,
    MissingRule,
)
from tracker.domain.evaluations.scheme import Scheme as WrittenScheme
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.models import Scheme

FORMULA_WORDS = {
    ItemFormula.BENCHMARK: "标杆法：数值 ÷ 基准值 × 权重",
    ItemFormula.MIN_MAX: "极差法：权重 ×（20 + 80 ×（数值 − 最小值）÷（最大值 − 最小值））÷ 100",
    ItemFormula.INVERSE: "逆向：（2 − 数值 ÷ 基准值）× 权重 ÷ 2",
    ItemFormula.MAXIMUM: "最大值法：数值 ÷ 最大值 × 权重",
}
BASELINE_WORDS = {
    BaselineKind.FIXED: "固定 {}",
    BaselineKind.GROUP_AVERAGE: "本组本年平均 × {}",
    BaselineKind.PREVIOUS_AVERAGE: "本组上年平均 × {}",
}
MISSING_WORDS = {
    MissingRule.ZERO: "计 0 分",
    MissingRule.FULL: "计满分",
    MissingRule.GROUP_AVERAGE_SCORE: "计本组该项平均得分",
}
GROUP_WORDS = {
    GroupField.PARK: "园区",
    GroupField.AREA: "地区",
    GroupField.INDUSTRY: "行业",
    GroupField.SIZE_CLASS: "规模",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePage:
    """`items` are cells of a line each; `grades` a grade with its span and policies; `settings` label and words."""

    items: Sequence[Sequence[str]]
    grades: Sequence[tuple[str, str, Sequence[str]]]
    settings: Sequence[tuple[str, str]]


def scheme_page(scheme: Scheme) -> SchemePage:
    [written] = read_scheme(scheme.content).schemes
    return SchemePage(
        items=[_item(item) for item in written.items], grades=_grades(written.grades), settings=_settings(written)
    )


def _item(item: Item) -> tuple[str, ...]:
    ratio = QUANTITY_NAMES[item.numerator]
    if item.denominator is not None:
        ratio += f" ÷ {QUANTITY_NAMES[item.denominator]}"
    return (
        item.name,
        f"1 − 本年（{ratio}）÷ 上年（{ratio}）" if item.change else ratio,
        f"{plain(item.weight)}",
        FORMULA_WORDS[item.formula],
        _baseline(item.baseline),
        "越小越好" if item.direction is Direction.LOWER else "越大越好",
        "不设" if item.cap is None else f"权重的 {plain(item.cap)} 倍",
        "不设" if item.floor is None else f"{plain(item.floor)} 分",
        _missing(item),
    )


def _baseline(baseline: Baseline | None) -> str:
    return NO_DATA if baseline is None else BASELINE_WORDS[baseline.kind].format(plain(baseline.number))


def _missing(item: Item) -> str:
    if item.penalty is not None:
        return f"计 0 分，总分再扣 {plain(item.penalty)} 分"
    return MISSING_WORDS[item.missing]


def _grades(grades: Sequence[Grade]) -> list[tuple[str, str, Sequence[str]]]:
    return [
        (f"{grade.code} {grade.name}".strip(), f"位次 ≤ {plain(grade.up_to)} × 本组户数", grade.policies)
        for grade in grades
    ]


def _settings(scheme: WrittenScheme) -> list[tuple[str, str]]:
    rules = [
        *(f"升档“{rule.when}”至少 {rule.grade}" for rule in scheme.promotions),
        *(f"限档“{rule.when}”至多 {rule.grade}" for rule in scheme.grade_caps),
    ]
    ceiling = "不设" if scheme.bonus_ceiling is None else f"{plain(scheme.bonus_ceiling)} 分"
    freed = "所占名额让给其后的企业" if scheme.veto_frees_place else "不腾出名额"
    return [
        ("分组", "、".join(GROUP_WORDS[field] for field in scheme.group_by)),
        ("税收口径", "、".join(scheme.tax_components) or "报送的税收合计"),
        ("系数", f"{plain(scheme.coefficient)}"),
        ("加分上限", ceiling),
        ("最小组", f"不足 {scheme.minimum_group_size} 户的组只计分排名，不定档"),
        ("不参评（T）", "计入户数 N" if scheme.unrated_counted else "不计入户数 N"),
        ("一票否决", f"定为 {scheme.veto_grade}，得分和位次不变；{freed}"),
        ("升档与限档", "；".join(rules) or "没有"),
    ]
