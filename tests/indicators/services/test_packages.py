"""Data packages: checked whole, stored whole or not at all, and the same again when they come back."""

import filecmp

import pytest
from django.core.management import call_command

from indicators.domain.packages import AREAS, INDICATORS, OBSERVATIONS, PEER_GROUPS
from indicators.models import Area, AuditEntry, Indicator, Observation, PeerGroup, PendingCalculation
from indicators.services.packages import PackageRefusedError, export_package, load_package
from tests.builders import TESTER
from tests.conftest import DEMO

pytestmark = pytest.mark.django_db

FILES = (AREAS, PEER_GROUPS, INDICATORS, OBSERVATIONS)
GOOD = {
    "areas.csv": ["430300,湘潭市,city,430000,,,,", "430000,湖南省,province,,,,,"],
    "peer_groups.csv": ["g,全部,430300,,"],
    "indicators.csv": [
        "TPM,亩产税收,万元/亩,ratio,higher,year,2,1,TAX,LAND,10000,yes,税务局,园区,,g",
        "TAX,税收,亿元,flow_ytd,higher,quarter,2,1,,,,yes,税务局,园区,,",
        "LAND,用地,亩,stock,higher,year,2,1,,,,yes,自然资源局,园区,,",
    ],
    "observations.csv": ["TAX,430300,2023-Q4,60.5,5.1,preliminary,2024-01-20,公报"],
}


@pytest.fixture
def package(tmp_path):
    """Writes a package: the good one with some files replaced (rows, whole bytes, or None for no file)."""

    def write(**changes):
        for table in FILES:
            content = changes.get(table.file.removesuffix(".csv"), GOOD[table.file])
            path = tmp_path / table.file
            path.unlink(missing_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            elif content is not None:
                path.write_text("\n".join([",".join(table.columns), *content, ""]), encoding="utf-8")
        return tmp_path

    return write


def stored(counts):
    """The counts of the files that have any rows; apps above bring further files."""
    return {file: count for file, count in counts.items() if count}


def load(directory, **options):
    return load_package(directory=directory, actor=TESTER, **options)


def faults(directory) -> list[str]:
    """`file:row:column:code` of every fault; nothing may have been stored."""
    before = Area.objects.count(), AuditEntry.objects.count(), Observation.objects.count()
    with pytest.raises(PackageRefusedError) as refusal:
        load(directory)
    assert (Area.objects.count(), AuditEntry.objects.count(), Observation.objects.count()) == before
    return [f"{each.file}:{each.row}:{each.column}:{each.code}" for each in refusal.value.faults]


def test_a_package_in_any_order_is_stored_with_its_audit(package):
    report = load(package())
    assert stored(report.created) == {"areas.csv": 2, "peer_groups.csv": 1, "indicators.csv": 3, "observations.csv": 1}
    assert Area.objects.get(code="430300").parent.code == "430000"
    assert Indicator.objects.get(code="TPM").numerator.code == "TAX"
    assert Indicator.objects.get(code="TPM").partition.code == "g"
    entry = AuditEntry.objects.get(action="loaded")
    assert len(entry.new["sha256"]) == 64
    assert entry.new["sha256"] in Observation.objects.get().audit_entry.reason
    assert AuditEntry.objects.filter(object_type="indicator").count() == 3
    assert PendingCalculation.objects.exists()


def test_loading_twice_changes_nothing(package):
    directory = package()
    load(directory)
    before = AuditEntry.objects.count()
    report = load(directory)
    assert set(report.created.values()) == {0}
    unchanged = {"areas.csv": 2, "peer_groups.csv": 1, "indicators.csv": 3, "observations.csv": 1}
    assert stored(report.unchanged) == unchanged
    assert AuditEntry.objects.count() == before


def test_a_dry_run_stores_nothing(package):
    load(package(), dry_run=True)
    assert not Area.objects.exists()
    assert not AuditEntry.objects.exists()


def test_every_file_is_optional(package):
    load(package(observations=None, indicators=None, peer_groups=None))
    load(package(areas=None, peer_groups=None, indicators=GOOD["indicators.csv"][1:], observations=None))
    load(package(areas=None, peer_groups=None, indicators=None))
    assert Observation.objects.count() == 1


def test_all_faults_of_all_files_are_listed(package):
    found = faults(
        package(
            areas=[
                "430300,湘潭市,city,999999,2024-02-30,,,",
                "430399,,county,430300,2024-02-01,2024-01-01,,",
                "43,x,town,,,,,",
            ],
            peer_groups=["g,全部,430300,,", "g,别名,430300,2020-01-01,", "h,h,430301,,"],
            indicators=[
                "TAX,税收,亿元,flow_ytd,up,quarter,2,16,,,,maybe,,,,",
                "TPM,亩产税收,,ratio,higher,year,2,1,TAX,,0,yes,,,,k",
            ],
            observations=[
                "TAX,430300,2023-Q5,1,,preliminary,2024-01-20,",
                'TAX,430300,2023-Q4,"1,000",1e3,preliminary,20240120,',
                "TAX,430399,2023-Q4,,,preliminary,2024-01-20,",
                "TAX,430300,2023-Q4,0.1234567890123456,,preliminary,2999-01-20,",
                "GDP,430301,2023,5,,first,2024-01-20,",
            ],
        )
    )
    assert found == [
        "areas.csv:2:parent:unknown_area",
        "areas.csv:2:valid_from:not_a_date",
        "areas.csv:3:name:required",
        "areas.csv:3:valid_until:out_of_order",
        "areas.csv:4:kind:not_a_choice",
        "peer_groups.csv:3:name:conflict",
        "peer_groups.csv:3:valid_from:conflict",
        "peer_groups.csv:4:area:unknown_area",
        "indicators.csv:2:direction:not_a_choice",
        "indicators.csv:2:growth_computable:not_a_choice",
        "indicators.csv:2:growth_decimals:not_a_digit_count",
        "indicators.csv:3:denominator:required",
        "indicators.csv:3:factor:not_positive",
        "indicators.csv:3:partition:unknown_peer_group",
        "observations.csv:2:period:bad_period",
        "observations.csv:3:growth:not_a_number",
        "observations.csv:3:published_at:not_a_moment",
        "observations.csv:3:value:not_a_number",
        "observations.csv:4:value:nothing_given",
        "observations.csv:5:value:too_many_digits",
        "observations.csv:6:vintage:not_a_choice",
    ]


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        (["4303,湘潭市,city,,,,,"], ["areas.csv:2:code:bad_area_code"]),
        (["430000,湖南省,city,,,,,"], ["areas.csv:2:code:bad_area_code"]),
        (["430300,湘潭市,county,,,,,"], ["areas.csv:2:code:bad_area_code"]),
        (["a b,园区,park,,,,,"], ["areas.csv:2:code:bad_code"]),
        (
            ["a,园区,park,b,,,,", "b,园区,park,a,,,,"],
            ["areas.csv:2:parent:closed_chain", "areas.csv:3:parent:closed_chain"],
        ),
        (["a,园区,park,a,,,,"], ["areas.csv:2:parent:closed_chain"]),
        (["a,园区,park,,,,,", "b,b,park,,,,a,", "c,c,park,,,,a,"], ["areas.csv:4:succeeds:conflict"]),
        (["a,园区,park,,,,,", "a,园区,park,,,,,"], ["areas.csv:3:code:conflict"]),
    ],
)
def test_areas_are_checked(package, areas, expected):
    assert faults(package(areas=areas, peer_groups=None, indicators=None, observations=None)) == expected


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("areas", ["430300,湘潭,city,430000,,,,甲"], ["areas.csv:2:class:conflict", "areas.csv:2:name:conflict"]),
        ("peer_groups", ["g,全部,430300,,2024-12-31"], ["peer_groups.csv:2:valid_until:conflict"]),
        ("indicators", ["TAX,税收,亿元,flow,higher,quarter,2,1,,,,yes,,园区,,"],
         ["indicators.csv:2:department:conflict", "indicators.csv:2:kind:conflict"]),
        ("observations", ["TAX,430300,2023-Q4,60.5,5.2,preliminary,2024-01-20,公报"],
         ["observations.csv:2:growth:conflict"]),
        ("observations", ["TAX,430300,2023-Q4,60.50,5.1,preliminary,2024-01-20T00:00:00+08:00,公报"] * 2,
         ["observations.csv:3:published_at:conflict"]),
    ],
)  # fmt: skip
def test_what_is_stored_with_other_content_is_a_conflict(package, name, rows, expected):
    load(package())
    others = dict.fromkeys({"areas", "peer_groups", "indicators", "observations"} - {name})
    assert faults(package(**{name: rows}, **others)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["areas.csv:1::no_header"]),
        (b"code,name,kind,parent,valid_from,valid_until,colour\n", ["areas.csv:1:colour:unknown_column"]),
        (b"code,name,kind,parent,valid_from\n", ["areas.csv:1:valid_until:missing_column"]),
        (b"code,name,name,kind,parent,valid_from,valid_until\n", ["areas.csv:1:name:repeated_column"]),
        (b"code,name,kind,parent,valid_from,valid_until\na,b\n", ["areas.csv:2::wrong_length"]),
        (b'code,name,kind,parent,valid_from,valid_until\n"a,b\n', ["areas.csv:2::bad_csv"]),
        (b"code,name,kind,parent,valid_from,valid_until\na,b\0,park,,,\n", ["areas.csv:2::bad_character"]),
        (b"code,name\n\xff\xfe\xff", ["areas.csv:0::encoding"]),
    ],
)
def test_files_of_the_wrong_form(package, content, expected):
    assert faults(package(areas=content, peer_groups=None, indicators=None, observations=None)) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(package, encoding):
    text = "code,name,kind,parent,valid_from,valid_until\r\n430300,湘潭市,city,,,\r\n"
    load(package(areas=text.encode(encoding), peer_groups=None, indicators=None, observations=None))
    assert Area.objects.get().name == "湘潭市"


def test_a_file_of_another_name_is_refused(package):
    directory = package()
    (directory / "observation.csv").write_text("x\n")
    assert faults(directory) == ["observation.csv:0::unknown_file"]


def test_a_description_may_lie_beside(package):
    directory = package()
    (directory / "datapackage.json").write_text("{}")
    assert load(directory).warnings == []


def test_what_deserves_a_second_look_is_a_warning(package):
    report = load(
        package(
            areas=["430300,湘潭市,city,,2023-01-01,,,"],
            observations=[
                "TAX,430300,2022-Q4,50,,final,2022-12-20,",
                "TAX,430300,2022-Q4,51,,preliminary,2023-01-20,",
                "TAX,430300,2023-Q1,20,,preliminary,2023-04-20,",
                "TAX,430300,2023-Q2,19,,preliminary,2023-07-20,",
            ],
        )
    )
    assert [f"{each.row}:{each.column}:{each.code}" for each in report.warnings] == [
        "2:area:outside_validity",
        "2:published_at:before_period_end",
        "3:area:outside_validity",
        "3:vintage:lower_vintage",
        "5:value:cumulative_falls",
    ]


@pytest.mark.django_db(transaction=True)
def test_export_and_load_into_an_empty_database_gives_identical_files(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    load(DEMO)
    export_package(directory=first)
    assert set(load(first).created.values()) == {0}
    call_command("flush", interactive=False, verbosity=0)
    assert not PeerGroup.objects.exists()
    load(first)
    export_package(directory=second)
    names = [table.file for table in FILES]
    assert filecmp.cmpfiles(first, second, names, shallow=False) == (names, [], [])
    for table in (AREAS, PEER_GROUPS):
        assert (first / table.file).read_bytes() == (DEMO / table.file).read_bytes()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["g,全部,430300,,", "g,全部,430300,2020-01-01,"], ["peer_groups.csv:3:valid_from:conflict"]),
        (
            ["g,全部,430300,2020-01-01,2020-12-31", "g,全部,430300,2020-12-31,"],
            ["peer_groups.csv:3:valid_from:conflict"],
        ),
    ],
)
def test_two_spans_of_a_member_may_not_overlap(package, rows, expected):
    """A member counted twice would count twice in Σ ÷ Σ."""
    assert faults(package(peer_groups=rows, indicators=None, observations=None)) == expected
    load(package(peer_groups=["g,全部,430300,2020-01-01,2020-12-31", "g,全部,430300,2021-01-01,"], indicators=None,
                 observations=None))  # fmt: skip
    assert faults(
        package(areas=None, peer_groups=["g,全部,430300,2021-06-01,"], indicators=None, observations=None)
    ) == ["peer_groups.csv:2:valid_from:conflict"]


@pytest.mark.parametrize(
    "published", ["2024-01-18T10:00:00+16:00", "2024-01-18T10:00:00+08:60", "0001-01-01", "1948-12-31"]
)
def test_moments_that_no_calendar_has(package, published):
    rows = [f"TAX,430300,2023-Q4,60.5,,preliminary,{published},"]
    assert faults(package(observations=rows)) == ["observations.csv:2:published_at:not_a_moment"]


def test_a_name_that_is_no_readable_file(package):
    directory = package(areas=None)
    (directory / "areas.csv").mkdir()
    assert "areas.csv:0::unreadable" in faults(directory)
    (directory / "areas.csv").rmdir()
    (directory / "areas.csv").symlink_to(directory / "nothing")
    assert "areas.csv:0::unreadable" in faults(directory)


def test_line_breaks_of_any_kind_come_back_the_same(package, tmp_path_factory):
    header = ",".join(OBSERVATIONS.columns)
    row = 'TAX,430300,2023-Q4,60.5,5.1,preliminary,2024-01-20,"a\rb\r\nc"'
    load(package(observations=f"{header}\n{row}\n".encode()))
    assert Observation.objects.get().note == "a\nb\nc"
    assert load(package(observations=f"{header}\n{row}\n".encode())).unchanged["observations.csv"] == 1


def test_a_fault_is_one_line(package):
    found = package(areas=b'code,name,kind,parent,valid_from,valid_until,"ex\ntra"\n')
    with pytest.raises(PackageRefusedError) as refusal:
        load(found)
    assert {len(str(fault).splitlines()) for fault in refusal.value.faults} == {1}


def test_what_follows_a_withdrawal_starts_afresh(package):
    rows = [
        "TAX,430300,2022-Q4,50,,final,2023-01-20,",
        "TAX,430300,2022-Q4,,,withdrawn,2023-02-20,",
        "TAX,430300,2022-Q4,51,,preliminary,2023-03-20,",
    ]
    assert not load(package(observations=rows)).warnings
