"""The register's pages in a real browser: accessible, as narrow as a phone, in both languages; and the deed without a script's help."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting
from goodstanding.laws.models import Halt
from tests.browser import DESK, PHONE, faults, overflow
from tests.journeys.test_desk_in_browser import sign_in
from tests.laws.making import DOCUMENT, LAW, Entries, entries, resting, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def part() -> Iterator[Entries]:
    with entries() as made:
        yield made


@pytest.mark.parametrize(("language", "size"), [("", "desk"), ("/en", "phone")])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, part: Entries, appoint: Callable[..., User], signed_in: Callable[[User], Client],
    language: str, size: str,
) -> None:  # fmt: skip
    resting(f"{LAW}:48", 1, 2, 3)
    suspended = halting.halt(said(kind="suspended", articles="48"), by=SYSTEM)
    halting.halt(said("ndrc-36"), by=SYSTEM)
    context = browser.new_context(base_url=live_server.url, viewport=DESK if size == "desk" else PHONE, locale="zh-CN")
    sign_in(context, signed_in(appoint("director", None, "diana")), live_server.url)
    page = context.new_page()
    page.goto(f"/desk/laws/law/{LAW}/stop")
    page.check("input[name=kind][value=repealed]")
    page.fill("[name=document]", DOCUMENT)
    page.fill("[name=since]", str(suspended.since))
    page.fill("[name=words]", "该法已被新法取代")
    page.click("form[enctype] button[type=submit]")
    addresses = {
        "register": "/laws/", "law": f"/laws/{LAW}", "order": "/laws/ndrc-36", "halts": "/laws/halts",
        "halt": f"/laws/halts/{suspended.number}",
        "desk": "/desk/laws/", "basis": f"/desk/laws/law/{LAW}", "stop": f"/desk/laws/law/{LAW}/stop",
        "check": f"/desk/laws/law/{LAW}/stop/check", "deed": f"/desk/laws/halts/{suspended.pk}",
        "print": f"/desk/laws/halts/{suspended.pk}/list",
    }  # fmt: skip
    wrong: dict[str, list[str]] = {}
    for name, address in addresses.items():
        answer = page.goto(f"{language}{address}")
        assert answer is not None
        found = faults(page) + [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0) + [str(answer.status)] * (answer.status != 200)
        if found:
            wrong[name] = found
        if os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(os.environ["PICTURES"]) / f"laws-{name}-{language[1:] or 'zh'}-{size}.png"), full_page=True)
    assert wrong == {}
    page.goto(f"{language}/desk/laws/law/{LAW}/stop/check")
    page.click("form:has(input[name=key]) button[type=submit]")
    made = Halt.objects.get(code=LAW, kind="repealed")
    assert page.url.endswith(f"/desk/laws/halts/{made.pk}")
    assert len(part.stopped) == 3
    context.close()
