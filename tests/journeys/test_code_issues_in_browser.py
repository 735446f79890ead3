"""The pages about codes in a real browser: accessible, narrow, and usable without script."""

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

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.organisations.issues import answering, finding
from goodstanding.organisations.models import CodeIssue, Identifier, Organisation, Registrar
from tests.browser import DESK, PHONE, faults, overflow
from tests.journeys.test_desk_in_browser import sign_in
from tests.organisations.making import code, organisation, orgcode

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/desk/code-issues/"


def wrong(number: int) -> str:
    right = code(number)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


@pytest.fixture
def issues(market: Department, environment: Department, steward: User, standing_of: Callable[[User], Standing]) -> dict[str, CodeIssue]:
    """Of several kinds: one open and late, one answered, two about a shared code."""
    Registrar.objects.create(authority="9", department=market)
    Registrar.objects.create(authority="5", department=environment)
    for number in range(1, 9):
        body = organisation(number, f"临澜市清泉第{number}号餐饮管理有限公司")
        if number in (1, 2):
            Identifier.objects.filter(organisation=body).update(value=wrong(number))
            Organisation.objects.filter(pk=body.pk).update(uscc=wrong(number))
    Identifier.objects.create(organisation=body, kind="orgcode", value=orgcode(3), source="test")
    finding.in_the_register(by=SYSTEM)
    late, answered = CodeIssue.objects.get(code=wrong(1)), CodeIssue.objects.get(code=wrong(2))
    CodeIssue.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    answering.answer(answered, answering.Answer("0", code(2), "已为该主体换发营业执照"), by=standing_of(steward))
    return {"late": late, "answered": answered, "shared": CodeIssue.objects.filter(kind="shared").order_by("pk")[0]}


def addresses(issues: dict[str, CodeIssue], market: Department) -> dict[str, str]:
    late, answered, shared = (issues[name].pk for name in ("late", "answered", "shared"))
    return {
        "list": HERE, "nothing": f"{HERE}?kind=retired", "issue": f"{HERE}{late}/", "shared": f"{HERE}{shared}/",
        "decide": f"{HERE}{answered}/", "accept": f"{HERE}{answered}/accept/", "answer": f"{HERE}{late}/answer/",
        "assign": f"{HERE}{late}/assign/", "return": f"{HERE}return/", "rates": f"{HERE}rates/",
        "behind": f"{HERE}rates/wrong/{market.code}/{timezone.localdate():%Y-%m}/below/", "registrars": f"{HERE}registrars/",
    }  # fmt: skip


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, issues: dict[str, CodeIssue], market: Department, clerk: User, signed_in: Callable[[User], Client],
    language: str, size: Any,
) -> None:  # fmt: skip
    context = browser.new_context(base_url=live_server.url, viewport=size, locale="zh-CN")
    sign_in(context, signed_in(clerk), live_server.url)
    page = context.new_page()
    wrong_with: dict[str, list[str]] = {}
    for name, address in addresses(issues, market).items():
        answer = page.goto(f"{language}{address}")
        assert answer is not None
        found = faults(page) + [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0) + [f"{answer.status}"] * (answer.status != 200)
        if found:
            wrong_with[name] = found
        if os.environ.get("PICTURES"):
            shot = Path(os.environ["PICTURES"]) / f"{name}-{language[1:] or 'zh'}-{'desk' if size == DESK else 'phone'}.png"
            page.screenshot(path=str(shot), full_page=True)
    context.close()
    assert wrong_with == {}


def test_a_steward_answers_without_script(
    browser: Browser, live_server: Any, issues: dict[str, CodeIssue], steward: User, signed_in: Callable[[User], Client]
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    sign_in(context, signed_in(steward), live_server.url)
    page = context.new_page()
    page.goto(HERE)
    page.get_by_role("link", name=wrong(1)).click()
    page.get_by_role("button", name="答复核实结果").or_(page.get_by_role("link", name="答复核实结果")).first.click()
    page.get_by_role("button", name="提交答复").click()
    assert "数据操作标识位应为" in page.content()
    page.get_by_label("1 删除").check()
    page.get_by_role("button", name="提交答复").click()
    assert "等待信用中心审核" in page.content()
    context.close()
