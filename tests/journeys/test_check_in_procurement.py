"""One check in a procurement, from the grant to the organisation's own page: through HTTP, and in the browser without script."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from goodstanding.checks import files_asking, sealing
from goodstanding.checks.models import Batch, Check
from goodstanding.departments.models import Department, User
from tests.browser import PHONE, faults, overflow
from tests.checks.making import covered, granted
from tests.checks.page_making import publish
from tests.journeys.test_desk_in_browser import sign_in
from tests.measures import making
from tests.organisations.making import code, organisation
from tests.repairs.making import agent

Signed = Callable[[User], Client]
TENDER = "ZB-2026-17"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def town(market: Department) -> None:
    """Three bidders: one on a published list, one with nothing, one nobody knows."""
    making.install()
    publish(making.listed(organisation(1, "临澜市甲有限公司"), market))
    organisation(2, "临澜市乙有限公司")
    covered(market)


@pytest.mark.django_db
def test_from_the_grant_to_what_the_organisation_reads(market: Department, official: User, administrator: User, signed_in: Signed) -> None:
    town(market)
    dana, oscar, ada = agent(organisation(3, "临澜市丙有限公司"), name="dora"), signed_in(official), signed_in(administrator)
    subject = agent(making.body(1))
    assert "贵单位尚无查询授权" in oscar.get("/desk/checks/").content.decode()
    today = timezone.localdate().isoformat()
    typed = {"department": market.code, "purpose": "procurement", "starts_on": today, "ends_on": "", "because": "政府采购监督管理"}
    assert ada.post("/desk/checks/grants/", typed).status_code == 302

    rows = [["投标人名称", "统一社会信用代码"], ["临澜市甲有限公司", code(1)], ["临澜市乙有限公司", code(2)], ["外地公司", code(9)]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    content = SimpleUploadedFile("投标人.csv", out.getvalue().encode())
    sent = oscar.post("/desk/checks/files/", {"file": content, "purpose": "procurement", "matter": TENDER})
    batch = Batch.objects.get()
    assert sent.headers["Location"].endswith(str(batch.pk))
    files_asking.go_on(batch.pk)
    answered = b"".join(oscar.get(f"/desk/checks/files/{batch.pk}/answer.csv")).decode("utf-8-sig")
    kinds = [row[2].partition(" ")[0] for row in csv.reader(io.StringIO(answered))][1:]
    assert kinds == ["查到信息", "所列来源中未查到", "无法确定"]

    check = Check.objects.get(code=code(1))
    page = oscar.get(f"/desk/checks/{check.pk}").content.decode()
    assert "市场监督管理严重违法失信名单" in page
    about = f"entry:{check.organisation.listings.get().pk}" if check.organisation else ""
    said = {"about": about, "outcome": "not_applied", "reasons": "该项目依法不适用限制措施", "effect": ""}
    assert oscar.post(f"/desk/checks/{check.pk}", said).status_code == 302
    sealing.seal_all()
    assert oscar.get(f"/desk/checks/{check.pk}/proof?format=json").json()["size"] == 3

    ours = signed_in(subject.user).get(f"/ours/{code(1)}/checks").content.decode()
    for words in (market.name, "政府采购供应商资格审查", "政府采购法", TENDER, "查到信息", "该项目依法不适用限制措施"):
        assert words in ours, words
    assert "没有单位查询过本单位" in signed_in(dana.user).get(f"/ours/{code(3)}/checks").content.decode()
    assert "每一次查询，被查询的主体都能看到" in Client().get("/checks/hidden").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_official_checks_a_bidder_without_script(
    browser: Browser, live_server: Any, market: Department, official: User, signed_in: Signed
) -> None:
    town(market)
    granted(market, "procurement")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    sign_in(context, signed_in(official), live_server.url)
    page = context.new_page()
    page.goto("/desk/checks/")
    page.get_by_role("button", name="查询").click()
    assert page.locator(".govuk-error-summary a").count() == 2, "the one purpose it holds is chosen already"
    page.get_by_role("link", name="按名称查找", exact=True).click()
    page.get_by_label("主体名称或者代码").fill("临澜市甲")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="临澜市甲有限公司").first.click()
    page.get_by_label("办理事项").fill(TENDER)
    page.get_by_role("button", name="查询").click()
    assert page.locator("h1").inner_text() == "临澜市甲有限公司"
    assert page.get_by_role("heading", name="查到信息").is_visible()
    assert overflow_of(page) <= 0
    page.get_by_label("已阅", exact=True).check()
    page.get_by_role("button", name="提交反馈").click()
    assert page.get_by_text("反馈已记录").is_visible()
    page.get_by_role("link", name="验证这份回执").click()
    assert "尚未封存" in page.locator("main").inner_text()
    context.close()


def overflow_of(page: Any) -> int:
    """Without script the page cannot be asked; its widest box can."""
    box = page.locator("main").bounding_box()
    return int(box["x"] + box["width"] - PHONE["width"])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_answer_is_accessible_on_a_phone(
    browser: Browser, live_server: Any, market: Department, official: User, signed_in: Signed, language: str
) -> None:
    town(market)
    granted(market, "procurement")
    client = signed_in(official)
    client.post("/desk/checks/", {"code": code(1), "purpose": "procurement", "matter": TENDER})
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="zh-CN")
    sign_in(context, client, live_server.url)
    page = context.new_page()
    page.goto(f"{language}/desk/checks/{Check.objects.get().pk}")
    assert faults(page) == []
    assert overflow(page) == 0
    context.close()
