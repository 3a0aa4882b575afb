"""A scheme as the JSON object it is read from; what is optional and unsaid is not written."""

from decimal import Decimal
from typing import Any

from tracker.domain.evaluations.scheme import Baseline, Grade, GradeRule, Item, MissingRule, Scheme


def write_scheme(scheme: Scheme) -> dict[str, Any]:
    """The object of `schemes.json`; numbers keep the digits they were typed with."""
    written: dict[str, Any] = {
        "scheme": scheme.code,
        "name": scheme.name,
        "year": scheme.year,
        "size_class": scheme.size_class.value,
        "official": scheme.official,
        "group_by": [field.value for field in scheme.group_by],
    }
    if scheme.tax_components:
        written["tax_components"] = list(scheme.tax_components)
    written["items"] = [_item(item) for item in scheme.items]
    written["coefficient"] = _number(scheme.coefficient)
    written["bonus_ceiling"] = _number(scheme.bonus_ceiling)
    written["grades"] = [_grade(grade) for grade in scheme.grades]
    if scheme.promotions:
        written["promotions"] = [_rule(rule) for rule in scheme.promotions]
    if scheme.grade_caps:
        written["grade_caps"] = [_rule(rule) for rule in scheme.grade_caps]
    written["minimum_group_size"] = scheme.minimum_group_size
    written["unrated_counted"] = scheme.unrated_counted
    written["veto_grade"] = scheme.veto_grade
    if scheme.veto_frees_place:
        written["veto_frees_place"] = True
    return written


def _number(value: Decimal | None) -> str | None:
    """As typed, trailing zeros included: 0.20 stays 0.20."""
    return None if value is None else format(value, "f")


def _item(item: Item) -> dict[str, Any]:
    written: dict[str, Any] = {
        "item": item.code,
        "name": item.name,
        "numerator": item.numerator.value,
        "denominator": None if item.denominator is None else item.denominator.value,
    }
    if item.change:
        written["change"] = True
    return written | {
        "weight": _number(item.weight),
        "formula": item.formula.value,
        "baseline": _baseline(item.baseline),
        "direction": item.direction.value,
        "cap": _number(item.cap),
        "floor": _number(item.floor),
        "missing": {"penalty": _number(item.penalty)} if item.missing is MissingRule.PENALTY else item.missing.value,
    }


def _baseline(baseline: Baseline | None) -> dict[str, str | None] | None:
    return None if baseline is None else {baseline.kind.value: _number(baseline.number)}


def _grade(grade: Grade) -> dict[str, Any]:
    written: dict[str, Any] = {"grade": grade.code}
    if grade.name:
        written["name"] = grade.name
    written["up_to"] = _number(grade.up_to)
    if grade.policies:
        written["policies"] = list(grade.policies)
    return written


def _rule(rule: GradeRule) -> dict[str, str]:
    return {"when": rule.when, "grade": rule.grade}
