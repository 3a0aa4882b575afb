"""The pages of parcels: list, page, forms, disposal and relapse, the way, the board; by role and inside the areas."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.choices import Role
from indicators.models import Area, AuditEntry
from projects.models import Disposal, LandSetting, Parcel, ParcelStep
from tests.admin_clients import account_of, client_of
from tests.builders import make_area
from tests.project_builders import dispose, make_parcel

__all__ = ["account_of", "client_of"]

ClientOf = Callable[..., Client]


@pytest.fixture
def city(db: None) -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def park(city: Area) -> Area:
    return make_area("P01", parent=city, name="经开区")


@pytest.fixture
def parcel(park: Area) -> Parcel:
    return make_parcel("L1", park, "100", name="老厂区", agreed_start=date(2020, 1, 1))


@pytest.fixture
def publisher(park: Area, client_of: ClientOf) -> Client:
    return client_of(Role.PUBLISHER)


def page(name: str, *args: object) -> str:
    return reverse(f"admin:projects_parcel_{name}", args=args)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


FACTS = {"code": "L9", "name": "新地块", "ledger": "idle", "area_mu": "27500", "area_unit": "square_metre"}


def test_a_parcel_is_added_in_square_metres_at_a_point(publisher: Client, park: Area) -> None:
    given = {**FACTS, "park": park.pk, "longitude": "112.94", "latitude": "27.83", "datum": "cgcs2000"}
    answer = publisher.post(page("add"), given)
    parcel = Parcel.objects.get(code="L9")
    assert answer.url == page("change", parcel.pk)
    assert parcel.area_mu == Decimal("41.25")
    assert parcel.geometry == {"type": "Point", "coordinates": [112.94, 27.83]}
    assert AuditEntry.objects.get(object_type="parcel", object_key="L9").reason == "面积按 27500 m² 录入"
    shown = text(publisher, answer.url)
    assert "41.25 亩（2.75 公顷，27500 m²）" in shown
    assert "<circle" in shown


RING = [[112.9, 27.8], [112.91, 27.8], [112.91, 27.81], [112.9, 27.8]]
POLYGON = json.dumps({"type": "Polygon", "coordinates": [RING]})
REFUSED = [
    ({"area_mu": "-1"}, "面积须大于 0"),
    ({"area_mu": "1e3"}, "不是普通的十进制数"),
    ({"area_mu": "0.000000000000001", "area_unit": "square_metre"}, "小数"),
    ({"area_mu": "999999999999999", "area_unit": "hectare"}, "位"),
    ({"area_unit": "acre"}, "选择一个有效的选项"),
    ({"park": "0"}, "选择一个有效的选项"),
    ({"geometry": '{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[7,8]]]}', "datum": "wgs84"}, "没有闭合"),
    ({"geometry": POLYGON}, "有图形时须注明坐标系"),
    ({"geometry": POLYGON, "datum": "wgs84", "longitude": "1", "latitude": "1"}, "不再填经度和纬度"),
    ({"longitude": "112.9"}, "须一并填写"),
    ({"longitude": "27.8", "latitude": "112.9", "datum": "wgs84"}, "纬度 112.9"),
    ({"started_on": "2025-01-02", "stopped_on": "2025-01-01"}, "早于动工日期"),
    ({"code": "a/b"}, "代码"),
]


@pytest.mark.parametrize(("changes", "words"), REFUSED, ids=range(len(REFUSED)))
def test_a_parcel_that_cannot_be_is_refused_in_words(
    publisher: Client, park: Area, changes: dict[str, str], words: str
) -> None:
    answer = publisher.post(page("add"), {**FACTS, "park": park.pk, "area_mu": "10", "area_unit": "mu", **changes})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Parcel.objects.exists()


def form_of(parcel: Parcel, **changes: str) -> dict[str, object]:
    facts = {"name": parcel.name, "park": parcel.park_id, "ledger": parcel.ledger, "area_mu": "100", "area_unit": "mu"}
    return {**facts, "reason": "更正", **changes}


def test_a_change_needs_a_reason_and_never_less_than_is_disposed(publisher: Client, parcel: Parcel) -> None:
    dispose(parcel, "60")
    edit = page("edit", parcel.pk)
    assert "修改须写明理由" in publisher.post(edit, form_of(parcel, reason="", name="新名")).content.decode()
    assert "面积不能小于已处置的" in publisher.post(edit, form_of(parcel, area_mu="59")).content.decode()
    assert publisher.post(edit, form_of(parcel, area_mu="4", area_unit="hectare")).status_code == 302
    parcel.refresh_from_db()
    assert (parcel.code, parcel.area_mu) == ("L1", 60)
    entry = AuditEntry.objects.filter(object_type="parcel").latest("pk")
    assert (entry.old["area_mu"], entry.new["area_mu"]) == ("100", "60")
    assert entry.reason == "更正；面积按 4 公顷 录入"


DISPOSAL = {"confirmed_on": "2025-03-01", "document": "认〔2025〕1号", "mode": "增产扩资/技改扩能", "area_unit": "mu"}


def test_half_twice_then_what_is_left_is_named(publisher: Client, parcel: Parcel) -> None:
    address = page("dispose", parcel.pk)
    for number in (1, 2):
        answer = publisher.post(address, {**DISPOSAL, "area_mu": "50", "document": str(number)})
        assert answer.url == page("change", parcel.pk)
    answer = publisher.post(address, {**DISPOSAL, "area_mu": "0.1", "confirmed_on": "2025-04-01"})
    assert "还剩 0 亩" in answer.content.decode()
    assert parcel.disposals.count() == 2
    shown = text(publisher, page("change", parcel.pk))
    assert "全部处置" in shown
    assert "增产扩资/技改扩能" in shown
    assert address not in shown


def test_a_relapse_is_typed_as_it_is_and_stored_negative(publisher: Client, parcel: Parcel) -> None:
    dispose(parcel, "60")
    address = page("relapse", parcel.pk)
    given = {**DISPOSAL, "area_mu": "1", "area_unit": "hectare", "confirmed_on": "2025-05-01"}
    assert list(publisher.post(address, given).context["form"].errors) == ["reason"]
    assert publisher.post(address, {**given, "reason": "企业停产"}).status_code == 302
    assert list(parcel.disposals.values_list("area_mu", flat=True)) == [60, -15]
    refused = publisher.post(address, {**given, "reason": "再次", "area_mu": "9", "document": "2"})
    assert "多于此前已处置" in refused.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"confirmed_on": "2999-01-01"}, "在今天之后"),
        ({"area_mu": "0"}, "面积须大于 0"),
        ({"area_mu": "-5"}, "面积须大于 0"),
        ({"area_mu": "NaN"}, "不是普通的十进制数"),
        ({"document": " "}, "必填"),
    ],
)
def test_a_disposal_that_cannot_be(publisher: Client, parcel: Parcel, changes: dict[str, str], words: str) -> None:
    answer = publisher.post(page("dispose", parcel.pk), {**DISPOSAL, "area_mu": "5", **changes})
    assert words in str(answer.context["form"].errors)
    assert not Disposal.objects.exists()


def test_the_same_document_twice_is_refused(publisher: Client, parcel: Parcel) -> None:
    publisher.post(page("dispose", parcel.pk), {**DISPOSAL, "area_mu": "5"})
    answer = publisher.post(page("dispose", parcel.pk), {**DISPOSAL, "area_mu": "6"})
    assert "已在台账中" in answer.content.decode()


def test_clerks_do_not_dispose(parcel: Parcel, client_of: ClientOf) -> None:
    clerk = client_of(Role.ENTRY)
    assert clerk.get(page("dispose", parcel.pk)).status_code == 403
    assert clerk.post(page("dispose", parcel.pk), {**DISPOSAL, "area_mu": "5"}).status_code == 403
    assert "登记处置" not in text(clerk, page("change", parcel.pk))
    assert not Disposal.objects.exists()


def test_outside_the_areas_there_is_nothing(publisher: Client) -> None:
    foreign = make_parcel("FOREIGN", make_area("430100", kind="city"))
    addresses = [page(name, foreign.pk) for name in ("change", "edit", "dispose", "relapse")]
    for address in (*addresses, page("step", foreign.pk, "found")):
        assert publisher.get(address).status_code in (302, 404)
        assert publisher.post(address, {**DISPOSAL, "area_mu": "5"}).status_code in (302, 404)
    assert "FOREIGN" not in text(publisher, page("changelist"))
    assert "FOREIGN" not in text(publisher, page("board"))
    assert not Disposal.objects.exists()


def test_a_step_is_set_and_the_way_shows_who_is_next_and_late(publisher: Client, parcel: Parcel) -> None:
    found, planned = (page("step", parcel.pk, step) for step in ("found", "planned"))
    assert publisher.post(found, {"owner": "园区", "done_on": "2025-01-10"}).status_code == 302
    assert publisher.post(planned, {"owner": "自规局", "due_on": "2025-02-10"}).status_code == 302
    shown = text(publisher, page("change", parcel.pk))
    assert "下一步：制定方案（自规局），逾期" in shown
    refused = publisher.post(planned, {"owner": "自规局", "due_on": "2025-02-11"})
    assert "须写明理由" in refused.content.decode()
    assert ParcelStep.objects.get(step="planned").due_on == date(2025, 2, 10)
    assert publisher.get(page("step", parcel.pk, "nothing")).status_code == 404


def test_the_page_says_whether_idle_on_a_day_and_why(publisher: Client, parcel: Parcel) -> None:
    shown = text(publisher, page("change", parcel.pk) + "?date=2020-12-31")
    assert "不闲置" in shown
    assert "未满一年" in shown
    assert "满一年仍未动工" in text(publisher, page("change", parcel.pk))
    assert "不是日期" in text(publisher, page("change", parcel.pk) + "?date=yesterday")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["L1", "L2", "L3"]),
        ({"park": "P01"}, ["L1", "L2"]),
        ({"ledger__exact": "idle"}, ["L3"]),
        ({"idle": "yes"}, ["L1"]),
        ({"idle": "no"}, ["L2", "L3"]),
        ({"disposed": "none"}, ["L1"]),
        ({"disposed": "partly"}, ["L2"]),
        ({"disposed": "wholly"}, ["L3"]),
        ({"late": "yes"}, ["L2"]),
        ({"q": "甲公司"}, ["L2"]),
    ],
)
def test_the_list_is_filtered_and_exported_so(
    publisher: Client, parcel: Parcel, city: Area, query: dict[str, str], codes: list[str]
) -> None:
    second = make_parcel("L2", parcel.park, "10", holder="甲公司")
    third = make_parcel("L3", make_area("P02", parent=city), "10", ledger="idle")
    dispose(second, "4")
    dispose(third, "10")
    ParcelStep.objects.create(parcel=second, step="disposed", owner="园区", due_on=date(2025, 1, 1))
    listed = publisher.get(page("changelist"), query)
    assert [each.code for each in listed.context["cl"].result_list] == codes
    lines = publisher.get(page("export"), query).getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == codes


@pytest.mark.parametrize("query", ["idle=maybe", "park=NONE", "disposed=1", "late=no", "date=x", "ledger__exact=%00"])
def test_a_filter_that_means_nothing_is_no_breakdown(publisher: Client, parcel: Parcel, query: str) -> None:
    assert publisher.get(f"{page('changelist')}?{query}").status_code in (200, 302, 400)


def test_the_board_keeps_ledgers_apart_and_follows_the_setting(publisher: Client, parcel: Parcel, city: Area) -> None:
    other = make_parcel("L2", parcel.park, "50", ledger="idle")
    dispose(parcel, "30", "2024-05-01", mode="增产扩资/技改扩能")
    dispose(parcel, "-10", "2025-05-01")
    dispose(other, "7", "2025-06-01", mode="依法收回")
    tables = publisher.get(page("board")).context["ledgers"]
    assert [(table.name, list(table.total)) for table in tables] == [
        ("园区低效", ["1", "100", "20", "80", "20.0%"]),
        ("闲置", ["1", "50", "7", "43", "14.0%"]),
    ]
    assert tables[0].modes == [("增产扩资", ["30", "-10", "20"])]
    LandSetting.objects.create(valid_from=date(2025, 1, 1), counted_when="producing")
    tables = publisher.get(page("board"), {"until": "2024-12-31"}).context["ledgers"]
    assert [table.total[2] for table in tables] == ["30", "0"]
    assert "老厂区" in text(publisher, page("board"))  # idle


def test_the_number_of_queries_does_not_grow(publisher: Client, parcel: Parcel) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert publisher.get(address).status_code == 200
        return len(found)

    dispose(parcel, "5")
    addresses = [page("changelist"), page("board"), page("change", parcel.pk)]
    for address in addresses:
        queries(address)
    before = [queries(address) for address in addresses]
    for number in range(2, 8):
        more = make_parcel(f"L{number}", parcel.park, "10", agreed_start=date(2020, 1, 1))
        dispose(more, "5")
        dispose(parcel, "1", f"2025-0{number}-02")
        ParcelStep.objects.create(parcel=more, step="found", owner="园区", due_on=date(2025, 1, 1))
    assert [queries(address) for address in addresses] == before
    assert max(before) < 40
