"""Asking for a power, and an organisation's own pages, in a real browser: axe finds nothing, nothing is wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import DESK, PHONE, faults, overflow
from tests.papers import files
from tests.people import PASSWORD
from tests.portal.town import build
from tests.representing.making import held, person

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, name: str) -> None:
    page.goto("/account/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")


def fine(page: Page, *, looked_through: bool = True) -> None:
    """Axe finds nothing, and a phone shows it whole."""
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0
    assert not looked_through or faults(page) == []
    page.set_viewport_size(DESK)


def test_somebody_asks_in_three_steps_and_reads_everything_about_his_organisation(page: Page, clerk: Any, tmp_path: Any) -> None:
    town = build()
    wang = person()
    wang.set_password(PASSWORD)
    wang.save()
    letter = tmp_path / "委托书.pdf"
    letter.write_bytes(files.pdf())
    page.goto("/ours/")
    fine(page, looked_through=False)
    sign_in(page, "wang")
    page.wait_for_url("**/ours/")
    fine(page, looked_through=False)
    page.click("text=申请代表主体办理业务")
    page.fill("#id_code", town.company.uscc or "")
    page.click("main form button")
    fine(page, looked_through=False)
    page.click("main section a.govuk-button")
    page.click("main form button")
    assert "govuk-error-summary" in page.content()
    fine(page)
    page.set_input_files("#id_letter", str(letter))
    page.click("main form button")
    page.wait_for_url("**/powers/ask/check")
    fine(page, looked_through=False)
    page.click("main form button")
    assert "申请已提交" in page.content()
    fine(page, looked_through=False)
    held(wang, town.business)
    page.goto(f"/ours/{town.business.uscc}/")
    fine(page)
    page.click("section.gs-card a")
    fine(page)
    page.goto("/account/signup/")
    page.click("text=退出登录")
    sign_in(page, "bob")
    page.goto("/desk/powers/")
    page.click("main table a")
    fine(page)


def test_making_an_account_in_a_browser(page: Page) -> None:
    page.goto("/en/account/signup/")
    page.fill("#id_username", "13800138000")
    page.click("main button[type=submit]")
    assert page.input_value("#id_username") == "13800138000"
    fine(page)
