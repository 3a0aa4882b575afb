"""月度调度填报: inputs, preview, all or nothing; the workbook goes out and comes back into the same preview."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from indicators.models import Area, AuditEntry
from projects.domain.month_sheets import META_SHEET, SHEET, WHAT_IT_IS
from projects.models import Project, ProjectProgress
from tests.plan_pages import send, sent_by, text_of
from tests.project_builders import report
from tests.return_builders import make_account
from tests.return_pages import signed_in

URL = "/admin/projects/projectprogress/month/?month=2025-10"
UPLOAD = "/admin/projects/projectprogress/month/upload/?month=2025-10"
TEMPLATE = "/admin/projects/projectprogress/month/template.xlsx?month=2025-10"


def figures() -> dict[str, tuple[str, str]]:
    rows = ProjectProgress.objects.current().filter(period="2025-10")
    return {
        code: (f"{invested:f}".rstrip("0").rstrip("."), note)
        for code, invested, note in rows.values_list("project__code", "invested_ytd", "note")
    }


def enter(clerk: Client, step: str = "check", page: HttpResponse | None = None, **typed: str) -> Any:
    changed = {name.replace("_", "-"): text for name, text in typed.items()}
    return send(clerk, URL, page or clerk.get(URL), step, changed)


def test_the_table_shows_plan_and_last_figure_of_own_projects(clerk: Client) -> None:
    shown = text_of(clerk.get(URL))
    assert WHAT_IT_IS in shown
    assert "大桥 P1 1000 500 9 月" in shown
    assert "外市项目" not in shown


def test_what_is_typed_is_previewed_and_then_stored(clerk: Client) -> None:
    preview = enter(clerk, P1_invested="629", P2_invested="１,200.5", P2_note="已开工")
    assert "共 2 处改动" in text_of(preview)
    assert not figures()
    done = send(clerk, URL, preview, "save")
    assert done.status_code == 302
    assert figures() == {"P1": ("629", ""), "P2": ("1200.5", "已开工")}
    assert sent_by(clerk.get(URL))["P1-seen"] == ["0"]


def test_the_way_back_keeps_what_was_typed(clerk: Client) -> None:
    preview = enter(clerk, P1_invested="629", P1_note="快报")
    again = sent_by(send(clerk, URL, preview, "edit"))
    assert (again["P1-invested"], again["P1-note"], again["row"]) == (["629"], ["快报"], ["P1", "P2"])


def test_warnings_are_shown_and_do_not_hinder(clerk: Client, city: Area) -> None:
    Project.objects.filter(code="P1").update(total_investment=2000)
    preview = enter(clerk, P1_invested="3500")
    shown = text_of(preview)
    assert "3500 大于总投资 2000" in shown
    assert "大于年度计划 1000 的三倍" in shown
    send(clerk, URL, preview, "save")
    assert figures() == {"P1": ("3500", "")}


REFUSED = [
    ({"P1_invested": "400"}, "大桥：400 小于 9 月累计 500，须在说明中写明原因"),
    ({"P1_invested": "-5", "P1_note": "核减"}, "不能为负"),
    ({"P2_invested": "1.0000000000000001"}, "第 2 行“厂房”：“1.0000000000000001”位数过多"),
    ({"P2_invested": "一百"}, "第 2 行“厂房”"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_a_row_that_is_refused_is_named_and_all_inputs_stay(clerk: Client, typed: dict[str, str], words: str) -> None:
    answer = enter(clerk, **{"P2_note": "", "P2_invested": "7", **typed})
    assert words in text_of(answer)
    assert {name.replace("_", "-"): [text] for name, text in typed.items()}.items() <= sent_by(answer).items()
    saved = enter(clerk, "save", **typed)
    assert words in text_of(saved)
    assert not figures()
    assert AuditEntry.objects.filter(action="refused", reason__contains=words[-8:]).exists()


def test_a_row_that_somebody_else_changed_is_refused(clerk: Client, city: Area) -> None:
    page = clerk.get(URL)
    report(Project.objects.get(code="P1"), "2025-10", "610")
    answer = enter(clerk, "save", page, P1_invested="629", P2_invested="8")
    assert "已有别人改动，现为 610" in text_of(answer)
    assert figures() == {"P1": ("610", "")}


def test_nothing_changed_is_said(clerk: Client) -> None:
    assert "没有改动" in text_of(enter(clerk, "save"))


@pytest.mark.parametrize("month", ["2999-01", "2025", "2025-Q3", "x"])
def test_a_month_that_is_none_or_has_not_begun_is_not_found(clerk: Client, month: str) -> None:
    assert clerk.get("/admin/projects/projectprogress/month/", {"month": month}).status_code == 404


def test_a_viewer_enters_nothing(city: Area) -> None:
    assert signed_in(make_account("viewer", city)).get(URL).status_code == 403


def filled(workbook: bytes, row: int = 0, **cells: object) -> bytes:
    """The workbook with columns of a row filled in by their headers; `row` counts from 0."""
    book = load_workbook(BytesIO(workbook))
    heads = next(line for line in book[SHEET].iter_rows() if line[0].value == "项目代码")
    columns = {str(head.value).removesuffix("(万元)"): head.column for head in heads}
    for name, content in cells.items():
        book[SHEET].cell(heads[0].row + 1 + row, columns[name]).value = content
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def upload(clerk: Client, workbook: bytes, url: str = UPLOAD) -> Any:
    return clerk.post(url, {"workbook": SimpleUploadedFile("月度.xlsx", workbook)})


def test_the_workbook_says_what_it_is_and_comes_back_by_the_preview(clerk: Client) -> None:
    workbook = clerk.get(TEMPLATE).content
    book = load_workbook(BytesIO(workbook))
    assert WHAT_IT_IS in str(book[SHEET]["A2"].value)
    assert book[META_SHEET].sheet_state == "veryHidden"
    preview = upload(clerk, filled(workbook, 本月累计=629.25, 说明="快报"))
    assert "共 1 处改动" in text_of(preview)
    send(clerk, URL, preview, "save")
    assert figures() == {"P1": ("629.25", "快报")}
    assert "没有改动" in text_of(upload(clerk, filled(workbook, 本月累计=629.25, 说明="快报"))), "the same file twice"


def test_what_the_file_left_alone_stays_and_what_both_changed_is_shown(clerk: Client) -> None:
    workbook = clerk.get(TEMPLATE).content
    report(Project.objects.get(code="P1"), "2025-10", "610")
    assert "没有改动" in text_of(upload(clerk, workbook))
    conflict = text_of(upload(clerk, filled(filled(workbook, 本月累计=629), row=1, 本月累计=8)))
    assert "下载后又有改动的项目（1）" in conflict
    assert "大桥 （空白） 629 610" in conflict
    assert figures() == {"P1": ("610", "")}


def test_every_fault_of_a_file_is_listed(clerk: Client) -> None:
    workbook = filled(clerk.get(TEMPLATE).content, 本月累计="约5", 说明="长" * 501)
    shown = text_of(upload(clerk, filled(workbook, row=1, 项目代码="OUT", 本月累计=3)))
    assert "错误（3）" in shown
    for words in ("“约5”", "说明最多 500 字", "项目“OUT”不在本月的表中"):
        assert words in shown
    assert not figures()


def test_the_file_of_another_month_or_of_something_else_is_refused(clerk: Client) -> None:
    workbook = clerk.get(TEMPLATE).content
    assert "文件是 2025-10 的" in text_of(upload(clerk, workbook, UPLOAD.replace("2025-10", "2025-09")))
    assert "不是 .xlsx 工作簿" in text_of(upload(clerk, b"nothing"))


def test_the_history_keeps_every_version(clerk: Client, city: Area) -> None:
    for invested in ("629", "630"):
        report(Project.objects.get(code="P1"), "2025-10", invested)
    report(Project.objects.get(code="OUT"), "2025-10", "77")
    shown = text_of(clerk.get("/admin/projects/projectprogress/"))
    assert all(words in shown for words in ("629", "630", "500"))
    assert "外市项目" not in shown
