"""A city with projects in October 2025, and a clerk of it signed in."""

import pytest
from django.test import Client

from indicators.models import Area
from projects.models import Project
from tests.admin_clients import account_of, client_of
from tests.builders import make_area
from tests.project_builders import make_project, plan, report
from tests.return_builders import make_account
from tests.return_pages import signed_in

__all__ = ["account_of", "client_of"]


@pytest.fixture
def city(db: None) -> Area:
    """P1 has 500 of 1000 in September; P2 has no figure; OUT lies in another city."""
    city = make_area("430300", kind="city", name="湘潭市")
    elsewhere = make_area("430100", kind="city")
    for code, name, kind, area in (
        ("P1", "大桥", "交通", city),
        ("P2", "厂房", "产业", city),
        ("OUT", "外市项目", "交通", elsewhere),
    ):
        plan(make_project(code, area, name=name, kind=kind), "1000")
    report(Project.objects.get(code="P1"), "2025-09", "500")
    return city


@pytest.fixture
def clerk(city: Area) -> Client:
    return signed_in(make_account("entry", city))
