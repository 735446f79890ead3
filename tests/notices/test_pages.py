"""The box of notices through HTTP, and letters as they are printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client

from goodstanding.departments.models import User
from goodstanding.notices import context, reading
from goodstanding.notices.letters import Letter
from goodstanding.notices.models import Notice
from goodstanding.notices.telling import tell
from goodstanding.rules.texts import Text

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def told(user: User, number: str, url: str = "/desk/inbox/") -> Notice:
    tell(
        [user.pk], "desk.escalated.one", url=url, number=number, what=Text("核实", "inquiry"), due=Text("2026年12月1日", "1 December 2026")
    )
    found = reading.of(user.pk).first()
    assert found is not None
    return found


@pytest.mark.parametrize(("language", "says"), [("", "督办提醒"), ("/en", "Escalated")])
@pytest.mark.parametrize("address", ["/desk/notices/", "/account/notices/"])
def test_the_box_in_both_languages_and_at_both_addresses(clerk: User, signed_in: Signed, language: str, says: str, address: str) -> None:
    told(clerk, "YY-1")
    page = signed_in(clerk).get(f"{language}{address}")
    assert says in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_somebody_without_an_appointment_reads_his_notices_too(stranger: User, signed_in: Signed) -> None:
    told(stranger, "YY-1")
    page = signed_in(stranger).get("/account/notices/").content.decode()
    assert "YY-1" in page
    assert 'content="noindex, nofollow"' in page
    assert "gs-desk" not in page  # not the desk's frame


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    for address in ("/desk/notices/", "/account/notices/", "/account/notices/1/"):
        assert "/account/login/" in client.get(address)["Location"]


def test_following_a_notice_reads_it_and_leads_where_it_says_in_the_readers_language(clerk: User, signed_in: Signed) -> None:
    one = told(clerk, "YY-1", "/en/desk/inbox/")
    bob = signed_in(clerk)
    assert bob.get(f"/account/notices/{one.pk}/")["Location"] == "/desk/inbox/"
    assert reading.unread(clerk.pk) == 0
    assert bob.get(f"/en/account/notices/{one.pk}/")["Location"] == "/en/desk/inbox/"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_notice_leads_nowhere_else(clerk: User, signed_in: Signed, url: str) -> None:
    one = told(clerk, "YY-1", url)
    assert signed_in(clerk).get(f"/account/notices/{one.pk}/")["Location"] == "/account/notices/"


def test_one_or_all_are_marked_as_read_and_nobody_elses(clerk: User, steward: User, signed_in: Signed) -> None:
    first, _, _ = told(clerk, "YY-1"), told(clerk, "YY-2"), told(clerk, "YY-3")
    theirs = told(steward, "YY-4")
    bob = signed_in(clerk)
    assert bob.get(f"/account/notices/{first.pk}/read/").status_code == 405
    bob.post(f"/account/notices/{first.pk}/read/")
    assert reading.unread(clerk.pk) == 2
    assert "YY-1" not in bob.get("/desk/notices/?unread=1").content.decode()
    assert bob.get(f"/account/notices/{theirs.pk}/").status_code == 404
    bob.post(f"/account/notices/{theirs.pk}/read/")
    bob.post("/account/notices/read/")
    assert (reading.unread(clerk.pk), reading.unread(steward.pk)) == (0, 1)
    assert "没有未读消息" in bob.get("/desk/notices/?unread=1").content.decode()


def test_more_than_a_page_goes_on(clerk: User, signed_in: Signed) -> None:
    for number in range(51):
        told(clerk, f"YY-{number:03}")
    bob = signed_in(clerk)
    assert "YY-000" not in bob.get("/desk/notices/").content.decode()
    assert "YY-000" in bob.get("/desk/notices/?page=2").content.decode()


def test_how_many_are_unread_is_known_to_templates_and_asked_only_where_it_is_shown(
    clerk: User, signed_in: Signed, rf: object, django_assert_num_queries: Callable[[int], object]
) -> None:
    told(clerk, "YY-1")
    request = signed_in(clerk).get("/desk/notices/").wsgi_request
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        known = context.notices(request)
    assert known["notices"]["unread"] == 1


def test_a_letter_has_head_number_addressee_paragraphs_seal_and_day_on_a_sheet_for_each_language() -> None:
    letter = Letter(
        title=Text("异议受理通知书", "Notice of acceptance"), number="临信异〔2026〕3号", addressee="临澜市清泉餐饮有限公司",
        paragraphs=(Text("您单位的异议申请已受理。", "Your objection is accepted."), Text("第二段\n下一行", "Second\nnext line")),
        signed=Text("临澜市信用信息中心", "Linlan Credit Information Centre"), day=date(2026, 12, 1),
    )  # fmt: skip
    page = render_to_string("notices/letter.html", {"letter": letter})
    chinese, english = page.index('lang="zh-Hans">'), page.index('<article class="gs-letter gs-sheet" lang="en">')
    assert chinese < english
    for words in (
        "异议受理通知书",
        "编号：临信异〔2026〕3号",
        "临澜市清泉餐饮有限公司：",
        "（印章）",
        "2026年12月1日",
        ">第二段</p>",
        ">下一行</p>",
    ):
        assert words in page[:english], words
    for words in ("Notice of acceptance", "Your objection is accepted.", "(seal)", "1 December 2026"):
        assert words in page[english:], words
    assert page.count("<h1") == 1
    assert page.index("临澜市信用信息中心") < page.index("异议受理通知书", page.index("<article"))
    theirs = render_to_string("notices/letter.html", {"letter": replace(letter, head=Text("临澜市市场监督管理局", "Market Regulation"))})
    assert '<p class="gs-sheet__head">临澜市市场监督管理局</p>' in theirs
