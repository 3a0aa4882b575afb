"""Which thresholds are in force on a day, and what they are where nothing was set (`domain.md` §3)."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from tracker.domain.targets.rules import DEFAULT, AssessmentRules, rules_in_force

EVER = AssessmentRules(ahead_from=Decimal("1.04"))
FIRST = AssessmentRules(valid_from=date(2021, 1, 1), ahead_from=Decimal("1.10"))
SECOND = AssessmentRules(valid_from=date(2023, 7, 1), ahead_from=Decimal("1.20"))


def test_the_defaults() -> None:
    assert (DEFAULT.ahead_from, DEFAULT.on_course_from) == (Decimal("1.05"), Decimal("0.95"))
    assert DEFAULT.binding_on_course_from == 1
    assert (DEFAULT.about_points, DEFAULT.about_percent, DEFAULT.with_points) == (Decimal("0.5"), 1, Decimal("0.5"))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(date(2020, 12, 31), EVER, id="before any date"),
        pytest.param(date(2021, 1, 1), FIRST, id="the day itself counts"),
        pytest.param(date(2023, 6, 30), FIRST, id="the day before the next"),
        pytest.param(date(2023, 7, 1), SECOND, id="the newest wins"),
        pytest.param(date(2030, 12, 31), SECOND, id="until there are newer ones"),
    ],
)
def test_rules_in_force(on: date, expected: AssessmentRules) -> None:
    for rules in permutations([EVER, FIRST, SECOND]):
        assert rules_in_force(rules, on) is expected


def test_without_rules_for_the_day_the_defaults_hold() -> None:
    assert rules_in_force([], date(2024, 1, 1)) is DEFAULT
    assert rules_in_force([FIRST, SECOND], date(2020, 12, 31)) is DEFAULT


def test_rules_may_come_from_an_iterator() -> None:
    assert rules_in_force(iter([SECOND, FIRST]), date(2022, 1, 1)) is FIRST
