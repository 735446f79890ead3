"""The pages of repair and of taking down in a real browser: accessible, as narrow as a phone, usable without script."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from goodstanding.records.models import Record
from goodstanding.repairs import deciding, masking
from goodstanding.repairs.masking import Ruling
from goodstanding.repairs.models import Repair
from goodstanding.withdrawals import regime, withdrawing
from goodstanding.withdrawals.models import Withdrawal
from goodstanding.withdrawals.withdrawing import Said
from tests.browser import DESK, PHONE, faults, overflow
from tests.journeys.test_desk_in_browser import sign_in
from tests.papers.files import png
from tests.repairs.making import accepted, agent, applied, paper, record, records

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]
NARROW = {"apply", "not_yet", "our_case", "list", "case", "refuse", "masking", "end", "withdrawals", "speed"}
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
            page.screenshot(path=str(Path(os.environ["PICTURES"]) / f"{name}-{language[1:] or 'zh'}-{size}.png"), full_page=True)
    return wrong


@pytest.mark.parametrize(("language", "size"), [("", "desk"), ("/en", "phone")])
def test_every_page_is_accessible_and_as_narrow_as_a_phone(
    browser: Browser, live_server: Any, tmp_path: Path, market: Department, steward: User, appoint: Callable[..., User],
    signed_in: Signed, standing_of: Callable[[User], Standing], language: str, size: str,
) -> None:  # fmt: skip
    alice = standing_of(steward)
    free, waiting, decided, masked, ended = records(tmp_path, market, 5)
    young = record(tmp_path, market, months=1)
    dana = agent(free.organisation)
    filed, declined = applied(waiting, dana), accepted(decided, dana, alice)
    deciding.decline(declined, because="整改尚未完成，完成后可以再次申请", by=alice)
    ruling = Ruling(court="临澜市中级人民法院", document="（2026）皖14破1号", paper=paper(alice))
    hidden = masking.begin(masked.organisation, [masked.pk], ruling, by=alice)
    said = Said(because="varied", document="临府复决〔2026〕8号", effective_on=ended.decided_on, words="复议变更", successor_no="变1号")
    gone = withdrawing.withdraw([ended.pk], said, by=alice)
    director = appoint("director", None, "dora")
    change = regime.propose("ndrc-58", "", basis="ndrc-36", words="调整", by=standing_of(appoint("administrator", None, "ada")))
    ours, desk = f"/ours/{free.organisation.uscc}/repairs", "/desk/repairs/"
    pages: dict[User, dict[str, str]] = {
        dana.user: {
            "apply": f"{ours}/new?record={free.pk}", "not_yet": f"{ours}/new?record={young.pk}", "our_case": f"{ours}/{declined.pk}",
            "our_notice": f"/ours/{free.organisation.uscc}/records/{free.pk}/repair-notice",
        },
        steward: {
            "list": desk, "nothing": f"{desk}?state=granted", "case": f"{desk}{filed.pk}", "refuse": f"{desk}{filed.pk}/refuse",
            "bar": f"{desk}{filed.pk}/accept", "maskings": "/desk/maskings/", "masking": f"/desk/maskings/{hidden.pk}",
            "mask": f"/desk/maskings/new?organisation={free.organisation.uscc}", "whom": "/desk/maskings/new",
            "lift": f"/desk/maskings/{hidden.pk}/lift", "end": f"/desk/records/{free.pk}/end", "withdrawals": "/desk/withdrawals/",
            "withdrawal": f"/desk/withdrawals/{gone.pk}", "numbers": "/desk/withdrawals/new", "speed": "/desk/withdrawals/speed",
        },
        director: {"regimes": "/desk/withdrawals/regimes/", "propose": "/desk/withdrawals/regimes/new",
                   "regime": f"/desk/withdrawals/regimes/{change.pk}"},
    }  # fmt: skip
    wrong: dict[str, list[str]] = {}
    for user, addresses in pages.items():
        context = browser.new_context(base_url=live_server.url, viewport=DESK if size == "desk" else PHONE, locale="zh-CN")
        sign_in(context, signed_in(user), live_server.url)
        wanted = addresses if size == "desk" else {name: address for name, address in addresses.items() if name in NARROW}
        wrong |= look(context.new_page(), wanted, language, size)
        context.close()
    assert wrong == {}


def test_an_organisation_applies_and_a_department_ends_another_without_script(
    browser: Browser, live_server: Any, tmp_path: Path, market: Department, steward: User, signed_in: Signed
) -> None:
    first, second = records(tmp_path, market, 2)
    dana = agent(first.organisation)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    sign_in(context, signed_in(dana.user), live_server.url)
    page = context.new_page()
    page.goto(f"/ours/{first.organisation.uscc}/repairs/new?record={first.pk}")
    page.get_by_role("button", name="下一步").click()
    assert page.locator(".govuk-error-summary a").count() == 3
    page.get_by_label("失信行为如何纠正").fill("罚款已缴清")
    page.get_by_label("履行义务的证明").set_input_files({"name": "凭证.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_label("已阅读并作出上述承诺").check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交申请").click()
    assert page.locator("h1").inner_text().startswith("信用修复申请")
    assert Repair.objects.get().evidence.count() == 1
    context.close()

    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    sign_in(context, signed_in(steward), live_server.url)
    page = context.new_page()
    page.goto(f"/desk/records/{second.pk}/end")
    page.get_by_label("被复议机关或者人民法院撤销").check()
    page.get_by_label("所依据文书的文号").fill("临府复决〔2026〕8号")
    page.get_by_label("生效之日").fill(second.decided_on.isoformat())
    page.get_by_label("对外公布的理由").fill("事实不清")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认并停止公示").click()
    assert page.locator("h1").inner_text().startswith("撤回公示")
    context.close()
    assert Withdrawal.objects.get().timing == "late"
    assert {one.pk for one in Record.public.all()} == {first.pk}
