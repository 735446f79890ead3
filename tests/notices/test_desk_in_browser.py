"""The inbox, the year, the notices in a real browser: accessible, narrow, usable by keyboard and without script."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from goodstanding.clocks.setting import set_year
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.desk import escalating
from goodstanding.notices.models import AccountMail, Mail, Notice
from goodstanding.notices.telling import tell
from tests.browser import DESK, PHONE, faults, overflow
from tests.clocks.years import NOTICE_2027, SOURCE, coming, cut
from tests.desk.tasks import only, task
from tests.journeys.test_desk_in_browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "inbox": "/desk/inbox/?scope=all", "overview": "/desk/inbox/overview/",
    "escalations": "/desk/escalations/", "deadlines": "/desk/inbox/deadlines/", "calendar": "/desk/calendar/",
    "year": "/desk/calendar/2026/", "set": "/desk/calendar/2027/set/",
    "notices": "/desk/notices/",
}  # fmt: skip


@pytest.fixture
def work(clerk: User, administrator: User, market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every kind, and two notices."""
    cut(monkeypatch)
    today = timezone.localdate()
    late, soon, later = (str(today + timedelta(days=n)) for n in (-12, 3, 30))
    only(
        monkeypatch, task("A", late, department=market.pk), task("B", soon), task("C", later, what="Decide"), task("D", known=False),
        task("E"), *(task(f"N{n}", soon) for n in range(3)),
    )  # fmt: skip
    escalating.escalate()
    for number in range(2):
        tell([clerk.pk], "desk.escalated.one", url="/desk/inbox/", number=f"YY-{number}", what="核实", due=soon)


@pytest.mark.parametrize(("language", "size"), [("", DESK), ("/en", PHONE)], ids=["zh on a desk", "en on a phone"])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, work: None, clerk: User, administrator: User, signed_in: Callable[[User], Client], language: str,
    size: Any,
) -> None:  # fmt: skip
    context = browser.new_context(base_url=live_server.url, viewport=size, locale="zh-CN")
    sign_in(context, signed_in(clerk), live_server.url)
    page = context.new_page()
    wrong_with: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found = faults(page) + [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0)
        if found:
            wrong_with[name] = found
        if os.environ.get("PICTURES"):
            shot = Path(os.environ["PICTURES"]) / f"{name}-{language[1:] or 'zh'}-{'desk' if size == DESK else 'phone'}.png"
            page.screenshot(path=str(shot), full_page=True)

    for name, address in PAGES.items():
        answer = page.goto(f"{language}{address}")
        assert answer is not None
        assert answer.status == 200, address
        look(name)
    page.goto(f"{language}/desk/calendar/2027/set/")
    page.locator("textarea[name=off]").fill("2027-02-30, x")
    page.locator("button[value=check]").last.click()
    look("refused")
    page.locator("textarea[name=notice]").fill(NOTICE_2027)
    page.locator("button[value=read]").click()
    page.locator("input[name=source]").fill(SOURCE)
    page.locator("button[value=check]").last.click()
    assert page.locator(".gs-month__day--worked").count() == 6
    look("check")
    now = timezone.now()
    failed = Notice.objects.filter(user=clerk)[0]
    Mail.objects.create(notice=failed, zh="督办提醒", en="Escalated", given_up_at=now, failure="SMTPRecipientsRefused: 550 ***", tries=1)
    AccountMail.objects.create(kind="reset", given_up_at=now, until=now, failure="too late", tries=3)
    sign_in(context, signed_in(administrator), live_server.url)
    page.goto(f"{language}/desk/notices/mails/")
    assert page.locator("main table").count() == 2
    look("outbox")
    context.close()
    assert wrong_with == {}


def test_keys_go_through_the_tasks_and_enter_opens(
    browser: Browser, live_server: Any, work: None, clerk: User, signed_in: Callable[[User], Client]
) -> None:
    context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="zh-CN")
    sign_in(context, signed_in(clerk), live_server.url)
    page = context.new_page()
    page.goto("/desk/inbox/?scope=all")
    focused = "document.activeElement.getAttribute('href')"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "/desk/case/A/"
    page.keyboard.press("j")
    second = page.evaluate(focused)
    page.keyboard.press("k")
    assert page.evaluate(focused) == "/desk/case/A/" != second
    page.keyboard.press("k")
    assert page.evaluate(focused) == "/desk/case/A/"
    page.locator("#kind").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "kind"
    context.close()


def test_without_script_a_year_is_set_and_notices_are_read(
    browser: Browser, live_server: Any, work: None, clerk: User, signed_in: Callable[[User], Client]
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    sign_in(context, signed_in(clerk), live_server.url)
    page = context.new_page()
    set_year(coming(), by=SYSTEM)
    page.goto("/desk/calendar/2027/set/")
    page.get_by_label("修改原因").fill("补充通知")
    page.get_by_label("调休上班日").fill("2027-01-31")
    page.get_by_role("button", name="下一步：核对").last.click()
    page.get_by_role("button", name="核对无误，保存").click()
    assert "2027 年工作日历已保存" in page.content()
    page.goto("/desk/notices/")
    page.get_by_role("button", name="全部标为已读").click()
    assert "已将 2 条消息标为已读" in page.content()
    context.close()
