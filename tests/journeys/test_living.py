"""The desk's page of one organisation: found, read, asked about a day; a clerk records, ends and takes back a relation."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import Organisation, Relation
from goodstanding.organisations.registering import register
from tests.browser import DESK, PHONE, faults, overflow
from tests.organisations.making import code

Signed = Callable[[User], Client]
LISTS = (
    (
        "统一社会信用代码,名称,行政区划,住所,状态,成立日期\n{a},临澜市甲有限公司,341402,临澜市河东路1号,存续,2010-05-01\n"
        "{b},临澜市甲有限公司城东分公司,341402,,存续,2012-05-01\n"
    ),
    "统一社会信用代码,名称,行政区划,变更日期\n{a},临澜市甲有限公司,341403,2016-05-01\n",
    "统一社会信用代码,名称,行政区划,更正\n{a},临澜市甲有限公司,341404,是\n",
)


@pytest.fixture
def bodies(db: None, tmp_path: Path) -> tuple[Organisation, Organisation]:
    """A company that moved, which was corrected later; and a branch by its name."""
    for number, content in enumerate(LISTS):
        path = tmp_path / f"名录{number}.csv"
        path.write_text(content.format(a=code(1), b=code(2)), "utf-8")
        register(path, by=SYSTEM)
    return Organisation.objects.get(uscc=code(1)), Organisation.objects.get(uscc=code(2))


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_clerk_finds_an_organisation_and_reads_what_was_believed_once(
    bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    bob = signed_in(clerk)
    assert "临澜市甲有限公司" in words(bob.get("/desk/organisations/?q=临澜市甲"))
    assert "名录中没有相符的主体" in words(bob.get("/desk/organisations/?q=查无此人"))
    shown = words(bob.get(f"/desk/organisations/{bodies[0].pk}/"))
    for said in ("登记沿革", "临澜市河东路1号", "名录0.csv", "曾有的记载", "341403"):
        assert said in shown, said
    asked = words(bob.get(f"/desk/organisations/{bodies[0].pk}/?on=2015-01-01"))
    assert "2015年1月1日的登记情况" in asked


def test_a_relation_is_recorded_ended_and_taken_back_with_evidence(
    bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    parent, branch = bodies
    bob, page = signed_in(clerk), f"/desk/organisations/{branch.pk}/"
    assert f"上级单位可能为临澜市甲有限公司（{code(1)}）" in words(bob.get(page))
    form = {"kind": "branch_of", "code": code(1), "since": "2012-05-01", "because": "查验营业执照"}
    for wrong in ({"since": "gestern"}, {"since": "2999-01-01"}, {"code": code(9)}, {"code": code(2)}, {"because": ""}, {"kind": ""}):
        assert bob.post(f"{page}relate/", form | wrong).status_code == 422, wrong
    assert "关系已登记" in words(bob.post(f"{page}relate/", form, follow=True))
    made = Relation.objects.get()
    assert "上级单位可能为" not in words(bob.get(page))
    assert parent.name in words(Client().get(f"/organisations/{code(2)}"))
    assert bob.post(f"/desk/relations/{made.pk}/end/", {"since": "2011-01-01", "because": "x"}).status_code == 422
    bob.post(f"/desk/relations/{made.pk}/end/", {"since": "2020-01-01", "because": "登记机关来函"})
    assert bob.get(f"/desk/relations/{made.pk}/end/").status_code == 404
    bob.post(f"{page}relate/", form | {"since": "2021-01-01"})
    again = Relation.objects.get(valid_until__isnull=True, known_until__isnull=True)
    assert "关系已撤回" in words(bob.post(f"/desk/relations/{again.pk}/take-back/", {"because": "误登"}, follow=True))
    said = Entry.objects.filter(subject="organisations.organisation", because="误登").get()
    assert (said.event, said.user_id) == ("organisation:unrelated", clerk.pk)


def test_who_is_no_clerk_changes_nothing(
    bodies: tuple[Organisation, Organisation], auditor: User, steward: User, signed_in: Signed
) -> None:
    page = f"/desk/organisations/{bodies[1].pk}/"
    assert signed_in(auditor).get(page).status_code == 200
    assert "登记一项关系" not in words(signed_in(auditor).get(page))
    assert signed_in(auditor).get(f"{page}relate/").status_code == 403
    assert signed_in(steward).get(page).status_code == 403
    assert Client().get(page).status_code == 302


def shots(page: Page, language: str, folder: Path, addresses: list[str]) -> None:
    for number, address in enumerate(addresses):
        for name, size, media in (("desk", DESK, "screen"), ("phone", PHONE, "screen"), ("print", DESK, "print")):
            page.emulate_media(media=media)
            page.set_viewport_size(size)
            page.goto(language + address)
            page.screenshot(path=folder / f"{number}{language.strip('/')}-{name}.png", full_page=True)
    page.emulate_media(media="print")
    page.goto(language + addresses[-3])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_meet_wcag_22_aa_fit_a_phone_and_print(
    page: Page, bodies: tuple[Organisation, Organisation], clerk: User, live_server: Any, signed_in: Signed, language: str
) -> None:
    cookie = signed_in(clerk).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    desk = [f"/desk/organisations/{body.pk}/" for body in bodies] + [
        "/desk/organisations/?q=甲",
        f"/desk/organisations/{bodies[1].pk}/relate/",
    ]
    public = [f"/organisations/{code(1)}{query}" for query in ("", "?on=2015-01-01", "?on=gestern")]
    wrong: dict[str, object] = {}
    for address in [*desk, *public]:
        page.set_viewport_size(DESK)
        page.goto(language + address)
        found = faults(page)
        page.set_viewport_size(PHONE)
        if wider := overflow(page):
            found.append(f"{wider} px wider than a phone")
        if found:
            wrong[address] = found
    assert wrong == {}
    page.goto(language + public[0])
    page.emulate_media(media="print")
    assert page.locator(".gs-life__picture").is_visible()
    if folder := os.environ.get("SHOTS"):
        shots(page, language, Path(folder), [*desk, *public])
    assert not page.locator(".gs-asking").is_visible()
