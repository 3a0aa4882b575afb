"""The modules without a screen, called in the browser they run in."""

from typing import Any

import pytest
from playwright.sync_api import Page

from indicators.domain.cell_content import read_content


def call(page: Page, module: str, function: str, *arguments: object) -> Any:
    """What an exported function of a module answers to plain values."""
    return page.evaluate(
        "async ([module, name, given]) => (await import(`/static/indicators/grid/${module}.js`))[name](...given)",
        [module, function, list(arguments)],
    )


CONTENTS = [
    ("", "", "blank"),
    ("  ", "", "blank"),
    ("\u200b", "", "blank"),
    ("-", "—", "absent"),
    ("--", "—", "absent"),
    ("---", "—", "absent"),
    ("—", "—", "absent"),
    ("——", "—", "absent"),
    ("–", "—", "absent"),
    ("－", "—", "absent"),
    ("…", "—", "absent"),
    ("...", "—", "absent"),
    ("0", "0", "number"),
    ("-0.0", "0", "number"),
    ("1,234.5", "1234.5", "number"),
    ("1，234，567", "1234567", "number"),
    ("12,34", "12,34", "unreadable"),
    ("1 234.5", "1 234.5", "unreadable"),
    ("１２．５０", "12.5", "number"),
    ("　12.5 ", "12.5", "number"),
    ("−3.2", "-3.2", "number"),
    ("-0012.50", "-12.5", "number"),
    ("100", "100", "number"),
    ("5.5%", "5.5", "number"),
    ("５．５ ％", "5.5", "number"),
    ("123456789012345.123456789012345", "123456789012345.123456789012345", "number"),
    ("1234567890123456", "1234567890123456", "unreadable"),
    ("0.1234567890123456", "0.1234567890123456", "unreadable"),
    ("+3.2", "+3.2", "unreadable"),
    (".5", ".5", "unreadable"),
    ("1.2E+05", "1.2E+05", "unreadable"),
    ("(12)", "(12)", "unreadable"),
    ("#DIV/0!", "#DIV/0!", "unreadable"),
    ("12。5", "12。5", "unreadable"),
    (" 约 12 ", "约 12", "unreadable"),
    ("10²", "10²", "unreadable"),
]


def test_what_is_typed_is_kept_as_a_plain_decimal_or_as_it_stands(page: Page) -> None:
    for typed, kept, kind in CONTENTS:
        assert (typed, call(page, "content", "normalised", typed)) == (typed, kept)
        assert (kept, call(page, "content", "kindOf", kept)) == (kept, kind)


def test_the_browser_reads_what_the_server_reads(page: Page) -> None:
    for typed, kept, kind in CONTENTS:
        content = read_content(typed)
        assert (typed, str(content)) == (typed, kept)
        assert {"blank": content.blank, "absent": content.absent}.get(kind, not content.blank)
        assert (kind == "unreadable") == (content.unreadable != "")


BLOCKS = [
    ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
    ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
    ("1\t\r\n\t4\r\n", [["1", ""], ["", "4"]]),
    ("1\r\n\r\n3\r\n", [["1"], [""], ["3"]]),
    ('"两行\n文字"\t"说 ""好"""\r\n', [["两行\n文字", '说 "好"']]),
    ('"a\tb"\t2', [["a\tb", "2"]]),
    ('5" 管\t"未完', [['5" 管', '"未完']]),
    ("7", [["7"]]),
    ("", [[""]]),
]


@pytest.mark.parametrize(("text", "block"), BLOCKS)
def test_a_block_of_excel_or_wps_is_read_cell_by_cell(page: Page, text: str, block: list[list[str]]) -> None:
    assert call(page, "paste", "parseBlock", text) == block


def test_a_copied_block_reads_back_the_same(page: Page) -> None:
    block = [["1", "两行\n文字"], ['"引号" 开头', "制表\t符"], ["", "—"]]
    assert call(page, "paste", "parseBlock", call(page, "paste", "blockText", block)) == block


def test_numbers_are_exact_and_round_half_up(page: Page) -> None:
    results = page.evaluate(
        """async () => {
            const n = await import("/static/indicators/grid/numbers.js");
            const [of, show] = [n.parse, n.format];
            return [
                show(n.subtract(of("0.3"), of("0.1"))),
                show(n.subtract(of("12345678901234567890.1"), of("0.01"))),
                show(n.rounded(of("98.125"), 2)), show(n.rounded(of("-98.125"), 2)), show(n.rounded(of("-0.004"), 2)),
                show(n.rounded(of("5"), 2)),
                show(n.percentChange(of("105"), of("100"), 1)), show(n.percentChange(of("100.05"), of("100"), 1)),
                show(n.percentChange(of("99.95"), of("100"), 1)), show(n.percentChange(of("1"), of("3"), 4)),
                n.percentChange(of("1"), of("0"), 1), n.percentChange(of("1"), of("-2"), 1),
                n.compare(of("1.10"), of("1.1")), n.compare(of("-2"), of("1")), n.parse("1e5"), n.parse(""),
            ];
        }"""
    )
    assert results == [
        "0.2", "12345678901234567890.09", "98.13", "-98.13", "0.00", "5.00",
        "5.0", "0.1", "-0.1", "-66.6667", None, None, 0, -1, None, None,
    ]  # fmt: skip


def test_history_goes_back_and_forth_step_by_step(page: Page) -> None:
    steps = page.evaluate(
        """async () => {
            const { History } = await import("/static/indicators/grid/history.js");
            const history = new History();
            const change = (before, after) => ({ cell: 1, property: "content", before, after });
            history.record([change("", "1"), change("1", "2")]);
            history.record([change("2", "3")]);
            const said = [history.undo()[0].after, history.undo().map(({ after }) => after), history.undo()];
            said.push(history.redo().map(({ after }) => after), history.canUndo, history.canRedo);
            history.record([change("2", "9")]);
            return [...said, history.redo()];
        }"""
    )
    assert steps == ["2", ["1", ""], None, ["1", "2"], True, True, None]
