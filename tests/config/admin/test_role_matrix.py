"""Who is let in where: the addresses behind the lists, asked for directly, by every role."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_celery_beat.models import PeriodicTask

from config.periodic import PERIODIC_WORK
from indicators.choices import Role
from indicators.models import Area, AuditEntry, Observation, User
from tracker.models import Ranking

READERS = {Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER}
STAFF = set(Role) - {Role.EVALUATION}


def choices_of(app_label: str, model_name: str, field_name: str) -> str:
    names = {"app_label": app_label, "model_name": model_name, "field_name": field_name}
    return f"autocomplete/?{urlencode(names)}"


# The placeholders are ids of `objects`.
MATRIX: dict[str, set[Role]] = {
    "indicators/observation/export.csv": READERS,
    "indicators/observation/{observation}/change/": READERS,
    "indicators/observation/{observation}/revise/": {Role.PUBLISHER},
    "indicators/growth/export.csv": READERS,
    "tracker/ranking/{ranking}/change/": READERS,
    "tracker/ranking/{ranking}/places.csv": READERS,
    "indicators/auditentry/export.csv": {Role.AUDITOR},
    "indicators/auditentry/{entry}/change/": {Role.AUDITOR},
    "indicators/area/{area}/history/": {Role.AUDITOR},
    "indicators/area/add/": {Role.ADMIN},
    "indicators/user/add/": {Role.ADMIN},
    "indicators/user/{somebody}/change/": {Role.ADMIN, Role.SECURITY},
    "indicators/user/{somebody}/reset-password/": {Role.ADMIN},
    "indicators/user/{administrator}/reset-password/": {Role.ADMIN, Role.SECURITY},
    "indicators/user/{somebody}/revoke-tokens/": {Role.ADMIN, Role.SECURITY},
    "axes/accessattempt/{attempt}/unlock/": {Role.SECURITY},
    "django_celery_beat/periodictask/{task}/change/": {Role.ADMIN},
    "django_celery_beat/periodictask/{task}/delete/": {Role.ADMIN},
    choices_of("indicators", "observation", "indicator"): STAFF,
    choices_of("indicators", "user", "areas"): STAFF,
    choices_of("indicators", "auditentry", "actor"): {Role.ADMIN, Role.SECURITY},
}


@pytest.fixture
def objects(demo: None, account_of: Callable[..., User]) -> dict[str, int]:
    """An object for every placeholder of the table."""
    attempt = AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=5)
    return {
        "observation": Observation.objects.current().order_by("pk")[0].pk,
        "ranking": Ranking.objects.order_by("pk")[0].pk,
        "entry": AuditEntry.objects.order_by("pk")[0].pk,
        "area": Area.objects.get(code="430300").pk,
        "somebody": account_of(Role.VIEWER, "somebody").pk,
        "administrator": account_of(Role.ADMIN, "administrator").pk,
        "attempt": attempt.pk,
        "task": PeriodicTask.objects.get(task=PERIODIC_WORK[0].task).pk,
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
            assert answer.status_code == (302 if url.endswith("history/") else 200), url
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
        texts[role] = " ".join(query["sql"] for query in captured)
    tables = ("indicators_auditentry", "tracker_rankingplace")
    assert any(table in texts[Role.VIEWER] for table in tables)
    assert not any(table in texts[Role.AUDITOR] for table in tables)
