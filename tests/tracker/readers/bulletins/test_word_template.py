"""Templates that offices upload: every fault is said in a sentence, and nothing in a file is ever run or fetched."""

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.tracker.writers.bulletins.word_sample import red_head, saved
from tracker.readers.bulletins.word_template import PLACEHOLDERS, TemplateError, read_template


def refused(template: WordDocument | bytes) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        read_template(template if isinstance(template, bytes) else saved(template))
    error = caught.value
    assert error.faults
    assert all(fault.endswith("。") for fault in error.faults)
    return error


def with_text(*texts: str, body: bool = True) -> WordDocument:
    word = docx.Document()
    for text in texts:
        word.add_paragraph(text)
    if body:
        word.add_paragraph("{{ body }}")
    return word


def with_xml(xml: str) -> WordDocument:
    """A template with this paragraph in its text."""
    word = with_text()
    namespaces = nsdecls("w", "wp", "r")
    word.element.body.insert(0, parse_xml(f"<w:p {namespaces}>{xml}</w:p>"))
    return word


def test_the_names_come_in_a_fixed_order() -> None:
    assert read_template(saved(red_head())) == list(PLACEHOLDERS)
    assert read_template(saved(with_text())) == ["body"]
    assert read_template(saved(with_text("{{office}}"))) == ["office", "body"]


def test_they_may_stand_in_headers_footers_tables_and_over_runs() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "{{ title }}"
    word.sections[0].footer.paragraphs[0].text = "第{{ document_number }}号"
    word.add_table(rows=1, cols=1).cell(0, 0).text = "签发：{{ issued_on }}"
    paragraph = word.add_paragraph()
    for piece in ("{", "{ us", "e_le", "vel ", "}", "}"):
        paragraph.add_run(piece).bold = len(piece) > 1
    body = word.add_paragraph("  {{ bo")
    body.add_run("dy }} ").italic = True
    assert read_template(saved(word)) == ["title", "document_number", "issued_on", "use_level", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "{% for each in title %}x{% endfor %}",
        "{% if title %}x{% endif %}",
        "{# note #}",
        "{{ title|upper }}",
        "{{ title.__class__ }}",
        "{{ title['x'] }}",
        "{{ title() }}",
        "{{ 1 + 1 }}",
        "{{ 'text' }}",
        "{{ [].__class__.__mro__ }}",
        "{{ title ~ office }}",
        "{{ title if office }}",
        "{{p title }}",
        "{{r title }}",
        "{%tr for a in b %}",
        "{{- title -}}",
        "{{ title",
        "title }}",
        "{{ }}",
        "{{ tit le }}",
        "{{{ title }}}",
        "｛｛ title ｝｝",
        "{% raw %}{{ title }}{% endraw %}",
    ],
)
def test_anything_but_a_plain_name_is_refused(text: str) -> None:
    assert refused(with_text(text)).code == "syntax"


@pytest.mark.parametrize("place", ["header", "footer", "table", "box"])
def test_it_is_refused_wherever_it_stands(place: str) -> None:
    text, word = "{{ title.x }}", with_text()
    if place == "table":
        word.add_table(rows=1, cols=1).cell(0, 0).text = text
    elif place == "box":
        inner = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        word = with_xml(f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>")
    else:
        getattr(word.sections[0], place).paragraphs[0].text = text
    assert refused(word).code == "syntax"


@pytest.mark.parametrize(
    "xml",
    [
        '<w:bookmarkStart w:id="1" w:name="{{ title.x }}"/>',
        "<w:r><w:instrText>{% if x %}</w:instrText></w:r>",
        '<w:r><w:rPr><w:rFonts w:ascii="{{ cycler.__init__ }}"/></w:rPr><w:t>文</w:t></w:r>',
    ],
)
def test_jinja_outside_of_texts_is_refused(xml: str) -> None:
    assert refused(with_xml(xml)).code == "syntax"


def test_braces_of_two_paragraphs_make_no_placeholder() -> None:
    assert refused(with_text("{", "{ title }}")).code == "syntax"
    assert refused(with_text("{{ title", "}}")).code == "syntax"


def test_unknown_names_are_all_said() -> None:
    error = refused(with_text("{{ period_line }}和{{ Title }}", "{{ lipsum }}"))
    assert error.code == "unknown"
    assert [
        name for name in ("period_line", "Title", "lipsum") if any(f"“{name}”" in each for each in error.faults)
    ] == [
        "period_line",
        "Title",
        "lipsum",
    ]


def test_every_fault_is_said_at_once() -> None:
    error = refused(with_text("{{ wrong }}", "{% if x %}", "标题：{{ title }}", body=False))
    assert len(error.faults) == 4


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ((), "no_body"),
        (("{{ body }}", "{{ body }}"), "body_twice"),
        (("{{ body }}{{ body }}",), "body_twice"),
        (("正文：{{ body }}",), "body_not_alone"),
        (("{{ title }}{{ body }}",), "body_not_alone"),
    ],
)
def test_the_place_of_the_text(texts: tuple[str, ...], code: str) -> None:
    assert refused(with_text(*texts, body=False)).code == code


@pytest.mark.parametrize("place", ["table", "header", "picture", "section"])
def test_the_text_stands_in_a_paragraph_of_its_own(place: str) -> None:
    word = docx.Document()
    if place == "table":
        word.add_table(rows=1, cols=1).cell(0, 0).text = "{{ body }}"
    elif place == "header":
        word.sections[0].header.paragraphs[0].text = "{{ body }}"
    else:
        paragraph = word.add_paragraph("{{ body }}")
        xml = f"<w:r {nsdecls('w')}><w:drawing/></w:r>" if place == "picture" else f"<w:sectPr {nsdecls('w')}/>"
        (paragraph._p if place == "picture" else paragraph._p.get_or_add_pPr()).append(parse_xml(xml))
    assert refused(word).code == "body_not_alone"


def test_a_title_in_the_text_stands_alone_too() -> None:
    assert refused(with_text("关于{{ title }}")).code == "title_not_alone"
    word = with_text()
    word.add_table(rows=1, cols=1).cell(0, 0).text = "{{ title }}"
    assert read_template(saved(word)) == ["title", "body"]
    word.tables[0].cell(0, 0).add_paragraph("副题")
    assert refused(word).code == "title_not_alone"


def test_properties_have_no_placeholders() -> None:
    word = with_text()
    word.core_properties.subject = "{{ title }}"
    assert refused(word).code == "wrong_place"


def test_comments_have_no_placeholders() -> None:
    word = with_text("文")
    word.add_comment(word.paragraphs[0].runs, text="{{ title }}")
    assert refused(word).code == "wrong_place"


def relate(word: WordDocument, kind: str) -> WordDocument:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    word.part.relate_to("http://127.0.0.1:9/x", base + kind, is_external=True)
    return word


@pytest.mark.parametrize("kind", ["image", "attachedTemplate", "oleObject", "frame", "subDocument"])
def test_what_is_fetched_from_elsewhere_is_refused(kind: str) -> None:
    error = refused(relate(with_text(), kind))
    assert error.code == "external"
    assert "http://127.0.0.1:9/x" in error.faults[0]


def test_links_of_a_header_are_found_too() -> None:
    word = with_text()
    word.sections[0].header.paragraphs[0].text = "页眉"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    word.sections[0].header.part.relate_to("file:///etc/passwd", base, is_external=True)
    assert refused(word).code == "external"


def test_hyperlinks_may_stay() -> None:
    assert read_template(saved(relate(with_text(), "hyperlink"))) == ["body"]


@pytest.mark.parametrize(
    "xml",
    [
        '<w:fldSimple w:instr=" INCLUDEPICTURE http://127.0.0.1:9/x "/>',
        "<w:r><w:instrText>DDEAU</w:instrText></w:r><w:r><w:instrText>TO cmd</w:instrText></w:r>",
        '<w:fldSimple w:instr="includetext x.docx"/>',
    ],
)
def test_fields_that_fetch_are_refused(xml: str) -> None:
    assert refused(with_xml(xml)).code == "external"


def test_page_numbers_may_stay() -> None:
    assert read_template(saved(with_xml('<w:fldSimple w:instr=" PAGE "/>'))) == ["body"]
