"""A bulletin as a spreadsheet sees it: what is a number, what is drawn, and that nothing runs."""

import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from openpyxl import Workbook, load_workbook

from tests.bulletin_documents import Book, large_document, ranking_table, sample_document
from tracker.domain.bulletins.document import Document, Name, Paragraph, Row, Section, Table, Words, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.domain.bulletins.proofreading import cell_faults
from tracker.readers.bulletins.workbook import workbook_cells
from tracker.writers.bulletins.workbook import bulletin_workbook
from tracker.writers.bulletins.workbook_names import sheet_names

ISSUED = Imprint(
    office="湘潭市发展和改革委员会", use_level="内部", issued_on=date(2026, 11, 24), version=2, reason="统计局更正数据"
)
DRAFT = Imprint(office="湘潭市发展和改革委员会", use_level="公开", issued_on=None)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def document(book: Book) -> Document:
    return sample_document(book)


def opened(document: Document, imprint: Imprint = ISSUED) -> Workbook:
    return load_workbook(BytesIO(bulletin_workbook(document, imprint)))


def of_blocks(*blocks: Paragraph | Table) -> Document:
    return Document(title=(Words("通报"),), sections=(Section(title=(Words("排名"),), blocks=blocks),))


def test_the_proof_reader_finds_nothing(document: Document, book: Book) -> None:
    assert cell_faults(document, book, workbook_cells(bulletin_workbook(document, ISSUED))) == []
    assert cell_faults(document, book, workbook_cells(bulletin_workbook(document, DRAFT))) == []


def test_the_contents_say_what_it_is_and_lead_to_the_sections(document: Document) -> None:
    book = opened(document)
    page = book["目录"]
    assert [cell.value for cell in page["A"] if cell.value] == [
        "全省市州主要经济指标排名通报（2015年全年）",
        "据湖南省统计局公布数",
        "湘潭市发展和改革委员会",
        "2026年11月24日",
        "使用范围：内部",
        "（更正稿，第2版。更正原因：统计局更正数据）",
        "目录",
        "一、地区生产总值增速排名",
        "二、2015年 [A/B]: 位次*升降?",
        "附注",
        "位次说明：并列的同位次。",
        "演示数据 <b>&2015</b>\n第二行",
    ]
    links = [cell.hyperlink.location for cell in page["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    assert len(links) == 2


def test_a_draft_says_so(document: Document) -> None:
    texts = [cell.value for cell in opened(document, DRAFT)["目录"]["A"]]
    assert "（拟稿，未签发）" in texts
    assert not any("年11月" in (text or "") for text in texts)


def test_numbers_are_numbers_with_their_digits_and_the_rest_is_text(document: Document) -> None:
    page = opened(document).worksheets[1]
    rows = list(page.iter_rows(min_row=5, max_col=5))
    assert [cell.value for cell in rows[2]] == [2, "湘潭市", 9.6, 1703.1, "前移3位"]
    assert [cell.number_format for cell in rows[2]] == ["0", "General", "0.0", "0.00", "General"]
    assert [cell.data_type for cell in rows[5]] == ["s"] * 5
    assert [cell.value for cell in rows[5]] == ["—", "=某县", "—", "—", "—"]
    assert [[cell.font.b for cell in row][1] for row in rows[:6]] == [True, False, True, False, False, False]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK()", "http://a.b", "{=1}", " =1", "007"])
def test_no_text_becomes_anything_else(text: str) -> None:
    name = (Name(text),)
    table = ranking_table(Book(), title=text)
    table = replace(table, rows=(*table.rows, Row(cells=(name, name, name, name, name))))
    document = Document(
        title=name,
        sections=(Section(title=name, blocks=(Paragraph(name), table)),),
        notes=(Paragraph(name),),
    )
    book = opened(document, replace(ISSUED, office=text, reason=text))
    written = [cell for page in book for row in page.iter_rows() for cell in row if cell.value == text]
    assert len(written) > 8
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert {cell.data_type for cell in written} == {"s"}


def test_a_number_longer_than_a_spreadsheet_keeps_is_text(book: Book) -> None:
    table = ranking_table(book)
    long = (book.bound("1234567890.1234565", 6),)
    table = replace(table, rows=(replace(table.rows[0], cells=(*table.rows[0].cells[:3], long, (Words("—"),))),))
    cells = workbook_cells(bulletin_workbook(of_blocks(table), ISSUED))
    assert "1234567890.123457" in cells["一、排名"][-1]
    assert cell_faults(of_blocks(table), book, cells) == []


def test_the_chart_refers_to_the_cells(document: Document) -> None:
    first, second = opened(document).worksheets[1:]
    (chart,), none = first._charts, second._charts
    assert not none
    (series,) = chart.series
    assert series.cat.strRef.f == "'一、地区生产总值增速排名'!$B$6:$B$10"
    assert series.val.numRef.f == "'一、地区生产总值增速排名'!$C$6:$C$10"
    assert [first[cell].value for cell in ("B6", "C6", "B10", "C10")] == ["长沙市", 9.9, "=某县", "—"]
    assert "".join(run.t for run in chart.title.tx.rich.paragraphs[0].r) == "地区生产总值增速（%）"
    assert chart.legend is None
    assert [label.idx for label in series.dLbls.dLbl] == [4], "an absent number has no label that would say 0"
    assert chart.x_axis.scaling.orientation == "maxMin", "the first place on top"
    assert chart.y_axis.scaling.min == 0, "bars are as long as their numbers"


def test_a_table_without_numbers_has_no_chart() -> None:
    table = ranking_table(Book())
    assert not opened(of_blocks(replace(table, rows=table.rows[-1:]))).worksheets[1]._charts


def test_header_and_print(document: Document) -> None:
    first, second = opened(document).worksheets[1:]
    assert first.freeze_panes == "A6"
    assert first.print_title_rows == "$5:$5"
    assert second.freeze_panes is None, "two tables, and neither header stands for both"
    for page in (first, second):
        assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
    assert first.page_setup.orientation == "landscape"


def test_long_sentences_have_the_room_they_need() -> None:
    text = "湘潭市地区生产总值增长，居全省前列。" * 12
    page = opened(of_blocks(Paragraph((Words(text),)))).worksheets[1]
    assert page["A2"].alignment.wrap_text
    assert page.row_dimensions[2].height >= 18 * 5
    assert any(str(merged).startswith("A2:") for merged in page.merged_cells.ranges)


def test_the_same_bulletin_gives_the_same_bytes(document: Document) -> None:
    assert bulletin_workbook(document, ISSUED) == bulletin_workbook(document, ISSUED)


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["[a]:b*c?d/e\\f"], ["［a］：b＊c？d／e＼f"]),
        (["'引号'", "", "目录"], ["引号", "无题", "目录(2)"]),
        (["GDP", "gdp", "Gdp"], ["GDP", "gdp(2)", "Gdp(3)"]),
        (["History"], ["History·"]),
        (["甲" * 40, "甲" * 40], ["甲" * 31, "甲" * 28 + "(2)"]),
        (["😀" * 20], ["😀" * 15]),  # each counts twice
        (["一\n二\x07"], ["一 二"]),
    ],
)
def test_names_of_sheets(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles, taken=["目录"]) == names


def test_any_title_names_a_sheet(book: Book) -> None:
    titles = ["'", "A1", "R1C1", "=1", "a'b", "目录", "History", "1", "甲" * 99, "乙\x00\x0b", '<&>"', "_x0041_"]
    sections = tuple(
        Section(title=(Name(title),), blocks=(Paragraph((Name(title),)), ranking_table(book, title=title)))
        for title in titles
    )
    document = replace(of_blocks(), sections=sections)
    made = opened(document)
    assert len(made.sheetnames) == 1 + len(titles)
    assert all(page._charts for page in made.worksheets[1:])
    assert cell_faults(document, book, workbook_cells(bulletin_workbook(document, ISSUED))) == []


def test_a_whole_province(book: Book) -> None:
    document = large_document(book)
    content = bulletin_workbook(document, ISSUED)
    cells = [cell for rows in workbook_cells(content).values() for row in rows for cell in row]
    assert sum(isinstance(cell, Decimal) for cell in cells) == 20 * 122 * 7


def converted(content: bytes, to: str, folder: Path) -> Path:
    """What LibreOffice makes of the workbook."""
    (folder / "bulletin.xlsx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to,
         "--outdir", str(folder / "out"), str(folder / "bulletin.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / "out" / f"bulletin.{to}"


@pytest.mark.skipif(which("soffice") is None, reason="NOT RUN: needs LibreOffice")
def test_libreoffice_keeps_texts_cells_and_charts(document: Document, book: Book, tmp_path: Path) -> None:
    file = converted(bulletin_workbook(document, ISSUED), "xlsx", tmp_path)
    assert cell_faults(document, book, workbook_cells(file.read_bytes())) == []
    assert [len(page._charts) for page in load_workbook(file)] == [0, 1, 0]


@pytest.mark.skipif(not (which("soffice") and which("pdftotext")), reason="NOT RUN: needs LibreOffice and pdftotext")
def test_libreoffice_shows_the_numbers_with_their_digits(document: Document, tmp_path: Path) -> None:
    file = converted(bulletin_workbook(document, ISSUED), "pdf", tmp_path)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, timeout=60)
    shown = [line.split() for line in done.stdout.decode().splitlines()]
    tables = [block for each in document.sections for block in each.blocks if isinstance(block, Table)]
    rows = [[text_of(cell) for cell in row.cells] for table in tables for row in table.rows]
    assert len(rows) == 15
    assert rows[1] == ["2", "湘潭市", "9.6", "1703.10", "前移3位"]
    assert [line[:5] for line in shown if line[:5] in rows] == rows
