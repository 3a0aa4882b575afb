"""What stands in a cell: zero, absent and blank are three things, and nothing typed is guessed or lost."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.domain.cell_content import ABSENT, BLANK, CellContent, content_fault, read_content

DIGITS = st.text("0123456789", min_size=1, max_size=15)
PLAIN = st.builds(
    lambda sign, whole, fraction: f"{sign}{whole}{'.' + fraction if fraction else ''}",
    st.sampled_from(["", "-"]),
    DIGITS,
    st.text("0123456789", max_size=15),
)


@given(st.text())
@example("0" * 101 + "x")
@example("5" + " " * 120 + "x")
@example("\u200b")
@example("\ufeff5")
@example("\0")
def test_reading_the_text_of_a_content_gives_it_again(text: str) -> None:
    content = read_content(text)
    assert read_content(str(content)) == content
    assert [content.number is not None, content.absent, content.unreadable != "", content.blank].count(True) == 1
    assert (content_fault(content) is None) == (content.unreadable == "")


@given(PLAIN)
def test_a_plain_decimal_is_kept_to_its_last_digit(text: str) -> None:
    assert read_content(text) == CellContent(number=Decimal(text))
    assert Decimal(str(read_content(text))) == Decimal(text)


@given(PLAIN)
def test_full_width_forms_and_blanks_around_count_for_nothing(text: str) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) for each in text)
    assert read_content(f"\u3000{wide} \n") == read_content(text)


@pytest.mark.parametrize("text", ["", " ", "\t\r\n", "\u3000", "\u200b", "\ufeff"])
def test_blank(text: str) -> None:
    assert read_content(text) == BLANK
    assert str(BLANK) == ""


@pytest.mark.parametrize("text", ["-", "--", "---", "—", "——", "–", "−", "－", "…", "……", "...", " — "])
def test_absent(text: str) -> None:
    assert read_content(text) == CellContent(absent=True)
    assert str(read_content(text)) == ABSENT


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("0.00", "0"),
        ("1,234.50", "1234.5"),
        ("-1,234,567", "-1234567"),
        ("１２，３４５．６％", "12345.6"),
        ("−5", "-5"),
        ("5 %", "5"),
        ("5.2%", "5.2"),
        ("007", "7"),
        ("5\u200b", "5"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert str(read_content(text)) == number
    assert not read_content(text).blank
    assert not read_content(text).absent


@pytest.mark.parametrize(
    "text",
    [
        "约5",
        "10²",
        "①",
        "½",
        "5亿元",
        "1,23",
        "12,34,567",
        "1e3",
        "+5",
        ".5",
        "5.",
        "5%%",
        "%",
        "- -",
        "无",
        "N/A",
        "#REF!",
        "=1+1",
        "٣",
        "1 234",
        "1" * 16,
        "0." + "1" * 16,
        "nan",
        "Infinity",
    ],
)
def test_unreadable_is_kept_as_typed_and_said(text: str) -> None:
    content = read_content(f" {text} ")
    assert content == CellContent(unreadable=text)
    assert str(content) == text
    assert text[:10] in (content_fault(content) or "")


def test_a_long_text_is_kept_whole() -> None:
    text = "约" * 300
    assert read_content(text).unreadable == text
    assert len(content_fault(read_content(text)) or "") < 120


def test_zero_absent_and_blank_are_three_things() -> None:
    assert len({read_content("0"), read_content("—"), read_content("")}) == 3
