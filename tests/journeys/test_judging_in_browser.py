"""The queue by keyboard alone, without script, and by axe; every page of judging, undoing and merging at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.organisations import joining
from goodstanding.organisations.models import Judgement, Merge, Organisation, PendingRow
from goodstanding.records import settling, undoing
from goodstanding.records.entering import enter
from goodstanding.records.models import Outing, Record, Undoing
from tests.journeys.test_desk_in_browser import sign_in, wrong_with
from tests.organisations.making import code, organisation
from tests.records.handing_in import hand_in, penalty

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Signed = Callable[[User], Client]
NEAR, FAR = "临澜市云溪餐饮有限公司", "临澜市云溪商贸有限公司"


def unclear(number: str, name: str = "云溪餐饮") -> dict[str, str | None]:
    return penalty(1, name, CF_XDR_SHXYM=None, CF_WSH=number)


@pytest.fixture
def town(tmp_path: Path, market: Department, clerk: User, standing_of: Callable[[User], Standing]) -> tuple[Organisation, Organisation]:
    """Rows that wait, one that attached by itself, one that was taken back, a merge that waits for its second clerk."""
    near, far = organisation(1, NEAR), organisation(2, FAR)
    bob = standing_of(clerk)

    def enters(*rows: dict[str, str | None]) -> None:
        handed = hand_in(tmp_path, market, list(rows))
        enter(handed.folder, handed, by=SYSTEM)

    enters(unclear("10号", "云溪商贸"), unclear("11号", "溪云商贸"), penalty(1, NEAR, CF_WSH="20号"))
    for row, body in zip(PendingRow.objects.order_by("row"), (far, near), strict=True):
        settling.attach(row, body, by=bob, because="登记机关系统查询一致")
    undoing.undo(list(PendingRow.objects.filter(organisation=near)), by=bob, because="不是该公司", verdict="different")
    enters(unclear("12号", "云溪商贸"), unclear("1号"), unclear("2号"), unclear("3号", "溪云商贸"))
    joining.propose(far, near, by=bob, because="登记机关证明系重复登记")
    return near, far


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_meets_wcag_22_aa_and_fits_a_phone(
    page: Page, live_server: Any, town: tuple[Organisation, Organisation], clerk: User, signed_in: Signed, language: str
) -> None:
    sign_in(page.context, signed_in(clerk), live_server.url)
    waiting = [row.pk for row in PendingRow.objects.filter(state="waiting").order_by("pk")]
    settled = PendingRow.objects.filter(how="remembered").get().pk
    done, record, merge = Undoing.objects.get().pk, Record.public.filter(decision_no="20号").get().pk, Merge.objects.get().pk
    named = Outing.objects.values_list("named_id", flat=True).first()
    paths = [
        "queue/", "queue/?doubt=1", *(f"queue/{row}/" for row in waiting), f"queue/{settled}/", f"queue/{settled}/undo/",
        "queue/attached/", "queue/judgements/", "queue/undone/", f"queue/undone/{done}/", f"queue/undone/{done}/letter/{named}/",
        f"records/{record}/", f"records/{record}/take-off/", "merges/", f"merges/{merge}/", f"merges/{merge}/decline/",
    ]  # fmt: skip
    assert wrong_with(page, [f"{language}/desk/{path}" for path in paths]) == {}


def test_a_clerk_works_by_keyboard_alone(
    page: Page, live_server: Any, town: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    near, _ = town
    sign_in(page.context, signed_in(clerk), live_server.url)
    first = PendingRow.objects.filter(state="waiting", normal_name="云溪餐饮").earliest("pk")
    page.goto(f"/desk/queue/{first.pk}/")
    page.keyboard.press("?")
    page.get_by_text("撤销刚才的决定").wait_for()
    page.keyboard.press("2")
    assert page.locator("#choice-2").is_checked()
    page.keyboard.press("k")
    assert page.locator("#choice-1").is_checked()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.select_option("#id_ground", "register")
    page.locator("#choice-1").focus()
    page.keyboard.press("s")
    page.get_by_text("2 行已归入").wait_for()
    page.wait_for_load_state()
    assert Record.public.filter(organisation=near, decision_no__in=["1号", "2号"]).count() == 2
    page.keyboard.press("z")
    page.get_by_text("已撤销。").wait_for()
    assert PendingRow.objects.filter(state="waiting", normal_name="云溪餐饮").count() == 2
    page.keyboard.press("1")
    page.keyboard.press("d")
    page.get_by_text("此前核定不是该主体").first.wait_for()
    assert Judgement.objects.latest("pk").verdict == "different"
    page.keyboard.press("o")
    page.wait_for_url("**/open/")


def test_a_key_typed_into_a_field_is_text(
    page: Page, live_server: Any, town: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    sign_in(page.context, signed_in(clerk), live_server.url)
    page.goto(f"/desk/queue/{PendingRow.objects.filter(state='waiting', normal_name='云溪餐饮').earliest('pk').pk}/")
    page.locator("#id_note").press_sequentially("sduz1?")
    assert page.locator("#id_note").input_value() == "sduz1?"
    assert not Record.public.filter(decision_no="1号").exists()


def test_it_all_works_without_script(
    browser: Browser, live_server: Any, town: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    sign_in(context, signed_in(clerk), live_server.url)
    bob = context.new_page()
    bob.goto("/desk/queue/")
    bob.get_by_role("link", name="云溪餐饮").first.click()
    bob.get_by_role("radio", name=NEAR).check()
    bob.get_by_label("依据").select_option("licence")
    bob.get_by_role("button", name="是该主体", exact=True).click()
    assert bob.get_by_text("2 行已归入").is_visible()
    bob.get_by_role("button", name="撤销", exact=True).click()
    assert bob.get_by_text("已撤销。").is_visible()
    context.close()
    assert PendingRow.objects.filter(state="waiting", normal_name="云溪餐饮").count() == 2


def test_the_absorbed_entrys_address_leads_to_the_other_and_says_so(
    page: Page, town: tuple[Organisation, Organisation], appoint: Callable[..., User], standing_of: Callable[[User], Standing]
) -> None:
    joining.confirm(Merge.objects.get(), by=standing_of(appoint("clerk", None, "carol")))
    page.goto(f"/organisations/{code(2)}")
    assert page.url.endswith(code(1))
    assert page.get_by_text("经核实为同一主体").is_visible()
    assert page.get_by_text(FAR).first.is_visible()
