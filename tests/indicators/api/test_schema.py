"""The schema is valid and says what the answers say; the documentation needs nothing from outside."""

import io
import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from indicators.choices import Role
from indicators.models import User
from tests.admin_clients import BACKEND
from tests.api_clients import EXPLANATIONS, LISTS, address


@pytest.fixture(scope="module")
def schema() -> dict:
    """The schema as `manage.py spectacular` writes it, checked, no warning allowed."""
    output = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=output)
    return json.loads(output.getvalue())


def described(schema: dict, path: str) -> dict:
    """The component that a 200 of the path holds."""
    content = schema["paths"][path]["get"]["responses"]["200"]["content"]
    return component(schema, content["application/json"]["schema"])


def component(schema: dict, reference: dict) -> dict:
    found = reference
    while "$ref" in found or "allOf" in found:
        found = found["allOf"][0] if "allOf" in found else schema["components"]["schemas"][found["$ref"].split("/")[-1]]
    return found


def assert_as_described(schema: dict, description: dict, value: object, where: str) -> None:
    """Every object has exactly the described keys, every value its type; null only where it may be."""
    if value is None:
        assert description.get("nullable") or "oneOf" in description, where
        return
    found = component(schema, description)
    if isinstance(value, dict) and "properties" in found:
        assert list(value) == list(found["properties"]), where
        assert set(found.get("required", [])) == set(found["properties"]), where
        for name, each in value.items():
            assert_as_described(schema, found["properties"][name], each, f"{where}.{name}")
    elif isinstance(value, list):
        assert found["type"] == "array", where
        for each in value:
            assert_as_described(schema, found["items"], each, f"{where}[]")
    elif "type" in found:
        types = {"string": str, "integer": int, "boolean": bool}
        assert type(value) is types[found["type"]], where


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", LISTS)
def test_rows_are_as_described(schema: dict, viewer: Client, name: str) -> None:
    body = viewer.get(address(name), {"page_size": "1000"}).json()
    assert body["results"]
    assert_as_described(schema, described(schema, address(name)), body, name)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", EXPLANATIONS)
def test_explanations_are_as_described(schema: dict, viewer: Client, name: str) -> None:
    path = re.sub("GDP/430300/2015-Q4", "{indicator}/{area}/{period}", address(name))
    path = re.sub("GDP/2015-Q4/hunan-cities/growth", "{indicator}/{period}/{peer_group}/{basis}", path)
    assert_as_described(schema, described(schema, path), viewer.get(address(name)).json(), name)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", LISTS)
def test_every_described_parameter_is_known(schema: dict, viewer: Client, name: str) -> None:
    for parameter in schema["paths"][address(name)]["get"]["parameters"]:
        answer = viewer.get(address(name), {parameter["name"]: "?"})
        code = answer.json()["code"] if answer.status_code != 200 else ""
        assert code in ("", "not_found", f"invalid_{parameter['name']}")


def test_health_is_described_without_a_login(schema: dict) -> None:
    live = schema["paths"]["/api/v1/health/live/"]["get"]
    assert live.get("security", [{}]) == [{}]
    assert schema["components"]["securitySchemes"]["token"]["name"] == "Authorization"


@pytest.mark.django_db
def test_the_schema_is_served_to_whoever_is_signed_in(viewer: Client) -> None:
    answer = viewer.get("/api/schema/")
    assert answer.status_code == 200
    assert answer.content.startswith(b"openapi: 3.")


@pytest.mark.django_db
def test_the_documentation_asks_nothing_from_outside() -> None:
    client = Client()
    led = client.get("/api/docs/")
    assert (led.status_code, led["Location"]) == (302, f"{reverse('admin:login')}?next=/api/docs/")
    user = User.objects.create(username="reader", role=Role.VIEWER, password="!")
    client.force_login(user, backend=BACKEND)
    page = client.get("/api/docs/").content.decode()
    assert "swagger-ui-bundle.js" in page
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert addresses
    assert all(each.startswith(("/static/", "data:")) for each in addresses), addresses
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
