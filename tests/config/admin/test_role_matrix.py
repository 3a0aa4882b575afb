"""Who is let in where: choices of a form, administrators' accounts, and what a page reads before it refuses."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import Observation, User
from tracker.models import Ranking

STAFF = set(Role) - {Role.EVALUATION}


def choices_of(app_label: str, model_name: str, field_name: str) -> str:
    names = {"app_label": app_label, "model_name": model_name, "field_name": field_name}
    return f"autocomplete/?{urlencode(names)}"


# What depends on more than the address; every address by itself is in `tests/access_pages/`.
MATRIX: dict[str, set[Role]] = {
    "indicators/user/{administrator}/reset-password/": {Role.ADMIN, Role.SECURITY},
    choices_of("indicators", "user", "areas"): STAFF,
    choices_of("indicators", "auditentry", "actor"): {Role.ADMIN, Role.SECURITY},
}


@pytest.fixture
def objects(demo: None, account_of: Callable[..., User]) -> dict[str, int]:
    """An object for every placeholder of the addresses."""
    return {
        "administrator": account_of(Role.ADMIN, "administrator").pk,
        "observation": Observation.objects.current().order_by("pk")[0].pk,
        "ranking": Ranking.objects.order_by("pk")[0].pk,
    }


@pytest.mark.parametrize("role", Role)
def test_who_is_let_in_where(objects: dict[str, int], client_of: Callable[..., Client], role: Role) -> None:
    client = client_of(role)
    for address, allowed in MATRIX.items():
        url = f"/admin/{address.format(**objects)}"
        answer = client.get(url)
        if role not in STAFF:
            assert answer.headers.get("Location", "").startswith("/admin/login/"), url
        elif role in allowed:
            assert answer.status_code == 200, url
        else:
            assert answer.status_code == 403, url


@pytest.mark.parametrize(
    "address", ["indicators/observation/{observation}/change/", "tracker/ranking/{ranking}/change/"]
)
def test_what_a_page_adds_is_read_only_for_those_who_may_see_it(
    objects: dict[str, int], client_of: Callable[..., Client], address: str
) -> None:
    texts = {}
    for role in (Role.AUDITOR, Role.VIEWER):
        client = client_of(role)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/admin/{address.format(**objects)}")
        texts[role] = " ".join(query["sql"] for query in captured if query["sql"].startswith("SELECT"))
    tables = ("indicators_auditentry", "tracker_rankingplace")
    assert any(table in texts[Role.VIEWER] for table in tables)
    assert not any(table in texts[Role.AUDITOR] for table in tables)
