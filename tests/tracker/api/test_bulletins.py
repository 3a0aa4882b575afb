"""`/api/v1/bulletins/`: what each role may read, files by their SHA-256, queries that do not grow."""

import hashlib

import pytest
from rest_framework.test import APIClient

from indicators.choices import Role
from tests.bulletin_builders import WORD, make_bulletin, make_definition, make_issued_bulletin
from tests.return_builders import make_account

pytestmark = pytest.mark.django_db
URL = "/api/v1/bulletins/"


def client_of(role: Role) -> APIClient:
    client = APIClient()
    client.force_authenticate(make_account(role, username=f"api-{role}"))
    return client


def test_readers_see_issued_public_ones_with_their_files():
    made = make_issued_bulletin(make_definition("a"))
    make_bulletin(make_definition("b"))
    make_issued_bulletin(make_definition("c", use_level="internal"))
    client = client_of(Role.VIEWER)
    [row] = client.get(URL).json()["results"]
    assert (row["name"], row["period"], row["version"], row["state"]) == ("a", "2025-Q4", 1, "issued")
    file = next(each for each in row["files"] if each["format"] == "docx")
    answer = client.get(file["url"])
    assert answer.content == WORD
    assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
    assert answer["ETag"] == f'"{file["sha256"]}"'
    assert made.pk == row["id"]


def test_those_who_make_them_see_drafts_too():
    make_bulletin(make_definition("b"))
    assert [row["state"] for row in client_of(Role.REVIEWER).get(URL).json()["results"]] == ["draft"]


@pytest.mark.parametrize("role", [Role.EVALUATION, Role.ADMIN, Role.AUDITOR])
def test_others_are_refused(role):
    assert client_of(role).get(URL).status_code == 403


@pytest.mark.parametrize("address", ["999999/files/docx/", "1/files/exe/", f"{10**30}/files/docx/"])
def test_no_such_file_is_404(address):
    answer = client_of(Role.VIEWER).get(f"{URL}{address}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_internal_one_is_404_for_who_is_no_recipient():
    made = make_issued_bulletin(make_definition("c", use_level="internal"))
    assert client_of(Role.VIEWER).get(f"{URL}{made.pk}/files/docx/").status_code == 404


def test_an_unknown_parameter_is_refused_and_csv_has_a_line_a_file():
    make_issued_bulletin(make_definition("a"))
    client = client_of(Role.VIEWER)
    assert client.get(f"{URL}?nothing=1").json()["code"] == "unknown_parameter"
    lines = b"".join(client.get(f"{URL}?format=csv")).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("id,name,period,version")


def test_queries_do_not_grow_with_bulletins(django_assert_max_num_queries):
    client = client_of(Role.VIEWER)
    for code in range(12):
        make_issued_bulletin(make_definition(f"d{code}"))
    with django_assert_max_num_queries(4):
        assert len(client.get(URL).json()["results"]) == 12
