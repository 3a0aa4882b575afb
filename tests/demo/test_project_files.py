"""The demo projects and parcels: made again they are the same, labelled, and revitalise just what was claimed."""

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.models import Indicator, Observation
from indicators.services.packages.load import load_package
from projects.models import LandIndicator
from projects.services.land_indicator import follow_land_indicators
from tests.builders import TESTER

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "demo" / "projects"
REAL = {"YMZ-BRIDGE", "XSS-BRIDGE", "XHX-METRO", "JH-RAIL", "XSN-ROAD"}
PARKS = 7


def rows_of(table: str) -> list[dict[str, str]]:
    with (PACKAGE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows
    return rows


def test_the_script_writes_the_committed_files(tmp_path: Path) -> None:
    script = tmp_path / "make_projects.py"
    script.write_bytes((ROOT / "demo" / "make_projects.py").read_bytes())
    subprocess.run([sys.executable, str(script)], check=True, env={"PYTHONPATH": str(ROOT)})
    made = {path.name: path.read_bytes() for path in (tmp_path / "projects").iterdir()}
    assert made == {path.name: path.read_bytes() for path in PACKAGE.iterdir()}


def test_everything_says_that_it_is_invented() -> None:
    projects = rows_of("projects")
    assert {row["code"] for row in projects if not row["name"].startswith("演示项目")} == REAL
    assert all("演示数据" in row["name"] for row in projects if row["code"] in REAL)
    assert all("演示数据" in row["note"] for row in rows_of("project_progress"))
    assert all("演示地块" in row["name"] for row in rows_of("parcels"))
    assert all("演示数据" in row["document"] for row in rows_of("disposals"))
    assert all("演示数据" in row["name"] for row in rows_of("indicators"))


def test_the_inefficient_ledger_comes_to_2028_mu_in_seven_parks() -> None:
    """2028 亩, as the commission's article says; with several modes, parts and a relapse."""
    parcels = {row["code"]: row for row in rows_of("parcels") if row["ledger"] == "inefficient"}
    own = [row for row in rows_of("disposals") if row["parcel"] in parcels]
    assert sum((Decimal(row["area_mu"]) for row in own), Decimal(0)) == 2028
    assert len({row["park"] for row in parcels.values()}) == PARKS
    assert len({row["mode"].partition("/")[0] for row in own}) == 3
    assert [row["reason"] != "" for row in own if row["area_mu"].startswith("-")] == [True]
    assert len(own) > len({row["parcel"] for row in own})


def test_the_months_reach_up_to_october_and_a_plan_changes_within_the_year() -> None:
    assert max(row["period"] for row in rows_of("project_progress")) == "2026-10"
    plans = [(row["project"], row["year"]) for row in rows_of("project_plans")]
    assert len(plans) > len(set(plans))


@pytest.mark.django_db
def test_the_package_loads_and_its_indicator_reaches_2028() -> None:
    for name in ("xiangtan", "evaluation", "projects"):
        load_package(directory=ROOT / "demo" / name, actor=TESTER)
    LandIndicator.objects.create(ledger="inefficient", indicator=Indicator.objects.get(code="DEMO_REVITALISED"))
    follow_land_indicators(actor=TESTER)
    figures = Observation.objects.filter(indicator__code="DEMO_REVITALISED", area__code="430300")
    assert figures.get(period="2026-Q3", superseded_at=None).value == 2028
