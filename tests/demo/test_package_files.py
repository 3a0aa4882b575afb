"""The demo package as files: its form, its references and some figures keyed by hand from the sources. No Django."""

import csv
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "demo" / "xiangtan"
CASES = Path(__file__).parent / "cases" / "shaoyang_places_2025-09.csv"

COLUMNS = {
    "areas": "code,name,kind,parent,valid_from,valid_until,succeeds,class",
    "peer_groups": "group,name,area,valid_from,valid_until",
    "indicators": "code,name,measure_unit,kind,direction,frequency,decimals,growth_decimals,numerator,denominator,"
    "factor,growth_computable,department,theme,definition,partition",
    "observations": "indicator,area,period,value,growth,vintage,published_at,note",
}
KEYS = {
    "areas": ("code",),
    "peer_groups": ("group", "area", "valid_from"),
    "indicators": ("code",),
    "observations": ("indicator", "area", "period", "published_at"),
}
PERIOD_FORMS = {"year": r"\d{4}", "quarter": r"\d{4}-Q[1-4]", "month": r"\d{4}-(0[1-9]|1[0-2])"}
# Inputs of a ratio whose own figures nobody publishes: the catalogue needs them, the ledger has none.
WITHOUT_FIGURES = {"PARK_LAND"}


def rows_of(table: str) -> list[dict[str, str]]:
    with (PACKAGE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows
    return rows


def values_of(table: str, column: str) -> set[str]:
    return {row[column] for row in rows_of(table)}


def earliest_day_after(period: str) -> date:
    """The first day after the period, from which its figure may be published."""
    year = int(period[:4])
    last_month = {"": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}.get(period[5:]) or int(period[5:])
    return date(year + 1, 1, 1) if last_month == 12 else date(year, last_month + 1, 1)


def figure(indicator: str, area: str, period: str) -> list[tuple[str, str, str]]:
    """(value, growth, vintage) of every publication, oldest first."""
    return [
        (row["value"], row["growth"], row["vintage"])
        for row in rows_of("observations")
        if (row["indicator"], row["area"], row["period"]) == (indicator, area, period)
    ]


@pytest.mark.parametrize("table", COLUMNS)
def test_the_form_of_each_file(table):
    content = (PACKAGE / f"{table}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.decode("utf-8").splitlines()[0] == COLUMNS[table]
    keys = [tuple(row[column] for column in KEYS[table]) for row in rows_of(table)]
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys)


def test_the_description_names_the_same_columns_and_keys():
    description = json.loads((PACKAGE / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in description["resources"]] == [f"{table}.csv" for table in COLUMNS]
    for resource in description["resources"]:
        table = Path(resource["path"]).stem
        assert ",".join(field["name"] for field in resource["schema"]["fields"]) == COLUMNS[table]
        assert tuple(resource["schema"]["primaryKey"]) == KEYS[table]


def test_references_resolve():
    areas, indicators = values_of("areas", "code"), values_of("indicators", "code")
    assert values_of("areas", "parent") | values_of("areas", "succeeds") <= areas | {""}
    assert values_of("peer_groups", "area") <= areas
    assert values_of("indicators", "numerator") | values_of("indicators", "denominator") <= indicators | {""}
    assert values_of("indicators", "partition") <= values_of("peer_groups", "group") | {""}
    assert values_of("observations", "area") <= areas
    assert values_of("observations", "indicator") == indicators - WITHOUT_FIGURES
    codes = indicators | values_of("peer_groups", "group")
    assert [code for code in codes if not re.fullmatch(r"[A-Za-z0-9_-]+", code)] == []


def test_a_group_has_one_name():
    assert {(row["group"], row["name"]) for row in rows_of("peer_groups")} == {
        ("chang-zhu-tan", "长株潭"),
        ("hunan-cities", "全省14市州"),
        ("shaoyang-counties", "邵阳市县市区"),
        ("xiangtan-counties", "湘潭市县市区"),
        ("yongzhou-counties", "永州市县市区"),
    }
    sizes = Counter(row["group"] for row in rows_of("peer_groups"))
    assert sizes == {
        "chang-zhu-tan": 3,
        "hunan-cities": 14,
        "shaoyang-counties": 12,
        "xiangtan-counties": 5,
        "yongzhou-counties": 12,
    }


def test_areas_and_the_succession_of_qiyang():
    areas = {row["code"]: row for row in rows_of("areas")}
    assert Counter(row["kind"] for row in areas.values()) == {
        "country": 1,
        "province": 1,
        "city": 14,
        "county": 123,
        "park": 1,
    }
    assert all(row["parent"] == code[:4] + "00" for code, row in areas.items() if row["kind"] == "county")
    county, city = areas["431121"], areas["431181"]
    assert (county["name"], county["valid_until"]) == ("祁阳县", "2021-01-19")
    assert (city["name"], city["valid_from"], city["succeeds"]) == ("祁阳市", "2021-01-20", "431121")
    members = {row["area"]: row for row in rows_of("peer_groups") if row["group"] == "yongzhou-counties"}
    assert members["431121"]["valid_until"] == "2021-01-19"
    assert members["431181"]["valid_from"] == "2021-01-20"


def test_ratios_have_both_inputs_of_their_own_frequency():
    indicators = {row["code"]: row for row in rows_of("indicators")}
    ratios = [row for row in indicators.values() if row["kind"] == "ratio"]
    assert {row["code"] for row in ratios} == {"TAX_PER_MU", "URBAN_RURAL_RATIO"}
    for row in ratios:
        assert indicators[row["numerator"]]["frequency"] == row["frequency"]
        assert indicators[row["denominator"]]["frequency"] == row["frequency"]
        assert Decimal(row["factor"]) > 0
    others = [row for row in indicators.values() if row["kind"] != "ratio"]
    assert {(row["numerator"], row["denominator"], row["factor"]) for row in others} == {("", "", "")}


def test_only_tax_and_land_of_parks_may_have_a_computed_growth():
    computable = {row["code"] for row in rows_of("indicators") if row["growth_computable"] == "yes"}
    assert computable == {
        "PARK_LAND",
        "PARK_TAX",
        "SINGLE_PARK_TAX",
        "TAX_PER_MU",
    }


def test_every_figure_fits_its_indicator_and_names_its_source():
    indicators = {row["code"]: row for row in rows_of("indicators")}
    for row in rows_of("observations"):
        indicator = indicators[row["indicator"]]
        assert re.fullmatch(PERIOD_FORMS[indicator["frequency"]], row["period"]), row
        assert row["value"] or row["growth"], row
        assert not (indicator["kind"] == "growth_only" and row["value"]), row
        assert all(re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", row[c]) for c in ("value", "growth") if row[c]), row
        assert row["vintage"] in {"preliminary", "census"}, row
        assert date.fromisoformat(row["published_at"]) >= earliest_day_after(row["period"]), row
        assert re.search("统计局|转载|公开报道", row["note"]), row
        if "发布日不详" in row["note"]:
            assert f"按{row['published_at']}计" in row["note"], row


def test_a_revision_is_later_and_of_a_higher_vintage():
    revised = {
        key: publications
        for key in {(row["indicator"], row["area"], row["period"]) for row in rows_of("observations")}
        if len(publications := figure(*key)) > 1
    }
    # The four national series of seven quarters, and Xiangtan's 2015.
    assert len(revised) == 4 * 7 + 1
    for publications in revised.values():
        assert [vintage for _, _, vintage in publications] == ["preliminary", "census"]


def test_cities_add_up_as_the_sources_do():
    rows = [row for row in rows_of("observations") if row["indicator"] == "GDP" and row["vintage"] == "preliminary"]
    cities = [row for row in rows if row["area"].endswith("00")]
    totals = {
        year: (
            len(members := [row for row in cities if row["period"] == year]),
            sum(Decimal(r["value"]) for r in members),
        )
        for year in ("2015-Q4", "2022-Q4")
    }
    assert totals == {"2015-Q4": (14, Decimal("30426.39")), "2022-Q4": (14, Decimal("48670.37"))}


@pytest.mark.parametrize(
    ("indicator", "area", "period", "expected"),
    [
        ("GDP", "430300", "2015-Q4", [("1703.1", "9.6", "preliminary"), ("1633.07", "9.6", "census")]),
        ("GDP", "430300", "2020-Q4", [("2343.15", "", "preliminary")]),
        ("GDP", "430300", "2023-Q4", [("2741.84", "5.1", "preliminary")]),
        ("GDP", "430302", "2023-Q4", [("800.86", "6.2", "preliminary")]),
        ("GDP", "433100", "2015-Q4", [("497.19", "8.3", "preliminary")]),
        ("GDP", "430300", "2023-Q2", [("", "3.0", "preliminary")]),
        ("GDP", "100000", "2023-Q4", [("1260582", "5.2", "preliminary"), ("1294271.7", "5.2", "census")]),
        ("GDP", "100000", "2024-Q4", [("1349083.5", "5.0", "preliminary")]),
        ("TERTIARY_VA", "100000", "2024-Q1", [("", "5.0", "preliminary"), ("185025.6", "5.0", "census")]),
        ("TAX_PER_MU", "430300", "2023-Q4", [("12.37", "19.8", "preliminary")]),
        ("TAX_PER_MU", "430300", "2023-Q2", [("", "23.4", "preliminary")]),
        ("SINGLE_PARK_TAX", "430381-JKQ", "2023-Q2", [("6.48", "34.91", "preliminary")]),
        ("URBAN_RURAL_RATIO", "430300", "2023-Q4", [("1.71", "", "preliminary")]),
        ("GDP", "430502", "2025-Q3", [("148.261067", "4.5", "preliminary")]),
        ("INDUSTRY_REVENUE", "430582", "2025-08", [("589.00624", "7.84348922612845", "preliminary")]),
        ("RESIDENT_INCOME", "430529", "2025-Q3", [("14630", "7.0", "preliminary")]),
    ],
)
def test_figures_keyed_by_hand(indicator, area, period, expected):
    assert figure(indicator, area, period) == expected


def test_the_168_printed_places_all_have_their_growth():
    with CASES.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file, strict=True))
    keys = {(case["indicator"], case["area"], case["period"]) for case in cases}
    assert len(cases) == len(keys) == 14 * 12
    assert set(Counter(case["indicator"] for case in cases).values()) == {12}
    members = {row["area"] for row in rows_of("peer_groups") if row["group"] == "shaoyang-counties"}
    assert {case["area"] for case in cases} == members
    published = {(r["indicator"], r["area"], r["period"]) for r in rows_of("observations") if r["growth"]}
    assert keys <= published
    assert {int(case["official_place"]) for case in cases} == set(range(1, 13))
