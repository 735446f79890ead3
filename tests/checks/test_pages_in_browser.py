"""The pages of checks in a real browser: accessible in both languages, as narrow as a phone, usable without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser

from goodstanding.checks import asking, feeding_back, files_asking, sealing
from goodstanding.checks.models import Batch, Grant
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from tests.browser import DESK, PHONE
from tests.checks.page_making import HONOURS, on_a_list
from tests.checks.test_files import as_csv, bidders
from tests.journeys.test_desk_in_browser import sign_in
from tests.journeys.test_one_repair_in_browser import look
from tests.organisations.making import code, organisation
from tests.repairs.making import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]
NARROW = {"hidden", "ask", "found", "history", "file-done", "widget", "frame", "framed", "grants", "ours", "ours-overview"}
"""Those that stack, and those an organisation opens on its telephone."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def ask(by: Standing, number: int, purpose: str = HONOURS) -> Any:
    return asking.ask([code(number)], purpose=purpose, matter="〔2026〕评先第17号", by=by)[0]


@pytest.mark.parametrize("view", [("", "desk"), ("/en", "phone")])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, tmp_path: Path, market: Department, official: User, other_steward: User, administrator: User,
    signed_in: Signed, standing_of: Callable[[User], Standing], view: tuple[str, str],
) -> None:  # fmt: skip
    (language, size), case = view, on_a_list(market)
    record(tmp_path, market)
    organisation(2, "临澜市乙有限公司")
    oscar, client = standing_of(official), signed_in(official)
    found, nothing, unknown = ask(oscar, 1), ask(oscar, 2), ask(oscar, 9)
    assert [one.kind for one in (found, nothing, unknown)] == ["found", "nothing", "unknown"]
    sealing.seal_all()
    feeding_back.feed_back(found, "not_applied", measure=case.adoption.kind_id, reasons="已在整改期内改正", by=oscar)
    rows = as_csv(bidders(*[[str(n), f"临澜市第{n}有限公司", code(n), "", ""] for n in range(1, 5)]))
    for name in ("投标人名单.csv", "供应商.csv", "说明.csv"):
        content = rows if name != "说明.csv" else as_csv([["名称"], ["甲"]])
        client.post("/desk/checks/files/", {"file": SimpleUploadedFile(name, content), "purpose": HONOURS, "matter": "ZB-1"})
    refused, waits, done = Batch.objects.order_by("-at")
    files_asking.go_on(done.pk)
    files_asking.go_on(refused.pk)
    desk, ours = "/desk/checks/", f"/ours/{code(1)}/"
    pages: dict[User | None, dict[str, str]] = {
        None: {"hidden": "/checks/hidden"},
        official: {
            "ask": f"{desk}?code={code(1)}", "find": f"{desk}find?q=临澜市", "found": f"{desk}{found.pk}", "nothing": f"{desk}{nothing.pk}",
            "unknown": f"{desk}{unknown.pk}", "proof": f"{desk}{found.pk}/proof", "history": f"{desk}history", "files": f"{desk}files/",
            "file-done": f"{desk}files/{done.pk}", "file-waits": f"{desk}files/{waits.pk}", "file-refused": f"{desk}files/{refused.pk}",
            "widget": f"{desk}widget", "frame": f"{desk}frame?code={code(1)}", "framed": f"{desk}frame/{found.pk}",
        },
        other_steward: {"none-held": desk},
        administrator: {"grants": f"{desk}grants/", "grant-end": f"{desk}grants/{Grant.objects.order_by('pk')[0].pk}/end"},
        case.agent.user: {"ours": f"{ours}checks", "ours-overview": ours, "ours-none": f"{ours}checks?year=2001"},
    }  # fmt: skip
    wrong: dict[str, list[str]] = {}
    for user, addresses in pages.items():
        context = browser.new_context(base_url=live_server.url, viewport=DESK if size == "desk" else PHONE, locale="zh-CN")
        if user is not None:
            sign_in(context, signed_in(user), live_server.url)
        wanted = addresses if size == "desk" else {name: address for name, address in addresses.items() if name in NARROW}
        wrong |= look(context.new_page(), wanted, language, size)
        context.close()
    assert wrong == {}
