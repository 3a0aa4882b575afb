"""Who reads projects and land: three roles, each inside its areas; outside them there is nothing."""

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import Area
from tests.api_clients import ClientOf, address, results
from tests.project_builders import dispose, make_parcel, make_project, plan

LISTS = ["projects", "parcels", "disposals", "land/summary"]
ADDRESSES = [*(address(name) for name in LISTS), "/api/v1/projects/summary/?period=2025-10"]
READERS = [Role.ENTRY, Role.REVIEWER, Role.PUBLISHER]


@pytest.fixture
def foreign(elsewhere: Area) -> None:
    plan(make_project("FOREIGN", elsewhere), "100")
    dispose(make_parcel("FOREIGN", elsewhere), "10")


@pytest.mark.parametrize("role", Role)
def test_three_roles_read(client_of: ClientOf, role: Role) -> None:
    client = client_of(role)
    assert {client.get(each).status_code for each in ADDRESSES} == {200 if role in READERS else 403}


def test_nobody_reads_without_an_account(db: None) -> None:
    assert {Client().get(each).status_code for each in ADDRESSES} == {401}


def test_what_lies_outside_is_not_there(entry: Client, park: Area, foreign: None) -> None:
    plan(make_project("OWN", park), "100")
    dispose(make_parcel("OWN", park), "10")
    assert [row["code"] for row in results(entry, "projects")] == ["OWN"]
    assert [row["code"] for row in results(entry, "parcels")] == ["OWN"]
    assert [row["parcel"] for row in results(entry, "disposals")] == ["OWN"]
    assert [row["parcels"] for row in results(entry, "land/summary")] == [1]
    assert entry.get(address("projects/summary"), {"period": "2025-10"}).json()["projects"] == 1
    assert "FOREIGN" not in entry.get(address("projects"), {"format": "csv"}).getvalue().decode()


FILTERS = [
    ("projects", {"area": "430100"}),
    ("projects", {"area_under": "430100"}),
    ("projects", {"area": "NONE"}),
    ("projects/summary", {"period": "2025-10", "area": "430100"}),
    ("parcels", {"park": "430100"}),
    ("parcels", {"area_under": "430100"}),
    ("disposals", {"park": "430100"}),
    ("disposals", {"parcel": "FOREIGN"}),
    ("disposals", {"parcel": "NONE"}),
    ("land/summary", {"park": "430100"}),
]


@pytest.mark.parametrize(("name", "query"), FILTERS)
def test_a_filter_that_names_what_lies_outside_is_404(
    entry: Client, foreign: None, name: str, query: dict[str, str]
) -> None:
    answer = entry.get(address(name), query)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
