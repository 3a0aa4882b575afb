"""Axe, and 1 000 cells."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid.conftest import ROOT, OpenGrid
from tests.browser.grid.fake_returns import FakeReturn, indicator
from tests.browser.grid.steps import cell, enter, expect_saved, expect_told, paste, press, select, shown

AXE = ROOT / "node_modules/axe-core/axe.min.js"


def serious(page: Page, axe: Path) -> list[str]:
    """Findings of axe that are serious or critical."""
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")
    assert found["passes"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(open_grid: OpenGrid, held: FakeReturn, dark: bool) -> None:
    if not AXE.exists():
        pytest.skip("NOT RUN: axe-core 没有安装（python -m config.frontend）。")
    held = FakeReturn(
        indicators=held.indicators, areas=held.areas + [{"code": f"43031{n}", "name": f"地区{n}"} for n in range(9)]
    )
    held.cell("RETAIL", "430302")["send_back_reason"] = "与快报不一致"
    page = open_grid(held)
    page.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", dark)
    enter(page, 0, "value", "130")
    enter(page, 1, "value", "12x")
    enter(page, 2, "value", "-")
    expect_saved(page)
    held.change_elsewhere("GDP", held.areas[3]["code"], "7")
    enter(page, 3, "value", "8")
    page.get_by_role("alert", name="与他人的修改冲突").wait_for()
    page.get_by_text("键盘操作").click()
    assert serious(page, AXE) == []
    select(page, 0, "growth")
    press(page, "F2")
    assert serious(page, AXE) == []
    press(page, "Escape", "Shift+F2")
    assert serious(page, AXE) == []
    press(page, "Escape", "F1")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("已读取")
    assert serious(page, AXE) == []


def test_a_thousand_cells_are_pasted_scrolled_and_undone(open_grid: OpenGrid) -> None:
    areas = [{"code": f"{430300 + number}", "name": f"地区{number}"} for number in range(50)]
    held = FakeReturn(indicators=[indicator(f"I{number}", f"指标{number}") for number in range(10)], areas=areas)
    page = open_grid(held)
    select(page, 0, "value")
    paste(page, "\r\n".join(f"{row + 99}\t{row}.5" for row in range(500)))
    expect_told(page, "粘贴 1000 格：写入 1000 格")
    expect_saved(page)
    press(page, "Control+Home", "Control+End")
    expect(cell(page, 499, "value")).to_be_visible()
    assert shown(page, range(499, 500), "value", "growth") == [["598", "499.5"]]
    assert [len(save) for save in held.saves] == [1000]
    press(page, "Control+z")
    expect_saved(page)
    assert {stored["content"] for stored in held.cells.values()} == {""}
