"""The pages of lists in a real browser: accessible, as narrow as a phone, usable without script; and one listing from end to end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from goodstanding.departments.models import User
from goodstanding.lists import remarking
from goodstanding.lists.models import Competence, Listing
from goodstanding.records.models import Record
from tests.browser import DESK, PHONE, faults, overflow
from tests.journeys.test_desk_in_browser import sign_in
from tests.lists.making import BLACK, RED, SCRUTINY, Office, body, criterion, loaded, time_over
from tests.papers.files import png
from tests.repairs.making import agent, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]
NARROW = {
    "list", "kind", "documents", "case_red", "serve", "decide", "loads", "competences", "ours_served", "ours_published", "ours_answer",
}  # fmt: skip
"""Those that stack, and those an organisation opens on its telephone."""


def look(page: Page, addresses: dict[str, str], language: str, size: str) -> dict[str, list[str]]:
    """What is wrong with each page; nothing where all is well."""
    wrong: dict[str, list[str]] = {}
    for name, address in addresses.items():
        answer = page.goto(f"{language}{address}")
        assert answer is not None
        found = faults(page) + [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0)
        found += [f"{answer.status}"] * (answer.status != 200)
        if found:
            wrong[name] = found
        if os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(os.environ["PICTURES"]) / f"lists-{name}-{language[1:] or 'zh'}-{size}.png"), full_page=True)
    return wrong


@pytest.mark.parametrize(("language", "size"), [("", "desk"), ("/en", "phone")])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, tmp_path: Path, office: Office, steward: User, head: User, administrator: User,
    signed_in: Signed, language: str, size: str,
) -> None:  # fmt: skip
    penalty = record(tmp_path, office.department)
    about = penalty.organisation
    dana = agent(about)
    served = office.served(about, records=(penalty,))
    heard = office.answered(body(2, "临澜市乙有限公司"), by=agent(body(2, "临澜市乙有限公司"), name="erin").standing, hearing=True)
    red = office.publicised(body(3, "临澜市丙有限公司"))
    said = remarking.remark(red, "该公司上年度欠税。", by=office.steward)
    published = office.published(about, "safety_serious")
    proposed = office.proposed(body(4, "临澜市丁有限公司"))
    watched = office.proposed(body(5, "临澜市戊有限公司"), SCRUTINY)
    over = time_over(office.served(body(6, "临澜市己有限公司")))
    load = loaded(office.department, [body(n, f"临澜市{n}号有限公司") for n in range(30, 33)], by=office.steward)
    clash = office.proposed(body(8, "临澜市辛有限公司"), RED)
    office.served(body(8, "临澜市辛有限公司"))
    held = Competence.objects.order_by("pk")[0]
    desk, ours = "/desk/lists", f"/ours/{about.uscc}/lists"
    client = signed_in(steward)
    client.post(f"{desk}/new/{about.pk}", {"choice": f"{BLACK}:{criterion(BLACK)}"})
    client.post(f"{desk}/new/{about.pk}/documents", {
        "record": str(penalty.pk), "facts": "使用过期原料", "organ": "法院", "number": "1号", "decided_on": "2026-03-01", "do": "add",
    })  # fmt: skip
    danas = signed_in(dana.user)
    danas.post(f"{ours}/{served.pk}/answer", {"words": "原料并未过期，附进货单据。", "hearing": "on"})
    pages: dict[User, tuple[Client, dict[str, str]]] = {
        steward: (client, {
            "list": f"{desk}/", "nothing": f"{desk}/?state=heard", "find": f"{desk}/new?q=临澜市", "kind": f"{desk}/new/{about.pk}",
            "documents": f"{desk}/new/{about.pk}/documents", "check": f"{desk}/new/{about.pk}/check", "case": f"{desk}/{published.pk}",
            "case_served": f"{desk}/{served.pk}", "case_clash": f"{desk}/{clash.pk}", "serve": f"{desk}/{proposed.pk}/serve",
            "hear": f"{desk}/{heard.pk}/hear", "case_red": f"{desk}/{red.pk}", "settle": f"{desk}/{red.pk}/remarks/{said.pk}",
            "drop": f"{desk}/{served.pk}/drop", "end": f"{desk}/{published.pk}/end", "notice": f"{desk}/{served.pk}/letters/notice",
        }),
        head: (signed_in(head), {
            "decide": f"{desk}/{over.pk}/decide", "remind": f"{desk}/{watched.pk}/decide", "withhold": f"{desk}/{published.pk}/withhold",
            "loads": f"{desk}/publish", "many": f"{desk}/publish/{load.pk}", "decision": f"{desk}/{published.pk}/letters/decision",
        }),
        administrator: (signed_in(administrator), {
            "competences": f"{desk}/competences", "competence_end": f"{desk}/competences/{held.pk}/end",
        }),
        dana.user: (danas, {
            "ours_served": f"{ours}/{served.pk}", "ours_published": f"{ours}/{published.pk}", "ours_answer": f"{ours}/{served.pk}/answer",
            "ours_check": f"{ours}/{served.pk}/answer/check",
        }),
    }  # fmt: skip
    wrong: dict[str, list[str]] = {}
    for known, addresses in pages.values():
        context = browser.new_context(base_url=live_server.url, viewport=DESK if size == "desk" else PHONE, locale="zh-CN")
        sign_in(context, known, live_server.url)
        wanted = addresses if size == "desk" else {name: address for name, address in addresses.items() if name in NARROW}
        wrong |= look(context.new_page(), wanted, language, size)
        context.close()
    assert wrong == {}


def opened(browser: Browser, client: Client, url: str) -> tuple[BrowserContext, Page]:
    """Somebody's browser without script."""
    context = browser.new_context(base_url=url, java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    sign_in(context, client, url)
    return context, context.new_page()


def test_one_listing_without_script(
    browser: Browser, live_server: Any, tmp_path: Path, office: Office, steward: User, head: User, signed_in: Signed
) -> None:
    penalty = record(tmp_path, office.department)
    dana, url = agent(penalty.organisation), live_server.url
    hers, alice = opened(browser, signed_in(steward), url)
    theirs, organisation = opened(browser, signed_in(dana.user), url)
    his, hugh = opened(browser, signed_in(head), url)
    made = proposes(alice, penalty)
    serves(alice)
    answers(organisation, f"/ours/{penalty.organisation.uscc}/lists/{made.pk}")
    alice.goto(f"/desk/lists/{made.pk}")
    alice.get_by_role("button", name="复核陈述、申辩意见").click()
    alice.get_by_label("复核意见").fill("不予采纳")
    alice.get_by_role("button", name="提交复核意见").click()
    decides_and_publishes(hugh, made)
    assert Listing.public.get().pk == made.pk
    organisation.reload()
    page = organisation.locator("main").inner_text()
    until = Listing.everything.get().ends_on
    assert until is not None
    for said in ("危害公众健康", f"{until.year}年{until.month}月{until.day}日", "如何移出名单"):
        assert said in page, said
    for context in (hers, theirs, his):
        context.close()


def proposes(alice: Page, penalty: Record) -> Listing:
    """The steward finds the organisation and says what happened."""
    alice.goto("/desk/lists/")
    alice.get_by_role("button", name="提出认定建议").click()
    alice.get_by_label("统一社会信用代码或者名称").fill(penalty.organisation.uscc or "")
    alice.get_by_role("button", name="查找").click()
    alice.get_by_role("link", name=penalty.organisation.name).click()
    alice.get_by_label("违反食品安全法律、法规").check()
    alice.get_by_role("button", name="下一步").click()
    alice.get_by_role("button", name="下一步").click()
    assert alice.locator(".govuk-error-summary a").count() == 2
    alice.get_by_label(penalty.decision_no).check()
    alice.get_by_label("主要事实").fill("使用过期原料，情节严重。")
    alice.get_by_role("button", name="下一步").click()
    alice.get_by_role("button", name="提交", exact=True).click()
    made: Listing = Listing.everything.get()
    assert made.number in alice.locator("h1").inner_text()
    return made


def serves(alice: Page) -> None:
    """With the proof of service."""
    alice.get_by_role("button", name="登记送达").click()
    alice.get_by_label("直接送达").check()
    alice.get_by_label("送达回证").set_input_files({"name": "回证.png", "mimeType": "image/png", "buffer": png()})
    alice.get_by_role("button", name="登记送达").click()
    assert "可在" in alice.locator("main").inner_text()


def answers(organisation: Page, address: str) -> None:
    """On a telephone."""
    organisation.goto(address)
    organisation.get_by_role("button", name="陈述、申辩").click()
    organisation.get_by_label("陈述、申辩意见").fill("原料并未过期")
    organisation.get_by_role("button", name="下一步").click()
    organisation.get_by_role("button", name="提交", exact=True).click()
    assert "正在复核" in organisation.locator("main").inner_text()


def decides_and_publishes(hugh: Page, made: Listing) -> None:
    """The head reads the letter, goes back once, signs, and publishes with reasons."""
    hugh.goto(f"/desk/lists/{made.pk}")
    hugh.get_by_role("button", name="作出认定决定").click()
    hugh.get_by_label("认定决定书文号").fill("临市监列决〔2026〕8号")
    hugh.get_by_label("决定的理由").fill("事实清楚，情节严重。")
    hugh.get_by_role("button", name="下一步：核对").click()
    assert "原料并未过期" in hugh.locator("article").inner_text()
    hugh.get_by_role("button", name="返回修改").click()
    assert hugh.get_by_label("决定的理由").input_value() == "事实清楚，情节严重。"
    hugh.get_by_role("button", name="下一步：核对").click()
    hugh.get_by_role("button", name="确认并签发").click()
    hugh.get_by_role("button", name="公布认定结果").click()
    hugh.get_by_label("公布的理由").fill("危害公众健康，公布与行为相当。")
    hugh.get_by_role("button", name="公布", exact=True).click()
