"""Chromium on the running product. Where no Chromium is installed these tests are NOT RUN, and say so."""

import os
import shutil
import warnings
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from indicators.services.access import create_user
from indicators.services.audit import Actor
from indicators.services.packages.load import load_package
from tests.admin_clients import DEMO, PASSWORD
from tracker.services.calculations import calculate_everything

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
NOT_RUN = f"NOT RUN: 浏览器测试需要 Chromium，PATH 中没有 {'、'.join(PROGRAMS)}（Debian：apt install chromium）。"
OPERATOR = Actor(name="测试")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the installed browser."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        warnings.warn(NOT_RUN, stacklevel=1)
        pytest.skip(NOT_RUN)
    return program


@pytest.fixture
def page(chromium: str, transactional_db: None, live_server: LiveServer) -> Iterator[Page]:
    """A page of a browser of its own; a request to any other server fails the test.

    Everything in the database is made before the browser starts: its loop runs in this thread and would be refused.
    """
    load_package(directory=DEMO, actor=OPERATOR)
    calculate_everything()
    for role in ("viewer", "publisher"):
        create_user(username=role, password=PASSWORD, role=role, actor=OPERATOR, areas=["430300"])
    outside: list[str] = []
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 1366, "height": 768},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda sent: outside.append(sent.url) if _is_outside(sent.url, live_server) else None)
        yield page
        browser.close()
    assert outside == []


def _is_outside(url: str, live_server: LiveServer) -> bool:
    return url.startswith("http") and not url.startswith(live_server.url)


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in on the log-in page."""
    page.goto("/admin/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
