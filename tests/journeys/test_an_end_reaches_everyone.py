"""An end reaches everyone: two departments' systems are told of an entry, it ends, and it is seen until each has taken it out.

Over HTTP and in a browser: one system is called, the other asks; the organisation sees who has and who has not; a repeal ends the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from goodstanding.departments import tokens
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.desk import escalating
from goodstanding.desk.models import Escalation
from goodstanding.exchange import filter_making, keys, sending
from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.laws import halting
from goodstanding.laws.halting import Said
from goodstanding.lists import ending
from tests.browser import DESK, PHONE, faults, overflow
from tests.exchange.making import Receiver, gathered, listening, published, until_due
from tests.journeys.test_desk_in_browser import sign_in
from tests.lists.making import competent
from tests.measures import making
from tests.measures.making import BLACK, Office
from tests.repairs.making import agent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]
HERE = "/desk/deliveries/"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A department's office system on this machine, which a setting allows."""
    monkeypatch.setenv("DELIVERY_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("DELIVERY_HTTP_HOSTS", "127.0.0.1")
    with listening() as found:
        yield found


@pytest.fixture
def market_office(market: Department) -> Office:
    """It lists, and its own system is told."""
    made = making.office(market)
    competent(market, BLACK)
    return made


@pytest.fixture
def environment_office(environment: Department) -> Office:
    """It has adopted a measure on that list; its system asks."""
    made = making.office(environment)
    making.adopted(made)
    return made


def opened(browser: Browser, client: Client | None, url: str, *, size: Any = DESK, script: bool = True) -> Page:
    context = browser.new_context(base_url=url, viewport=size, locale="zh-CN", java_script_enabled=script)
    if client is not None:
        sign_in(context, client, url)
    return context.new_page()


def subscribes(page: Page, url: str) -> None:
    """Without script; what was forgotten is said, and nothing that was typed is lost."""
    page.goto(HERE)
    page.get_by_role("button", name="新建订阅").click()
    page.get_by_label("接收系统名称").fill("行政审批系统")
    page.get_by_label("由本平台主动推送").check()
    page.get_by_label("接收地址").fill(url)
    page.get_by_role("button", name="订阅", exact=True).click()
    assert page.locator(".govuk-error-summary a").count() == 1
    assert page.get_by_label("接收系统名称").input_value() == "行政审批系统"
    page.get_by_label("名单：市场监督管理严重违法失信名单").check()
    page.get_by_role("button", name="订阅", exact=True).click()
    assert "whpk_" in page.locator("main").inner_text()


def acknowledges_late(page: Page) -> None:
    """Overdue, it is brought up to the head; then the steward acknowledges it at the desk."""
    Delivery.objects.filter(acknowledged_at__isnull=True, action="ended").update(due_on=date(2026, 1, 5))
    escalating.escalate()
    assert Escalation.objects.filter(subject="exchange.subscription").count() == 1
    page.goto(HERE)
    assert "逾期 1 条" in page.locator("main").inner_text()
    page.get_by_role("link", name="1 条未确认").click()
    page.get_by_role("button", name="确认本页 1 条均已移除").click()


def test_an_end_reaches_everyone(
    browser: Browser, live_server: Any, receiver: Receiver, market_office: Office, environment_office: Office, signed_in: Signed,
) -> None:  # fmt: skip
    alice = opened(browser, signed_in(market_office.users["steward"]), live_server.url, script=False)
    subscribes(alice, receiver.url)
    asked = signed_in(environment_office.users["steward"]).post(
        f"{HERE}subscribe", {"name": "环评审批系统", "way": "poll", "topics": [f"list:{BLACK}"]}
    )
    assert asked.status_code == 302
    _, token = tokens.give(
        name="环评", department=environment_office.department, scopes=["delivery:read"], ends_on=date(2099, 1, 1), by=SYSTEM
    )  # fmt: skip
    polls = Client(headers={"Authorization": f"Bearer {token}"})

    about = making.body()
    entry = published(about, market_office.department)
    gathered()
    sending.send()
    (event,) = receiver.events
    assert (event["type"], event["subject"]) == ("goodstanding.list_entry.added", entry.number)
    page = polls.get("/api/v1/deliveries").json()
    assert [one["event"]["subject"] for one in page["items"]] == [entry.number]
    whole = polls.get(f"/api/v1/deliveries/{page['items'][0]['id']}").json()
    assert whole["content"]["organisation"]["code"] == about.uscc

    # It ends; the called system is down for a while, and nothing is lost.
    receiver.status = 500
    ending.end(entry, because="repaired", words="已完成整改。", by=market_office.head)
    gathered()
    sending.send()
    until_due()
    receiver.status = 200
    sending.send()
    assert [one["type"].rpartition(".")[2] for one in receiver.events] == ["added", "ended", "ended"]
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 2
    (over,) = polls.get(f"/api/v1/deliveries?cursor={page['next']}").json()["items"]
    assert over["event"]["data"]["ground"] == "repaired"
    assert polls.get(f"/api/v1/deliveries/{over['id']}").json()["content"] is None

    # One has taken it out and says so, the other has not: the organisation sees both, on its telephone.
    assert polls.post(f"/api/v1/deliveries/{over['id']}/acknowledge").status_code == 200
    dana = opened(browser, signed_in(agent(about).user), live_server.url, size=PHONE)
    dana.goto(f"/ours/{about.uscc}/")
    dana.get_by_role("link", name="信息推送到哪些单位").click()
    seen = dana.locator("main").inner_text()
    assert market_office.department.name in seen
    assert environment_office.department.name in seen
    assert (seen.count("尚未确认移除"), seen.count("已确认移除")) == (1, 1)
    assert faults(dana) == []

    acknowledges_late(alice)
    dana.reload()
    assert dana.locator("main").inner_text().count("已确认移除") == 2
    for one in (alice, dana):
        one.context.close()


def test_a_repeal_ends_all_of_it_for_everybody(
    receiver: Receiver, market_office: Office, environment_office: Office, signed_in: Signed
) -> None:
    for office, said in (
        (market_office, {"way": "webhook", "url": receiver.url}), (environment_office, {"way": "poll", "url": ""}),
    ):  # fmt: skip
        signed_in(office.users["head"]).post(f"{HERE}subscribe", {"name": "系统", "topics": [f"list:{BLACK}"], **said})
    entries = [published(making.body(n), market_office.department) for n in range(1, 8)]
    gathered()
    sending.send()
    law = Said(target="law", code="market-44", kind="repealed", document="国令第1号", words="废止", since=timezone.localdate())
    halting.halt(law, by=SYSTEM)
    gathered()
    sending.send()
    numbers = sorted(one.number for one in entries)
    assert sorted(one["subject"] for one in receiver.events if one["type"].endswith("ended")) == numbers
    assert {json.dumps(one["data"]["ground"]) for one in receiver.events} == {'""', '"basis"'}
    far = Subscription.objects.get(department=environment_office.department)
    ended = Delivery.objects.filter(subscription=far, action="ended", ground="basis", due_on__isnull=False)
    assert sorted(ended.values_list("holding__number", flat=True)) == numbers


def look(page: Page, name: str, address: str, language: str, size: str) -> list[str]:
    answer = page.goto(f"{language}{address}")
    assert answer is not None
    found = faults(page) + [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0) + [f"{answer.status}"] * (answer.status != 200)
    if os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(os.environ["PICTURES"]) / f"exchange-{name}-{language[1:] or 'zh'}-{size}.png"), full_page=True)
    return [f"{name}: {one}" for one in found]


@pytest.mark.parametrize(("language", "size"), [("", "desk"), ("/en", "phone")])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, receiver: Receiver, market_office: Office, environment_office: Office, administrator: User,
    signed_in: Signed, language: str, size: str,
) -> None:  # fmt: skip
    client = signed_in(market_office.users["steward"])
    said = {"name": "行政审批系统", "way": "webhook", "url": receiver.url, "topics": [f"list:{BLACK}"]}
    client.post(f"{HERE}subscribe", said)
    client.post(f"{HERE}subscribe", {**said, "name": "招标投标监管系统", "way": "poll", "url": "", "districts": "3414"})
    to, second = Subscription.objects.order_by("number")
    entries = [published(making.body(n), market_office.department) for n in range(1, 5)]
    gathered()
    sending.send()
    receiver.status = 500
    for one in entries[:2]:
        ending.end(one, because="repaired", words="已完成整改。", by=market_office.head)
    gathered()
    sending.send()
    keys.rotate(to, by=market_office.steward)
    filter_making.make_all()
    late = Delivery.objects.filter(subscription=to, action="ended").order_by("pk")[0]
    Delivery.objects.filter(pk=late.pk).update(due_on=date(2026, 1, 5))
    dana = agent(entries[0].organisation)
    pages: dict[User, dict[str, str]] = {
        market_office.users["steward"]: {
            "health": HERE, "subscribe": f"{HERE}subscribe", "subscription": f"{HERE}{to.pk}", "polls": f"{HERE}{second.pk}?shown=overdue",
            "message": f"{HERE}messages/{late.key}", "filters": f"{HERE}filters",
            **{deed: f"{HERE}{to.pk}/{deed}" for deed in ("topics", "address", "rotate", "replay", "end")},
        },
        administrator: {"whose": f"{HERE}subscribe", "all": HERE},
        dana.user: {"ours": f"/ours/{entries[0].organisation.uscc}/delivered", "overview": f"/ours/{entries[0].organisation.uscc}/"},
    }  # fmt: skip
    wrong: list[str] = []
    for user, addresses in pages.items():
        page = opened(browser, signed_in(user), live_server.url, size=DESK if size == "desk" else PHONE)
        for name, address in addresses.items():
            wrong += look(page, name, address, language, size)
        page.context.close()
    assert wrong == []
