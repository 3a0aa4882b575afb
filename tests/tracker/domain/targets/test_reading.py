"""What the cells of official tables say, and what is refused."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.kinds import Direction, Kind
from tests.case_tables import Row, case_table, number
from tracker.domain.targets.reading import (
    Base,
    Context,
    Reading,
    WordingError,
    is_strict,
    read_base,
    read_wording,
    text_fault,
)
from tracker.domain.targets.target import Form, Measure, Target
from tracker.domain.targets.wording import BRACKETED, Cell

CASES = Path(__file__).parent / "cases"
JOBS = Target(
    form=Form.TOTAL,
    kind=Kind.FLOW,
    indicator_direction=Direction.HIGHER,
    base_year=2020,
    end_year=2025,
    value=Decimal(5000),
)
RESEARCH = Target(
    form=Form.ABOVE,
    kind=Kind.GROWTH_ONLY,
    indicator_direction=Direction.HIGHER,
    measure=Measure.GROWTH,
    base_year=2020,
    end_year=2025,
    value=Decimal(7),
)


def context_of(case: Row) -> Context:
    return Context(
        cell=Cell(case["cell"]),
        name=case["name"],
        unit=case["unit"],
        kind=Kind(case["kind"]),
        direction=Direction(case["direction"]),
        has_base=case.get("base", "") != "",
    )


@pytest.mark.parametrize("case", case_table(CASES / "readings.csv"))
def test_what_a_cell_says(case: Row) -> None:
    assert read_wording(case["text"], context_of(case)) == Reading(
        form=Form(case["form"]),
        measure=Measure(case["measure"]),
        value=number(case["value"]),
        strict=case["strict"] == "yes",
        reference=case["reference"],
        free_words=case["free"],
    )


@pytest.mark.parametrize("case", case_table(CASES / "unreadable.csv"))
def test_the_refusal_names_the_cell(case: Row) -> None:
    with pytest.raises(WordingError, match=re.escape(f"“{case['cell']}”一栏")):
        read_wording(case["text"], context_of(case))


@pytest.mark.parametrize("text", ["", " ", "—", "——", "－", "-"])
def test_nothing_is_nothing(text: str) -> None:
    context = Context(cell=Cell.PACE, name="GDP", unit="亿元", kind=Kind.FLOW_YTD, direction=Direction.HIGHER)
    assert read_wording(text, context) is None
    assert read_base(text) is None


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [("60.6*", "60.6", True), ("６０．６＊", "60.6", True), ("18.65", "18.65", False), ("-2.3", "-2.3", False)],
)
def test_a_base(text: str, value: str, other: bool) -> None:
    assert read_base(text) == Base(value=Decimal(value), is_of_other_year=other)


@pytest.mark.parametrize("text", ["60.6**", "*60.6", "约60", "6,500"])
def test_a_base_is_one_number(text: str) -> None:
    with pytest.raises(WordingError, match="“基期”一栏"):
        read_base(text)


def test_brackets_may_mean_another_sum() -> None:
    context = Context(cell=Cell.PACE, name="就业", unit="万人", kind=Kind.FLOW, direction=Direction.HIGHER)
    in_brackets, plain_number = read_wording("[5]", context), read_wording("5", context)
    assert in_brackets is not None
    assert {in_brackets.form, *in_brackets.alternatives} == BRACKETED
    assert plain_number is not None
    assert not plain_number.alternatives


@pytest.mark.parametrize(
    ("form", "text", "strict"),
    [
        (Form.ABOVE, "", True),
        (Form.BELOW, "低于5.5", True),
        (Form.AT_LEAST, ">=7", False),
        (Form.AT_LEAST, "7以上、力争>8", False),
        (Form.TOTAL, "", False),
        (Form.TOTAL, "[>5000]", True),
        (Form.TOTAL, "［＜3256］", True),
        (Form.TOTAL, "[≥5000]", False),
        (Form.CHANGE, "[>=1]", False),
        (Form.COMPOUND, "[超过18]", True),
        (Form.TEXT, ">", False),
    ],
)
def test_strict(form: Form, text: str, strict: bool) -> None:
    assert is_strict(form, text) is strict


@pytest.mark.parametrize("text", ["[>5000]", "[5000以上]", "〔5000万人〕", "[5000]、力争5500"])
def test_a_text_that_says_the_same(text: str) -> None:
    assert text_fault(JOBS, text, name="城镇新增就业", unit="万人") is None


@pytest.mark.parametrize(
    ("target", "text", "fault"),
    [
        (JOBS, "[>5500]", "目标值 5000"),
        (JOBS, "5000%", "形式"),
        (JOBS, " ", "为空"),
        (JOBS, "[5,000]", "不能识别"),
        (RESEARCH, "7以上", "形式"),
        (RESEARCH, "保稳提质", "形式"),
        (replace(RESEARCH, kind=Kind.RATE), ">7", "数值"),
        (replace(RESEARCH, form=Form.TEXT, value=None), "", "文字目标"),
    ],
)
def test_a_text_that_says_something_else(target: Target, text: str, fault: str) -> None:
    assert fault in (text_fault(target, text, name="指标", unit="万人") or "")
