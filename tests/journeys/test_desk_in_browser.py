"""The desk in a real browser: accessible, narrow, and usable without script."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from goodstanding.intake import checking, entering
from goodstanding.intake.confirming import confirm
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About, receive
from goodstanding.organisations.models import PendingRow
from tests.browser import DESK, PHONE, faults, overflow
from tests.intake.rows import as_csv, found, penalty
from tests.intake.working import work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]
FORM = as_csv([penalty(1), penalty(2, CF_WSH=""), penalty(3, CF_JDRQ="2026/13/45")])


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def submissions(market: Department, steward: User, standing_of: Callable[[User], Standing]) -> dict[str, Submission]:
    """One in each state a page looks different for."""
    found(1)
    by, made = standing_of(steward), {}
    files = {
        "received": FORM,
        "checked": as_csv([penalty(4), penalty(5, CF_WSH="")]),
        "columns": as_csv([{"当事人": "x", **penalty(6)}]),
        "entered": as_csv([penalty(1), penalty(7)]),
        "refused": b"\x89PNG\r\n\x1a\n" + bytes(50),
    }
    for state, content in files.items():
        about = About(department=market, kind="penalty", channel="web", name=f"{state}.csv")
        made[state] = receive([content], about, by=by, queue=False).submission
        if state != "received":
            checking.check(made[state].id)
            made[state].refresh_from_db()
    confirm(made["entered"], by=by, queue=False)
    entering.enter(made["entered"].id)
    return made


def apart(job: Callable[[], None]) -> None:
    """In a thread: Playwright's own event loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(closing, job).result()


def closing(job: Callable[[], None]) -> None:
    try:
        job()
    finally:
        connections.close_all()


def sign_in(context: BrowserContext, client: Client, url: str) -> None:
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def wrong_with(page: Page, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page, at a desk and on a phone."""
    wrong: dict[str, list[str]] = {}
    for address in addresses:
        page.set_viewport_size(DESK)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 400, address
        said = faults(page)
        page.set_viewport_size(PHONE)
        if wider := overflow(page):
            said.append(f"{wider} px wider than a phone")
        if said:
            wrong[address] = said
    return wrong


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_of_a_steward_meets_wcag_22_aa_and_fits_a_phone(
    page: Page, live_server: Any, submissions: dict[str, Submission], steward: User, signed_in: Signed, language: str
) -> None:
    sign_in(page.context, signed_in(steward), live_server.url)
    each = [f"submissions/{one.id}/" for one in submissions.values()]
    checked = f"submissions/{submissions['checked'].id}"
    more = [f"{checked}/{name}/" for name in ("report", "confirm", "withdraw", "history")]
    columns = f"submissions/{submissions['columns'].id}/columns/"
    paths = ["", "hand-in/", "nothing-to-report/", "submissions/", *each, *more, columns]
    assert wrong_with(page, [f"{language}/desk/{path}" for path in paths]) == {}


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_of_a_clerk_meets_wcag_22_aa_and_fits_a_phone(
    page: Page, live_server: Any, submissions: dict[str, Submission], clerk: User, signed_in: Signed, language: str
) -> None:
    assert submissions["entered"].id
    sign_in(page.context, signed_in(clerk), live_server.url)
    row = f"queue/{PendingRow.objects.get().pk}/"
    paths = ["", "hand-in/", "submissions/", "queue/", row, f"{row}open/", f"{row}attach/", f"{row}return/", "exceptions/", "audit/"]
    assert wrong_with(page, [f"{language}/desk/{path}" for path in paths]) == {}


def test_a_form_sent_empty_is_accessible_too(page: Page, live_server: Any, steward: User, signed_in: Signed) -> None:
    sign_in(page.context, signed_in(steward), live_server.url)
    page.goto("/desk/hand-in/")
    page.get_by_role("button", name="上传并检查").click()
    assert page.title().startswith("错误")
    assert faults(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_a_menu_opens_and_leads_on(browser: Browser, live_server: Any, steward: User, signed_in: Signed, script: bool) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=script, locale="zh-CN", viewport={"width": 390, "height": 800}
    )
    sign_in(context, signed_in(steward), live_server.url)
    page = context.new_page()
    page.goto("/desk/")
    menu = page.locator("summary", has_text="名单、措施与查询")
    menu.click()
    lists = page.get_by_role("link", name="名单管理")
    assert lists.is_visible()
    if script:
        assert faults(page) == []
        assert overflow(page) == 0
        page.keyboard.press("Escape")
        lists.wait_for(state="hidden")
        menu.click()
    lists.click()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.url.endswith("/desk/lists/")
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_steward_hands_in_and_confirms(
    browser: Browser, live_server: Any, steward: User, signed_in: Signed, tmp_path: Path, script: bool
) -> None:
    found(1)
    file = tmp_path / "处罚.csv"
    file.write_bytes(FORM)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=script, locale="zh-CN")
    sign_in(context, signed_in(steward), live_server.url)
    alice = context.new_page()
    alice.goto("/desk/")
    alice.get_by_role("link", name="报送数据").first.click()
    alice.get_by_label("行政处罚").check()
    alice.locator("input[type=file]").set_input_files(file)
    alice.get_by_role("button", name="上传并检查").click()
    assert alice.get_by_text("等待检查").first.is_visible()
    apart(work)
    if not script:
        alice.get_by_role("link", name="刷新").click()
    alice.get_by_role("heading", name="检查完毕，请确认").wait_for()
    alice.get_by_role("link", name="逐行检查报告").click()
    alice.locator("nav[aria-label=按问题筛选] a[href*=REQUIRED_MISSING]").click()
    alice.get_by_text("第 3 行").first.wait_for()
    alice.get_by_role("link", name="返回报送").click()
    alice.get_by_role("button", name="确认入库").click()
    alice.get_by_role("button", name="确认，合格的行入库").click()
    apart(work)
    if not script:
        alice.get_by_role("link", name="刷新").click()
    alice.get_by_role("heading", name="已入库").wait_for()
    context.close()
