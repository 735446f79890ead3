"""Public lists and the handing in of one in a real browser: accessible, as narrow as a phone, in both languages."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM
from goodstanding.lists import disputing, ending, loading_waiting
from goodstanding.lists.models import Listing, Load
from tests.browser import DESK, PHONE, faults, overflow
from tests.intake.working import work
from tests.journeys.test_desk_in_browser import sign_in
from tests.lists.making import BLACK, RED, Office, body
from tests.lists.test_loading import said
from tests.organisations.making import code, organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.parametrize("way", ["/desk", "/en/phone"])]


@dataclass
class Eye:
    """Looks at pages in one language and size, and gathers what is wrong."""

    page: Page
    language: str
    size: str
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def look(self, name: str, address: str = "", status: int = 200) -> None:
        """At the page it is at, or goes to."""
        if address:
            answer = self.page.goto(f"{self.language}{address}")
            assert answer is not None
            assert answer.status == status, name
        if found := faults(self.page) + [f"{overflow(self.page)} pixels too wide"] * (overflow(self.page) > 0):
            self.wrong[name] = found
        if os.environ.get("PICTURES"):
            path = Path(os.environ["PICTURES"]) / f"lists-{name}-{self.language[1:] or 'zh'}-{self.size}.png"
            self.page.screenshot(path=str(path), full_page=True)


@pytest.fixture
def eye(browser: Browser, live_server: Any, way: str) -> Iterator[Eye]:
    cache.clear()
    language, _, size = way.rpartition("/")
    context = browser.new_context(base_url=live_server.url, viewport=DESK if size == "desk" else PHONE, locale="zh-CN")
    yield Eye(context.new_page(), language, size)
    context.close()
    cache.clear()


def test_every_public_page_is_accessible_and_as_narrow_as_a_phone(eye: Eye, office: Office) -> None:
    black = office.published(body(1, "临澜市甲食品有限责任公司"))
    disputing.dispute(black, case=black.pk, number="YY2026-000001", words="原料并未过期。", by=SYSTEM)
    red = office.published(body(2, "临澜市乙有限公司"), RED)
    over = office.published(body(3, "临澜市丙有限公司"))
    ending.end(over, because="repaired", words="已完成整改。", by=office.steward)
    candidate = office.publicised(body(4, "临澜市丁有限公司"))
    for name, address in {
        "public": "/lists/", "black": f"/lists/{BLACK}", "red": f"/lists/{RED}", "none": f"/lists/{RED}?q=没有这一家",
        "entry": f"/lists/entries/{black.pk}", "red_entry": f"/lists/entries/{red.pk}", "publicity": "/lists/publicity",
        "statistics": "/lists/statistics",
    }.items():  # fmt: skip
        eye.look(name, address)
    eye.look("gone", f"/lists/entries/{over.pk}", 410)
    eye.look("remark", f"/lists/publicity/{candidate.pk}")
    eye.page.click("main form button[type=submit]")
    eye.look("remark_empty")
    eye.page.fill("[name=words]", "该公司去年欠税。")
    eye.page.click("main form button[type=submit]")
    eye.look("remarked")
    assert candidate.remarks.count() == 1
    assert eye.wrong == {}


def test_a_list_is_handed_in_looked_at_and_entered(
    eye: Eye, live_server: Any, office: Office, steward: User, signed_in: Callable[[User], Client], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    office.served(body(1, "临澜市甲食品有限责任公司"))
    organisation(5, "临澜市戊有限公司")
    page, known, path = eye.page, said(office), tmp_path / "名单.csv"
    sign_in(page.context, signed_in(steward), live_server.url)
    eye.look("load", "/desk/lists/load")
    with path.open("w", encoding="gb18030", newline="") as out:
        rows = [("临澜市戊有限公司", code(5)), ("临澜市甲食品有限责任公司", code(1)), ("没有这家公司", code(9))]
        csv.writer(out).writerows([("名称", "代码"), *rows])
    values = page.eval_on_selector_all("[name=what] option", "all => all.map(one => one.value)")
    page.select_option("[name=what]", next(one for one in values if one.endswith(f":{known.criterion}")))
    for name in ("organ", "decision_no", "decided_on", "ends_on", "facts"):
        page.fill(f"[name={name}]", getattr(known, name))
    page.click("form[enctype] button[type=submit]")
    eye.look("load_no_file")
    page.set_input_files("[name=file]", str(path))
    page.click("form[enctype] button[type=submit]")
    eye.look("load_look")
    monkeypatch.setattr(loading_waiting, "AT_ONCE", 1)
    page.click("form:has(input[name=seen]) button[type=submit]")
    eye.look("load_wait")
    work()
    page.wait_for_selector(".gs-shares")  # the page asks again by itself
    eye.look("load_done")
    eye.look("load_latest", "/desk/lists/load")
    eye.look("desk_list", f"/desk/lists/?kind={RED}&state=")
    made = Load.objects.get()
    assert (made.rows, made.taken) == (3, 1)
    assert Listing.everything.get(load=made).organisation.name == "临澜市戊有限公司"
    assert eye.wrong == {}
