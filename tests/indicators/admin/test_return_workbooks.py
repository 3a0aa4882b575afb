"""The workbook of a return on its pages: out, back by a preview, whole or not at all."""

import re
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from indicators.domain.return_sheets import META_SHEET, SHEET
from tests.return_builders import make_account
from tests.return_pages import page_url, signed_in, text_of, world
from tests.return_worlds import World, cell, change, fill, save

__all__ = ["world"]


def download(clerk: Client, world: World) -> bytes:
    return clerk.get(page_url(world, "workbook.xlsx")).content


def typed(workbook: bytes, **cells: object) -> bytes:
    """The workbook with some columns of its only row filled in, by their headers."""
    book = load_workbook(BytesIO(workbook))
    heads = next(row for row in book[SHEET].iter_rows() if row[0].value == "指标代码")
    columns = {head.value: head.column for head in heads}
    for name, content in cells.items():
        book[SHEET].cell(heads[0].row + 1, columns[name]).value = content
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def upload(clerk: Client, world: World, workbook: bytes) -> HttpResponse:
    return clerk.post(page_url(world, "upload/"), {"workbook": SimpleUploadedFile("填报.xlsx", workbook)}, follow=True)


def confirm(clerk: Client, world: World, preview: HttpResponse) -> HttpResponse:
    return clerk.post(page_url(world, "upload/"), {"shown": preview.context["form"].initial["shown"]}, follow=True)


NOTHING_TO_STORE = "文件中没有要存入的改动"


def test_the_workbook_goes_out_and_comes_back_by_a_preview(world: World) -> None:
    clerk = signed_in(world.clerk)
    assert 'type="file"' in text_of(clerk.get(page_url(world, "upload/")))
    filled = typed(download(clerk, world), 本期数值=120.5, 说明="按快报")
    preview = upload(clerk, world, filled)
    assert "改动（1）" in text_of(preview)
    assert cell(world.of).content.blank
    assert "已存入 1 个单元格" in text_of(confirm(clerk, world, preview))
    assert (str(cell(world.of).content), cell(world.of).note) == ("120.5", "按快报")
    version = cell(world.of).version
    assert NOTHING_TO_STORE in text_of(upload(clerk, world, filled)), "the same file twice"
    assert cell(world.of).version == version


def test_what_the_workbook_left_alone_stays_as_others_typed_it(world: World) -> None:
    clerk = signed_in(world.clerk)
    workbook = download(clerk, world)
    save(world.of, change("99", note="同事填"), by=world.clerk)
    assert NOTHING_TO_STORE in text_of(upload(clerk, world, workbook))
    preview = upload(clerk, world, typed(workbook, **{"公布增速(%)": 3}))
    assert "已存入 1 个单元格" in text_of(confirm(clerk, world, preview))
    assert (str(cell(world.of).content), cell(world.of).note) == ("99", "同事填")
    assert str(cell(world.of, "TAX/A/growth").content) == "3"


def test_a_cell_that_both_changed_stores_nothing_until_it_is_resolved(world: World) -> None:
    clerk = signed_in(world.clerk)
    filled = typed(download(clerk, world), 本期数值=120.5, **{"公布增速(%)": 3})
    colleague = make_account("entry", world.own, department=world.tax, username="colleague")
    save(world.of, change("99"), by=colleague)
    preview = upload(clerk, world, filled)
    shown = text_of(preview)
    assert "没有存入任何内容" in shown
    assert "重新下载后再填，或在网页中改这几格" in shown
    at = timezone.localtime(cell(world.of).changed_at)
    [conflict] = [row for row in rows_of(shown) if "数值" in row]
    assert conflict[3:] == ["（空白）", "120.5", "99", str(colleague), f"{at:%Y-%m-%d %H:%M}"]
    assert "其余改动（1）" in shown
    assert "shown" not in preview.context["form"].fields, "there is nothing to confirm"
    assert str(cell(world.of).content) == "99"
    fill(world.of, {"TAX/A/value": "120.5"})
    assert "已存入 1 个单元格" in text_of(confirm(clerk, world, upload(clerk, world, filled)))
    assert str(cell(world.of, "TAX/A/growth").content) == "3"


def test_who_is_faster_between_preview_and_confirmation_is_not_overwritten(world: World) -> None:
    clerk = signed_in(world.clerk)
    preview = upload(clerk, world, typed(download(clerk, world), 本期数值=120.5, **{"公布增速(%)": 3}))
    save(world.of, change("99"), by=world.clerk)
    answer = text_of(confirm(clerk, world, preview))
    assert "没有存入任何内容" in answer
    assert "已改为“99”，您填的是“120.5”" in answer
    assert cell(world.of, "TAX/A/growth").content.blank


def test_a_workbook_without_what_it_was_downloaded_with_is_refused(world: World) -> None:
    clerk = signed_in(world.clerk)
    book = load_workbook(BytesIO(typed(download(clerk, world), 本期数值=120.5)))
    book[META_SHEET].delete_rows(5, 99)
    old = BytesIO()
    book.save(old)
    shown = text_of(upload(clerk, world, old.getvalue()))
    assert "错误（1）" in shown
    assert "没有记下下载时各格的内容" in shown
    assert cell(world.of).content.blank


def rows_of(page: str) -> list[list[str]]:
    """The texts of the rows of its tables."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, flags=re.DOTALL)
    return [[re.sub(r"<.*?>", "", each) for each in re.findall(r"<td.*?>(.*?)</td>", row)] for row in rows]


def test_a_faulty_workbook_stores_nothing_and_names_the_cell(world: World) -> None:
    clerk = signed_in(world.clerk)
    answer = clerk.post(page_url(world, "upload/"), {"workbook": SimpleUploadedFile("a.xlsx", b"no workbook")})
    assert "没有存入任何内容" in text_of(answer)
    assert "错误（1）" in text_of(answer)
    forged = clerk.post(page_url(world, "upload/"), {"shown": "forged"}, follow=True)
    assert "确认已过期，没有存入任何内容" in text_of(forged)
    assert cell(world.of).content.blank
