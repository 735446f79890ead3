"""The inbox: the order, the filters, whose tasks, and what the parts that were there before put into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.clocks.deadlines import due
from goodstanding.clocks.tasks import waiting
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.desk import existing, listing
from goodstanding.desk.views.inbox import left
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.organisations import joining
from goodstanding.organisations.models import CodeIssue, PendingRow
from tests.desk.tasks import only, task
from tests.organisations.making import organisation

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
StandingOf = Callable[[User], Standing]
TODAY = date(2026, 11, 23)


def shown(client: Client, query: str = "", language: str = "") -> list[str]:
    page = client.get(f"{language}/desk/inbox/{query}").content.decode()
    return re.findall(r"data-task[^>]*>(?:案件|Case )(\w+)", page)


def test_overdue_on_top_then_what_is_due_next_then_unknown_then_undated() -> None:
    found = listing.rows(
        [
            task("later", "2026-12-30"), task("none"), task("unknown", known=False), task("late", "2026-11-20"),
            task("later2", "2026-12-01"), task("today", "2026-11-23"), task("latest", "2026-10-30"), task("week", "2026-11-30"),
        ],
        TODAY,
    )  # fmt: skip
    assert [row.task.subject_id for row in found] == ["latest", "late", "today", "week", "later2", "later", "unknown", "none"]
    assert [row.when for row in found] == ["overdue", "overdue", "today", "week", "later", "later", "unknown", "none"]
    # From Monday 23 to Friday 20 November none but the 23rd itself has gone by; the next week's Monday is five working days off.
    assert [row.left for row in found] == [-16, -1, 0, 5, 6, 27, None, None]


@given(st.lists(st.tuples(st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 2, 1))), st.booleans()), max_size=30))
def test_the_order_holds_for_any_tasks_on_any_day(tasks: list[tuple[date | None, bool]]) -> None:
    made = [task(str(n), str(day) if day else None, known=known or day is not None) for n, (day, known) in enumerate(tasks)]
    found = listing.rows(made, TODAY)
    assert {row.task for row in found} == set(made)
    for above, below in pairwise(found):
        order = [["overdue"], ["today", "week", "later"], ["unknown"], ["none"]]
        places = [next(n for n, names in enumerate(order) if row.when in names) for row in (above, below)]
        assert places == sorted(places)
        if above.task.due_on and below.task.due_on:
            assert above.task.due_on <= below.task.due_on
    assert sum(listing.counts(found).values()) == len(made)


def test_the_page_in_both_languages_with_days_left_and_the_unknown_said_loudly(
    steward: User, market: Department, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    yesterday, soon = str(today - timedelta(days=30)), str(today + timedelta(days=3))
    mine = market.pk
    only(monkeypatch, task("A", soon, department=mine), task("B", yesterday, department=mine), task("C", known=False, department=mine))
    alice = signed_in(steward)
    assert shown(alice) == ["B", "A", "C"]
    assert shown(alice, language="/en") == ["B", "A", "C"]
    page, english = alice.get("/desk/inbox/").content.decode(), alice.get("/en/desk/inbox/").content.decode()
    assert "已逾期" in page
    assert "期限待定" in page
    assert "不作推算" in page
    assert re.search(r"逾期 \d+ 个工作日", page)
    assert re.search(r"working days over: \d+", english)
    assert "deadline unknown" in english


def test_everybody_sees_his_own_and_the_centre_sees_all(
    steward: User, other_steward: User, clerk: User, auditor: User, market: Department, environment: Department, signed_in: Signed,
    monkeypatch: pytest.MonkeyPatch, appoint: Callable[..., User],
) -> None:  # fmt: skip
    only(monkeypatch, task("M", department=market.pk), task("E", department=environment.pk), task("Z"))
    assert shown(signed_in(steward)) == ["M"]
    assert shown(signed_in(steward), "?scope=all&department=centre") == []
    assert shown(signed_in(steward), "?scope=all") == ["M"]
    assert shown(signed_in(other_steward), "?scope=all") == ["E"]
    assert shown(signed_in(clerk)) == ["Z"]
    assert sorted(shown(signed_in(clerk), "?scope=all")) == ["E", "M", "Z"]
    assert sorted(shown(signed_in(auditor))) == ["E", "M", "Z"]
    # Who answers for others sees what they owe.
    assert shown(signed_in(appoint("head", market))) == ["M"]
    assert shown(signed_in(appoint("director"))) == ["Z"]
    assert shown(signed_in(appoint("official", market))) == ["M"]


def test_strangers_and_people_without_an_appointment_do_not_come_in(client: Client, stranger: User, signed_in: Signed) -> None:
    for address in ("/desk/inbox/", "/desk/inbox/overview/", "/desk/escalations/", "/desk/calendar/", "/desk/inbox/deadlines/"):
        assert "/account/login/" in client.get(address)["Location"]
        assert signed_in(stranger).get(address).status_code == 403


def test_filters_by_kind_and_day_and_both(clerk: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    late, now = str(today - timedelta(days=20)), str(today)
    only(monkeypatch, task("A", late), task("B", now), task("C", late, what="Decide"), task("D", what="Decide"))
    bob = signed_in(clerk)
    assert shown(bob, "?kind=decide") == ["C", "D"]
    assert shown(bob, "?due=overdue") == ["A", "C"]
    assert shown(bob, "?due=overdue&kind=decide") == ["C"]
    assert shown(bob, "?due=nonsense") == shown(bob)
    assert "没有符合条件的事项" in bob.get("/desk/inbox/?due=unknown").content.decode()


def test_over_a_weekend_no_working_day_has_gone_by() -> None:
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    (row,) = listing.rows([task("A", str(friday))], saturday)
    assert (row.when, row.left) == ("overdue", 0)
    assert left(row) is None
    (row,) = listing.rows([task("A", str(friday))], date(2026, 11, 24))
    assert left(row) == ("逾期 2 个工作日", "working days over: 2")


def test_nothing_to_do_is_said_so(clerk: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch)
    assert "没有待办事项" in signed_in(clerk).get("/desk/inbox/").content.decode()
    assert "Nothing waits for you" in signed_in(clerk).get("/en/desk/inbox/").content.decode()


def test_beyond_fifty_the_list_goes_on_and_keeps_its_filter(clerk: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, *(task(f"{n:03}") for n in range(120)), task("X", what="Decide"))
    bob = signed_in(clerk)
    first, second, third = (shown(bob, f"?kind=answer&page={n}") for n in (1, 2, 3))
    assert (len(first), len(second), len(third)) == (50, 50, 20)
    assert [*first, *second, *third] == [f"{n:03}" for n in range(120)]
    assert "kind=answer&amp;page=2" in bob.get("/desk/inbox/?kind=answer").content.decode()


def test_the_overview_counts_by_day_kind_and_department_and_leads_there(
    clerk: User, market: Department, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = str(timezone.localdate() - timedelta(days=20))
    only(monkeypatch, task("A", late, department=market.pk), task("B", known=False), task("C", what="Decide"))
    page = signed_in(clerk).get("/desk/inbox/overview/").content.decode()
    assert "共 3 件在办" in page
    assert "逾期 1" in page
    for query in ("scope=all&amp;due=overdue", "scope=all&amp;kind=decide", f"scope=all&amp;department={market.pk}", "department=centre"):
        assert query in page, query
    assert "Nothing is open" in _empty(signed_in(clerk), monkeypatch)


def _empty(client: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    only(monkeypatch)
    return client.get("/en/desk/inbox/overview/").content.decode()


def issue(code: str, **values: object) -> CodeIssue:
    return CodeIssue.objects.create(kind="wrong", code=code, found_in="test", **values)


def test_what_was_there_before_puts_its_work_into_the_inbox(
    market: Department, environment: Department, steward: User, clerk: User, standing_of: StandingOf
) -> None:
    day = timezone.localdate() + timedelta(days=4)
    issue("A", department=market, due_on=day)
    issue("B", department=environment, due_on=None)
    issue("C", due_on=day)
    issue("D", department=market, state="answered", answered_at=timezone.now(), due_on=day)
    issue("E", department=market, state="kept", closed_at=timezone.now())
    alice = list(existing.waiting(standing_of(steward)))
    assert [(one.what.zh, one.due_on, one.department_id) for one in alice] == [("核实重错码", day, market.pk)]
    bob = list(existing.waiting(standing_of(clerk)))
    assert [(one.what.zh, one.due_on, one.known, one.department_id) for one in bob] == [
        ("确定重错码核实单位", day, True, None), ("审核重错码核实结果", None, True, None),
    ]  # fmt: skip
    everything = list(existing.waiting(SYSTEM))
    assert sorted(one.known for one in everything) == [False, True, True, True]


def test_a_checked_submission_is_the_departments_until_five_working_days_after_the_check(
    market: Department, steward: User, other_steward: User, clerk: User, standing_of: StandingOf
) -> None:
    one = Submission.everything.create(
        department=market, kind="permit", channel="web", sha256="a" * 64, state="checked", handed_in_by="Alice"
    )
    Submission.everything.create(department=market, kind="permit", channel="web", sha256="b" * 64, state="entered", handed_in_by="Alice")
    Entry.objects.create(event="submission:checked", subject="intake.submission", subject_id=str(one.pk), label="system")
    (found,) = existing.waiting(standing_of(steward))
    assert found.due_on == due("submission_confirm", timezone.localdate())
    assert one.reference in found.title.zh
    assert list(existing.waiting(standing_of(other_steward))) == []
    assert list(existing.waiting(standing_of(clerk))) == []


def test_waiting_rows_are_one_task_and_a_merge_is_anothers_to_confirm(
    market: Department, clerk: User, standing_of: StandingOf, appoint: Callable[..., User]
) -> None:
    for number in range(3):
        PendingRow.objects.create(
            submission="00000000-0000-4000-8000-000000000000", row=number, kind="permit", department=market, name="某公司",
            normal_name="某公司", fields={}, reason="NAME_ONLY",
        )  # fmt: skip
    joining.propose(organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司"), by=standing_of(clerk), because="同一执照")
    bob = [one.what.zh for one in existing.waiting(standing_of(clerk))]
    carol = {one.what.zh: one for one in existing.waiting(standing_of(appoint("clerk", None, "carol")))}
    assert bob == ["核定待核主体"]
    assert list(carol) == ["核定待核主体", "复核主体归并"]
    assert "3" in carol["核定待核主体"].title.zh
    # Which case, never whom it is about.
    assert not any("公司" in one.title.zh for one in carol.values())


def test_every_task_of_every_part_can_be_shown_and_leads_somewhere(
    clerk: User, market: Department, signed_in: Signed, standing_of: StandingOf
) -> None:
    issue("A", department=market, due_on=timezone.localdate())
    issue("B", due_on=timezone.localdate())
    bob = signed_in(clerk)
    assert bob.get("/desk/inbox/?scope=all").status_code == 200
    for one in waiting(SYSTEM):
        assert bob.get(one.url).status_code == 200, one


def test_the_desk_begins_with_the_inbox_for_who_works_there(clerk: User, steward: User, administrator: User, signed_in: Signed) -> None:
    for user, first in ((clerk, "待办"), (steward, "待办"), (administrator, "工作台首页")):
        page = signed_in(user).get("/desk/").content.decode()
        navigation = page[page.index("gs-navigation__list") :]
        assert re.findall(r"gs-navigation__link[^>]*>([^<]+)<", navigation)[0] == first


def test_the_alarm_is_loud_for_who_can_end_it(
    clerk: User, administrator: User, steward: User, market: Department, signed_in: Signed, appoint: Callable[..., User]
) -> None:
    issue("A", department=market, due_on=None)
    for user in (clerk, administrator, appoint("director")):
        page = signed_in(user).get("/desk/inbox/").content.decode()
        assert "工作日历缺失" in page
        assert "1 件在办事项期限待定" in page
    assert "工作日历缺失" not in signed_in(steward).get("/desk/inbox/").content.decode()
