"""The grid alone, in Chromium, on a stand-in for the server: no database."""

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.grid.fake_returns import FakeReturn, indicator, served

ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "indicators/static/indicators/vendor/tabulator/tabulator.js"
NOT_RUN = "NOT RUN: 表格测试需要浏览器表格组件，没有安装（python -m config.frontend）。"

OpenGrid = Callable[[FakeReturn], Page]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser a module: its loop must not outlive the module, or database tests in this process are refused."""
    if not LIBRARY.exists():
        warnings.warn(NOT_RUN, stacklevel=1)
        pytest.skip(NOT_RUN)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


@pytest.fixture
def held() -> FakeReturn:
    """Two areas and four indicators: both measures, growth alone, value alone, an index."""
    return FakeReturn(
        indicators=[
            indicator("GDP", "地区生产总值", growth_computable=False),
            indicator("RETAIL", "社会消费品零售总额"),
            indicator("INDUSTRY", "规模以上工业增加值", kind="growth_only", measures=["growth"]),
            indicator("URBAN", "城镇化率", kind="rate", measure_unit="%", growth_unit="个百分点", measures=["value"]),
        ],
        areas=[{"code": "430302", "name": "雨湖区"}, {"code": "430304", "name": "岳塘区"}],
    )


@pytest.fixture
def open_grid(browser: Browser) -> Iterator[OpenGrid]:
    """Open the page of a return in a context of its own; errors of scripts and requests elsewhere fail the test."""
    troubles: list[str] = []
    with ExitStack() as stack:

        def open_page(held: FakeReturn) -> Page:
            address = stack.enter_context(served(held))
            context = browser.new_context(
                base_url=address,
                viewport={"width": 1366, "height": 768},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                permissions=["clipboard-read", "clipboard-write"],
            )
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on(
                "console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None
            )
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on(
                "request", lambda sent: None if sent.url.startswith((address, "data:")) else troubles.append(sent.url)
            )
            page.goto("/")
            page.locator(".tabulator-cell").first.wait_for()
            page.locator("#return-grid-status", has_text="填写后自动保存" if held.writable else "只读").wait_for()
            return page

        yield open_page
    assert troubles == []


@pytest.fixture
def page(open_grid: OpenGrid, held: FakeReturn) -> Page:
    """The page of `held`."""
    return open_grid(held)
