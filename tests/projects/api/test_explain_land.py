"""`explain/parcels/…` and `explain/land/…`: every input and rule, inside the account's areas alone."""

from datetime import date

import pytest
from django.test import Client

from indicators.models import Area
from projects.models import LandSetting, Parcel
from tests.api_clients import address, results
from tests.project_builders import dispose, make_parcel


@pytest.fixture
def parcel(park: Area) -> Parcel:
    parcel = make_parcel("L1", park, "100", agreed_start=date(2024, 1, 1))
    dispose(parcel, "60", "2024-06-01", mode="增产扩资/技改扩能")
    dispose(parcel, "-10", "2025-06-01")
    return parcel


def test_a_parcel_with_the_way_to_the_answer(entry: Client, parcel: Parcel) -> None:
    [row] = results(entry, "parcels", date="2025-01-01")
    body = entry.get(row["explain"]).json()
    assert (body["date"], body["idle"], body["idle_words"]) == ("2025-01-01", True, row["idle_words"])
    assert [(each["condition"], each["holds"]) for each in body["conditions"]] == [
        ("已动工", False),
        ("约定动工之日起满一年", True),
    ]
    assert body["inputs"]["agreed_start"] == "2024-01-01"
    assert (body["area_mu"], body["disposed_mu"], body["left_mu"]) == ("100", "50", "50")
    assert [(each["document"], each["area_mu"]) for each in body["disposals"]] == [
        ("认定〔2024-06-01〕", "60"),
        ("认定〔2025-06-01〕", "-10"),
    ]
    assert [(each["counted_on"], each["main_mode"]) for each in body["counted"]] == [
        ("2024-06-01", "增产扩资"),
        ("2025-06-01", "增产扩资"),
    ]
    assert [each["who"] for each in body["entries"]] == ["tester", "tester"]
    assert [each["field"] for each in body["formula"]] == ["idle", "left_mu"]


def test_a_row_of_the_summary_by_the_dated_setting(entry: Client, parcel: Parcel) -> None:
    until = {"until": "2024-12-31"}
    [row] = results(entry, "land/summary", **until)
    assert row["disposed_mu"] == "60"
    body = entry.get(address("explain/land/inefficient"), until).json()
    assert {name: body[name] for name in row} == row
    assert [each["parcel"] for each in body["inputs"]] == ["L1"]
    LandSetting.objects.create(valid_from=date(2024, 1, 1), counted_when="producing")
    [row] = results(entry, "land/summary", **until)
    body = entry.get(address("explain/land/inefficient"), until).json()
    assert (row["disposed_mu"], body["disposed_mu"]) == ("0", "0")
    assert body["rules"] == [{"valid_from": "2024-01-01", "counted_when": "producing"}]
    assert [row["disposed_mu"] for row in results(entry, "land/summary")] == ["50"]


@pytest.mark.parametrize(
    "name", ["explain/parcels/NONE", "explain/parcels/FOREIGN", "explain/land/idle", "explain/land/nothing"]
)
def test_what_is_not_there_is_404(entry: Client, parcel: Parcel, elsewhere: Area, name: str) -> None:
    make_parcel("FOREIGN", elsewhere, ledger="idle")
    assert entry.get(address(name)).status_code == 404


def test_a_wrong_date_is_400(entry: Client, parcel: Parcel) -> None:
    assert entry.get(address("explain/parcels/L1"), {"date": "2025-02-30"}).status_code == 400
