"""A bulletin in the browser: made, checked, issued by several people, corrected after a revision, without scripts."""

import os
from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from indicators.choices import Role
from indicators.models import User
from indicators.services.access import create_user
from indicators.services.audit import Actor
from indicators.services.packages.load import load_package
from tests.admin_clients import DEMO, PASSWORD
from tests.browser.conftest import OPERATOR, sign_in
from tests.browser.grid.test_access import AXE, serious
from tests.tracker.queries.bulletins.test_collection import definition
from tracker.models import BulletinDefinition
from tracker.services.bulletins.releasing import release_due_bulletins
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.bulletins.steps import check_bulletin, issue_bulletin
from tracker.services.calculations import calculate_everything

pytestmark = pytest.mark.browser

ACCOUNTS = (
    ("drafter", Role.PUBLISHER),
    ("issuer", Role.PUBLISHER),
    ("reviewer", Role.REVIEWER),
    ("reader", Role.VIEWER),
)
TITLE = "2015年全年排名通报"
TABS = 120  # more than any of the pages has stops

Desk = Callable[..., Page]


@pytest.fixture
def without_worker() -> Iterator[None]:
    """What a worker does is done here, after each commit."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = settings.CELERY_TASK_ALWAYS_EAGER


@pytest.fixture
def figures(transactional_db: None, without_worker: None) -> None:
    """The demo with a definition of its own, and the people."""
    load_package(directory=DEMO, actor=OPERATOR)
    calculate_everything()
    for name, role in ACCOUNTS:
        create_user(username=name, password=PASSWORD, role=role, actor=OPERATOR, areas=["430000"])
    made = definition("hunan-cities", {"kind": "ranking", "indicator": "GDP"}, focus="430300")
    made.recipients.set([User.objects.get(username="reader")])


@pytest.fixture
def issued(figures: None) -> None:
    """The bulletin of 2015, issued and sent."""
    people = {name: Actor.of(User.objects.get(username=name)) for name, _ in ACCOUNTS}
    asked = request_run(definition=BulletinDefinition.objects.get(), period="2015-Q4", actor=people["drafter"])
    bulletin = perform_run(pk=asked.pk).bulletin
    assert bulletin is not None
    check_bulletin(pk=bulletin.pk, actor=people["reviewer"])
    issue_bulletin(pk=bulletin.pk, actor=people["issuer"])
    release_due_bulletins()


@pytest.fixture
def waiting(figures: None) -> str:
    """The page of a run that nobody has begun."""
    actor = Actor.of(User.objects.get(username="drafter"))
    run = request_run(definition=BulletinDefinition.objects.get(), period="2014-Q4", actor=actor)
    return reverse("admin:tracker_bulletinrun_change", args=[run.pk])


@pytest.fixture
def desk(chromium: str, live_server: LiveServer, figures: None) -> Iterator[Desk]:
    """Signs an account in, each with a browser session of its own; all the data is there before the browser starts."""
    outside: list[str] = []
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)

        def signed_in(name: str, *, scripts: bool = True) -> Page:
            context = browser.new_context(
                base_url=live_server.url,
                viewport={"width": 1366, "height": 768},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                java_script_enabled=scripts,
            )
            context.set_default_timeout(15_000)
            page = context.new_page()
            page.on("request", lambda sent: None if sent.url.startswith(live_server.url) else outside.append(sent.url))
            sign_in(page, name)
            return page

        yield signed_in
        browser.close()
    assert outside == []


def tab_to(page: Page, place: Locator) -> None:
    """By keyboard alone."""
    expect(place).to_be_visible()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if place.evaluate("place => place === document.activeElement"):
            return
    pytest.fail(f"The Tab key does not come to {place}.")


def press(page: Page, role: str, name: str) -> None:
    """Go there with the Tab key and press Enter."""
    tab_to(page, page.locator("#content-main").get_by_role(role, name=name, exact=True).first)
    page.keyboard.press("Enter")


def expect_accessible(page: Page) -> None:
    """Nothing serious for axe; it comes with the browser libraries, which an installation may lack."""
    if AXE.exists():
        assert serious(page, AXE) == []


def open_bulletin(page: Page) -> None:
    page.goto("/admin/tracker/bulletin/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()


def open_definition(page: Page) -> None:
    page.goto("/admin/tracker/bulletindefinition/")
    page.get_by_role("link", name="排名通报", exact=True).click()
    expect(page.get_by_role("link", name="生成一期")).to_be_visible()


def take_step(page: Page, name: str) -> None:
    """The step's button on the bulletin, then on its own page."""
    page.locator("#content-main").get_by_role("link", name=name, exact=True).click()
    page.locator("#content-main").get_by_role("button", name=name, exact=True).click()


def test_from_the_definition_to_the_archive_by_keyboard(waiting: str, desk: Desk) -> None:
    drafter = desk("drafter")
    with drafter.expect_response(lambda answer: answer.request.resource_type == "fetch"):
        drafter.goto(waiting)
    expect(drafter.get_by_text("0%").last).to_be_visible()
    expect_accessible(drafter)
    open_definition(drafter)
    expect(drafter.locator(".select2-selection").first).to_be_visible()
    expect_accessible(drafter)
    tab_to(drafter, drafter.get_by_role("link", name="生成一期"))
    drafter.keyboard.press("Enter")
    period = drafter.get_by_label("期别")
    tab_to(drafter, period)
    period.fill("2015-Q4")
    expect_accessible(drafter)
    drafter.keyboard.press("Enter")
    expect(drafter.get_by_role("progressbar", name="进度")).to_be_visible()
    expect_accessible(drafter)
    press(drafter, "link", "打开通报")
    expect(drafter.get_by_text("增速并列全省14市州第2位")).to_be_visible()
    expect(drafter.get_by_text("稿件是您拟的，须由另一人核稿")).to_be_visible()
    expect_accessible(drafter)

    reviewer = desk("reviewer")
    open_bulletin(reviewer)
    press(reviewer, "link", "核稿通过")
    expect(reviewer.get_by_text("通过后由另一人签发")).to_be_visible()
    expect_accessible(reviewer)
    press(reviewer, "button", "核稿通过")
    expect(reviewer.get_by_text("核稿通过，等待签发")).to_be_visible()

    issuer = desk("issuer")
    open_bulletin(issuer)
    press(issuer, "link", "签发")
    expect(issuer.get_by_label("发文字号")).to_be_visible()
    press(issuer, "button", "签发")
    expect(issuer.get_by_text("已签发并存档")).to_be_visible()
    log = issuer.locator("#deliveries tbody tr")
    expect(log).to_have_count(1)
    expect(log).to_contain_text("reader")
    for who in ("drafter", "reviewer", "issuer"):
        expect(issuer.get_by_role("cell", name=who, exact=True)).to_be_visible()
    expect_accessible(issuer)
    with issuer.expect_download() as saved:
        press(issuer, "link", "Word")
    assert saved.value.suggested_filename == "of-hunan-cities-2015-Q4-v1.docx"

    issuer.goto("/admin/tracker/bulletintemplate/add/")
    expect(issuer.get_by_label("Word 文件（.docx）")).to_be_visible()
    expect_accessible(issuer)


def test_a_revision_shows_what_changed_and_leads_to_a_corrected_version(issued: None, desk: Desk) -> None:
    drafter = desk("drafter")
    drafter.goto("/admin/indicators/observation/?q=GDP+湘潭市+2015-Q4")
    drafter.get_by_role("link", name="地区生产总值").click()
    drafter.get_by_role("link", name="更正").click()
    drafter.get_by_label("公布增速").fill("9.4")
    drafter.get_by_label("更正理由").fill("普查修订")
    drafter.get_by_role("button", name="发布更正").click()
    expect(drafter.get_by_text("增速、比值和排名随后自动更新")).to_be_visible()

    drafter.goto("/admin/tracker/bulletin/?outdated=yes")
    drafter.get_by_role("link", name=TITLE).click()
    changed = drafter.locator("#differences > div tbody tr")
    expect(changed).to_have_count(3)
    expect(changed.last).to_contain_text("地区生产总值增速排名，湘潭市")
    expect(changed.last).to_contain_text("增速（%） 9.6")
    expect(changed.last).to_contain_text("增速（%） 9.4")
    moved = drafter.locator("#differences details")
    expect(moved.get_by_role("row").filter(has_text="株洲市")).to_be_hidden()
    moved.locator("summary").click()
    expect(moved.get_by_role("row").filter(has_text="株洲市")).to_be_visible()
    expect_accessible(drafter)

    drafter.locator("#content-main").get_by_role("link", name="出更正稿", exact=True).click()
    drafter.locator("#content-main").get_by_role("button", name="出更正稿", exact=True).click()
    expect(drafter.get_by_text("出更正稿须写明原因，原因印在文中")).to_be_visible()
    drafter.get_by_label("更正原因").fill("湘潭市增速普查修订")
    drafter.locator("#content-main").get_by_role("button", name="出更正稿", exact=True).click()

    reviewer = desk("reviewer")
    open_bulletin(reviewer)
    expect(reviewer.get_by_text("更正原因：湘潭市增速普查修订")).to_be_visible()
    take_step(reviewer, "核稿通过")
    open_bulletin(drafter)
    take_step(drafter, "签发")
    expect(drafter.get_by_text("已签发并存档")).to_be_visible()
    expect(drafter.locator("#differences")).to_have_count(0)


def test_the_pages_work_without_scripts(desk: Desk) -> None:
    drafter = desk("drafter", scripts=False)
    open_definition(drafter)
    drafter.get_by_role("link", name="生成一期").click()
    drafter.get_by_label("期别").fill("2015-Q4")
    drafter.get_by_role("button", name="生成").click()
    drafter.get_by_role("link", name="打开通报").click()
    expect(drafter.get_by_text("增速并列全省14市州第2位")).to_be_visible()
    reviewer = desk("reviewer", scripts=False)
    open_bulletin(reviewer)
    take_step(reviewer, "核稿通过")
    expect(reviewer.get_by_text("核稿通过，等待签发")).to_be_visible()
    open_bulletin(drafter)
    take_step(drafter, "签发")
    expect(drafter.get_by_text("已签发并存档")).to_be_visible()
    drafter.get_by_role("link", name="网页").click()
    expect(drafter.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(drafter.get_by_text("未签发")).to_have_count(0)
