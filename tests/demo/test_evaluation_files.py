"""The demo firms: made again they are the same, labelled, and together as dense in tax as was published. No Django."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.domain.evaluations.code_check import code_fault
from tracker.domain.evaluations.scheme_reading import read_schemes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "demo" / "evaluation"
LAND = (("land_owned", 1), ("land_leased_in", 1), ("land_leased_out", -1))


def rows_of(table: str) -> list[dict[str, str]]:
    with (PACKAGE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows
    return rows


def test_the_script_writes_the_committed_files(tmp_path: Path) -> None:
    script = tmp_path / "make_evaluation.py"
    script.write_bytes((ROOT / "demo" / "make_evaluation.py").read_bytes())
    subprocess.run([sys.executable, str(script)], check=True, env={"PYTHONPATH": str(ROOT)})
    made = {path.name: path.read_bytes() for path in (tmp_path / "evaluation").iterdir()}
    assert made == {path.name: path.read_bytes() for path in PACKAGE.iterdir()}


@pytest.mark.parametrize(("year", "per_mu"), [("2023", "12.37"), ("2022", "10.3255")])
@pytest.mark.parametrize("rated_only", [True, False])
def test_all_parks_together_case_of_the_published_growth(year: str, per_mu: str, rated_only: bool) -> None:
    """Published for 2023: 12.37 万元/亩, +19.8 %."""
    out = {firm["code"] for firm in rows_of("enterprises") if firm["exempt_reason"] or firm["in_production_from"]}
    facts = [row for row in rows_of("enterprise_facts") if row["year"] == year and row["land_owned"]]
    counted = [row for row in facts if not (rated_only and row["enterprise"] in out)]
    land = sum(sign * Decimal(row[name] or 0) for row in counted for name, sign in LAND)
    assert sum(Decimal(row["tax"]) for row in counted) == Decimal(per_mu) * land


def test_every_firm_says_that_it_is_a_demonstration() -> None:
    firms = rows_of("enterprises")
    assert len(firms) > 290
    assert all("演示" in firm["name"] and code_fault(firm["code"]) is None for firm in firms)
    known = {row["code"] for row in rows_of("areas")} | {"430381-JKQ"}
    assert {firm["park"] for firm in firms} == known
    assert any(row["veto"] == "yes" for row in rows_of("enterprise_facts"))


def test_taxes_by_component_make_up_the_tax() -> None:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows_of("enterprise_taxes"):
        key = row["enterprise"], row["year"]
        sums[key] = sums.get(key, Decimal(0)) + Decimal(row["amount"])
    facts = {(row["enterprise"], row["year"]): row["tax"] for row in rows_of("enterprise_facts") if row["tax"]}
    assert sums == {key: Decimal(tax) for key, tax in facts.items()}


def test_no_weights_are_called_official() -> None:
    read = read_schemes(json.loads((PACKAGE / "schemes.json").read_text(encoding="utf-8")))
    assert [(scheme.code, scheme.year, scheme.official) for scheme in read.schemes] == [
        ("xiangtan-demo-above-2022", 2022, False),
        ("xiangtan-demo-below-2022", 2022, False),
        ("xiangtan-demo-above", 2023, False),
        ("xiangtan-demo-below", 2023, False),
        ("xiangtan-demo-above-2024", 2024, False),
        ("xiangtan-demo-below-2024", 2024, False),
    ]


def test_two_rounds_can_be_published_and_a_trial_stays_open() -> None:
    rounds = rows_of("rounds")
    assert [(row["round"], row["trial"]) for row in rounds] == [
        ("XT-2022", "no"),
        ("XT-2023", "no"),
        ("XT-2024", "yes"),
    ]
    assert all("演示数据" in row["name"] for row in rounds)


def test_the_indicators_of_the_sums_say_that_they_are_a_demonstration() -> None:
    assert {row["code"]: row["name"].endswith("（演示数据）") for row in rows_of("indicators")} == {
        "EVAL_LAND": True,
        "EVAL_TAX": True,
        "EVAL_TAX_PER_MU": True,
    }
    members = {row["area"] for row in rows_of("peer_groups")}
    assert members == {firm["park"] for firm in rows_of("enterprises")}
