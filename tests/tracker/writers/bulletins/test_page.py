"""A bulletin as a page that stands alone: nothing runs, nothing is fetched, every number says where it is from."""

import re
from dataclasses import replace
from datetime import date

import pytest
from lxml import html

from tests.bulletin_documents import Book, large_document, sample_document
from tracker.domain.bulletins.document import Document, Name, Paragraph, lines_of, numbers_of, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.domain.bulletins.proofreading import text_faults
from tracker.readers.bulletins.page import page_texts
from tracker.writers.bulletins.page import bulletin_fragment, bulletin_page

ISSUED = Imprint(office="湘潭市发展和改革委员会", use_level="公开", issued_on=date(2026, 11, 24))
DRAFT = replace(ISSUED, issued_on=None)
CORRECTED = replace(ISSUED, version=2, reason="统计局更正数据")
EVIL = "<script>alert(1)</script><img src=http://a.b/c onerror=x> &amp; \"'{{ 7 }}{% now %}"


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def document(book: Book) -> Document:
    return sample_document(book)


@pytest.mark.parametrize("imprint", [ISSUED, DRAFT, CORRECTED])
def test_the_proof_reader_finds_nothing(document: Document, book: Book, imprint: Imprint) -> None:
    assert text_faults(document, book, page_texts(bulletin_page(document, imprint))) == []


def test_each_line_is_one_text_in_reading_order(document: Document) -> None:
    texts = page_texts(bulletin_page(document, CORRECTED))
    assert texts[2:4] == ["使用范围：公开", "（更正稿，第2版。更正原因：统计局更正数据）"]
    assert texts[-2:] == ["湘潭市发展和改革委员会", "2026年11月24日"]
    body = [re.sub("^[一二]、", "", text) for text in texts[4:-2]]
    assert [*texts[:2], *body] == [text_of(line.parts) for line in lines_of(document)]


def test_a_draft_says_so_and_has_no_date(document: Document) -> None:
    texts = page_texts(bulletin_page(document, DRAFT))
    assert "（拟稿，未签发）" in texts
    assert texts[-1] == "湘潭市发展和改革委员会"


def test_every_number_says_where_it_is_from(document: Document) -> None:
    page = html.fromstring(bulletin_page(document, ISSUED))
    marked = [(span.get("data-source"), span.text) for span in page.iter("span")]
    assert len(marked) > 40
    assert marked == [(number.source, number.text) for _, number in numbers_of(document)]


def test_tables_say_what_their_cells_are_about(document: Document) -> None:
    page = html.fromstring(bulletin_page(document, ISSUED))
    tables = list(page.iter("table"))
    assert len(tables) == 3
    for table in tables:
        assert len(table.findall("caption")) == 1
        assert [cell.get("scope") for cell in table.find("thead").iter("th")] == ["col"] * 5
        names = [cell.text_content() for cell in table.find("tbody").iter("th") if cell.get("scope") == "row"]
        assert names == ["长沙市", "湘潭市", "邵阳市", "湘西自治州", "=某县"]
        assert [row.get("class") for row in table.find("tbody")] == [None, "emphasised", None, None, None]


def test_nothing_runs_and_nothing_is_fetched(book: Book, document: Document) -> None:
    name = (Name(EVIL),)
    first = replace(document.sections[0], title=name, blocks=(Paragraph(name), *document.sections[0].blocks))
    evil = replace(document, title=name, subtitle=name, sections=(first,), notes=(Paragraph(name),))
    content = bulletin_page(evil, replace(CORRECTED, office=EVIL, reason=EVIL))
    page = html.fromstring(content)
    elements = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert elements.isdisjoint({"script", "img", "link", "iframe", "object", "form", "a"})
    names = {name for element in page.iter() for name in element.keys()}  # noqa: SIM118 an element iterates its children
    assert names <= {"lang", "charset", "name", "content", "class", "data-source", "scope"}
    assert not re.search(r"url\(|@import", page.find(".//style").text)
    assert page_texts(content).count(EVIL) == 5
    assert text_faults(evil, book, page_texts(content)) == []


def test_it_is_chinese_fits_a_phone_and_repeats_headers_on_paper(document: Document) -> None:
    content = bulletin_page(document, ISSUED)
    assert content.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert "width=device-width" in content
    assert "table-header-group" in content
    assert "size: A4" in content


def test_the_fragment_is_what_stands_below_the_title(document: Document) -> None:
    fragment = bulletin_fragment(document)
    page = bulletin_page(document, ISSUED)
    assert fragment in page
    assert page_texts(page)[3:-2] == page_texts(fragment)
    assert len(page_texts(fragment)) > 90


def test_without_sections_and_notes() -> None:
    document = Document(title=(Name("通报"),))
    texts = ["通报", "使用范围：公开", "湘潭市发展和改革委员会", "2026年11月24日"]
    assert page_texts(bulletin_page(document, ISSUED)) == texts
    assert page_texts(bulletin_fragment(document)) == []


def test_a_whole_province_is_written_at_once(book: Book) -> None:
    document = large_document(book)
    content = bulletin_page(document, ISSUED)
    assert len(page_texts(content)) > 19_000
