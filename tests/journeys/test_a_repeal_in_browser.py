"""A repeal: the director stops the law a list rests on, in the browser without script; whoever reads, asks or was told sees it at once.

One organisation is on the list, a measure is applied to it, another department's check has found it. After one click the entry, the
measure and the answer are gone together, the old receipt still says what was said, and the list of those affected is public.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from goodstanding.departments.models import Department, User
from goodstanding.laws.models import Halt
from goodstanding.lists.models import Listing
from goodstanding.notices.models import Notice
from tests.browser import DESK, PHONE, faults, overflow
from tests.checks.making import client as program
from tests.checks.page_making import HONOURS, on_a_list
from tests.journeys.test_desk_in_browser import sign_in
from tests.measures.making import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAW = "market-44"
DOCUMENT = "国家市场监督管理总局令第99号"


@pytest.fixture
def case(market: Department) -> Case:
    """Listed, published, and under a measure; the department may ask."""
    return on_a_list(market)


@pytest.fixture
def office_system(market: Department, case: Case) -> Client:
    """It asks with its token."""
    assert case.listing is not None
    return Client(headers={"Authorization": f"Bearer {program(market)}"})


def asked(system: Client, code: str) -> dict[str, Any]:
    answer = system.get(f"/api/v1/organisations/{code}/check?purpose={HONOURS}")
    assert answer.status_code == 200
    return dict(answer.json())


def stops_it(diana: Page) -> None:
    """From the register to the deed; what is missing is said, and nothing typed is lost."""
    diana.goto(f"/desk/laws/law/{LAW}")
    diana.get_by_role("button", name="停用", exact=True).click()
    diana.get_by_label("废止或者暂停文件").fill(DOCUMENT)
    diana.get_by_role("button", name="下一步").click()
    assert diana.locator(".govuk-error-summary a").count() > 0
    assert DOCUMENT in [box.input_value() for box in diana.get_by_role("textbox").all()]
    diana.locator("input[name=kind][value=repealed]").check()
    diana.locator("input[name=since]").fill(timezone.localdate().isoformat())
    diana.locator("textarea[name=words]").fill("该办法已废止")
    diana.get_by_role("button", name="下一步").click()
    before = diana.locator("main").inner_text()
    assert "涉及 1 家主体" in before
    assert not Halt.objects.exists(), "looking does nothing"
    diana.get_by_role("button", name="确认停用").click()
    assert "已停用，编号" in diana.locator("body").inner_text()


def test_a_repeal(
    browser: Browser, live_server: Any, case: Case, office_system: Client, appoint: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:  # fmt: skip
    entry = Listing.everything.select_related("organisation").get()
    about = entry.organisation
    before = asked(office_system, about.uscc)
    assert (before["kind"], [one["number"] for one in before["entries"]]) == ("found", [entry.number])
    assert [one["number"] for one in before["measures"]["applied"]] == [case.application.number]
    context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="zh-CN", java_script_enabled=False)
    sign_in(context, signed_in(appoint("director", None, "diana")), live_server.url)
    anybody = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="zh-CN").new_page()
    anybody.goto(f"/lists/entries/{entry.pk}")
    assert about.name in anybody.locator("main").inner_text()

    stops_it(context.new_page())

    made = Halt.objects.get()
    assert Listing.everything.get(pk=entry.pk).state == "ended"
    after = asked(office_system, about.uscc)
    assert (after["kind"], after["entries"], after["measures"]["applied"]) == ("nothing", [], [])
    replayed = office_system.get(f"/api/v1/checks/{before['receipt']['id']}")
    assert replayed.json() == before, "what was answered stays what was answered"

    # Anybody reads what was stopped and whom it touched; the entry's own page no longer shows the organisation as listed.
    anybody.goto(f"/laws/halts/{made.number}")
    assert about.name in anybody.locator("main").inner_text()
    assert (faults(anybody), overflow(anybody)) == ([], 0)
    gone = anybody.goto(f"/lists/entries/{entry.pk}")
    assert gone is not None
    assert gone.status == 410
    assert about.name not in anybody.locator("main").inner_text()

    # The organisation is told, and its own page names the law that went.
    assert Notice.objects.filter(user=case.agent.user).exists()
    dana = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="zh-CN")
    sign_in(dana, signed_in(case.agent.user), live_server.url)
    ours = dana.new_page()
    ours.goto(f"/ours/{about.uscc}/lists/{entry.pk}")
    seen = ours.locator("main").inner_text()
    assert "已移出" in seen
    assert "该办法已废止" in seen
    for one in (context, anybody.context, dana):
        one.close()
