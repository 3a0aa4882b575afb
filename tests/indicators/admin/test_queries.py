"""A list costs the same number of queries for ten rows as for all of them."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import Area, AuditEntry, Growth, Indicator, Observation, PeerGroup, User
from tracker.models import Ranking

LISTS = [
    (Observation, Role.VIEWER, 200),
    (Growth, Role.VIEWER, 200),
    (Ranking, Role.VIEWER, 60),
    (AuditEntry, Role.AUDITOR, 200),
    (Area, Role.ADMIN, 100),
    (Indicator, Role.VIEWER, 20),
    (User, Role.SECURITY, 200),
]


def queries_of(client: Client, url: str) -> tuple[int, int]:
    """Queries and rows of a list."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    return len(captured), len(response.context["cl"].result_list)


@pytest.mark.parametrize(("model", "role", "rows"), LISTS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_queries_of_a_list_do_not_depend_on_its_rows(
    demo: None, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, model: type, role: str, rows: int
) -> None:
    client = client_of(role)
    made = User.objects.bulk_create(User(username=f"user{n}", role=Role.VIEWER, password="!") for n in range(rows))
    areas = list(Area.objects.all()[:2])
    User.areas.through.objects.bulk_create(User.areas.through(user=user, area=area) for user in made for area in areas)
    page = admin.site.get_model_admin(model)
    url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    queries_of(client, url)
    counts = {}
    for size in (10, rows):
        monkeypatch.setattr(page, "list_per_page", size)
        counts[size], shown = queries_of(client, url)
        assert shown == size
    assert counts[10] == counts[rows] < 15


@pytest.mark.parametrize(("smaller", "larger"), [("chang-zhu-tan", "hunan-cities")])
def test_queries_of_a_group_and_of_a_ranking_do_not_depend_on_their_members(
    demo: None, client_of: Callable[..., Client], smaller: str, larger: str
) -> None:
    administrator, viewer = client_of(Role.ADMIN), client_of(Role.VIEWER)
    counts = {}
    for code in (smaller, larger):
        group = PeerGroup.objects.get(code=code)
        ranking = Ranking.objects.get(indicator__code="GDP", period="2015-Q4", peer_group=group, basis="growth")
        for client, url in (
            (administrator, f"/admin/indicators/peergroup/{group.pk}/change/"),
            (viewer, f"/admin/tracker/ranking/{ranking.pk}/change/"),
        ):
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts.setdefault(url.split("/")[3], []).append(len(captured))
    assert all(len(set(numbers)) == 1 for numbers in counts.values()), counts
