"""Every page in a real browser: accessible, narrow, without script, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import DESK, PHONE, faults, overflow
from tests.portal.town import Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALLEST = ViewportSize(width=320, height=640)
"""WCAG 2.2, 1.4.10 Reflow."""


@pytest.fixture
def town(live_server: object) -> Town:
    return build()


def addresses(town: Town) -> list[str]:
    """One of each page, with something on it, and the ones for what went wrong."""
    return [
        "/", "/search?q=清溪", "/search?q=无此单位", "/search?q=清", "/search?q=91330100MA7XK4QT2X", "/permits", "/penalties?category=罚款",
        f"/organisations/{town.company.uscc}", f"/organisations/{town.business.uscc}", f"/records/{town.penalty.public_id}",
        f"/records/{town.permit.public_id}", f"/records/{town.ended.public_id}", "/coverage", "/catalogue", "/catalogue/penalty",
        "/catalogue/permit/checks", "/code", "/code?code=914403001922038217", f"/code?code={town.company.uscc}", "/about", "/objections",
        "/code?code=330100000041239", "/code?code=914043001922038216", "/code?code=9111000060003IOZSV", "/code?code=440301192203821",
        "/code?code=133010000123", "/code?code=12345", "/code?refused=personal", "/code/many",
        "/accessibility", "/privacy", "/no-such-page",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_meets_wcag_22_aa_and_fits_a_phone(page: Page, town: Town, language: str) -> None:
    wrong: dict[str, object] = {}
    for address in addresses(town):
        page.set_viewport_size(DESK)
        page.goto(language + address)
        found = faults(page)
        for size in (PHONE, SMALLEST):
            page.set_viewport_size(size)
            if wider := overflow(page):
                found.append(f"{wider} px wider than {size['width']}")
        if found:
            wrong[address] = found
    assert wrong == {}


def test_large_text_is_a_link_that_lasts_and_keeps_every_page_accessible(page: Page, town: Town) -> None:
    page.goto(f"/records/{town.penalty.public_id}")
    ordinary = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.govuk-body')).fontSize)")
    page.get_by_role("link", name="长者模式").click()
    assert page.url.endswith(f"/records/{town.penalty.public_id}")
    style = page.evaluate(
        "(s => [parseFloat(s.fontSize), parseFloat(s.lineHeight)])(getComputedStyle(document.querySelector('.govuk-body')))"
    )
    assert style[0] >= 1.2 * ordinary
    assert style[1] >= 1.8 * style[0]
    assert faults(page) == []
    page.goto("/coverage")
    assert page.locator("html.gs-large").count() == 1
    page.set_viewport_size(PHONE)
    assert overflow(page) == 0


def test_search_to_record_works_without_script(browser: Browser, live_server: object, town: Town) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)  # type: ignore[attr-defined]
    visitor = context.new_page()
    visitor.goto("/")
    visitor.get_by_label("统一社会信用代码或名称").fill("清溪食品")
    visitor.get_by_role("button", name="查询").click()
    visitor.get_by_role("link", name=town.company.name).click()
    visitor.get_by_role("link", name=town.penalty.decision_no).click()
    assert visitor.get_by_role("heading", name=town.penalty.decision_no).is_visible()
    visitor.get_by_role("link", name="English").click()
    assert visitor.url.endswith(f"/en/records/{town.penalty.public_id}")
    assert visitor.get_by_role("heading", name="How long it is shown").is_visible()
    context.close()


def test_a_keyboard_reaches_the_content_first_and_sees_where_it_is(page: Page, town: Town) -> None:
    page.goto("/permits")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_an_error_takes_the_focus_and_stands_in_the_title(page: Page, town: Town) -> None:
    page.goto("/search?q=清")
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_record_prints_with_its_picture_and_without_the_site_around_it(page: Page, town: Town) -> None:
    page.goto(f"/records/{town.penalty.public_id}")
    page.emulate_media(media="print")
    assert page.locator(".gs-showing__bar").is_visible()
    assert page.get_by_text("公示期限").first.is_visible()
    assert not page.locator(".gs-navigation").is_visible()
    assert not page.locator(".gs-preferences").is_visible()
    assert len(page.pdf(format="A4")) > 10_000


def test_a_code_is_explained_and_many_are_checked_without_script(browser: Browser, live_server: object, town: Town) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)  # type: ignore[attr-defined]
    visitor = context.new_page()
    visitor.goto("/")
    visitor.get_by_role("link", name="代码解读").click()
    visitor.get_by_label("统一社会信用代码或者旧代码").fill("330100000041239")
    visitor.get_by_role("button", name="解读").click()
    visitor.get_by_role("link", name=town.company.name).click()
    visitor.go_back()
    visitor.get_by_role("link", name="一次核对多个代码").click()
    visitor.get_by_label("代码（每行一个）").fill(f"{town.company.uscc}\n914403001922O38216")
    visitor.get_by_role("button", name="核对").click()
    assert visitor.get_by_text("914403001922038216").is_visible()
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="下载CSV").click()
    assert download.value.suggested_filename == "代码核对结果.csv"
    context.close()


def test_the_table_of_many_codes_is_accessible_and_fits_a_phone(page: Page, town: Town) -> None:
    for language, button in (("", "核对"), ("/en", "Check")):
        page.goto(f"{language}/code/many")
        page.locator("#codes").fill(f"{town.company.uscc}\n914403001922O38216\n330100000041239\n\n110101199003070011\n乱写")
        page.get_by_role("button", name=button, exact=True).click()
        assert faults(page) == []
        for size in (PHONE, SMALLEST):
            page.set_viewport_size(size)
            assert overflow(page) == 0
        page.set_viewport_size(DESK)
    page.locator("#codes").fill("")
    page.get_by_role("button", name="Check", exact=True).click()
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")


def test_a_code_prints_as_a_picture(page: Page, town: Town) -> None:
    page.goto("/code?code=914403001922O38216")
    page.emulate_media(media="print")
    assert page.locator(".gs-code__box--wrong").is_visible()
    assert not page.locator(".gs-search").is_visible()
    assert len(page.pdf(format="A4")) > 10_000
