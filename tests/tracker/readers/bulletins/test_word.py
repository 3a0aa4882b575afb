"""Reading a Word file back: tables in place, cells as one text, nothing that is not text of the body."""

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tracker.readers.bulletins.word import word_texts


def read(word) -> list[str]:
    file = BytesIO()
    word.save(file)
    return word_texts(file.getvalue())


def test_tables_are_read_where_they_stand() -> None:
    word = docx.Document()
    word.add_paragraph("前")
    table = word.add_table(rows=2, cols=2)
    for place, text in enumerate("甲乙丙丁"):
        table.cell(place // 2, place % 2).text = text
    word.add_paragraph("")
    word.add_paragraph("后")
    assert read(word) == ["前", "甲", "乙", "丙", "丁", "后"]


def test_a_cell_is_one_text() -> None:
    word = docx.Document()
    cell = word.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "第一段"
    cell.add_paragraph("第二段")
    assert read(word) == ["第一段\n第二段"]


def test_runs_breaks_and_tabs_are_one_text() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("一、")
    paragraph.add_run("标").bold = True
    paragraph.add_run("题\t5.1\n下一行")
    paragraph.paragraph_format.tab_stops.add_tab_stop(1_000_000)
    assert read(word) == ["一、标题\t5.1\n下一行"]


def test_a_table_in_a_cell_is_read_once() -> None:
    word = docx.Document()
    cell = word.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "外"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "内"
    assert read(word) == ["外\n", "内"]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["控件"]),
        ('<w:p><w:hyperlink w:anchor="a"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>', ["链接"]),
        ("<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><w:t>留下</w:t></w:r></w:p>", ["留下"]),
        (
            "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
            [],
        ),
    ],
)
def test_what_else_can_stand_in_a_body(xml: str, expected: list[str]) -> None:
    word = docx.Document()
    tag, rest = xml.split(">", 1)
    word.element.body.insert(0, parse_xml(f"{tag} {nsdecls('w')}>{rest}"))
    assert read(word) == expected
