"""The pages of efficacy in a real browser: accessible in both languages, as narrow as a phone, usable without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from goodstanding.checks import asking, feeding_back
from goodstanding.departments.models import Department, User
from goodstanding.efficacy import drafting, handing_on
from goodstanding.efficacy.models import Example
from goodstanding.measures import ending
from tests.browser import DESK, PHONE
from tests.checks.making import asks, covered, granted
from tests.efficacy.making import WORDS, World, world
from tests.efficacy.test_statistics import again
from tests.journeys.test_desk_in_browser import sign_in
from tests.journeys.test_one_repair_in_browser import look
from tests.measures import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]


def busy(market: Department) -> World:
    """Enough that some numbers are said and some are not."""
    made = world(market)
    others = [again(made.case, number) for number in range(2, 9)]
    for one in others[:5]:
        ending.end(one, "整改完成，不再需要", by=made.steward)
    body = making.body(20)
    case = making.begun(made.case.office, made.case.adoption, body, listing=making.listed(body, market))
    ending.drop(making.notified(made.case.office, case), "情节轻微且已改正", by=made.steward)
    covered(market)
    granted(market, "honours")
    for one in range(7):
        (check,) = asking.ask([str(made.case.agent.organisation.uscc)], purpose="honours", matter="评选", by=asks(market))
        if one < 6:
            outcome = "not_applied" if one < 5 else "applied"
            feeding_back.feed_back(check, outcome, measure=made.case.adoption.kind_id, reasons="已改正", by=asks(market))
    return made


@pytest.mark.parametrize(("language", "size"), [("", "desk"), ("/en", "phone")])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, market: Department, signed_in: Signed, language: str, size: str
) -> None:
    made = busy(market)
    example = made.published(named=True)
    draft = drafting.draft(making.Application.everything.filter(state="dropped").get(), by=made.steward)
    handed = drafting.draft(made.listing, by=made.steward)
    handing_on.submit(handed, by=made.steward)
    desk = "/desk/efficacy/"
    pages: dict[User | None, dict[str, str]] = {
        None: {"public": "/efficacy/", "empty": "/efficacy/?side=incentive", "examples": "/efficacy/examples/",
               "example": f"/efficacy/examples/{example.pk}"},
        made.case.office.users["steward"]: {
            "desk": desk, "rows": f"{desk}rows?figure=ended", "receipts": f"{desk}receipts?figure=not_applied",
            "desk examples": "/desk/examples/", "new": "/desk/examples/new", "one": f"/desk/examples/{draft.pk}",
            "edit": f"/desk/examples/{draft.pk}/edit", "version": f"/desk/examples/{draft.pk}/versions/1",
            "submit": f"/desk/examples/{draft.pk}/submit",
        },
        made.case.office.users["head"]: {"approve": f"/desk/examples/{handed.pk}/approve"},
    }  # fmt: skip
    wrong: dict[str, list[str]] = {}
    for user, addresses in pages.items():
        context = browser.new_context(base_url=live_server.url, viewport=DESK if size == "desk" else PHONE, locale="zh-CN")
        if user is not None:
            sign_in(context, signed_in(user), live_server.url)
        wrong |= look(context.new_page(), addresses, language, size)
        context.close()
    assert wrong == {}


def test_one_example_from_the_case_to_everybody_without_script(
    browser: Browser, live_server: Any, market: Department, signed_in: Signed
) -> None:
    made = world(market)
    users = made.case.office.users | {"director": made.user}

    def opened(who: str) -> Any:
        context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE, locale="zh-CN")
        sign_in(context, signed_in(users[who]), live_server.url)
        return context.new_page()

    page = opened("steward")
    page.goto("/desk/examples/new")
    page.get_by_role("button", name="拟出初稿").click()
    assert page.locator(".govuk-error-summary a").count() == 1
    page.get_by_label(made.case.application.number).check()
    page.get_by_role("button", name="拟出初稿").click()
    name = made.case.agent.organisation.name
    page.get_by_label("标题", exact=True).fill(f"{name}案")
    page.get_by_role("button", name="预览").click()
    assert name in page.locator(".govuk-error-summary").inner_text()
    assert page.get_by_label("标题", exact=True).input_value() == f"{name}案"
    page.get_by_label("标题", exact=True).fill(WORDS["zh"]["title"])
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="继续修改").click()
    assert page.get_by_label("标题", exact=True).input_value() == WORDS["zh"]["title"]
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="送审").click()
    page.get_by_role("button", name="送审").click()
    page.context.close()
    example = Example.objects.get()
    for who, link, button in (("head", "审核", "审核通过"), ("director", "发布", "发布")):
        page = opened(who)
        page.goto(f"/desk/examples/{example.pk}")
        page.get_by_role("button", name=link, exact=True).click()
        page.get_by_label("意见和理由").fill("事实清楚")
        page.get_by_role("button", name=button).click()
        assert page.locator(".gs-notification--success").count() == 1
        if who == "head":
            page.context.close()
    page.goto(f"/efficacy/examples/{example.pk}")
    assert page.locator("h1").inner_text() == WORDS["zh"]["title"]
    assert name not in page.locator("main").inner_text()
    page.context.close()
