"""`parcels`, `disposals` and `land/summary`, to the letter of the interface."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Area
from projects.models import Parcel
from tests.api_clients import address, results
from tests.builders import make_area
from tests.project_builders import dispose, make_parcel


@pytest.fixture
def parcel(park: Area) -> Parcel:
    return make_parcel("L1", park, "100.50", holder="甲公司")


@pytest.fixture
def idle(city: Area) -> Parcel:
    park = make_area("P02", parent=city)
    return make_parcel(
        "L2",
        park,
        "90",
        ledger="idle",
        started_on=date(2022, 1, 1),
        due_mu=Decimal(90),
        developed_mu=Decimal(29),
        stopped_on=date(2024, 1, 1),
    )


def test_a_parcel_has_every_column_and_whether_it_is_idle(entry: Client, parcel: Parcel) -> None:
    assert results(entry, "parcels") == [
        {
            "code": "L1",
            "park": "P01",
            "name": "L1",
            "ledger": "inefficient",
            "area_mu": "100.5",
            "holder": "甲公司",
            "agreed_start": None,
            "started_on": None,
            "due_mu": None,
            "developed_mu": None,
            "invested_share": None,
            "stopped_on": None,
            "idle": False,
            "idle_words": "未动工，但没有约定动工日期",
            "explain": "http://testserver/api/v1/explain/parcels/L1/",
        }
    ]


def test_idle_is_judged_on_the_day_asked_for(entry: Client, idle: Parcel) -> None:
    [before], [after] = (results(entry, "parcels", date=day) for day in ("2024-12-31", "2025-02-01"))
    assert (before["idle"], after["idle"]) == (False, True)
    assert after["idle_words"] == (
        "应动工 90 亩，已动工 29 亩，不足三分之一，且 2024-01-01 起停工，至 2025-02-01 满一年"
    )


PARCEL_FILTERS = [
    ({"park": "P01"}, ["L1"]),
    ({"ledger": "idle"}, ["L2"]),
    ({"area_under": "430300"}, ["L1", "L2"]),
    ({"park": "P01", "ledger": "idle"}, []),
]


@pytest.mark.parametrize(("query", "expected"), PARCEL_FILTERS)
def test_filters_of_parcels(
    entry: Client, parcel: Parcel, idle: Parcel, query: dict[str, str], expected: list[str]
) -> None:
    assert [row["code"] for row in results(entry, "parcels", **query)] == expected


def test_a_disposal_has_every_column(entry: Client, parcel: Parcel) -> None:
    dispose(parcel, "50.50", "2025-03-01", document="认定〔1〕")
    dispose(parcel, "-10", "2025-04-01", document="认定〔2〕", reason="企业停产")
    rows = results(entry, "disposals")
    assert rows[0] == {
        "parcel": "L1",
        "confirmed_on": "2025-03-01",
        "area_mu": "50.5",
        "mode": "增产扩资",
        "document": "认定〔1〕",
        "reason": None,
    }
    assert (rows[1]["area_mu"], rows[1]["reason"]) == ("-10", "企业停产")


DISPOSAL_FILTERS = [
    ({"parcel": "L1"}, ["50", "20"]),
    ({"mode": "政策赋能"}, ["20", "30"]),
    ({"park": "P02"}, ["30"]),
    ({"year": "2024"}, ["50"]),
    ({"year": "2025", "park": "P01"}, ["20"]),
]


@pytest.mark.parametrize(("query", "expected"), DISPOSAL_FILTERS)
def test_filters_of_disposals(
    entry: Client, parcel: Parcel, idle: Parcel, query: dict[str, str], expected: list[str]
) -> None:
    dispose(parcel, "50", "2024-12-31")
    dispose(parcel, "20", "2025-01-01", mode="政策赋能")
    dispose(idle, "30", "2025-05-01", mode="政策赋能")
    assert [row["area_mu"] for row in results(entry, "disposals", **query)] == expected


def test_pages_of_disposals_go_on_where_they_ended(entry: Client, parcel: Parcel) -> None:
    for month in (1, 2, 3):
        dispose(parcel, "10", f"2025-0{month}-01")
    first = entry.get(address("disposals"), {"page_size": "2"}).json()
    second = entry.get(first["next"]).json()
    days = [[row["confirmed_on"] for row in page["results"]] for page in (first, second)]
    assert days == [["2025-01-01", "2025-02-01"], ["2025-03-01"]]
    assert second["next"] is None


def test_the_summary_keeps_ledgers_apart_and_takes_relapses_off(entry: Client, parcel: Parcel, idle: Parcel) -> None:
    make_parcel("L3", parcel.park, "9.5")
    dispose(parcel, "60", "2025-03-01")
    dispose(parcel, "-10.5", "2025-04-01")
    dispose(parcel, "20", "2025-05-01", mode="政策赋能")
    answer = entry.get(address("land/summary")).json()
    assert answer == {
        "next": None,
        "results": [
            {
                "ledger": "inefficient",
                "parcels": 2,
                "area_mu": "110",
                "disposed_mu": "69.5",
                "by_mode": {"增产扩资": "49.5", "政策赋能": "20"},
            },
            {"ledger": "idle", "parcels": 1, "area_mu": "90", "disposed_mu": "0", "by_mode": {}},
        ],
    }


UNTIL = [("2025-02-28", "0"), ("2025-03-01", "60"), ("2025-04-30", "60"), ("2025-05-01", "80")]


@pytest.mark.parametrize(("day", "disposed_mu"), UNTIL)
def test_the_day_itself_is_included(entry: Client, parcel: Parcel, day: str, disposed_mu: str) -> None:
    dispose(parcel, "60", "2025-03-01")
    dispose(parcel, "20", "2025-05-01")
    [row] = results(entry, "land/summary", until=day)
    assert (row["disposed_mu"], row["parcels"]) == (disposed_mu, 1)


def test_the_summary_of_a_park(entry: Client, parcel: Parcel, idle: Parcel) -> None:
    dispose(idle, "30")
    assert [(row["ledger"], row["disposed_mu"]) for row in results(entry, "land/summary", park="P02")] == [
        ("idle", "30")
    ]


def test_the_summary_as_csv_has_a_line_for_every_mode(entry: Client, parcel: Parcel, idle: Parcel) -> None:
    dispose(parcel, "60")
    dispose(parcel, "20", mode="政策赋能")
    lines = entry.get(address("land/summary"), {"format": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert lines == [
        "ledger,parcels,area_mu,disposed_mu,mode,mode_area_mu",
        "inefficient,1,100.5,80,增产扩资,60",
        "inefficient,1,100.5,80,政策赋能,20",
        "idle,1,90,0,,",
    ]


def test_the_number_of_queries_does_not_grow(entry: Client, parcel: Parcel) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for name in ("parcels", "disposals", "land/summary"):
                assert entry.get(address(name)).status_code == 200
        return len(captured)

    dispose(parcel, "1")
    before = queries()
    for number in range(10):
        dispose(make_parcel(f"M{number}", parcel.park), "10")
    assert queries() == before
