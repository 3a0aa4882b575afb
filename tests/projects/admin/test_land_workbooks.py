"""The workbook of parcels: out, filled in, checked whole, stored whole or not at all."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from indicators.choices import Role
from indicators.models import Area
from projects.models import Disposal, Parcel
from tests.admin_clients import account_of, client_of
from tests.builders import make_area
from tests.project_builders import dispose, make_parcel

__all__ = ["account_of", "client_of"]

DOWNLOAD, UPLOAD = "/admin/projects/parcel/workbook.xlsx", "/admin/projects/parcel/upload/"
NAME, AREA, STOPPED, REASON = "E", "F", "J", "N"


@pytest.fixture
def park(db: None) -> Area:
    return make_area("P01", parent=make_area("430300", kind="city"))


@pytest.fixture
def parcels(park: Area) -> list[Parcel]:
    make_parcel("FOREIGN", make_area("430100", kind="city"))
    return [make_parcel("L1", park, "100"), make_parcel("L2", park, "12.5", holder="=1+1")]


@pytest.fixture
def publisher(park: Area, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def downloaded(client: Client) -> Workbook:
    answer = client.get(DOWNLOAD)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def upload(client: Client, book: Workbook) -> HttpResponse:
    file = BytesIO()
    book.save(file)
    return client.post(UPLOAD, {"workbook": SimpleUploadedFile("land.xlsx", file.getvalue())})


def confirm(client: Client, preview: HttpResponse) -> HttpResponse:
    return client.post(UPLOAD, {"shown": preview.context["form"].initial["shown"]})


def places(answer: HttpResponse) -> list[tuple[str, int, str]]:
    return [(each.sheet, each.row, each.column) for each in answer.context["faults"]]


DISPOSAL = ("L1", "2025-03-01", 40, "增产扩资/技改扩能", "认〔2025〕1号", "")


def add_disposal(book: Workbook, *cells: object, row: int = 4) -> None:
    for column, cell in enumerate(cells, start=1):
        book["新增处置"].cell(row, column, cell)


def test_what_is_not_changed_changes_nothing(publisher: Client, parcels: list[Parcel]) -> None:
    book = downloaded(publisher)
    codes = [row[0].value for row in book["地块"].iter_rows(min_row=4)]
    assert codes[:2] == ["L1", "L2"]
    assert not any(codes[2:])
    assert upload(publisher, book).url == reverse("admin:projects_parcel_changelist")


def test_changes_and_disposals_are_shown_then_stored_whole(publisher: Client, parcels: list[Parcel]) -> None:
    book = downloaded(publisher)
    page = book["地块"]
    page[f"{AREA}4"], page[f"{STOPPED}4"], page[f"{REASON}4"] = 90.25, "2025-01-01", "复测"
    add_disposal(book, *DISPOSAL)
    preview = upload(publisher, book)
    assert preview.context["faults"] == []
    assert [each[:4] for each in preview.context["changes"]] == [
        ("L1", "面积(亩)", "100", "90.25"),
        ("L1", "停工日期", "", "2025-01-01"),
    ]
    assert not Disposal.objects.exists()
    confirm(publisher, preview)
    parcels[0].refresh_from_db()
    assert (str(parcels[0].area_mu.normalize()), str(parcels[0].stopped_on)) == ("90.25", "2025-01-01")
    assert list(Disposal.objects.values_list("parcel__code", "area_mu")) == [("L1", 40)]


def test_every_fault_is_named_and_nothing_is_stored(publisher: Client, parcels: list[Parcel]) -> None:
    dispose(parcels[1], "10")
    book = downloaded(publisher)
    page = book["地块"]
    page[f"{NAME}4"] = "没有理由"
    page[f"{AREA}5"], page[f"{REASON}5"] = 5, "缩小"
    add_disposal(book, "L1", "昨天", 1, "增产扩资", "1")
    add_disposal(book, "FOREIGN", "2025-03-01", 1, "增产扩资", "1", row=5)
    add_disposal(book, "L1", "2025-03-01", 101, "增产扩资", "1", row=6)
    add_disposal(book, "L1", "2025-03-01", -1, "增产扩资", "2", row=7)
    answer = upload(publisher, book)
    assert sorted(places(answer)) == sorted(
        [
            ("地块", 4, REASON),
            ("地块", 5, AREA),
            ("新增处置", 4, "B"),
            ("新增处置", 5, "A"),
            ("新增处置", 6, "C"),
            ("新增处置", 7, "A"),
        ]
    )
    assert Disposal.objects.count() == 1
    assert Parcel.objects.get(code="L1").name == "L1"


def test_what_was_changed_meanwhile_is_a_conflict(publisher: Client, parcels: list[Parcel]) -> None:
    book = downloaded(publisher)
    book["地块"][f"{NAME}4"], book["地块"][f"{REASON}4"] = "新名", "更名"
    preview = upload(publisher, book)
    Parcel.objects.filter(code="L1").update(name="别人改的")
    answer = confirm(publisher, preview)
    assert "下载之后又有改动" in publisher.get(answer.url).content.decode()
    assert Parcel.objects.get(code="L1").name == "别人改的"
    assert places(upload(publisher, book)) == [("地块", 4, NAME)]


def test_a_clerk_may_not_upload_disposals(parcels: list[Parcel], client_of: Callable[..., Client]) -> None:
    clerk = client_of(Role.ENTRY)
    book = downloaded(clerk)
    add_disposal(book, *DISPOSAL)
    assert places(upload(clerk, book)) == [("新增处置", 4, "A")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_said_so(publisher: Client, parcels: list[Parcel], content: bytes) -> None:
    answer = publisher.post(UPLOAD, {"workbook": SimpleUploadedFile("land.xlsx", content)})
    assert answer.status_code == 200
    assert answer.context["form"].errors or answer.context["faults"]


def test_another_workbook_is_refused(publisher: Client, parcels: list[Parcel]) -> None:
    book = Workbook()
    book.active.title = "地块"
    assert places(upload(publisher, book)) == [("", 0, "")]


@pytest.mark.parametrize("shown", ["", "x", "x:y:z"])
def test_a_forged_confirmation_stores_nothing(publisher: Client, parcels: list[Parcel], shown: str) -> None:
    assert publisher.post(UPLOAD, {"shown": shown}).status_code == 302
    assert not Disposal.objects.exists()
