"""What speaks against a figure of a month, and reading what was typed."""

from decimal import Decimal

import pytest

from indicators.domain.periods import Period
from projects.domain.month_entry import MonthLine, MonthRow, findings
from projects.domain.month_typed import TypedRow, read_month
from projects.domain.progress import Reported

LINE = MonthLine(
    project="P1",
    name="大桥",
    area="湘潭市",
    planned=Decimal(100),
    total_investment=Decimal(500),
    previous=Reported(Period.parse("2026-09"), Decimal(60)),
    invested=Decimal(70),
    version=2,
    recorded="zhang 2026-11-01 09:00",
)

# figure, note, version seen, what is said, what of it refuses
CASES = [
    ("70", "", 2, [], []),
    ("60", "", 2, [], []),  # as much as the month before is no decrease
    ("59.99", "", 2, ["decrease"], ["decrease"]),
    ("59.99", "核减", 2, ["decrease"], []),
    ("-1", "核减", 2, ["negative", "decrease"], ["negative"]),
    ("300", "", 2, [], []),  # three plans exactly
    ("300.01", "", 2, ["above_plan"], []),
    ("500", "", 2, ["above_plan"], []),
    ("500.01", "", 2, ["above_total", "above_plan"], []),
    ("80", "", 1, ["stale"], ["stale"]),
    ("80", "", None, ["stale"], ["stale"]),
    ("80", "长" * 501, 2, ["note_too_long"], ["note_too_long"]),
]


@pytest.mark.parametrize(("invested", "note", "seen", "said", "refused"), CASES)
def test_what_speaks_against_a_figure(
    invested: str, note: str, seen: int | None, said: list[str], refused: list[str]
) -> None:
    found = list(findings(LINE, MonthRow(project="P1", invested=Decimal(invested), note=note, seen=seen)))
    assert [each.code for each in found] == said
    assert [each.code for each in found if each.refuses] == refused


def test_a_stale_row_says_what_stands_and_who_wrote_it() -> None:
    found = next(findings(LINE, MonthRow(project="P1", invested=Decimal(80), seen=1)))
    assert "70（zhang 2026-11-01 09:00）" in found.message


TYPED = [
    ("１,234.50", "1234.50"),  # a paste from a sheet
    ("0", "0"),
    ("123456789012345.123456789012345", "123456789012345.123456789012345"),
]


@pytest.mark.parametrize(("text", "number"), TYPED)
def test_typed_numbers_are_read(text: str, number: str) -> None:
    read = read_month([LINE], [TypedRow(project="P1", invested=text, seen="2")])
    assert [(row.invested, row.seen) for row in read.rows] == [(Decimal(number), 2)]
    assert not read.faults


FAULTS = [
    ("约5", "", "“约5”"),
    ("1234567890123456", "", "位数过多"),
    ("0.1234567890123456", "", "位数过多"),
    ("—", "", "没有数就留空"),
    ("", "", "不能清空"),
    ("", "停工", "不能清空"),
]


@pytest.mark.parametrize(("text", "note", "words"), FAULTS)
def test_what_cannot_be_taken_names_its_row(text: str, note: str, words: str) -> None:
    read = read_month([LINE], [TypedRow(project="P1", invested=text, note=note, seen="2")])
    assert not read.rows
    assert read.faults[0].startswith("第 1 行“大桥”：")
    assert words in read.faults[0]


def test_an_empty_row_of_a_month_without_a_figure_says_nothing() -> None:
    blank = MonthLine(project="P1", name="大桥", area="湘潭市", planned=Decimal(1), total_investment=None)
    assert read_month([blank], [TypedRow(project="P1", invested="")]) == read_month([blank], [])
    assert "有说明而没有累计数" in read_month([blank], [TypedRow(project="P1", invested="", note="停工")]).faults[0]


def test_a_project_that_is_not_in_the_table_is_named() -> None:
    assert "“X”" in read_month([LINE], [TypedRow(project="X", invested="1")]).faults[0]
