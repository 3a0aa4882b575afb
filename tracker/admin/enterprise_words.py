"""How the pages of a firm call its facts, and show them."""

from typing import Any

from indicators.admin.figures import NO_DATA
from indicators.domain.numbers import plain
from tracker.admin.score_cards import UNITS
from tracker.choices import SizeClass
from tracker.domain.evaluation_tables import MARKS
from tracker.domain.evaluations.facts import QUANTITY_NAMES, Quantity

# `land` is computed, see the score card.
FACT_NAMES = {
    **{each.value: f"{name}（{UNITS[each]}）" for each, name in QUANTITY_NAMES.items() if each is not Quantity.LAND},
    "bonus": "加分",
    "penalty": "扣分",
    "veto": "一票否决",
    "size_class": "当年规模",
    "exempt_reason": "当年不参评原因",
    "promotion": "升档",
    "grade_cap": "限档",
}


def fact_text(name: str, value: Any) -> str:
    """A stored fact as pages show it."""
    if name == "veto":
        return "是" if value else NO_DATA
    if name in MARKS:
        return str(SizeClass(value).label if name == "size_class" and value else value or "") or NO_DATA
    return plain(value) or NO_DATA
