"""Parcels added by workbook: shown as new, stored only where that is ticked, all of the file or nothing."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook

from indicators.choices import Role
from indicators.models import Area, AuditEntry
from indicators.services.audit import Actor
from projects.domain.land_sheets import LandRows, NewParcel
from projects.models import Disposal, Parcel
from projects.services.land_upload import UploadRefusedError, store_upload
from tests.admin_clients import account_of, client_of
from tests.builders import make_area
from tests.project_builders import make_parcel
from tests.projects.admin.test_land_workbooks import UPLOAD, add_disposal, confirm, downloaded, places, upload

__all__ = ["account_of", "client_of"]

FIRST_FREE = 6  # below the header and two parcels


@pytest.fixture
def park(db: None) -> Area:
    return make_area("P01", parent=make_area("430300", kind="city"), name="高新区")


@pytest.fixture
def parcels(park: Area) -> list[Parcel]:
    make_parcel("FOREIGN", make_area("P99", parent=make_area("430100", kind="city"), name="外市园区"))
    return [make_parcel("L1", park, "100"), make_parcel("L2", park, "12.5")]


@pytest.fixture
def publisher(park: Area, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def add(book: Workbook, *cells: object, row: int = FIRST_FREE) -> None:
    for column, cell in enumerate(cells, start=1):
        book["地块"].cell(row, column, cell)


def tick(client: Client, preview: HttpResponse) -> HttpResponse:
    return client.post(UPLOAD, {"shown": preview.context["form"].initial["shown"], "adds_new": "on"})


NEW = ("L3", "高新区", "闲置", None, "新地块", "41.25")


def test_new_codes_are_shown_and_stored_once_ticked(publisher: Client, parcels: list[Parcel]) -> None:
    book = downloaded(publisher)
    add(book, *NEW, "某公司", "2025-03-01")
    add_disposal(book, "L3", "2025-04-01", 10, "增产扩资", "认〔2025〕9号", "")
    preview = upload(publisher, book)
    page = preview.content.decode()
    assert preview.context["faults"] == []
    assert "新增地块（1 宗）" in page
    assert preview.context["new"] == [
        ("L3", ["高新区", "闲置", "新地块", "41.25", "某公司", "2025-03-01", "", "", "", "", ""])
    ]
    assert "新增 1 宗地块，0 宗地块有改动，1 笔处置" in page
    assert not Parcel.objects.filter(code="L3").exists()
    answer = tick(publisher, preview)
    assert "已存入：新增 1 宗地块" in publisher.get(answer.url).content.decode()
    parcel = Parcel.objects.get(code="L3")
    assert (parcel.park.code, parcel.ledger, parcel.name, parcel.holder) == ("P01", "idle", "新地块", "某公司")
    assert (str(parcel.area_mu.normalize()), str(parcel.agreed_start)) == ("41.25", "2025-03-01")
    assert Disposal.objects.get().parcel == parcel
    [entry] = AuditEntry.objects.filter(object_type="parcel", object_key="L3")
    assert (entry.action, entry.reason) == ("created", "上传 Excel")


def test_without_the_tick_nothing_of_the_file_is_stored(publisher: Client, parcels: list[Parcel]) -> None:
    """A mistyped code: the preview names the new one and the one that is gone."""
    book = downloaded(publisher)
    book["地块"]["A4"] = "L1O"
    book["地块"]["E5"], book["地块"]["N5"] = "改名", "更名"
    preview = upload(publisher, book)
    assert [code for code, _ in preview.context["new"]] == ["L1O"]
    assert preview.context["gone"] == ["L1"]
    assert "下载时的 1 个代码已不在文件中：L1。" in preview.content.decode()
    answer = confirm(publisher, preview)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["adds_new"]
    assert [code for code, _ in answer.context["new"]] == ["L1O"]
    assert sorted(Parcel.objects.values_list("code", "name")) == [("FOREIGN", "FOREIGN"), ("L1", "L1"), ("L2", "L2")]


def test_the_service_asks_for_it_as_well(parcels: list[Parcel]) -> None:
    cells = {"park": "P01", "ledger": "idle", "name": "新", "area_mu": "1"}
    row = NewParcel(row=6, code="L3", cells=cells, reason="", columns={"code": "A"})
    with pytest.raises(UploadRefusedError, match="须在确认时勾选"):
        store_upload(rows=LandRows(new=[row]), actor=Actor(name="测试"))
    assert not Parcel.objects.filter(code="L3").exists()


@pytest.mark.parametrize(
    ("note", "rows", "faults"),
    [
        ("no park", [("L3", "", "闲置", None, "新", 1)], [("地块", 6, "B")]),
        ("no ledger, no name, no area", [("L3", "P01")], [("地块", 6, "C"), ("地块", 6, "E"), ("地块", 6, "F")]),
        ("no code", [("", "P01", "闲置", None, "新", 1)], [("地块", 6, "A")]),
        ("a park that is not there", [("L3", "月球园区", "闲置", None, "新", 1)], [("地块", 6, "B")]),
        ("a park of another account", [("L3", "P99", "闲置", None, "新", 1)], [("地块", 6, "B")]),
        ("a ledger that is none", [("L3", "P01", "空闲", None, "新", 1)], [("地块", 6, "C")]),
        ("a number that is none", [("L3", "P01", "闲置", None, "新", "约5亩")], [("地块", 6, "F")]),
        ("an area of nothing", [("L3", "P01", "闲置", None, "新", 0)], [("地块", 6, "A")]),
        ("a code that cannot be one", [("L 3/x", "P01", "闲置", None, "新", 1)], [("地块", 6, "A")]),
        ("a code twice", [NEW, NEW], [("地块", 7, "A")]),
        ("a code of the file twice", [("L1", "P01", "闲置", None, "新", 1)], [("地块", 6, "A")]),
        ("a code of somebody else's parcel", [("FOREIGN", "P01", "闲置", None, "新", 1)], [("地块", 6, "A")]),
        ("one of two is wrong", [NEW, ("L4", "", "闲置", None, "新", 1)], [("地块", 7, "B")]),
    ],
)
def test_faults_are_named_and_nothing_is_stored(
    note: str,
    rows: list[tuple[object, ...]],
    faults: list[tuple[str, int, str]],
    publisher: Client,
    parcels: list[Parcel],
) -> None:
    book = downloaded(publisher)
    for number, row in enumerate(rows, start=FIRST_FREE):
        add(book, *row, row=number)
    answer = upload(publisher, book)
    assert places(answer) == faults
    assert Parcel.objects.count() == 3


def test_a_park_name_that_two_bear_needs_its_code(publisher: Client, parcels: list[Parcel], park: Area) -> None:
    make_area("P02", parent=park.parent, name="高新区")
    book = downloaded(publisher)
    add(book, *NEW)
    [fault] = upload(publisher, book).context["faults"]
    assert "有 2 个园区叫“高新区”" in fault.message
    add(book, "L3", "P02")
    assert upload(publisher, book).context["faults"] == []


def test_a_code_taken_between_preview_and_storing(publisher: Client, parcels: list[Parcel], park: Area) -> None:
    book = downloaded(publisher)
    add(book, *NEW)
    book["地块"]["E4"], book["地块"]["N4"] = "改名", "更名"
    preview = upload(publisher, book)
    make_parcel("L3", park, "7", name="别人加的")
    answer = tick(publisher, preview)
    assert "代码“L3”已有地块使用" in publisher.get(answer.url).content.decode()
    assert sorted(Parcel.objects.values_list("code", "name")) == [
        ("FOREIGN", "FOREIGN"),
        ("L1", "L1"),
        ("L2", "L2"),
        ("L3", "别人加的"),
    ]


def test_an_account_without_parcels_fills_an_empty_file(publisher: Client) -> None:
    book = downloaded(publisher)
    add(book, *NEW, row=4)
    tick(publisher, upload(publisher, book))
    assert list(Parcel.objects.values_list("code", flat=True)) == ["L3"]
