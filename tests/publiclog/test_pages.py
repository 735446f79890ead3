"""The log's pages in a real browser: accessible, as narrow as a phone, in both languages, without script."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.publiclog import keys, sequencing
from goodstanding.publiclog.models import Checkpoint, Cosignature
from goodstanding.records import marking
from tests.browser import DESK, PHONE, faults, overflow
from tests.journeys.test_desk_in_browser import sign_in
from tests.organisations.making import code
from tests.publiclog.making import founded, one, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def town(tmp_path: Path, settings: Any, market: Department) -> None:
    settings.DATA_DIR = tmp_path
    founded()
    record, _ = published(tmp_path, market, [1, 2])
    sequencing.sequence()
    one(tmp_path, market, 3)
    marking.mark({record.pk: []}, kind="objection", case=uuid4(), number="临信异〔2026〕1号", words="金额有误", by=SYSTEM)
    sequencing.sequence()
    Cosignature.objects.create(checkpoint=Checkpoint.objects.latest("size"), witness="audit.example.cn/witness", line="\u2014 x y\n")


@pytest.mark.parametrize(("language", "size"), [("", DESK), ("/en", PHONE)], ids=["desk", "phone"])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, clerk: User, signed_in: Callable[[User], Client], language: str, size: Any
) -> None:
    context = browser.new_context(base_url=live_server.url, viewport=size, locale="zh-CN")
    sign_in(context, signed_in(clerk), live_server.url)
    page, wrong, past = context.new_page(), {}, f"{language}/desk/as-of/{code(1)}"
    for name, address in {"log": f"{language}/log", "refused": f"{past}?at=2099", "then": f"{past}?at={today()}"}.items():
        answer = page.goto(address)
        assert answer is not None
        wide = [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0)
        status = [f"{answer.status}"] * (answer.status != (422 if name == "refused" else 200))
        if found := faults(page) + wide + status:
            wrong[name] = found
        if os.environ.get("PICTURES"):
            shot = Path(os.environ["PICTURES"]) / f"{name}-{language[1:] or 'zh'}.png"
            page.screenshot(path=str(shot), full_page=True)
    context.close()
    assert wrong == {}


def today() -> str:
    return timezone.localdate().isoformat()


def test_the_page_says_where_the_log_stands_and_how_to_check_it() -> None:
    page = Client().get("/log").content.decode()
    newest = Checkpoint.objects.latest("size")
    assert str(keys.verifier()) in page.replace("&#x2B;", "+").replace("&#43;", "+")
    assert "audit.example.cn/witness" in page
    assert "verify_log.py" in page
    assert f">{newest.size}<" in "".join(page.split()).replace(" ", "")
    assert "Where it stands" in Client().get("/en/log").content.decode()


def test_before_the_first_checkpoint_the_page_says_so(settings: Any) -> None:
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE publiclog_checkpoint, publiclog_cosignature")
    assert "一分钟内即会签发" in Client().get("/log").content.decode()
