"""The pages of measures in a real browser: accessible in both languages, as narrow as a phone, usable without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from goodstanding.departments.models import Department, User
from goodstanding.measures.models import Application
from tests.browser import DESK, PHONE
from tests.journeys.test_desk_in_browser import sign_in
from tests.journeys.test_one_repair_in_browser import look
from tests.measures import making
from tests.measures.making import INCENTIVE, ON_LIST
from tests.repairs.making import agent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]
NARROW = {"public", "measure", "incentives", "ours", "told", "answer", "try", "list", "adoption", "begin", "case", "decide"}
"""Those that stack, and those an organisation opens on its telephone."""


@pytest.mark.parametrize(("language", "size"), [("", "desk"), ("/en", "phone")])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, market: Department, signed_in: Signed, language: str, size: str
) -> None:
    case = making.applied(market)
    office = case.office
    waits = making.body(2)
    told = making.begun(office, case.adoption, waits, listing=making.listed(waits, market))
    making.notified(office, told)
    other = agent(waits, name="erin")
    third = making.body(3)
    new = making.begun(office, case.adoption, third, listing=making.listed(third, market))
    proposed = making.proposed(office, "market_entry")
    Application.everything.filter(pk=told.pk).update(answer_until=None)
    ours, desk = f"/ours/{case.agent.organisation.uscc}/measures/", "/desk/measures/"
    third_entry = f"{desk}adoptions/{case.adoption.pk}/apply"
    pages: dict[User | None, dict[str, str]] = {
        None: {"public": "/measures/", "measure": f"/measures/{ON_LIST}", "incentives": "/measures/incentives"},
        case.agent.user: {"ours": f"{ours}{case.application.pk}", "our letter": f"{ours}{case.application.pk}/letters/decision"},
        other.user: {"told": f"/ours/{waits.uscc}/measures/{told.pk}", "answer": f"/ours/{waits.uscc}/measures/{told.pk}/answer"},
        office.users["steward"]: {
            "catalogue": desk,
            "try": f"{desk}try/{ON_LIST}",
            "propose": f"{desk}propose/{INCENTIVE}",
            "list": f"{desk}applications/?state=",
            "adoption": f"{desk}adoptions/{case.adoption.pk}",
            "whom": third_entry,
            "begin": f"{third_entry}?organisation={third.uscc}",
            "case": f"{desk}applications/{new.pk}",
            "notify": f"{desk}applications/{new.pk}/notify",
            "end": f"{desk}applications/{case.application.pk}/end",
        },
        office.users["head"]: {
            "adopt": f"{desk}adoptions/{proposed.pk}/adopt",
            "decide": f"{desk}applications/{told.pk}/decide",
            "letter": f"{desk}applications/{case.application.pk}/letters/decision",
        },
    }
    wrong: dict[str, list[str]] = {}
    for user, addresses in pages.items():
        context = browser.new_context(base_url=live_server.url, viewport=DESK if size == "desk" else PHONE, locale="zh-CN")
        if user is not None:
            sign_in(context, signed_in(user), live_server.url)
        wanted = addresses if size == "desk" else {name: address for name, address in addresses.items() if name in NARROW}
        wrong |= look(context.new_page(), wanted, language, size)
        context.close()
    assert wrong == {}


def test_a_head_decides_without_script(browser: Browser, live_server: Any, market: Department, signed_in: Signed) -> None:
    case = making.case(market, INCENTIVE)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    sign_in(context, signed_in(case.office.users["head"]), live_server.url)
    page = context.new_page()
    page.goto(f"/desk/measures/applications/{case.application.pk}")
    page.get_by_role("button", name="作出决定").click()
    page.get_by_role("button", name="下一步").click()
    assert page.locator(".govuk-error-summary a").count() == 4
    page.get_by_label("决定书文号").fill("临市监激〔2026〕1号")
    page.get_by_label("轻", exact=True).check()
    page.get_by_label("过惩相当的理由").fill("依目录")
    page.get_by_label("理由", exact=True).fill("守信")
    page.get_by_role("button", name="下一步").click()
    assert page.locator("h1").inner_text() == "请核对"
    page.get_by_role("button", name="返回修改").click()
    page.get_by_label("理由", exact=True).fill("连续守信")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认并决定").click()
    assert page.locator("h1").inner_text().startswith("采取措施案")
    assert Application.everything.in_force().get().reasons == "连续守信"
    context.close()
