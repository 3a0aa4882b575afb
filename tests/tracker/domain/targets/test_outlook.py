"""Where targets are heading: worked cases of every form, the interval, what is met, and why there is none."""

from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.kinds import Direction, Kind
from indicators.domain.numbers import plain_six
from tests.case_tables import Row, case_table, rows_of
from tests.tracker.domain.targets.test_progress import figures, target_of
from tracker.domain.targets.outlook import METHOD, OUTLOOK_WORDS, method_words, outlook
from tracker.domain.targets.reasons import WORDS
from tracker.domain.targets.rules import AssessmentRules
from tracker.domain.targets.target import RELATIVE, Form, Measure, Target, YearFigures

CASES = Path(__file__).parent / "cases" / "outlook.csv"


@pytest.mark.parametrize("row", case_table(CASES))
def test_outlook(row: Row) -> None:
    found = outlook(target_of(row), int(row["year"]), figures(row["values"], row["published"], row["computed"]))
    numbers = [plain_six(number) or "" for number in (found.value, found.low, found.high)]
    assert numbers == [row["outlook"], row["low"], row["high"]]
    assert (found.will_meet or "", found.reason or "") == (row["will_meet"], row["reason"])


def test_the_table_has_every_form_answer_and_reason() -> None:
    rows = rows_of(CASES)
    assert {row["form"] for row in rows} == set(Form)
    assert {row["will_meet"] for row in rows} == {"yes", "no", "open", ""}
    reasons = {row["reason"] for row in rows} - {""}
    assert set(OUTLOOK_WORDS) <= reasons
    assert reasons <= {*WORDS, *OUTLOOK_WORDS}


def test_what_about_allows_is_a_setting() -> None:
    target = Target(
        form=Form.ABOUT,
        kind=Kind.STOCK,
        indicator_direction=Direction.HIGHER,
        base_year=2020,
        end_year=2025,
        base=Decimal(100),
        value=Decimal(114),
    )
    line = {2020 + gone: YearFigures(value=Decimal(100 + 2 * gone)) for gone in range(4)}
    assert outlook(target, 2023, line).will_meet == "no"
    assert outlook(target, 2023, line, rules=AssessmentRules(about_percent=Decimal(5))).will_meet == "yes"


@pytest.mark.parametrize("form", Form)
def test_the_method_is_told_in_words(form: Form) -> None:
    words = method_words(form_target(form))
    assert words.endswith("。")
    assert ("没有推算方法" in words) == (form in {*RELATIVE, Form.TEXT})
    assert ("标准误" in words) != ("没有推算方法" in words)


@pytest.mark.parametrize(("kind", "mean"), [(Kind.RATE, "算术平均"), (Kind.FLOW_YTD, "几何平均")])
def test_only_growth_that_chains_is_averaged_geometrically(kind: Kind, mean: str) -> None:
    assert mean in method_words(form_target(Form.AT_LEAST, kind, Measure.GROWTH))


def form_target(form: Form, kind: Kind = Kind.STOCK, measure: Measure = Measure.VALUE) -> Target:
    return Target(
        form=form, kind=kind, measure=measure, indicator_direction=Direction.HIGHER, base_year=2020, end_year=2025
    )


def test_the_method_has_a_name() -> None:
    assert METHOD == "outlook/1"
