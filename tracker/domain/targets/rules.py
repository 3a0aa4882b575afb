"""Thresholds and tolerances of verdicts: dated settings, asked for on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRules:
    """Share done ÷ share expected from which a verdict is reached; what 左右 and 基本同步 allow (`domain.md` §3)."""

    valid_from: date | None = None
    ahead_from: Decimal = Decimal("1.05")
    on_course_from: Decimal = Decimal("0.95")
    binding_on_course_from: Decimal = Decimal("1.00")
    about_points: Decimal = Decimal("0.5")
    about_percent: Decimal = Decimal(1)
    with_points: Decimal = Decimal("0.5")


DEFAULT = AssessmentRules()


def rules_in_force(rules: Iterable[AssessmentRules], on: date) -> AssessmentRules:
    """The newest rules valid from `on` or before; the product's defaults where there are none."""
    valid = [each for each in rules if each.valid_from is None or each.valid_from <= on]
    return max(valid, key=lambda each: each.valid_from or date.min, default=DEFAULT)
