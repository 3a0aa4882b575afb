"""The audit trail on screen: for the auditor alone, readable, and without a way to change it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, AuditEntry
from indicators.services.areas import save_area
from indicators.services.audit import seal_entries
from tests.admin_clients import OPERATOR, STAFF_ROLES

LIST = "/admin/indicators/auditentry/"


@pytest.fixture
def renamed(demo: None) -> Area:
    area = Area.objects.get(code="430300")
    area.name, area.kind = "湘潭", "park"
    save_area(area=area, actor=OPERATOR, reason="更名")
    return area


@pytest.fixture
def auditor(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.AUDITOR)


def test_a_change_reads_old_and_new_with_the_words_of_the_form(renamed: Area, auditor: Client) -> None:
    text = auditor.get(LIST).content.decode()
    for words in ("名称：湘潭市 → 湘潭", "类别：市（州） → 园区", "更名", "测试", "待封存"):
        assert words in text
    seal_entries()
    entry = AuditEntry.objects.select_related("seal").order_by("-pk").first()
    page = auditor.get(f"{LIST}{entry.pk}/change/").content.decode()
    assert entry.seal.digest in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("object_type=area&object_key=430300", True),
        ("action__exact=changed&actor=测试", True),
        ("q=更名", True),
        (f"at_from={timezone.localdate()}&at_to={timezone.localdate()}&q=更名", True),
        ("at_to=2020-01-01", False),
        ("actor=别人", False),
        ("action__exact=revised&q=更名", False),
    ],
)
def test_filters(renamed: Area, auditor: Client, query: str, found: bool) -> None:
    rows = auditor.get(f"{LIST}?{query}").context["cl"].result_list
    assert any(row.reason == "更名" for row in rows) is found


def test_the_history_of_an_object_leads_there(renamed: Area, auditor: Client, client_of: Callable[..., Client]) -> None:
    url = f"/admin/indicators/area/{renamed.pk}/history/"
    rows = auditor.get(url, follow=True).context["cl"].result_list
    assert {row.object_key for row in rows} == {"430300"}
    assert url.removeprefix("/admin") in auditor.get(url.replace("history", "change")).content.decode()
    admin = client_of(Role.ADMIN)
    assert admin.get(url).status_code == 403
    assert "history/" not in admin.get(url.replace("history", "change")).content.decode()


def test_the_csv_file_has_the_whole_change(renamed: Area, auditor: Client) -> None:
    text = b"".join(auditor.get(f"{LIST}export.csv?q=更名")).decode()
    assert "名称：湘潭市 → 湘潭；类别：市（州） → 园区,更名" in text


@pytest.mark.parametrize("role", [role for role in STAFF_ROLES if role != Role.AUDITOR])
def test_others_see_nothing_of_it(renamed: Area, client_of: Callable[..., Client], role: str) -> None:
    client = client_of(role)
    pk = AuditEntry.objects.values_list("pk", flat=True).first()
    for url in (LIST, f"{LIST}export.csv", f"{LIST}{pk}/change/"):
        assert client.get(url).status_code == 403


def test_the_auditor_cannot_change_it(renamed: Area, auditor: Client) -> None:
    pk = AuditEntry.objects.values_list("pk", flat=True).first()
    assert auditor.get(f"{LIST}add/").status_code == 403
    assert auditor.post(f"{LIST}{pk}/change/", {"reason": "x"}).status_code == 403
    assert auditor.post(f"{LIST}{pk}/delete/", {"post": "yes"}).status_code == 403
