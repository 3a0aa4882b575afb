"""Every row of the official tables at hand: its cells are read into targets, which print the same cells again."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.kinds import Direction, Kind
from tests.case_tables import Row, case_table, rows_of
from tracker.domain.targets.reading import (
    Context,
    Reading,
    is_strict,
    read_base,
    read_wording,
    text_fault,
    text_to_keep,
)
from tracker.domain.targets.target import Form, Measure, Target
from tracker.domain.targets.wording import Cell, Wording, line_of, wording_of, writing_of

ROWS = Path(__file__).parent / "cases" / "plan_rows.csv"
# In practice the reference is an indicator; here it is what the plan calls it.
KEPT_AS_PRINTED = {
    "保持在合理区间、各年度视情提出",
    ">7、力争投入强度高于“十三五”时期实际",
    "保稳提质",
    "与全国一致",
    "以国家下达任务为准",
    "高于经济增速",
    ">=7",
    "0.9",
    "[>5000]",
    "[<3256]",
}


def readings_of(row: Row) -> Iterator[tuple[str, Reading]]:
    for cell, text in ((Cell.TARGET, row["target"]), (Cell.PACE, row["pace"])):
        context = Context(
            cell=cell,
            name=row["name"],
            unit=row["unit"],
            kind=Kind(row["kind"]),
            direction=Direction(row["direction"]),
            has_base=row["base"] != "",
        )
        if (reading := read_wording(text, context)) is not None:
            yield text, reading


def target_of(row: Row, text: str, reading: Reading) -> Target:
    base = read_base(row["base"])
    return Target(
        form=reading.form,
        kind=Kind(row["kind"]),
        indicator_direction=Direction(row["direction"]),
        base_year=int(row["base_year"]) - (base is not None and base.is_of_other_year),
        end_year=int(row["end_year"]),
        value=reading.value,
        base=base.value if base else None,
        measure=reading.measure,
        strict=is_strict(reading.form, text),
    )


@pytest.mark.parametrize("row", case_table(ROWS))
def test_a_line_prints_the_cells_it_was_read_from(row: Row) -> None:
    cells = []
    for text, reading in readings_of(row):
        target = target_of(row, text, reading)
        kept = text_to_keep(target, text, reading.reference)
        assert not kept or text_fault(target, kept, name=row["name"], unit=row["unit"]) is None
        assert target.strict == reading.strict
        cells.append(wording_of(target, plan_base_year=int(row["base_year"]), reference=reading.reference, text=kept))
    assert cells
    assert line_of(cells) == Wording(row["base"], row["target"], row["pace"])


def test_only_words_and_other_writings_have_to_be_kept() -> None:
    kept = {
        text
        for row in rows_of(ROWS)
        for text, reading in readings_of(row)
        if text_to_keep(target_of(row, text, reading), text, reading.reference)
    }
    assert kept == KEPT_AS_PRINTED


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("GDP", [(Form.ABOVE, Measure.VALUE, "92.7"), (Form.ABOVE, Measure.GROWTH, "6.5")]),
        ("户籍人口城镇化率", [(Form.LEVEL, Measure.VALUE, "45"), (Form.CHANGE, Measure.VALUE, "5.1")]),
        ("城镇新增就业人数", [(Form.TOTAL, Measure.VALUE, "5000")]),
        ("新增建设用地规模", [(Form.TOTAL, Measure.VALUE, "3256")]),
        ("耕地保有量", [(Form.LEVEL, Measure.VALUE, "18.65"), (Form.CHANGE, Measure.VALUE, "0")]),
        ("氨氮排放减少", [(Form.COMPOUND, Measure.VALUE, "10")]),
        ("城镇调查失业率", [(Form.BELOW, Measure.VALUE, "5.5")]),
        ("劣V类水体比例", [(Form.BELOW, Measure.VALUE, "5")]),
        ("全员劳动生产率增长", [(Form.OVER, Measure.GROWTH, None)]),
        ("第一产业增加值增长", [(Form.AVERAGE_GROWTH, Measure.GROWTH, "3")]),
        ("常住人口城镇化率提高(百分点)", [(Form.CHANGE, Measure.VALUE, "0.9")]),
        ("规模工业增加值增长", [(Form.AT_LEAST, Measure.GROWTH, "6.5")]),
    ],
)
def test_what_a_line_means(name: str, forms: list[tuple[Form, Measure, str | None]]) -> None:
    (row,) = [row for row in rows_of(ROWS) if row["name"] == name]
    found = [(reading.form, reading.measure, reading.value) for _, reading in readings_of(row)]
    assert found == [(form, measure, Decimal(value) if value else None) for form, measure, value in forms]


def test_a_level_is_written_in_percent_where_its_growth_is_meant() -> None:
    """湘政发〔2025〕3号 prints 5.5左右 in a line whose unit is %; against GDP in 亿元 it needs its mark."""
    reading = read_wording(
        "5.5左右",
        Context(cell=Cell.PACE, name="地区生产总值", unit="亿元", kind=Kind.FLOW_YTD, direction=Direction.HIGHER),
    )
    assert reading is not None
    target = Target(
        form=reading.form,
        measure=reading.measure,
        value=reading.value,
        kind=Kind.FLOW_YTD,
        indicator_direction=Direction.HIGHER,
        base_year=2024,
        end_year=2025,
    )
    assert writing_of(target) == "5.5%左右"
    assert text_fault(target, "5.5左右", name="地区生产总值", unit="亿元") is None
    assert text_fault(replace(target, value=Decimal(5)), "5.5左右", name="地区生产总值", unit="亿元") is not None
