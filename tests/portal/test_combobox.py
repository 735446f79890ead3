"""The search box in a real browser: suggestions as one types, by keyboard and by mouse; and without script."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from goodstanding.organisations.searching import keying
from tests.browser import PHONE, faults, overflow
from tests.portal.town import Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server: object) -> Town:
    built = build()
    keying.key()
    return built


@pytest.mark.parametrize("language", ["", "/en"])
def test_suggestions_come_as_one_types_and_are_accessible(page: Page, town: Town, language: str) -> None:
    page.goto(f"{language}/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert faults(page) == []
    box.press_sequentially("清湖食品", delay=20)
    option = page.get_by_role("option", name=town.company.name)
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) == 0
    assert faults(page) == []


def test_arrows_choose_enter_goes_escape_closes(page: Page, town: Town) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("qxsp", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "q-option-1")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "q-option-all")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("qxsp")
    box.press_sequentially("y", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/organisations/{town.company.uscc}")


def test_enter_without_a_choice_searches_and_a_click_goes(page: Page, town: Town) -> None:
    page.goto("/search")
    box = page.get_by_role("combobox")
    box.press_sequentially("溪山", delay=20)
    expect(page.get_by_role("option")).to_have_count(9)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.get_by_text("名称或代码相符的主体共23个")).to_be_visible()
    box = page.get_by_role("combobox")
    box.fill("")
    box.press_sequentially("清溪食品", delay=20)
    page.get_by_role("option", name=town.company.name).click()
    page.wait_for_url(f"**/organisations/{town.company.uscc}")


def test_only_the_last_question_is_answered(page: Page, town: Town) -> None:
    """The answer to what was typed before comes late, and is not shown."""
    held: list[Route] = []
    page.route("**/search/suggestions?q=%E6%BA%AA%E5%B1%B1", lambda route: held.append(route))  # noqa: PLW0108 - it is marked by Playwright
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("溪山", delay=5)
    page.wait_for_timeout(400)
    assert held
    box.fill("清溪食品")
    expect(page.get_by_role("option", name=town.company.name)).to_be_visible()
    for route in held:
        with contextlib.suppress(Error):  # the browser has called it off, which is the point
            route.continue_()
    page.wait_for_timeout(300)
    expect(page.get_by_role("option")).to_have_count(2)


def test_everything_works_by_pressing_the_button_without_script(browser: Browser, live_server: object, town: Town) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)  # type: ignore[attr-defined]
    visitor = context.new_page()
    visitor.goto("/")
    visitor.get_by_label("统一社会信用代码或名称").fill("xishan")
    visitor.get_by_role("button", name="查询").click()
    assert visitor.get_by_text("拼音相符").first.is_visible()
    visitor.get_by_label("统一社会信用代码或名称").fill("溪山")
    visitor.get_by_role("button", name="查询").click()
    visitor.get_by_role("link", name="下一页").click()
    assert "第" in (visitor.locator(".gs-line__title").first.text_content() or "")
    visitor.get_by_label("统一社会信用代码或名称").fill("清湖食品")
    visitor.get_by_role("button", name="查询").click()
    assert visitor.get_by_text("有1个字不同").is_visible()
    visitor.get_by_role("link", name=town.company.name).click()
    assert visitor.get_by_role("heading", name=town.company.name).is_visible()
    context.close()
