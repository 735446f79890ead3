"""The pages of an objection in a real browser: accessible, narrow, in both languages, and usable without script."""
# ruff: noqa: F401, F811 - fixtures are imported by name

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from goodstanding.departments.models import User
from goodstanding.objections import deciding
from goodstanding.objections.models import Draft, ErrorReport, Inquiry, Objection
from tests.browser import DESK, PHONE, faults, overflow
from tests.journeys.test_desk_in_browser import sign_in
from tests.objections import making
from tests.objections.conftest import _data, known_year, on, town
from tests.objections.making import Town
from tests.objections.test_verbs import decision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cases(town: Town) -> dict[str, Objection]:
    """One to accept, one with its source, one decided."""
    decided, _ = making.answered(town, "corrects", {town.record.pk: {"CF_NR_FK": "0.1"}})
    deciding.decide(decided, decision(decided, "correct", {"CF_NR_FK": "0.1"}), by=town.clerk)
    asked, _ = making.forwarded(town, records=[town.records[1]])
    return {"decided": decided, "asked": asked, "filed": making.filed(town)}


def addresses(town: Town, cases: dict[str, Objection]) -> dict[str, dict[str, str]]:
    """Page by page, by who opens it."""
    here = f"/ours/{town.organisation.uscc}/objections"
    draft = Draft.objects.create(
        organisation=town.organisation, user_id=town.alice.user_id or 0, records={str(town.record.pk): {"CF_NR_FK": "0.1"}},
        ground="wrong", words="有误",
    )  # fmt: skip
    decided, asked, filed = (cases[name].pk for name in ("decided", "asked", "filed"))
    inquiry = Inquiry.objects.get(objection=asked).pk
    return {
        "alice": {
            "list": here, "new": f"{here}/new?record={town.record.pk}",
            "reasons": f"{here}/drafts/{draft.pk}/reasons", "check": f"{here}/drafts/{draft.pk}/check", "case": f"{here}/{asked}",
            "decided": f"{here}/{decided}", "letter": f"{here}/{decided}/letters/decided", "report": f"/records/{town.record.pk}/report",
        },
        "clerk": {
            "desk": "/desk/objections", "desk_case": f"/desk/objections/{asked}",
            "desk_filed": f"/desk/objections/{filed}", "desk_decided": f"/desk/objections/{decided}",
            "accept": f"/desk/objections/{filed}/accept", "compare": f"/desk/objections/{asked}/compare",
            "decide": f"/desk/objections/{asked}/decide", "statistics": "/objections/statistics?month=2031-03",
            "reports": "/desk/error-reports",
        },
        "steward": {"inquiries": "/desk/inquiries", "inquiry": f"/desk/inquiries/{inquiry}"},
    }  # fmt: skip


STEPS = {"new", "reasons", "check", "case", "desk_case"}
"""The filing steps and the case: at both sizes and in both languages; the other pages are asked once."""


def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, town: Town, cases: dict[str, Objection]
) -> None:
    wrong: dict[str, list[str]] = {}
    for who, pages in addresses(town, cases).items():
        context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="zh-CN")
        sign_in(context, signed(town.users[who]), live_server.url)
        page = context.new_page()
        for name, address in pages.items():
            for language in ("", "/en") if name in STEPS else ("",):
                wrong[f"{language}{name}"] = looked(page, f"{language}{address}", name)
        context.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def looked(page: Page, address: str, name: str) -> list[str]:
    """What is wrong with a page, at a desk and on a phone."""
    page.set_viewport_size(DESK)
    answer = page.goto(address)
    assert answer is not None
    found = [f"{answer.status}"] * (answer.status != 200) + (faults(page) if not address.startswith("/en") else [])
    page.set_viewport_size(PHONE)
    found += [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0) + (faults(page) if name in STEPS else [])
    return found


def test_an_objection_is_filed_in_three_steps_without_script(browser: Browser, live_server: Any, town: Town) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    sign_in(context, signed(town.users["alice"]), live_server.url)
    page = context.new_page()
    page.goto(f"/ours/{town.organisation.uscc}/objections/new?record={town.record.pk}")
    page.locator(f"#f-{town.record.pk}-CF_NR_FK").fill("0.1")
    page.get_by_role("button", name="加入").click()  # the other record too
    assert page.locator(f"#f-{town.record.pk}-CF_NR_FK").input_value() == "0.1"
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    assert "请选择异议理由" in page.content()
    page.get_by_label("公示内容有误").check()
    page.get_by_label("异议说明").fill("罚款金额与决定书不一致。")
    page.locator("#id_papers").set_input_files([{"name": "决定书.pdf", "mimeType": "application/pdf", "buffer": making.PDF}])
    page.get_by_role("button", name="下一步").click()
    assert "决定书.pdf" in page.content()
    page.get_by_role("button", name="提交异议申请").click()
    assert Objection.objects.get().number in page.content()
    assert Objection.objects.get().items.count() == 2
    context.close()


def test_anybody_reports_an_error_without_script(browser: Browser, live_server: Any, town: Town) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"/records/{town.record.pk}/report")
    page.get_by_label("有什么错误").fill("金额与决定书不一致。")
    page.get_by_role("button", name="提交").click()
    assert ErrorReport.objects.get().number in page.content()
    context.close()


def signed(user: User) -> Client:
    """A client that is signed in; its cookie goes to the browser."""
    client = Client()
    client.force_login(user)
    return client
