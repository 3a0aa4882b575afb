"""Every page of the admin, as every role, in Chinese."""

from collections import Counter
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import resolve
from django_celery_beat.models import CrontabSchedule

from indicators.choices import Role
from indicators.models import Observation
from indicators.services.packages.load import load_package
from tests.admin_clients import DEMO, OPERATOR, STAFF_ROLES
from tests.config.admin.visible_text import read, words
from tracker.readers.bulletins.word_template import PLACEHOLDERS
from tracker.services.bulletins.schedules import TASK as SCHEDULED_TASK
from tracker.services.calculations import drain_pending_calculations
from tracker.services.evaluations.requesting import TASK as SCORING_TASK

# Names, units and notations that Chinese text uses as they are.
WORDS = {"GDP", "API", "CSV", "SHA", "IP", "URL", "JSON", "Chrome", "Edge", "Asia", "Shanghai", "Cookie", "Ctrl", "esc"}
# What is typed as it stands: the placeholders of a template, the file it is, the task a schedule may name.
TYPED = {word for text in (*PLACEHOLDERS, SCHEDULED_TASK, SCORING_TASK, "Word docx MB") for word in words(text)}
WORDS |= TYPED
# The file and the geometry of a parcel, its types and its datum by their own names.
WORDS |= set(words("Excel xlsx m² GeoJSON Point Polygon MultiPolygon WGS84 CGCS2000"))
PAGES_PER_VIEW = 3
STARTS = [
    "/admin/",
    "/admin/password_change/",
    *(f"/admin/{app}/" for app in ("indicators", "projects", "tracker", "axes")),
]


@pytest.fixture
def login_records(db: None) -> None:
    values = {"user_agent": "", "ip_address": "10.0.0.1", "username": "viewer", "http_accept": "", "path_info": "/"}
    AccessAttempt.objects.create(failures_since_start=5, get_data="", post_data="", **values)
    AccessLog.objects.create(**values)
    CrontabSchedule.objects.create(minute="0", hour="3")


@pytest.fixture
def plans(demo: None) -> None:
    load_package(directory=DEMO.parent / "plans", actor=OPERATOR)
    drain_pending_calculations()


def stored_words() -> set[str]:
    """The words that people entered: codes, names, notes, reasons."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, CharField | TextField | JSONField)]
        for row in model._default_manager.values_list(*names) if names else ():
            found.update(word for value in row if value for word in words(str(value)))
    return found


def crawl(client: Client) -> dict[str, list[str]]:
    """Visits the pages that links lead to, a few of every view; returns the visible texts by address."""
    waiting, seen, visits = list(STARTS), set(STARTS), Counter[str]()
    pages: dict[str, list[str]] = {}
    while waiting:
        url = waiting.pop(0)
        view = resolve(urlsplit(url).path).view_name
        visits[view] += 1
        if visits[view] > PAGES_PER_VIEW or view.endswith(("export", "places", "jsi18n")):
            continue
        response = client.get(url, follow=True)
        assert response.status_code in (200, 403, 404), url
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        pages[url], links = read(response.content.decode())
        for link in (urljoin(url, link).split("#")[0] for link in links):
            if link.startswith("/admin/") and link not in seen:
                seen.add(link)
                waiting.append(link)
    return pages


def leftovers(pages: dict[str, list[str]], allowed: set[str]) -> dict[str, set[str]]:
    found = {url: {word for text in texts for word in words(text)} - allowed for url, texts in pages.items()}
    return {url: english for url, english in found.items() if english}


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_no_page_that_a_role_can_reach_is_left_in_english(
    plans: None, login_records: None, client_of: Callable[..., Client], role: str
) -> None:
    pages = crawl(client_of(role))
    assert len(pages) > 20
    assert leftovers(pages, WORDS | stored_words()) == {}


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.ADMIN, "indicators/area"),
        (Role.ADMIN, "indicators/peergroup"),
        (Role.ADMIN, "indicators/indicator"),
        (Role.ADMIN, "indicators/department"),
        (Role.ADMIN, "indicators/user"),
        (Role.ADMIN, "django_celery_beat/periodictask"),
        (Role.ADMIN, "django_celery_beat/intervalschedule"),
        (Role.ADMIN, "django_celery_beat/crontabschedule"),
    ],
)
def test_an_empty_form_is_refused_in_chinese(
    demo: None, client_of: Callable[..., Client], role: str, path: str
) -> None:
    inlines = {f"members{part}-{count}_FORMS": "0" for part in ("", "-2") for count in ("TOTAL", "INITIAL")}
    response = client_of(role).post(f"/admin/{path}/add/", inlines)
    texts, _ = read(response.content.decode())
    assert response.status_code == 200
    assert "请更正以下错误。" in texts
    assert leftovers({path: texts}, WORDS | stored_words()) == {}


def test_pages_without_a_login_are_in_chinese(db: None, client: Client) -> None:
    for url in ("/admin/login/", "/admin/logout/", "/admin/none/"):
        response = client.post(url) if "logout" in url else client.get(url, follow=True)
        texts, _ = read(response.content.decode())
        assert leftovers({url: texts}, WORDS) == {}


def test_the_pages_of_actions_are_in_chinese(demo: None, client_of: Callable[..., Client]) -> None:
    publisher = client_of(Role.PUBLISHER)
    figure = Observation.objects.current().figures().order_by("pk").first()
    url = f"/admin/indicators/observation/{figure.pk}/revise/"
    for response in (publisher.get(url), publisher.post(url, {"value": "1e5", "published_at": "x"})):
        texts, _ = read(response.content.decode())
        assert leftovers({url: texts}, WORDS | stored_words()) == {}
