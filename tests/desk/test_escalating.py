"""Before a clock runs out its superior is told: once, by dates, whoever runs it, however often, whatever the server's clock says."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from goodstanding.clocks.deadlines import back_working
from goodstanding.departments.models import Department, User
from goodstanding.desk import alarming, escalating
from goodstanding.desk.models import Escalation
from goodstanding.ledger.models import Entry
from goodstanding.notices.models import Notice
from goodstanding.organisations.models import CodeIssue
from tests.desk.tasks import only, task

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
MONDAY_MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def head(appoint: Callable[..., User], market: Department) -> User:
    return appoint("head", market, "hera")


@pytest.fixture
def director(appoint: Callable[..., User]) -> User:
    return appoint("director", None, "dora")


def escalated() -> list[tuple[str, str, str]]:
    return [(one.subject_id, str(one.due_on), one.superior) for one in Escalation.objects.order_by("id")]


def test_one_working_day_before_and_not_earlier(market: Department, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    # Due on Monday: the working day before is Friday.
    only(monkeypatch, task("A", "2026-11-23", department=market.pk), task("B", "2026-11-24", department=market.pk), task("C"))
    assert escalating.escalate(date(2026, 11, 19)) == 0
    assert escalating.escalate(FRIDAY) == 1
    assert escalated() == [("A", "2026-11-23", "head")]
    (told,) = Notice.objects.all()
    assert told.user == head
    assert "案件A" in told.zh
    assert "Case A" in told.en
    entry = Entry.objects.get(event="case:escalated")
    assert (entry.subject, entry.subject_id, entry.department_id) == ("test.case", "A", market.pk)
    assert (entry.data["due_on"], entry.data["superior"], entry.data["told"]) == ("2026-11-23", "head", [head.pk])


def test_over_spring_festival_the_day_before_is_the_worked_saturday(
    market: Department, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, task("A", "2026-02-24", department=market.pk))
    assert escalating.escalate(date(2026, 2, 13)) == 0
    assert escalating.escalate(date(2026, 2, 14)) == 1


def test_the_centres_own_goes_to_the_director(director: User, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, task("A", "2026-11-20"))
    escalating.escalate(MONDAY)
    assert escalated() == [("A", "2026-11-20", "director")]
    assert Notice.objects.get().user == director


def test_where_nobody_is_appointed_the_administrators_are_told_so(
    market: Department, administrator: User, appoint: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    appoint("head", market, "gone", ends_on=timezone.localdate() - timedelta(days=1))
    only(monkeypatch, task("A", "2026-11-20", department=market.pk))
    escalating.escalate(MONDAY)
    assert escalated() == [("A", "2026-11-20", "administrator")]
    told = Notice.objects.get()
    assert told.user == administrator
    assert "未登记负责人" in told.zh
    assert "临澜市市场监督管理局" in told.zh


def test_again_and_again_is_once_and_a_clock_that_jumps_neither_doubles_nor_loses(
    market: Department, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, task("A", "2026-11-23", department=market.pk), task("B", "2026-12-07", department=market.pk))
    days = [MONDAY, MONDAY, date(2026, 11, 1), MONDAY, date(2026, 11, 19), date(2026, 12, 4), MONDAY, date(2026, 12, 5), date(2030, 1, 1)]
    assert [escalating.escalate(day) for day in days] == [1, 0, 0, 0, 0, 1, 0, 0, 0]
    assert Notice.objects.count() == 2
    assert Entry.objects.filter(event="case:escalated").count() == 2


@pytest.mark.parametrize("seed", range(8))
def test_over_any_days_in_any_order_each_clock_that_ran_out_is_brought_up_exactly_once(
    market: Department, head: User, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = Random(seed)
    first = date(2026, 2, 1)
    dues = {str(n): first + timedelta(days=chance.randrange(60)) for n in range(12)}
    only(monkeypatch, *(task(number, str(day), department=market.pk) for number, day in dues.items()))
    days = [first + timedelta(days=chance.randrange(70)) for _ in range(10)]
    brought = sum(escalating.escalate(day) for day in days)
    begins = {number: back_working(day, 1) for number, day in dues.items()}
    expected = sorted(number for number, begin in begins.items() if begin is not None and begin <= max(days))
    assert sorted(Escalation.objects.values_list("subject_id", flat=True)) == expected
    assert brought == len(expected) == Entry.objects.filter(event="case:escalated").count()


def test_a_worker_that_was_dead_catches_up_with_one_notice_for_many(
    market: Department, head: User, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, *(task(str(n), "2026-10-30", department=market.pk) for n in range(12)), task("Z", "2026-10-30"))
    assert escalating.escalate(MONDAY) == 13
    assert Notice.objects.filter(user=head).count() == 1
    assert "12 件" in Notice.objects.get(user=head).zh
    assert "案件Z" in Notice.objects.get(user=director).zh
    assert Entry.objects.filter(event="case:escalated").count() == 13


def test_a_deadline_that_moved_is_a_new_clock(market: Department, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, task("A", "2026-11-23", department=market.pk))
    escalating.escalate(MONDAY)
    only(monkeypatch, task("A", "2026-12-01", department=market.pk))
    assert escalating.escalate(MONDAY) == 0
    assert escalating.escalate(date(2026, 11, 30)) == 1


def test_unknown_deadlines_are_not_guessed_at(market: Department, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, task("A", known=False, department=market.pk))
    assert escalating.escalate(date(2030, 1, 1)) == 0


def test_where_the_calendar_does_not_reach_back_it_is_brought_up_on_the_day_itself(
    market: Department, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, task("A", "2027-01-08", department=market.pk))
    assert escalating.escalate(date(2027, 1, 7)) == 0
    assert escalating.escalate(date(2027, 1, 8)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once(market: Department, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, *(task(str(n), "2026-11-20", department=market.pk) for n in range(30)))

    def work(_: int) -> int:
        try:
            return escalating.escalate(MONDAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(work, range(4))) == 30
    assert Escalation.objects.count() == Entry.objects.filter(event="case:escalated").count() == 30
    assert Notice.objects.count() == 1


def test_what_was_brought_up_is_kept(market: Department, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, task("A", "2026-11-20", department=market.pk))
    escalating.escalate(MONDAY)
    for statement in ("UPDATE desk_escalation SET told = '{9}'", "DELETE FROM desk_escalation"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_head_sees_the_departments_and_whether_it_is_still_open(
    market: Department, environment: Department, head: User, director: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = str(timezone.localdate() - timedelta(days=3))
    only(monkeypatch, task("A", late, department=market.pk), task("B", late, department=environment.pk))
    escalating.escalate()
    hera = signed_in(head).get("/desk/escalations/").content.decode()
    assert "案件A" in hera
    assert "案件B" not in hera
    assert "仍未办结，已逾期" in hera
    assert "单位负责人<br>Hera" in "".join(hera.split())  # a named superior
    everything = signed_in(director).get("/en/desk/escalations/").content.decode()
    assert "Case A" in everything
    assert "Case B" in everything
    assert 'href="/en/desk/case/A/"' in everything
    only(monkeypatch)
    assert "已办理" in signed_in(head).get("/desk/escalations/").content.decode()


def test_the_alarm_goes_out_once_a_week_to_who_can_end_it(
    clerk: User, administrator: User, steward: User, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, task("A", known=False))
    assert [alarming.raise_alarm(day) for day in (MONDAY, MONDAY, MONDAY + timedelta(days=6), MONDAY + timedelta(days=7))] == [
        True, False, False, True,
    ]  # fmt: skip
    assert sorted(set(Notice.objects.values_list("user_id", flat=True))) == sorted([clerk.pk, administrator.pk, director.pk])
    assert "2027" in Notice.objects.all()[0].zh
    only(monkeypatch)
    assert not alarming.raise_alarm(date(2026, 6, 1))


def test_the_job_does_both_and_fills_what_came_while_a_year_was_set(
    clerk: User, director: User, market: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    slipped = CodeIssue.objects.create(kind="wrong", code="A", found_in="test", department=market, opened_at=MONDAY_MORNING)
    from goodstanding.desk.tasks import escalate  # noqa: PLC0415 - the job as the worker finds it

    only(monkeypatch, task("A", str(timezone.localdate() - timedelta(days=9))), task("B", known=False))
    escalate.func(0)
    assert Escalation.objects.count() == 1
    assert Entry.objects.filter(subject=alarming.SUBJECT).count() == 1
    slipped.refresh_from_db()
    assert slipped.due_on == date(2026, 12, 7)
