"""The form inside an office system: nobody may frame it unless allowed, nothing secret leaves, whoever asks is signed in here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser

from goodstanding import env
from goodstanding.checks import widget
from goodstanding.checks.models import Check
from goodstanding.departments.models import Department, User
from goodstanding.rules.refusals import Unusable
from tests.browser import faults
from tests.checks.making import covered, granted
from tests.journeys.test_desk_in_browser import sign_in
from tests.organisations.making import code, organisation

Signed = Callable[[User], Client]
FRAME = "/desk/checks/frame"
OFFICE = "https://oa.linlan.example.cn"


@pytest.mark.django_db
def test_by_default_nobody_may_frame_it(market: Department, official: User, signed_in: Signed) -> None:
    for client in (Client(), signed_in(official)):
        answer = client.get(FRAME)
        assert answer.status_code == 200
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_an_allowed_system_may_frame_this_form_and_no_other_page(
    market: Department, official: User, signed_in: Signed, settings: Any
) -> None:
    settings.CHECK_FRAME_ANCESTORS = [OFFICE]
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market)
    client = signed_in(official)
    answer = client.get(f"{FRAME}?code={code(1)}&matter=ZB-1")
    assert "X-Frame-Options" not in answer.headers
    assert f"frame-ancestors {OFFICE};" in answer.headers["Content-Security-Policy"]
    assert f'value="{code(1)}"' in answer.content.decode()
    sent = client.post(FRAME, {"code": code(1), "purpose": "tender", "matter": "ZB-1"})
    told = client.get(sent.headers["Location"])
    assert "所列来源中未查到" in told.content.decode()
    assert f"frame-ancestors {OFFICE};" in told.headers["Content-Security-Policy"]
    for other in ("/desk/checks/", f"/desk/checks/{Check.objects.get().pk}", "/accounts/login/"):
        assert client.get(other).headers.get("X-Frame-Options", "DENY") == "DENY", other


@pytest.mark.django_db
def test_a_stranger_is_told_to_sign_in_elsewhere_and_asks_nothing(market: Department, other_steward: User, signed_in: Signed) -> None:
    page = Client().get(FRAME).content.decode()
    assert "请在新窗口中登录" in page
    assert "password" not in page
    assert Client().post(FRAME, {"code": code(1), "purpose": "tender", "matter": "ZB-1"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post(FRAME, {}).status_code == 403
    refused = signed_in(other_steward).post(FRAME, {"code": code(1), "purpose": "tender", "matter": "ZB-1"})
    assert refused.status_code == 422
    assert not Check.objects.exists()


@pytest.mark.django_db
def test_the_lines_to_copy_hold_no_secret(market: Department, official: User, signed_in: Signed) -> None:
    page = signed_in(official).get("/desk/checks/widget").content.decode()
    assert "data-goodstanding-check" in page
    for snippet in (widget.link(), widget.snippet(frame=False), widget.snippet(frame=True)):
        assert "gs_" not in snippet
        assert "session" not in snippet


@pytest.mark.parametrize("said", ["oa.example.cn", "http://oa.example.cn", "https://*.example.cn", "https://oa.example.cn/x", "*"])
def test_only_whole_https_origins_can_be_allowed(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("CHECK_FRAME_ANCESTORS", f"{OFFICE}, {said}")
    with pytest.raises(Unusable):
        env.origins("CHECK_FRAME_ANCESTORS")
    monkeypatch.setenv("CHECK_FRAME_ANCESTORS", OFFICE)
    assert env.origins("CHECK_FRAME_ANCESTORS") == [OFFICE]


@pytest.fixture
def office_system(live_server: Any) -> Iterator[str]:
    """A page of another web system on the same domain, with the lines pasted in."""
    ours = live_server.url.replace("127.0.0.1", "localhost")

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pasted = f'<div data-goodstanding-check data-frame data-code="{code(1)}" data-matter="ZB-1"></div>'
            script = f'<script src="{ours}/static/checks/widget.js" defer></script>'
            body = f'<!DOCTYPE html><html lang="zh"><title>OA</title><h1>OA</h1>{pasted}{script}'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_said: object) -> None:
            pass

    server = HTTPServer(("localhost", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("allowed", [True, False])
def test_it_is_asked_inside_the_office_system_s_page(
    browser: Browser, live_server: Any, office_system: str, market: Department, official: User, signed_in: Signed, settings: Any, *,
    allowed: bool,
) -> None:  # fmt: skip
    settings.CHECK_FRAME_ANCESTORS = [office_system] if allowed else []
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market)
    context = browser.new_context(locale="zh-CN")
    sign_in(context, signed_in(official), f"http://localhost:{urlsplit(live_server.url).port}")
    page = context.new_page()
    page.goto(office_system)
    frame = page.frame_locator("iframe")
    if allowed:
        frame.get_by_role("button", name="查询").click()
        frame.get_by_text("所列来源中未查到").wait_for()
        assert Check.objects.get().matter == "ZB-1"
        assert "HC" not in page.content(), "the page around it is told nothing"
        assert [fault for fault in faults(page) if "iframe" in fault] == []
    else:
        assert frame.locator("form").count() == 0
        assert not Check.objects.exists()
    context.close()
