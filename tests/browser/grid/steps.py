"""What a person does on the grid and sees there."""

from playwright.sync_api import Locator, Page, expect


def cell(page: Page, row: int, field: str) -> Locator:
    return page.locator(f"#return-grid-{row}-{field}")


def select(page: Page, row: int, field: str) -> None:
    cell(page, row, field).click()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def enter(page: Page, row: int, field: str, text: str) -> None:
    """Type over the cell; F2 first where the text comes without keys, as Chinese does here."""
    select(page, row, field)
    press(page, *([] if text.isascii() else ["Delete", "F2"]))
    page.keyboard.type(text)
    press(page, "Enter")


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    press(page, "Control+v")


def write_note(page: Page, text: str) -> None:
    """The note of the active cell, by keyboard."""
    press(page, "Shift+F2")
    page.get_by_role("dialog").get_by_role("textbox").fill(text)
    press(page, "Control+Enter")


def copied(page: Page) -> str:
    press(page, "Control+c")
    return page.evaluate("navigator.clipboard.readText()")


def shown(page: Page, rows: range, *fields: str) -> list[list[str]]:
    return [[cell(page, row, field).locator(".return-grid-content").inner_text() for field in fields] for row in rows]


def active(page: Page) -> str:
    """`row-field` of the active cell, as a screen reader is told."""
    name = page.get_by_role("grid").get_attribute("aria-activedescendant")
    assert name is not None
    return name.removeprefix("return-grid-")


def expect_saved(page: Page) -> None:
    expect(page.locator("#return-grid-status")).to_contain_text("已保存")


def expect_told(page: Page, text: str) -> None:
    expect(page.locator(".return-grid-told")).to_contain_text(text)
