"""Areas, peer groups, catalogue and departments: written by the services, refused at the field, kept in the audit."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from indicators.choices import AuditAction, Role
from indicators.models import Area, AuditEntry, Department, Indicator, PeerGroup, PeerGroupMember, PendingCalculation

AREA = {"code": "430399", "name": "新区", "kind": "county", "reason": "湘政函〔2026〕1号"}
NO_MEMBERS = {
    f"members{part}-{name}_FORMS": "0" for part in ("", "-2") for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
}


@pytest.fixture
def admin(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ADMIN)


def errors_of(response: object) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors  # type: ignore[attr-defined]


def test_a_new_area_is_in_the_audit_with_its_reason(admin: Client) -> None:
    parent = Area.objects.get(code="430300")
    response = admin.post("/admin/indicators/area/add/", {**AREA, "parent": parent.pk})
    assert response.status_code == 302
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.object_type, entry.object_key) == (AuditAction.CREATED, "area", "430399")
    assert (entry.actor_name, entry.reason, entry.new["name"]) == ("admin", AREA["reason"], "新区")
    assert not LogEntry.objects.exists()


def test_an_area_that_continues_another_has_everything_calculated_again(admin: Client) -> None:
    old = Area.objects.get(code="430302")
    assert not PendingCalculation.objects.exists()
    assert admin.post("/admin/indicators/area/add/", {**AREA, "succeeds": old.pk}).status_code == 302
    assert PendingCalculation.objects.filter(indicator__isnull=True).exists()


def test_what_the_service_refuses_is_shown_at_the_field_and_nothing_is_stored(admin: Client) -> None:
    before = AuditEntry.objects.exclude(action="refused").count()
    response = admin.post("/admin/indicators/area/add/", {**AREA, "code": "43"})
    assert response.status_code == 200
    assert "GB/T 2260" in errors_of(response)["code"][0]
    assert AuditEntry.objects.exclude(action="refused").count() == before
    assert not Area.objects.filter(name="新区").exists()


def test_a_chain_of_parents_that_closes_is_refused(admin: Client) -> None:
    city, county = Area.objects.get(code="430300"), Area.objects.get(code="430321")
    response = admin.post(
        f"/admin/indicators/area/{city.pk}/change/",
        {"code": city.code, "name": city.name, "kind": city.kind, "parent": county.pk},
    )
    assert errors_of(response) == {"__all__": ["不能以自身或自己的下级为上级。"]}


def test_the_list_of_areas_is_a_tree_with_successions(admin: Client) -> None:
    text = admin.get("/admin/indicators/area/").content.decode()
    assert "padding-left: 3.75rem" in text
    assert "承接 431121 祁阳县" in text
    assert "由 431181 祁阳市 承接" in text
    stopped = admin.get("/admin/indicators/area/?validity=other").context["cl"].queryset
    assert {area.code for area in stopped} == {"431121"}


def test_areas_can_be_neither_deleted_nor_changed_by_others(admin: Client, client_of: Callable[..., Client]) -> None:
    area = Area.objects.get(code="430300")
    assert admin.post(f"/admin/indicators/area/{area.pk}/delete/", {"post": "yes"}).status_code == 403
    publisher = client_of(Role.PUBLISHER)
    assert publisher.post(f"/admin/indicators/area/{area.pk}/change/", AREA).status_code == 403
    assert publisher.post("/admin/indicators/area/add/", AREA).status_code == 403


def member_form(group: PeerGroup, **changes: str) -> dict[str, object]:
    """The form of a group as the page sends it, with one row for a new member."""
    data: dict[str, object] = {**NO_MEMBERS, "code": group.code, "name": group.name, "reason": "调整"}
    members = list(group.members.order_by("area__code", "valid_from"))
    data |= {"members-TOTAL_FORMS": len(members), "members-INITIAL_FORMS": len(members), "members-2-TOTAL_FORMS": "1"}
    for row, member in enumerate(members):
        data |= {f"members-{row}-id": member.pk, f"members-{row}-group": group.pk}
    return {**data, "members-2-0-group": group.pk, **changes}


def test_members_are_added_and_taken_back_through_the_services(admin: Client) -> None:
    group = PeerGroup.objects.get(code="chang-zhu-tan")
    url = f"/admin/indicators/peergroup/{group.pk}/change/"
    yueyang = Area.objects.get(code="430600")
    new = {"members-2-0-area": str(yueyang.pk), "members-2-0-valid_from": "2026-01-01"}
    assert admin.post(url, member_form(group, **new)).status_code == 302
    assert group.members.get(area=yueyang).valid_from.isoformat() == "2026-01-01"
    row = list(group.members.order_by("area__code", "valid_from")).index(group.members.get(area=yueyang))
    assert admin.post(url, member_form(group, **{f"members-{row}-DELETE": "on"})).status_code == 302
    assert not group.members.filter(area=yueyang).exists()
    entries = AuditEntry.objects.filter(object_type="peergroupmember", object_key="chang-zhu-tan/430600/2026-01-01")
    assert [entry.action for entry in entries] == [AuditAction.DELETED, AuditAction.CREATED]


def test_a_second_span_of_the_same_area_may_not_overlap(admin: Client) -> None:
    group = PeerGroup.objects.get(code="chang-zhu-tan")
    member = group.members.select_related("area").first()
    new = {"members-2-0-area": str(member.area_id), "members-2-0-valid_from": "2020-01-01"}
    response = admin.post(f"/admin/indicators/peergroup/{group.pk}/change/", member_form(group, **new))
    assert "时段重叠" in response.content.decode()
    assert PeerGroupMember.objects.filter(group=group).count() == 3


def test_kind_and_frequency_are_offered_only_before_there_are_figures(admin: Client) -> None:
    used = Indicator.objects.get(code="GDP")
    form = admin.get(f"/admin/indicators/indicator/{used.pk}/change/").context["adminform"].form
    assert not {"kind", "frequency"} & set(form.fields)
    assert {"kind", "frequency"} < set(admin.get("/admin/indicators/indicator/add/").context["adminform"].form.fields)


def test_a_ratio_without_inputs_is_refused_in_words(admin: Client) -> None:
    values = {"code": "X", "name": "某比值", "kind": "ratio", "frequency": "year", "direction": "higher"}
    response = admin.post(
        "/admin/indicators/indicator/add/", {**values, "decimals": "2", "growth_decimals": "1", "factor": "1"}
    )
    assert "比值须有分子和分母，其他类型不能有。" in response.content.decode()
    assert not Indicator.objects.filter(code="X").exists()


def test_links_to_figures_are_shown_to_those_who_may_read_figures(
    admin: Client, client_of: Callable[..., Client]
) -> None:
    link = "/admin/indicators/observation/?indicator__id__exact="
    assert link not in admin.get("/admin/indicators/indicator/").content.decode()
    assert link in client_of(Role.VIEWER).get("/admin/indicators/indicator/").content.decode()


def test_a_department_is_renamed_with_an_audit_entry(admin: Client) -> None:
    department = Department.objects.order_by("pk").first()
    admin.post(f"/admin/indicators/department/{department.pk}/change/", {"name": "新名称", "reason": "机构改革"})
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.object_type, entry.new, entry.reason) == ("department", {"name": "新名称"}, "机构改革")


@pytest.mark.parametrize(("model", "path"), [(Area, "area"), (PeerGroup, "peergroup"), (Indicator, "indicator")])
def test_a_code_is_shown_and_not_offered_once_it_is_stored(admin: Client, model: type, path: str) -> None:
    stored = model.objects.order_by("pk").first()
    page = admin.get(f"/admin/indicators/{path}/{stored.pk}/change/")
    assert "code" not in page.context["adminform"].form.fields
    assert stored.code in page.content.decode()
    assert "code" in admin.get(f"/admin/indicators/{path}/add/").context["adminform"].form.fields
