"""One item of a scheme from its JSON object, with what does not go together."""

from decimal import Decimal

from indicators.domain.kinds import Direction
from tracker.domain.evaluations.facts import Quantity
from tracker.domain.evaluations.json_reading import JsonObject
from tracker.domain.evaluations.scheme import (
    DEFAULT_CAP,
    DEFAULT_FLOOR,
    Baseline,
    BaselineKind,
    Item,
    ItemFormula,
    MissingRule,
)

ITEM_KEYS = (
    "item",
    "name",
    "numerator",
    "denominator",
    "change",
    "weight",
    "formula",
    "baseline",
    "direction",
    "cap",
    "floor",
    "missing",
)
AGAINST_A_BASELINE = (ItemFormula.BENCHMARK, ItemFormula.INVERSE)


def read_item(written: JsonObject) -> Item:
    """The item; where something is faulty, stand-ins that the scheme is not to be used with."""
    missing, penalty = _missing(written)
    item = Item(
        code=written.text("item"),
        name=written.text("name"),
        numerator=written.choice("numerator", Quantity),
        denominator=_denominator(written),
        weight=_above_zero(written, "weight"),
        formula=written.choice("formula", ItemFormula),
        baseline=_baseline(written),
        direction=written.choice("direction", Direction),
        change=written.flag("change", False),
        cap=written.number_or_none("cap", DEFAULT_CAP),
        floor=written.number_or_none("floor", DEFAULT_FLOOR),
        missing=missing,
        penalty=penalty,
    )
    if written.is_object:
        _check_formula(written, item)
        _check_limits(written, item)
    return item


def _above_zero(written: JsonObject, key: str) -> Decimal:
    number = written.number(key)
    if number <= 0:
        written.fault(key, "not_positive", "须大于 0")
    return number


def _denominator(written: JsonObject) -> Quantity | None:
    # A ratio whose denominator was forgotten would silently score the plain quantity: null has to be written.
    if written.raw("denominator", "") is None:
        return None
    return written.choice("denominator", Quantity)


def _baseline(written: JsonObject) -> Baseline | None:
    if written.raw("baseline", None) is None:
        return None
    path = written.at("baseline")
    kinds = tuple(kind.value for kind in BaselineKind)
    baseline = JsonObject(written.raw("baseline"), path, written.faults, kinds)
    given = [kind for kind in BaselineKind if baseline.raw(kind, None) is not None]
    if len(given) != 1:
        if written.is_clean("baseline"):
            message = f"基准值须写明以下之一：{'、'.join(kinds)}"
            written.fault("baseline", "one_of", message)
        return None
    return Baseline(given[0], _above_zero(baseline, given[0]))


def _missing(written: JsonObject) -> tuple[MissingRule, Decimal | None]:
    found = written.raw("missing", "")
    if isinstance(found, dict):
        rule = JsonObject(found, written.at("missing"), written.faults, (MissingRule.PENALTY.value,))
        return MissingRule.PENALTY, _above_zero(rule, MissingRule.PENALTY)
    if found == MissingRule.PENALTY:
        written.fault("missing", "required", '扣分须写明分值，如 {"penalty": "5"}')
        return MissingRule.ZERO, None
    return written.choice("missing", MissingRule), None


def _check_formula(written: JsonObject, item: Item) -> None:
    if not (written.is_clean("formula") and written.is_clean("baseline") and written.is_clean("direction")):
        return
    if item.formula in AGAINST_A_BASELINE and item.baseline is None:
        written.fault("baseline", "required", f"{item.formula} 须有基准值")
    if item.formula not in AGAINST_A_BASELINE and item.baseline is not None:
        written.fault("baseline", "no_baseline", f"{item.formula} 只看本组的最大、最小值，baseline 须为 null")
    if item.formula is ItemFormula.INVERSE and item.direction is not Direction.LOWER:
        written.fault("direction", "direction", "inverse 用于越小越好的指标，direction 须为 lower")
    if item.formula in (ItemFormula.BENCHMARK, ItemFormula.MAXIMUM) and item.direction is not Direction.HIGHER:
        written.fault("direction", "direction", f"{item.formula} 用于越大越好的指标，direction 须为 higher")
    if item.change and item.baseline and item.baseline.kind is BaselineKind.PREVIOUS_AVERAGE:
        message = "变化率的上年平均要用前年的数，方案里没有：请用 fixed 或 group_average"
        written.fault("baseline", "needs_year_before_last", message)


def _check_limits(written: JsonObject, item: Item) -> None:
    if item.cap is not None and item.cap <= 0:
        written.fault("cap", "not_positive", "上限是权重的倍数，须大于 0；不设上限写 null")
    clean = all(written.is_clean(key) for key in ("cap", "floor", "weight"))
    if clean and item.floor is not None and item.cap is not None and item.floor > item.cap * item.weight:
        written.fault("floor", "above_cap", "下限高于上限（上限倍数 × 权重）")
