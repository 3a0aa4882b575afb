"""Plans and targets in data packages: every fault by row and column, whole or nothing, out and in again the same."""

import filecmp
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.domain.packages import INDICATORS
from indicators.models import AuditEntry
from indicators.services.packages import PackageRefusedError, load_package
from indicators.writers.package import write_table
from tests.builders import TESTER
from tracker.domain.plan_tables import PLANS, TARGETS, YEARLY_TARGETS
from tracker.models import Plan, Target, TargetVerdict, YearlyTarget
from tracker.queries.targets.package import plan_rows, target_rows, yearly_target_rows
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db

Write = Callable[..., Path]
TABLES = {table.file.removesuffix(".csv"): table for table in (PLANS, TARGETS, YEARLY_TARGETS)}
MASTER = {
    "areas.csv": [
        "code,name,kind,parent,valid_from,valid_until",
        "430300,湘潭市,city,,,",
        "430302,雨湖区,county,430300,,",
    ],
    "indicators.csv": [
        ",".join(INDICATORS.columns[:14]),
        "GDP,地区生产总值,亿元,flow_ytd,higher,quarter,2,1,,,,no,统计局,综合",
        "RATE,城镇化率,%,rate,higher,year,1,1,,,,no,统计局,综合",
        "INVEST,固定资产投资,%,growth_only,higher,quarter,1,1,,,,no,统计局,综合",
    ],
    "observations.csv": [
        "indicator,area,period,value,growth,vintage,published_at,note",
        "RATE,430300,2022,62,,final,2023-02-01,",
        "INVEST,430300,2022-Q4,,7.1,final,2023-02-01,",
    ],
}
GOOD = {
    "plans": ["P145,十四五,2021,2025,430300,P135", "P135,十三五,2016,2020,,"],
    "targets": [
        "P145,RATE,430300,民生福祉,expected,level,,60,65,,,,2021-03-01,纲要,,统计局,,",
        "P145,GDP,430300,经济发展,expected,about,,,6,0.3,,6%左右,,,,,,growth",
        "P145,INVEST,430300,经济发展,expected,about,,,6,,,,,,,,,",
        "P145,INVEST,430300,经济发展,binding,over,,,,,GDP,,,,,,,",
        "P145,RATE,430300,民生福祉,expected,level,,60,66,,,,2023-06-01,调整,中期调整,统计局,,",
    ],
    "yearly_targets": ["P145,INVEST,430300,2022,at_least,7,,,,,,"],
}


@pytest.fixture
def package(tmp_path: Path) -> Write:
    """Writes a package: the good one with some tables of plans replaced."""

    def write(**changes: list[str]) -> Path:
        for name, lines in MASTER.items():
            (tmp_path / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
        for name, table in TABLES.items():
            lines = [",".join(table.columns), *changes.get(name, GOOD[name]), ""]
            (tmp_path / table.file).write_text("\n".join(lines), encoding="utf-8")
        return tmp_path

    return write


def load(directory: Path) -> dict[str, int]:
    return load_package(directory=directory, actor=TESTER).created


def faults(directory: Path) -> list[str]:
    with pytest.raises(PackageRefusedError) as refused:
        load(directory)
    assert not Plan.objects.exists()
    return [f"{each.file}:{each.row}:{each.column}: {each.code}" for each in refused.value.faults]


def test_a_package_is_stored_once_with_its_verdicts_and_audit_entries(package: Write) -> None:
    created = load(package())
    assert [created[table.file] for table in TABLES.values()] == [2, 5, 1]
    drain_pending_calculations()
    assert TargetVerdict.objects.filter(year=2022).count() == 4
    assert AuditEntry.objects.filter(object_type__in=["plan", "target", "yearlytarget"]).count() == 8
    again = load_package(directory=package(), actor=TESTER)
    assert [again.created[table.file] for table in TABLES.values()] == [0, 0, 0]
    assert [again.unchanged[table.file] for table in TABLES.values()] == [2, 5, 1]


def test_what_a_row_leaves_out_follows_from_the_indicator(package: Write) -> None:
    load(package())
    measures = list(Target.objects.order_by("pk").values_list("indicator__code", "form", "measure"))
    assert measures[1:3] == [("GDP", "about", "growth"), ("INVEST", "about", "growth")]
    assert YearlyTarget.objects.get().measure == "growth"


def test_a_revision_stands_where_its_target_stands(package: Write) -> None:
    load(package())
    positions = list(Target.objects.order_by("pk").values_list("position", flat=True))
    assert positions == [1, 2, 3, 4, 1]


def test_out_and_in_again_gives_the_same_files(package: Write, tmp_path: Path) -> None:
    load(package())
    first, second = tmp_path / "first", tmp_path / "second"
    export(first)
    Plan.objects.update(predecessor=None)
    for model in (YearlyTarget, Target, Plan):
        model.objects.all().delete()
    load(first)
    export(second)
    names = [table.file for table in TABLES.values()]
    assert filecmp.cmpfiles(first, second, names, shallow=False) == (names, [], [])
    assert (first / "targets.csv").read_text().count("\n") == 6


def export(directory: Path) -> None:
    """What a test may export inside its transaction."""
    directory.mkdir()
    for table, rows in ((PLANS, plan_rows), (TARGETS, target_rows), (YEARLY_TARGETS, yearly_target_rows)):
        write_table(directory, table, rows())


CASES = [
    ("plans", "P145,十四五,2025,2021,,", "plans.csv:2:end_year: bad_years"),
    ("plans", "P145,十四五,21,2025,,", "plans.csv:2:start_year: not_a_year"),
    ("plans", "P145,十四五,2021,2025,999999,", "plans.csv:2:area: unknown_area"),
    ("plans", "P145,十四五,2021,2025,,P100", "plans.csv:2:predecessor: unknown_plan"),
    ("plans", "P145,十四五,2021,2025,,P145", "plans.csv:2:predecessor: closed_chain"),
    ("targets", "P9,RATE,430300,,expected,level,,60,65,,,,,,,,,", "targets.csv:2:plan: unknown_plan"),
    ("targets", "P145,NONE,430300,,expected,level,,60,65,,,,,,,,,", "targets.csv:2:indicator: unknown_indicator"),
    ("targets", "P145,RATE,1,,expected,level,,60,65,,,,,,,,,", "targets.csv:2:area: unknown_area"),
    ("targets", "P145,RATE,430300,,maybe,level,,60,65,,,,,,,,,", "targets.csv:2:attribute: not_a_choice"),
    ("targets", "P145,RATE,430300,,expected,goal,,60,65,,,,,,,,,", "targets.csv:2:form: not_a_choice"),
    ("targets", "P145,RATE,430300,,expected,level,2025,60,65,,,,,,,,,", "targets.csv:2:base_year: bad_base_year"),
    ("targets", "P145,RATE,430300,,expected,level,,60,,,,,,,,,,", "targets.csv:2:value: required"),
    ("targets", "P145,RATE,430300,,expected,level,,60,6.5%,,,,,,,,,", "targets.csv:2:value: not_a_number"),
    ("targets", "P145,RATE,430300,,expected,compound,,,120,,,,,,,,,", "targets.csv:2:value: out_of_range"),
    ("targets", "P145,RATE,430300,,expected,about,,,6,-1,,,,,,,,", "targets.csv:2:tolerance: negative"),
    ("targets", "P145,RATE,430300,,expected,with,,,,,,,,,,,,", "targets.csv:2:reference: required"),
    ("targets", "P145,RATE,430300,,expected,with,,,,,NONE,,,,,,,", "targets.csv:2:reference: unknown_indicator"),
    ("targets", "P145,RATE,430300,,expected,level,,60,65,,GDP,,,,,,,", "targets.csv:2:reference: not_relative"),
    ("targets", "P145,RATE,430300,,expected,text,,,,,,,,,,,,", "targets.csv:2:text: required"),
    ("targets", "P145,INVEST,430300,,expected,about,,,6,,,,,,,,,value", "targets.csv:2:measure: no_value"),
    ("targets", "P145,RATE,430300,,expected,level,,60,65,,,,2021-13-01,,,,,", "targets.csv:2:adopted_on: not_a_date"),
    ("yearly_targets", "P145,RATE,430300,2026,level,65,,,,,,", "yearly_targets.csv:2:year: outside_plan"),
    ("yearly_targets", "P145,RATE,430300,,level,65,,,,,,", "yearly_targets.csv:2:year: required"),
    ("yearly_targets", "P145,RATE,430300,2022,with,,,,,,,", "yearly_targets.csv:2:form: no_reference"),
]


@pytest.mark.parametrize(("table", "line", "fault"), CASES)
def test_every_fault_is_named_by_row_and_column(package: Write, table: str, line: str, fault: str) -> None:
    plans = ["P145,十四五,2021,2025,,"] if table != "plans" else [line]
    changes = {"plans": plans, "targets": [], "yearly_targets": [], table: [line]}
    assert fault in faults(package(**changes))


def test_what_is_wrong_beside_another_fault_is_said_too(package: Write) -> None:
    found = faults(
        package(
            plans=["P145,十四五,21,2025,,"],
            targets=[
                "P145,RATE,430300,,expected,compound,,,120,,,,,,,,,",
                "P9,RATE,430300,,expected,with,,,,,NONE,,,,,,,",
            ],
            yearly_targets=["P9,RATE,430300,22,level,65,,,,,,"],
        )
    )
    assert found == [
        "plans.csv:2:start_year: not_a_year",
        "targets.csv:2:value: out_of_range",
        "targets.csv:3:plan: unknown_plan",
        "targets.csv:3:reference: unknown_indicator",
        "yearly_targets.csv:2:plan: unknown_plan",
        "yearly_targets.csv:2:year: not_a_year",
    ]


def test_a_key_twice_and_another_content_are_conflicts(package: Write) -> None:
    line = "P145,RATE,430300,,expected,level,,60,65,,,,2021-03-01,纲要,,统计局,,"
    assert "targets.csv:3:indicator: conflict" in faults(package(targets=[line, line], yearly_targets=[]))
    load(package())
    with pytest.raises(PackageRefusedError) as refused:
        load(package(targets=[GOOD["targets"][0].replace(",65,", ",70,"), *GOOD["targets"][1:]]))
    [fault] = refused.value.faults
    assert (fault.row, fault.column, fault.code) == (2, "value", "conflict")
    assert "已存的 value 为“65”，这里为“70”" in fault.message


def test_a_row_that_says_nothing_repeals_with_a_day_and_a_reason(package: Write) -> None:
    repeal = "P145,RATE,430300,民生福祉,expected,level,,,,,,,2024-01-01,,不再考核,统计局,,"
    load(package(targets=[*GOOD["targets"], repeal]))
    assert Target.objects.latest("pk").is_repealed
    for wrong in (repeal.replace("不再考核", ""), repeal.replace("2024-01-01", ""), repeal.replace("RATE", "GDP")):
        with pytest.raises(PackageRefusedError) as refused:
            load(package(targets=[*GOOD["targets"], wrong]))
        assert [each.code for each in refused.value.faults] == ["required"]
