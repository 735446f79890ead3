"""Setting a year through HTTP, in Chinese and in English: read the notice, look, save; nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.clocks import setting
from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.models import WorkdayYear
from goodstanding.clocks.setting import set_year
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.models import CodeIssue
from tests.clocks.years import NOTICE_2026, NOTICE_2027, SOURCE, coming

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
SET = "/desk/calendar/2027/set/"


@pytest.fixture(autouse=True)
def _the_year_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever year these tests run in."""
    monkeypatch.setattr(setting, "AHEAD", max(1, 2027 - timezone.localdate().year))


def typed(page: str) -> dict[str, str]:
    """What stands in the page's fields, as a browser would send it."""
    areas = re.findall(r"<textarea[^>]*name=\"(\w+)\"[^>]*>\r?\n?(.*?)</textarea>", page, re.DOTALL)
    inputs = [(name[0], value[0]) for tag in re.findall(r"<input[^>]*>", page)
              if (name := re.findall(r'name="(\w+)"', tag)) and (value := re.findall(r'value="([^"]*)"', tag))]  # fmt: skip
    return {name: unescape(value) for name, value in [*areas, *inputs] if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize(("language", "said"), [("", "2026年10月1日至2026年10月7日"), ("/en", "1 October 2026 to 7 October 2026")])
def test_a_years_holidays_are_said_in_the_readers_language(clerk: User, signed_in: Signed, language: str, said: str) -> None:
    page = signed_in(clerk).get(f"{language}/desk/calendar/2026/").content.decode()
    assert said in " ".join(page.split())
    assert ("至" in page) == (language == "")


@pytest.mark.parametrize(
    ("language", "asks", "done"), [("", "核对 2027 年工作日历", "已保存"), ("/en", "Check the calendar of 2027", "is saved")]
)
def test_from_the_notice_to_a_calendar_that_counts(
    clerk: User, market: Department, signed_in: Signed, language: str, asks: str, done: str
) -> None:
    opened = datetime(2026, 12, 24, 2, tzinfo=UTC)
    CodeIssue.objects.create(kind="wrong", code="A", found_in="test", department=market, opened_at=opened)
    bob, address = signed_in(clerk), f"{language}{SET}"
    assert "2027" in bob.get(f"{language}/desk/calendar/").content.decode()
    page = bob.post(address, {"step": "read", "notice": NOTICE_2027, "source": SOURCE}).content.decode()
    filled = typed(page)
    assert "2027-02-05 至 2027-02-11" in filled["off"]
    assert filled["worked"].split() == ["2027-01-31", "2027-02-20", "2027-04-25", "2027-05-08", "2027-09-26", "2027-10-09"]
    assert filled["source"] == SOURCE
    page = bob.post(address, filled | {"step": "check"}).content.decode()
    assert asks in page
    assert "1 件在办事项期限待定" in page or "1 open cases" in page
    assert page.count("gs-month__day--worked") == 6
    assert not WorkdayYear.objects.exists()
    page = bob.post(address, typed(page) | {"step": "save"}, follow=True).content.decode()
    assert done in page
    assert calendar().working_day(date(2027, 1, 31))
    assert CodeIssue.objects.get().due_on == date(2027, 1, 8)
    assert WorkdayYear.objects.get().source == SOURCE


def test_who_goes_back_from_checking_finds_everything_as_it_was(clerk: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    filled = {
        "off": "1月1日至3日\n2月5日至11日\n4月3日至5日\n5月1日至5日\n6月9日\n9月15日\n10月1日至7日",
        "worked": "1月31日",
        "source": SOURCE,
    }
    checked = typed(bob.post(SET, filled | {"step": "check", "newest": "0"}).content.decode())
    again = typed(bob.post(SET, checked | {"step": "change"}).content.decode())
    assert {name: again[name].replace("\r", "") for name in filled} == filled


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(clerk: User, signed_in: Signed) -> None:
    filled = {"off": "1月1日至3日、春节一周", "worked": "2027-01-06", "source": "", "newest": "0"}
    answer = signed_in(clerk).post(SET, filled | {"step": "check"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "无法识别：“春节一周”" in unescape(page)
    assert "请写明依据" in page
    assert "错误：" in page[page.index("<title>") : page.index("</title>")]
    assert typed(page)["off"] == filled["off"]
    page = signed_in(clerk).post(SET, filled | {"step": "check", "off": "1月1日至3日", "source": SOURCE}).content.decode()
    assert "不是周末，本来就上班" in page
    assert "5月1日" not in re.findall(r"error-message.*?</p>", page, re.DOTALL)[0]
    assert not WorkdayYear.objects.exists()


def test_a_notice_of_another_year_is_found_out(clerk: User, signed_in: Signed) -> None:
    answer = signed_in(clerk).post(SET, {"step": "read", "notice": NOTICE_2026, "off": "1月1日", "source": SOURCE})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "可能不是本年度的通知" in page
    assert typed(page)["off"] == "1月1日"
    assert "没有读到放假日期" in signed_in(clerk).post(SET, {"step": "read", "notice": "今天天气很好"}).content.decode()


def test_a_known_year_is_changed_with_a_reason_and_every_version_stays_to_be_looked_at(clerk: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    first, _ = set_year(coming(), by=SYSTEM)
    filled = typed(bob.get(SET).content.decode())
    assert filled["newest"] == str(first.pk)
    assert "请写明为何修改" in bob.get(SET).content.decode()
    assert bob.post(SET, filled | {"step": "check"}).status_code == 422
    changed = filled | {"because": "补充通知", "worked": "2027-01-31"}
    page = bob.post(SET, changed | {"step": "check"}).content.decode()
    assert page.count("gs-month__day--changed") == 5
    bob.post(SET, typed(page) | {"step": "save"})
    page = bob.get("/desk/calendar/2027/").content.decode()
    assert page.count("gs-month__day--worked") == 1
    assert "补充通知" in page
    older = bob.get(f"/desk/calendar/2027/?version={first.pk}").content.decode()
    assert older.count("gs-month__day--worked") == 6
    assert "已被后来的版本代替" in older
    assert bob.get("/desk/calendar/2027/?version=0").status_code == 404


def test_who_was_slower_is_told_and_keeps_what_he_typed(clerk: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    set_year(coming(), by=SYSTEM)
    filled = typed(bob.get(SET).content.decode()) | {"because": "补充通知", "worked": "2027-01-31"}
    set_year(coming(because="他人先改"), by=SYSTEM)
    answer = bob.post(SET, filled | {"step": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "他人已修改本年度日历" in page
    assert typed(page)["worked"] == "2027-01-31"
    assert bob.post(SET, typed(page) | {"step": "save"}).status_code == 302
    assert WorkdayYear.objects.count() == 3


def test_the_same_button_pressed_twice_saves_once(clerk: User, administrator: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    filled = typed(bob.post(SET, {"step": "read", "notice": NOTICE_2027, "source": SOURCE}).content.decode())
    first, second = (bob.post(SET, filled | {"step": "save"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert WorkdayYear.objects.count() == 1
    # Somebody else who sends the same without a reason is asked for one.
    assert signed_in(administrator).post(SET, filled | {"step": "save"}).status_code == 422


def test_a_year_of_the_catalogue_shows_and_may_be_changed_as_it_stands(clerk: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    page = bob.get("/desk/calendar/2026/").content.decode()
    assert "随系统提供" in page
    assert page.count("gs-month__day--worked") == 6
    for year in (2020, 2022, 2025, 2026):  # with their oddities: a worked Monday, a New Year's Saturday
        form = typed(bob.get(f"/desk/calendar/{year}/set/").content.decode())
        filled = form | {"because": "核对", "source": "通知", "step": "check"}
        assert bob.post(f"/desk/calendar/{year}/set/", filled).status_code == 200, year


def test_others_look_and_do_not_set(steward: User, auditor: User, signed_in: Signed) -> None:
    for user in (steward, auditor):
        client = signed_in(user)
        assert "/set/" not in client.get("/desk/calendar/2026/").content.decode()
        assert client.get(SET).status_code == 403
        assert client.post(SET, {"step": "save"}).status_code == 403


@pytest.mark.parametrize("year", ["1980", "2006", "2099", "9999"])
def test_years_that_have_no_calendar_have_no_page(clerk: User, signed_in: Signed, year: str) -> None:
    assert signed_in(clerk).get(f"/desk/calendar/{year}/").status_code == 404
    assert signed_in(clerk).get(f"/desk/calendar/{year}/set/").status_code == 404
