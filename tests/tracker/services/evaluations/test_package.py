"""Firms, facts, taxes, schemes and rounds in data packages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.services.packages import PackageRefusedError, load_package
from indicators.writers.package import write_table
from tests.builders import TESTER
from tests.evaluation_builders import enterprise_code, huangyan
from tracker.domain.evaluation_tables import ENTERPRISE_FACTS, ENTERPRISE_TAXES, ENTERPRISES, ROUNDS, SCHEMES
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax, Round, Scheme
from tracker.services.evaluations.package import PART
from tracker.services.evaluations.rounds import lock_round

pytestmark = pytest.mark.django_db

Write = Callable[..., Path]
ONE, TWO = enterprise_code(1), enterprise_code(2)
TABLES = {table.file.removesuffix(".csv"): table for table in (ENTERPRISES, ENTERPRISE_FACTS, ENTERPRISE_TAXES, ROUNDS)}
GOOD = {
    "enterprises": [f"{ONE},甲公司,park-a,430300,制造业,above,2015-03-01,", f"{TWO},乙公司,,430300,,below,,供水"],
    "enterprise_facts": [f"{ONE},2022,600,30,,,12000,3600,,1500,0.8,,200,300,2,,yes,,,star,"],
    "enterprise_taxes": [f"{ONE},2022,增值税,400.5,税务局"],
    "rounds": ["R2022,2022年评价,2022,huangyan,no"],
}


@pytest.fixture
def package(tmp_path: Path) -> Write:
    def write(schemes: object = None, **changes: list[str]) -> Path:
        (tmp_path / "areas.csv").write_text(
            "code,name,kind,parent,valid_from,valid_until\n430300,湘潭市,city,,,\npark-a,高新区,park,430300,,\n"
        )
        for name, table in TABLES.items():
            lines = [",".join(table.columns), *changes.get(name, GOOD[name]), ""]
            (tmp_path / table.file).write_text("\n".join(lines), encoding="utf-8")
        text = schemes if isinstance(schemes, str) else json.dumps({"schemes": schemes or [huangyan()]})
        (tmp_path / SCHEMES.file).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def load(directory: Path) -> dict[str, int]:
    return load_package(directory=directory, actor=TESTER).created


def faults(directory: Path) -> list[str]:
    with pytest.raises(PackageRefusedError) as refused:
        load(directory)
    assert not Enterprise.objects.exists()
    return [f"{each.file}:{each.row}:{each.column}: {each.code}" for each in refused.value.faults]


def test_a_package_is_stored_once(package: Write) -> None:
    created = load(package())
    files = [*(table.file for table in TABLES.values()), SCHEMES.file]
    assert [created[file] for file in files] == [2, 1, 1, 1, 1]
    assert EnterpriseFact.objects.get().veto and str(EnterpriseTax.objects.get().amount.normalize()) == "400.5"
    assert list(Round.objects.get().schemes.all()) == [Scheme.objects.get()]
    again = load_package(directory=package(), actor=TESTER)
    assert [again.created[file] for file in files] == [0, 0, 0, 0, 0]
    assert [again.unchanged[file] for file in files] == [2, 1, 1, 1, 1]


def test_out_and_in_again_gives_the_same_rows(package: Write, tmp_path: Path) -> None:
    load(package())
    out = tmp_path / "out"
    out.mkdir()
    for table, rows in PART.rows.items():
        write_table(out, table, rows())
    for table, write in PART.documents.items():
        write(out / table.file)
    again = load_package(directory=out, actor=TESTER)
    assert again.unchanged[ENTERPRISES.file] == 2
    assert not any(again.created.values())


CASES = [
    ("enterprises", f"{ONE[:-1]}?,甲,,430300,,above,,", "enterprises.csv:2:code: bad_form"),
    (
        "enterprises",
        f"{ONE[:-2]}{'0' if ONE[-2] != '0' else '1'}{ONE[-1]},甲,,430300,,above,,",
        "enterprises.csv:2:code: bad_check",
    ),
    ("enterprises", f"{ONE},甲,park-z,430300,,above,,", "enterprises.csv:2:park: unknown_area"),
    ("enterprises", f"{ONE},甲,,430300,,huge,,", "enterprises.csv:2:size_class: not_a_choice"),
    ("enterprise_facts", f"{ONE},2022,6e2" + "," * 18, "enterprise_facts.csv:2:tax: not_a_number"),
    ("enterprise_facts", f"{ONE},2022,,-1" + "," * 17, "enterprise_facts.csv:2:land_owned: negative"),
    (
        "enterprise_facts",
        f"{enterprise_code(9)},2022" + "," * 19,
        "enterprise_facts.csv:2:enterprise: unknown_enterprise",
    ),
    ("enterprise_facts", f"{ONE},22" + "," * 19, "enterprise_facts.csv:2:year: not_a_year"),
    ("enterprise_taxes", f"{ONE},2022,,5,", "enterprise_taxes.csv:2:component: required"),
    ("rounds", "R2022,评价,2022,nothing,no", "rounds.csv:2:schemes: unknown_scheme"),
    ("rounds", "R2023,评价,2023,huangyan,no", "rounds.csv:2:schemes: wrong_year"),
    ("rounds", "R2022,评价,2022,huangyan,maybe", "rounds.csv:2:trial: not_a_choice"),
]


@pytest.mark.parametrize(("table", "line", "fault"), CASES)
def test_every_fault_is_named_by_row_and_column(package: Write, table: str, line: str, fault: str) -> None:
    changes = {"enterprise_facts": [], "enterprise_taxes": [], "rounds": [], table: [line]}
    assert fault in faults(package(**changes))


def test_faults_of_schemes_are_named_by_path(package: Write) -> None:
    wrong = huangyan()
    wrong["items"][2]["weight"] = "21"
    wrong["items"][3]["formula"] = "magic"
    found = faults(package(schemes=[wrong], rounds=[]))
    assert any(each.startswith("schemes.json:0:schemes[0].items[3].formula") for each in found)
    assert faults(package(schemes="{", rounds=[])) == ["schemes.json:1:: bad_json"]


def test_other_content_is_a_conflict_and_locked_years_take_no_more(package: Write) -> None:
    load(package())
    with pytest.raises(PackageRefusedError) as refused:
        load(package(enterprise_facts=[GOOD["enterprise_facts"][0].replace(",600,", ",700,")]))
    [fault] = refused.value.faults
    assert (fault.row, fault.column, fault.code) == (2, "tax", "conflict")
    lock_round(round=Round.objects.get(), actor=TESTER)
    with pytest.raises(PackageRefusedError) as refused:
        load(package(enterprise_facts=[*GOOD["enterprise_facts"], f"{TWO},2022,5" + "," * 18]))
    assert [(each.row, each.code) for each in refused.value.faults] == [(3, "locked")]


def test_zero_denominators_and_tenfold_jumps_are_warned_of(package: Write) -> None:
    lines = [
        f"{ONE},2022,600,30,,,12000,3600,,0,0.8,,200,300,,,,,,,",
        f"{ONE},2021,60,30,,,12000,3600,,1500,0.8,,200,300,,,,,,,",
    ]
    warnings = load_package(directory=package(enterprise_facts=lines), actor=TESTER).warnings
    assert [f"{each.row}:{each.column}:{each.code}" for each in warnings] == [
        "2:energy:zero_denominator",
        "2:tax:tenfold_jump",
    ]
