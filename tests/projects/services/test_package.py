"""Projects and land in data packages: every fault by row and column, whole or nothing, out and in again the same."""

import filecmp
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from indicators.models import AuditEntry
from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import Row
from indicators.services.packages import LoadReport, PackageRefusedError, load_package
from indicators.writers.package import write_table
from projects.domain.package_tables import DISPOSALS, PARCELS, PROJECT_PLANS, PROJECT_PROGRESS, PROJECTS
from projects.models import Disposal, Parcel, Project, ProjectPlan, ProjectProgress
from projects.readers.land import DisposalRow
from projects.services.package import PART
from projects.services.package.disposals import NewDisposals, store_disposals
from tests.builders import TESTER
from tests.project_builders import dispose

pytestmark = pytest.mark.django_db

Write = Callable[..., Path]
TABLES = {
    table.file.removesuffix(".csv"): table for table in (PROJECTS, PROJECT_PLANS, PROJECT_PROGRESS, PARCELS, DISPOSALS)
}
AREAS = ["code,name,kind,parent,valid_from,valid_until", "430300,湘潭市,city,,,", "P01,高新区,park,430300,,"]
BRIDGE = "X1,杨梅洲大桥,430300,交通,building,170000,2020-12-01,2025-12-31,,住建局"
GOOD = {
    "projects": [
        f"{BRIDGE},112.9045,27.8412,continued,2021-02-01,2020-430300-48-01-000001",
        "X2,铁路专用线,P01,物流,early,,,,,,,,,,",
    ],
    "project_plans": ["X1,2025,640,2025-01-20", "X1,2025,647.4,2025-06-30", "X2,2025,100,2025-01-20"],
    "project_progress": ["X1,2025-09,560,", "X1,2025-10,629.0,合龙"],
    "parcels": [
        "L1,P01,一号地,inefficient,100,甲公司,,,,,,",
        "L2,P01,二号地,idle,90.5,,2022-01-01,2022-03-01,90,29,20.5,2024-01-01",
    ],
    "disposals": [
        "L1,2025-03-01,50,增产扩资,认定〔1〕,",
        "L1,2025-04-01,-10,增产扩资,认定〔2〕,企业停产",
        "L1,2025-05-01,60,政策赋能,认定〔3〕,",
    ],
}
COUNTS = [2, 3, 2, 2, 3]


@pytest.fixture
def package(tmp_path: Path) -> Write:
    """Writes a package: the good one with some tables replaced."""

    def write(**changes: list[str]) -> Path:
        (tmp_path / "areas.csv").write_text("\n".join([*AREAS, ""]), encoding="utf-8")
        for name, table in TABLES.items():
            lines = [",".join(table.columns), *changes.get(name, GOOD[name]), ""]
            (tmp_path / table.file).write_text("\n".join(lines), encoding="utf-8")
        return tmp_path

    return write


def load(directory: Path) -> LoadReport:
    return load_package(directory=directory, actor=TESTER)


def faults(directory: Path) -> list[str]:
    with pytest.raises(PackageRefusedError) as refused:
        load(directory)
    return [f"{each.file}:{each.row}:{each.column}: {each.code}" for each in refused.value.faults]


def test_a_package_is_stored_once_with_its_audit_entries(package: Write) -> None:
    report = load(package())
    assert [report.created[table.file] for table in TABLES.values()] == COUNTS
    entries = AuditEntry.objects.exclude(object_type__in=["area", "package"])
    types = ["project", "projectplan", "projectprogress", "parcel", "disposal"]
    assert [entries.filter(object_type=each).count() for each in types] == [2, 3, 1, 2, 3]  # one for the months
    again = load(package())
    assert [again.created[table.file] for table in TABLES.values()] == [0] * 5
    assert [again.unchanged[table.file] for table in TABLES.values()] == COUNTS
    assert entries.count() == 11


def test_every_column_is_stored(package: Write) -> None:
    load(package())
    bridge, parcel = Project.objects.get(code="X1"), Parcel.objects.get(code="L2")
    assert (bridge.area.code, bridge.kind, bridge.stage, bridge.category) == ("430300", "交通", "building", "continued")
    assert (str(bridge.longitude.normalize()), str(bridge.latitude.normalize())) == ("112.9045", "27.8412")
    assert (str(bridge.statistics_registered_on), bridge.national_code) == ("2021-02-01", "2020-430300-48-01-000001")
    assert (bridge.total_investment, str(bridge.starts_on), bridge.lead) == (170000, "2020-12-01", "住建局")
    assert (parcel.park.code, parcel.ledger, parcel.due_mu, parcel.developed_mu) == ("P01", "idle", 90, 29)
    assert (str(parcel.agreed_start), str(parcel.stopped_on)) == ("2022-01-01", "2024-01-01")
    assert Disposal.objects.get(area_mu__lt=0).reason == "企业停产"


def test_columns_in_italics_may_be_missing(package: Write) -> None:
    directory = package()
    (directory / "projects.csv").write_text(f"{','.join(PROJECTS.columns[:12])}\n{BRIDGE},,\nX2,乙,P01,,early,,,,,,,\n")
    (directory / "parcels.csv").write_text("code,park,name,ledger,area_mu,holder\nL1,P01,一号地,idle,100,\n")
    (directory / "disposals.csv").write_text("parcel,confirmed_on,area_mu,mode,document\nL1,2025-03-01,50,甲,乙\n")
    load(directory)
    assert (Project.objects.count(), Parcel.objects.count(), Disposal.objects.count()) == (2, 1, 1)


def test_out_and_in_again_gives_the_same_files(package: Write, tmp_path: Path) -> None:
    load(package())
    first, second = tmp_path / "first", tmp_path / "second"
    export(first)
    empty_tables()
    load(first)
    export(second)
    names = [table.file for table in TABLES.values()]
    assert filecmp.cmpfiles(first, second, names, shallow=False) == (names, [], [])
    assert (first / "project_progress.csv").read_text() == (
        "project,period,invested_ytd,note\nX1,2025-09,560,\nX1,2025-10,629,合龙\n"
    )
    assert (first / "disposals.csv").read_text().splitlines()[2] == "L1,2025-04-01,-10,增产扩资,认定〔2〕,企业停产"


def empty_tables() -> None:
    """Disposals cannot be deleted row by row."""
    names = ", ".join(model._meta.db_table for model in (Parcel, Project))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending checks cannot be truncated
        cursor.execute(f"TRUNCATE {names} CASCADE")
    assert not Project.objects.exists()


def export(directory: Path) -> None:
    """What a test may export inside its transaction."""
    directory.mkdir()
    for table, rows in PART.rows.items():
        write_table(directory, table, rows())


RELAPSE_WITHOUT_REASON = "disposals.csv:2:reason: required"
CASES = [
    ("projects", "x y,甲,P01,,early,,,,,,,,,,", ["projects.csv:2:code: bad_code"]),
    ("projects", "X1,,P01,,early,,,,,,,,,,", ["projects.csv:2:name: required"]),
    ("projects", "X1,甲,,,early,,,,,,,,,,", ["projects.csv:2:area: required"]),
    ("projects", "X1,甲,P99,,early,,,,,,,,,,", ["projects.csv:2:area: unknown_area"]),
    ("projects", "X1,甲,P01,,begun,,,,,,,,,,", ["projects.csv:2:stage: not_a_choice"]),
    ("projects", "X1,甲,P01,,,,,,,,,,,,", ["projects.csv:2:stage: required"]),
    ("projects", "X1,甲,P01,,early,-1,,,,,,,,,", ["projects.csv:2:total_investment: negative"]),
    ("projects", "X1,甲,P01,,early,1e3,,,,,,,,,", ["projects.csv:2:total_investment: not_a_number"]),
    ("projects", "X1,甲,P01,,early,,2025-13-01,,,,,,,,", ["projects.csv:2:starts_on: not_a_date"]),
    ("projects", "X1,甲,P01,,early,,2025-02-01,2025-01-01,,,,,,,", ["projects.csv:2:ends_on: bad_dates"]),
    ("projects", "X1,甲,P01,,early,,,,,,181,27,,,", ["projects.csv:2:longitude: out_of_range"]),
    ("projects", "X1,甲,P01,,early,,,,,,112,-91,,,", ["projects.csv:2:latitude: out_of_range"]),
    ("projects", "X1,甲,P01,,early,,,,,,112,,,,", ["projects.csv:2:latitude: required"]),
    ("projects", "X1,甲,P01,,early,,,,,,,,old,,", ["projects.csv:2:category: not_a_choice"]),
    ("projects", "X1,甲,P01,,early,,,,,,,,,soon,", ["projects.csv:2:statistics_registered_on: not_a_date"]),
    ("project_plans", "X9,2025,1,2025-01-01", ["project_plans.csv:2:project: unknown_project"]),
    ("project_plans", "X1,25,1,2025-01-01", ["project_plans.csv:2:year: not_a_year"]),
    ("project_plans", "X1,2025,,2025-01-01", ["project_plans.csv:2:planned: required"]),
    ("project_plans", "X1,2025,-1,2025-01-01", ["project_plans.csv:2:planned: negative"]),
    ("project_plans", "X1,2025,1,", ["project_plans.csv:2:adopted_on: required"]),
    ("project_progress", "X9,2025-10,1,", ["project_progress.csv:2:project: unknown_project"]),
    ("project_progress", "X1,2025-Q3,1,", ["project_progress.csv:2:period: not_a_month"]),
    ("project_progress", "X1,10,1,", ["project_progress.csv:2:period: bad_period"]),
    ("project_progress", "X1,2025-10,,", ["project_progress.csv:2:invested_ytd: required"]),
    ("project_progress", "X1,2025-10,-1,", ["project_progress.csv:2:invested_ytd: negative"]),
    ("parcels", "L1,P99,甲,idle,100,,,,,,,", ["parcels.csv:2:park: unknown_area"]),
    ("parcels", "L1,P01,甲,spare,100,,,,,,,", ["parcels.csv:2:ledger: not_a_choice"]),
    ("parcels", "L1,P01,甲,idle,,,,,,,,", ["parcels.csv:2:area_mu: required"]),
    ("parcels", "L1,P01,甲,idle,0,,,,,,,", ["parcels.csv:2:area_mu: out_of_range"]),
    ("parcels", "L1,P01,甲,idle,100,,,,-1,,,", ["parcels.csv:2:due_mu: negative"]),
    ("parcels", "L1,P01,甲,idle,100,,,2025-02-01,,,,2025-01-01", ["parcels.csv:2:stopped_on: bad_dates"]),
    ("disposals", "L9,2025-03-01,1,甲,乙,", ["disposals.csv:2:parcel: unknown_parcel"]),
    ("disposals", "L1,,1,甲,乙,", ["disposals.csv:2:confirmed_on: required"]),
    ("disposals", "L1,2099-03-01,1,甲,乙,", ["disposals.csv:2:confirmed_on: in_future"]),
    ("disposals", "L1,2025-03-01,,甲,乙,", ["disposals.csv:2:area_mu: required"]),
    ("disposals", "L1,2025-03-01,0,甲,乙,", ["disposals.csv:2:area_mu: out_of_range"]),
    ("disposals", "L1,2025-03-01,1,,,", ["disposals.csv:2:document: required", "disposals.csv:2:mode: required"]),
    ("disposals", "L1,2025-03-01,-1,甲,乙,停产", ["disposals.csv:2:area_mu: relapse_too_large"]),
    ("disposals", "L1,2025-03-01,-1,甲,乙, ", ["disposals.csv:2:area_mu: relapse_too_large", RELAPSE_WITHOUT_REASON]),
    ("disposals", "L1,2025-03-01,100.1,甲,乙,", ["disposals.csv:2:area_mu: more_than_left"]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "expected"), CASES)
def test_a_fault_is_named_by_row_and_column(package: Write, table: str, line: str, expected: list[str]) -> None:
    found = faults(package(**{table: [line]}))
    assert [each for each in found if each.startswith(f"{table}.csv:")] == expected
    assert not Project.objects.exists()
    assert not Parcel.objects.exists()


def test_all_faults_are_listed_in_the_order_of_the_files(package: Write) -> None:
    directory = package(
        projects=["X1,甲,P99,,early,-1,,,,,,,,,"],
        project_plans=["X1,2025,x,2025-01-01"],
        disposals=["L9,2025-03-01,1,甲,乙,"],
    )
    assert faults(directory) == [
        "projects.csv:2:area: unknown_area",
        "projects.csv:2:total_investment: negative",
        "project_plans.csv:2:planned: not_a_number",
        "disposals.csv:2:parcel: unknown_parcel",
    ]


TWICE = [
    ("projects", "X2,别名,P01,物流,early,,,,,,,,,,", "projects.csv:4:code: conflict"),
    ("project_plans", "X1,2025,650,2025-06-30", "project_plans.csv:5:adopted_on: conflict"),
    ("project_progress", "X1,2025-10,630,", "project_progress.csv:4:period: conflict"),
    ("parcels", "L1,P01,一号地,inefficient,100,甲公司,,,,,,", "parcels.csv:4:code: conflict"),
    ("disposals", "L1,2025-05-01,1,政策赋能,认定〔3〕,", "disposals.csv:5:parcel: conflict"),
]


@pytest.mark.parametrize(("table", "line", "expected"), TWICE)
def test_a_key_twice_in_one_file_is_a_conflict(package: Write, table: str, line: str, expected: str) -> None:
    assert faults(package(**{table: [*GOOD[table], line]})) == [expected]


OTHERWISE = [
    ("projects", "X2,铁路专用线,430300,物流,started,,,,,,,,,,", ["area", "stage"]),
    ("project_plans", "X1,2025,650,2025-06-30", ["planned"]),
    ("project_progress", "X1,2025-10,630,合龙", ["invested_ytd"]),
    ("parcels", "L1,P01,一号地,idle,101,甲公司,,,,,,", ["area_mu", "ledger"]),
    ("disposals", "L1,2025-05-01,59,政策赋能,认定〔3〕,", ["area_mu"]),
]


@pytest.mark.parametrize(("table", "line", "columns"), OTHERWISE)
def test_what_is_stored_may_not_be_said_otherwise(package: Write, table: str, line: str, columns: list[str]) -> None:
    load(package())
    assert faults(package(**{table: [line]})) == [f"{table}.csv:2:{column}: conflict" for column in columns]


def test_later_packages_add_versions_months_and_disposals(package: Write) -> None:
    load(package())
    report = load(
        package(
            project_plans=["X1,2025,700,2025-11-01"],
            project_progress=["X1,2025-11,650,"],
            disposals=["L2,2025-06-01,90.5,专业经营,认定〔4〕,"],
        )
    )
    assert [report.created[table.file] for table in TABLES.values()] == [0, 1, 1, 0, 1]
    assert (ProjectPlan.objects.count(), ProjectProgress.objects.count(), Disposal.objects.count()) == (4, 3, 4)


def test_stored_and_new_disposals_together_stay_within_the_parcel(package: Write) -> None:
    load(package())
    lines = ["L1,2025-06-01,0.1,政策赋能,认定〔5〕,", "L2,2025-06-01,90.5,专业经营,认定〔4〕,"]
    assert faults(package(disposals=lines)) == ["disposals.csv:2:area_mu: more_than_left"]
    assert Disposal.objects.count() == 3


def test_disposals_may_stand_in_any_order(package: Write) -> None:
    load(package(disposals=GOOD["disposals"][::-1]))
    assert Disposal.objects.count() == 3


def test_a_disposal_that_came_between_check_and_write_refuses_the_package(package: Write) -> None:
    load(package())
    parcel = Parcel.objects.get(code="L2")
    checked = DisposalRow(
        cells=Cells(DISPOSALS.file, Row(2, {}), Findings()),
        parcel="L2",
        confirmed_on=date(2025, 6, 1),
        area_mu=Decimal("60"),
        mode="专业经营",
        document="认定〔4〕",
        reason="",
    )
    dispose(parcel, "60", "2025-05-01")
    with pytest.raises(PackageRefusedError) as refused:
        store_disposals(NewDisposals(rows=[checked]), TESTER, "test")
    assert [(each.file, each.code) for each in refused.value.faults] == [("disposals.csv", "changed_meanwhile")]
    assert parcel.disposals.count() == 1


def test_a_cumulative_figure_that_falls_deserves_a_second_look(package: Write) -> None:
    months = ["X1,2025-10,500,", "X1,2025-09,560,", "X2,2024-12,90,", "X2,2025-01,5,"]
    warnings = load(package(project_progress=months)).warnings
    assert [f"{each.file}:{each.row}:{each.column}: {each.code}" for each in warnings] == [
        "project_progress.csv:2:invested_ytd: decrease"
    ]
