"""The plans of the demo package print the official tables word for word, and show every form and every verdict."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.kinds import Direction, Kind
from tests.case_tables import Row, rows_of
from tracker.domain.targets.faults import default_measure
from tracker.domain.targets.progress import Progress, Verdict, target_progress
from tracker.domain.targets.reading import is_strict, text_fault
from tracker.domain.targets.target import MEASURED, Attribute, Form, Measure, Target, YearFigures
from tracker.domain.targets.wording import Wording, line_of, wording_of

DEMO = Path(__file__).parents[4] / "demo"
ROWS = Path(__file__).parent / "cases" / "plan_rows.csv"


def table(package: str, file: str) -> list[Row]:
    with (DEMO / package / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, strict=True))
    assert rows
    return rows


PLANS = {row["plan"]: row for row in table("plans", "plans.csv")}
INDICATORS = {row["code"]: row for package in ("xiangtan", "plans") for row in table(package, "indicators.csv")}
TARGETS = table("plans", "targets.csv")


def target_of(row: Row) -> Target:
    indicator, plan = INDICATORS[row["indicator"]], PLANS[row["plan"]]
    form, kind = Form(row["form"]), Kind(indicator["kind"])
    return Target(
        form=form,
        kind=kind,
        indicator_direction=Direction(indicator["direction"]),
        base_year=int(row.get("base_year") or 0) or int(plan["start_year"]) - 1,
        end_year=int(plan["end_year"]),
        base=Decimal(base) if (base := row.get("base_value")) else None,
        value=Decimal(row["value"]) if row["value"] else None,
        measure=Measure(row["measure"]) if row["measure"] else default_measure(kind),
        attribute=Attribute(row.get("attribute") or "expected"),
        strict=is_strict(form, row["text"]),
        decimals=int(indicator["decimals"]),
        growth_decimals=int(indicator["growth_decimals"]),
    )


def lines_of(plan: str) -> dict[str, Wording]:
    """The cells of each line of the plan's own area, by indicator, in the order of the table."""
    lines = defaultdict(list)
    for row in TARGETS:
        if (row["plan"], row["area"]) == (plan, PLANS[plan]["area"]):
            name = INDICATORS[row["reference"]]["name"] if row["reference"] else ""
            base_year = int(PLANS[plan]["start_year"]) - 1
            lines[row["indicator"]].append(
                wording_of(target_of(row), plan_base_year=base_year, reference=name, text=row["text"])
            )
    return {indicator: line_of(cells) for indicator, cells in lines.items()}


@pytest.mark.parametrize(
    ("plan", "official"),
    [("CN-135", "国家 十三五"), ("CN-145", "国家 十四五"), ("HN-135", "湖南 十三五"), ("HN-2025", "湖南 2025年度计划")],
)
def test_the_table_is_printed_word_for_word(plan: str, official: str) -> None:
    printed = [
        # The cell of this line is 0.9, the rest of the words stands in its name.
        Wording(row["base"], row["target"], "提高0.9个百分点" if row["pace"] == "0.9" else row["pace"])
        for row in rows_of(ROWS)
        if row["plan"] == official
    ]
    assert printed
    assert list(lines_of(plan).values()) == printed


@pytest.mark.parametrize(("plan", "official", "binding"), [("CN-135", "国家 十三五", 19), ("CN-145", "国家 十四五", 8)])
def test_names_and_attributes_are_those_of_the_table(plan: str, official: str, binding: int) -> None:
    stored = {row["indicator"]: row for row in TARGETS if row["plan"] == plan}
    printed = [row for row in rows_of(ROWS) if row["plan"] == official]
    assert sum(row["attribute"] == "binding" for row in printed) == binding
    for row, target in zip(printed, stored.values(), strict=True):
        assert row["name"] == INDICATORS[target["indicator"]]["name"] or f"“{row['name']}”" in target["note"]
        assert row["attribute"] == target["attribute"]


def test_the_fifteenth_plan_has_what_was_reported() -> None:
    assert lines_of("CN-155") == {
        "NATIONAL_GDP_GROWTH": Wording("", "", "保持在合理区间、各年度视情提出"),
        "RD_SPENDING_GROWTH": Wording("", "", ">=7"),
        "CARBON_PER_GDP_FALL": Wording("", "", "[17]"),
        "DIGITAL_ECONOMY_SHARE": Wording("10.5*", "12.5", ""),
        "HIGH_VALUE_PATENTS": Wording("16", "22", ""),
        "SCHOOLING_YEARS": Wording("", "11.7", ""),
        "LIFE_EXPECTANCY": Wording("", "80", ""),
    }


def test_the_yearly_plan_of_xiangtan_is_printed_as_published() -> None:
    assert [cells.target or cells.pace for cells in lines_of("XT-2025").values()] == [
        "6%左右",
        "8%以上",
        "6%左右",
        "5%以上",
        "6.5%左右",
        "8%以上",
        "5.5%以内",
        "与经济增长基本同步",
    ]


def test_a_kept_text_says_what_is_stored() -> None:
    rows = [row for row in (*TARGETS, *table("plans", "yearly_targets.csv")) if row["text"]]
    assert rows
    for row in rows:
        indicator = INDICATORS[row["indicator"]]
        fault = text_fault(target_of(row), row["text"], name=indicator["name"], unit=indicator["measure_unit"])
        assert fault is None, (row, fault)
        assert bool(row["measure"]) == (row["form"] in MEASURED), row


def demo_progress(year: int) -> Iterator[tuple[Row, Progress]]:
    figures: dict[tuple[str, str], dict[int, YearFigures]] = defaultdict(dict)
    for row in table("plans", "observations.csv"):
        figures[row["indicator"], row["area"]][int(row["period"])] = YearFigures(
            value=Decimal(row["value"]) if row["value"] else None,
            published=Decimal(row["growth"]) if row["growth"] else None,
        )
    yearly: dict[str, dict[int, Target]] = defaultdict(dict)
    for row in table("plans", "yearly_targets.csv"):
        yearly[row["indicator"]][int(row["year"])] = target_of(row)
    for row in TARGETS:
        if row["plan"] == "XT-145":
            yield (
                row,
                target_progress(
                    target_of(row),
                    year,
                    figures[row["indicator"], row["area"]],
                    reference=figures[row["reference"], row["area"]],
                    yearly=yearly[row["indicator"]],
                ),
            )


def test_the_demo_plan_shows_every_form_and_every_verdict() -> None:
    found = list(demo_progress(2024))
    assert {row["form"] for row in TARGETS} == set(Form)
    assert {row["form"] for row, _ in found} == set(Form)
    assert {
        f"{row['indicator'].removeprefix('DEMO145_')} {row['form']} {row['value']}".strip(): progress.verdict
        for row, progress in found
        if row["area"] == "430300"
    } == {
        "GDP_GROWTH average_growth 6": Verdict.ON_COURSE,
        "INVESTMENT_GROWTH about 6": Verdict.BEHIND,
        "PRODUCTIVITY_GROWTH over": Verdict.ON_COURSE,
        "URBANIZATION level 67": Verdict.AHEAD,
        "TRADE_GROWTH text": Verdict.ON_COURSE,
        "RD_INTENSITY above 2.4": Verdict.MET,
        "RD_INTENSITY above 2.6": Verdict.MET,
        "HIGH_TECH_SHARE change 5": Verdict.BEHIND,
        "INCOME_GROWTH with": Verdict.ON_COURSE,
        "JOBS total 25": Verdict.ON_COURSE,
        "UNEMPLOYMENT at_most 5.5": Verdict.ON_COURSE,
        "LIFE_EXPECTANCY change 1": Verdict.NOT_ASSESSED,
        "ENERGY_FALL compound 14": Verdict.ON_COURSE,
        "PM25 below 40": Verdict.MET,
        "BUILD_LAND total 9000": Verdict.ON_COURSE,
        "GRAIN at_least 200": Verdict.ON_COURSE,
    }


def test_one_decomposition_covers_the_whole_and_one_falls_short() -> None:
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for row in TARGETS:
        if row["plan"] == "XT-145" and row["area"] != "430300":
            parts[row["indicator"]] += Decimal(row["value"])
    assert parts == {"DEMO145_JOBS": 25, "DEMO145_GRAIN": 199}
