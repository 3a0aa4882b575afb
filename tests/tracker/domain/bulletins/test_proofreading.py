"""The proof-reader finds every number and line that is not what its source says, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.bulletin_documents import Book, large_document, sample_document
from tracker.domain.bulletins.document import Document, Name, Number, Paragraph, Section, Words, lines_of, text_of
from tracker.domain.bulletins.proofreading import Fault, binding_faults, printed, text_faults

Texts = list[str]


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def document(book: Book) -> Document:
    return sample_document(book)


def texts_of(document: Document) -> Texts:
    return [text_of(line.parts) for line in lines_of(document)]


def found_at(texts: Texts, text: str, occurrence: int = 0) -> int:
    return [place for place, each in enumerate(texts) if each == text][occurrence]


@pytest.mark.parametrize(
    ("exact", "digits", "absolute", "text"),
    [
        ("2.675", 2, False, "2.68"),  # half up
        ("-0.05", 1, False, "-0.1"),  # away from zero
        ("-0.04", 1, False, "0.0"),  # a zero has no sign
        ("-2.35", 1, True, "2.4"),
        ("1E+3", 0, False, "1000"),
        ("123456789012345678901234567890.5", 0, False, "123456789012345678901234567891"),
    ],
)
def test_a_number_is_printed_from_the_exact_figure(exact: str, digits: int, absolute: bool, text: str) -> None:
    book = Book({"figure": Decimal(exact)})
    assert printed(Number("", "figure", digits, absolute), book) == text


def test_an_untouched_document_has_no_faults(document: Document, book: Book) -> None:
    assert len(texts_of(document)) > 90
    assert binding_faults(document, book) == []
    assert text_faults(document, book, texts_of(document)) == []


def test_numbers_of_another_figure_or_of_none(document: Document, book: Book) -> None:
    source = next(part.source for line in lines_of(document) for part in line.parts if isinstance(part, Number))
    book.numbers[source] = Decimal(2016)
    assert binding_faults(document, book) == [Fault("标题", "2016", "2015")]
    assert [fault.place for fault in text_faults(document, book, texts_of(document))] == ["标题"]
    del book.numbers[source]
    (fault,) = binding_faults(document, book)
    assert fault.message == f"标题：应为“有出处的数”，实为“2015（查无出处 {source}）”"
    assert [fault.place for fault in text_faults(document, book, texts_of(document))] == ["标题"]


def test_the_text_of_a_number_is_not_believed(document: Document, book: Book) -> None:
    """A document and its file that agree with one another and not with the figure."""
    (first, *rest), growth = document.sections, document.sections[0].blocks[0]
    assert isinstance(growth, Paragraph)
    parts = tuple(replace(part, text="8.5") if part.text == "9.6" else part for part in growth.parts)
    wrong = replace(document, sections=(replace(first, blocks=(Paragraph(parts), *first.blocks[1:])), *rest))
    assert [fault.message for fault in binding_faults(wrong, book)] == ["第 1 部分第 1 块：应为“9.6”，实为“8.5”"]
    assert [fault.place for fault in text_faults(wrong, book, texts_of(wrong))] == ["第 1 部分第 1 块"]


def test_other_texts_may_stand_around_sections(document: Document, book: Book) -> None:
    texts = texts_of(document)
    first, second = found_at(texts, "地区生产总值增速排名"), found_at(texts, "2015年 [A/B]: 位次*升降?")
    notes = found_at(texts, "位次说明：并列的同位次。")
    file = ["湘潭市发展和改革委员会文件", "潭发改〔2016〕5号", *texts[:1], "", *texts[1:first], "2016年1月20日", " "]
    file += [
        f"一、{texts[first]}",
        *texts[first + 1 : second],
        "",
        f"（二） {texts[second]}",
        *texts[second + 1 : notes],
    ]
    file += ["附注：", *texts[notes:], "湘潭市发展和改革委员会", "2016年1月20日", "抄送：市委办公室 12 份"]
    assert text_faults(document, book, file) == []


def test_a_list_of_the_sections_may_stand_before_them(document: Document, book: Book) -> None:
    texts = texts_of(document)
    titles = [text_of(section.title) for section in document.sections]
    assert text_faults(document, book, [*texts[:2], *titles, *texts[2:]]) == []


def without(texts: Texts, first: int, count: int) -> Texts:
    return [*texts[:first], *texts[first + count :]]


def changed(old: str, new: str) -> Callable[[Texts], Texts]:
    def change(texts: Texts) -> Texts:
        place = next(number for number, text in enumerate(texts) if old in text)
        return [*texts[:place], texts[place].replace(old, new, 1), *texts[place + 1 :]]

    return change


def swapped(first: str, second: str) -> Callable[[Texts], Texts]:
    def change(texts: Texts) -> Texts:
        one, other = found_at(texts, first), found_at(texts, second)
        texts[one], texts[other] = texts[other], texts[one]
        return texts

    return change


def dropped(first: str, count: int, occurrence: int = 0) -> Callable[[Texts], Texts]:
    return lambda texts: without(texts, found_at(texts, first, occurrence), count)


def added(row: Texts, before: str, occurrence: int = 0) -> Callable[[Texts], Texts]:
    def change(texts: Texts) -> Texts:
        place = found_at(texts, before, occurrence)
        return [*texts[:place], *row, *texts[place:]]

    return change


def moved(first: str, count: int, before: str, occurrence: int = 0) -> Callable[[Texts], Texts]:
    def change(texts: Texts) -> Texts:
        place = found_at(texts, first, occurrence)
        return added(texts[place : place + count], before, occurrence)(without(texts, place, count))

    return change


SECOND = "2015年 [A/B]: 位次*升降?"
MUTATIONS = [
    ("a digit of a cell", changed("1703.10", "1703.11"), "第 2 块第 2 行第 4 列：应为“1703.10”，实为“1703.11”"),
    ("a digit in words", changed("增长9.6%", "增长9.5%"), "第 1 部分第 1 块"),
    ("a digit of the title", changed("2015年全年", "2016年全年"), "标题：应为"),
    ("a digit of a name", changed("14市州", "13市州"), "第 1 部分第 1 块"),
    ("a digit of a section's title", changed(SECOND, "2014年 [A/B]: 位次*升降?"), "第 2 部分标题"),
    ("a digit of a note", changed("&2015", "&2016"), "附注第 2 段"),
    ("a digit dropped", changed("8510.13", "851.13"), "应为“8510.13”，实为“851.13”"),
    ("a digit added", changed("497.20", "4970.20"), "应为“497.20”，实为“4970.20”"),
    ("a zero at the end", changed("1387.00", "1387.0"), "应为“1387.00”，实为“1387.0”"),
    ("the order of digits", changed("居全省14市州第2位", "居全省2市州第14位"), "第 1 部分第 1 块"),
    ("a sign", changed("497.20", "-497.20"), "应为“497.20”，实为“-497.20”"),
    ("a sign in words", changed("增幅-0.5", "增幅0.5"), "第 2 部分第 1 块"),
    ("a turn", changed("后移2位", "前移2位"), "第 1 部分第 2 块第 3 行第 5 列"),
    ("two cells", swapped("8510.13", "1703.10"), "第 1 部分第 2 块第 1 行第 4 列：应为“8510.13”，实为“1703.10”"),
    ("two areas", swapped("邵阳市", "湘潭市"), "第 1 部分第 2 块第 2 行第 2 列"),
    ("a number for an absent one", changed("—", "0"), "实为“0”"),
    ("a row dropped", dropped("3", 5), "缺少“邵阳市”"),
    ("the last row before the notes dropped", dropped("—", 5, -4), "第 2 部分第 3 块第 5 行第 2 列：缺少“=某县”"),
    ("the last row of a section dropped", dropped("—", 5, 0), "第 1 部分第 2 块第 5 行第 2 列：缺少“=某县”"),
    ("a cell dropped", dropped("1387.00", 1), "缺少“1387.00”"),
    ("a row added", added(["3", "某市", "9.4", "1.00", "持平"], "3"), "多出“某市”"),
    ("a row added behind a section", added(["5", "某市", "9.4", "1.00", "持平"], SECOND), "多出“9.4”"),
    ("a row without numbers", added(["—", "某市", "—", "—", "—"], SECOND), "多出“—”"),
    ("a row behind the last table", added(["5", "某市", "9.4", "1", "持平"], "位次说明：并列的同位次。"), "多出“9.4”"),
    ("a sentence in a section", added(["另有一县前移。"], "地区生产总值增速"), "多出“另有一县前移。”"),
    ("a sentence between sections", added(["另有3县前移。"], SECOND), "多出“另有3县前移。”"),
    ("a number behind the end", lambda texts: [*texts, "9.6"], "附注第 2 段之后：多出“9.6”"),
    ("rows in another order", moved("2", 5, "1"), "第 1 部分第 2 块第 1 行第 1 列"),
    ("a table dropped", dropped("位次前移", 31), "缺少“位次前移”"),
    ("the sections in another order", moved(SECOND, 63, "地区生产总值增速排名"), "第 2 部分标题：缺少"),
    ("a section dropped", dropped(SECOND, 63), f"缺少“{SECOND}”".replace(" ", "")),
    ("the title dropped", lambda texts: texts[1:], "标题：缺少"),
    ("nothing", lambda texts: [], "标题：缺少"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), [case[1:] for case in MUTATIONS], ids=[case[0] for case in MUTATIONS])
def test_what_was_changed_is_found(
    document: Document, book: Book, change: Callable[[Texts], Texts], message: str
) -> None:
    texts = change(texts_of(document))
    messages = [fault.message for fault in text_faults(document, book, texts)]
    assert any(message in each for each in messages), messages


def test_every_digit_of_every_text_counts(document: Document, book: Book) -> None:
    texts = texts_of(document)
    tried = 0
    for number, text in enumerate(texts):
        for place, character in enumerate(text):
            if character.isdigit():
                other = f"{text[:place]}{(int(character) + 1) % 10}{text[place + 1 :]}"
                assert text_faults(document, book, [*texts[:number], other, *texts[number + 1 :]]), other
                tried += 1
    assert tried > 100


def test_every_single_text_counts(document: Document, book: Book) -> None:
    texts = texts_of(document)
    for number in range(len(texts)):
        assert text_faults(document, book, without(texts, number, 1)), texts[number]


def test_one_changed_digit_is_one_fault_where_it_stands(document: Document, book: Book) -> None:
    texts = changed("1703.10", "1703.11")(texts_of(document))
    (fault,) = text_faults(document, book, texts)
    assert (fault.expected, fault.found) == ("1703.10", "1703.11")


def test_a_number_that_is_read_together_with_a_name() -> None:
    """The text is as composed, and says something else than its figure."""
    book = Book()
    line = Paragraph((Name("PM2.5"), book.bound("38"), Words("微克")))
    document = Document(title=(Words("通报"),), sections=(Section(title=(Words("空气"),), blocks=(line,)),))
    assert [fault.message for fault in text_faults(document, book, texts_of(document))] == [
        "第 1 部分第 1 块：应为“数字 2.5、38”，实为“数字 2.538”"
    ]


def test_blanks_and_controls_are_layout(book: Book) -> None:
    note = Paragraph((Name("口径：\r\n\t全部\x0b规上企业"), Words(" 。")))
    document = Document(title=(Words("通报"),), sections=(), notes=(note, Paragraph((Name(""),))))
    assert text_faults(document, book, ["通 报", "口径：全部 规上企业。", ""]) == []


@pytest.mark.parametrize(
    "change", [lambda texts: texts, changed("51.", "52."), dropped("县7", 8), dropped("县119", 8, 9)]
)
def test_a_whole_province_is_read_at_once(change: Callable[[Texts], Texts]) -> None:
    book = Book()
    document = large_document(book)
    texts = change(texts_of(document))
    faults = text_faults(document, book, texts)
    assert len(texts) > 19_000
    assert bool(faults) == (texts != texts_of(document))
    assert len(faults) < 10
