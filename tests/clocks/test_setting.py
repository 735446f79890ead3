"""The desk sets a year: it counts at once everywhere, earlier versions stay, unknown deadlines become known, given ones stay."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from goodstanding.clocks import alarm, recomputing
from goodstanding.clocks.calendar import calendar, catalogue
from goodstanding.clocks.deadlines import due
from goodstanding.clocks.models import WorkdayYear
from goodstanding.clocks.setting import set_year
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import CodeIssue
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.clocks.years import coming, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


def test_a_year_that_is_set_counts_at_once(bob: Standing) -> None:
    assert due("disclose", date(2026, 12, 24)) is None
    row, _ = set_year(coming(), by=bob)
    # 25, 28, 29, 30, 31 December, then 4 and 5 January: 1 to 3 January are off.
    assert due("disclose", date(2026, 12, 24)) == date(2027, 1, 5)
    assert due("repair_accept", date(2027, 1, 28)) == date(2027, 2, 1)  # 29 January, Sunday 31 worked, 1 February
    assert catalogue().calendar is calendar()
    assert catalogue().terms == load().terms
    entry = Entry.objects.get(event="calendar:set")
    assert (entry.subject_id, entry.data["year"], entry.data["source"], entry.user_id) == (str(row.pk), 2027, row.source, bob.user_id)


def test_a_change_is_a_new_row_with_a_reason_and_the_newest_counts(bob: Standing) -> None:
    set_year(coming(), by=bob)
    with pytest.raises(Refused, match="REASON_MISSING"):
        set_year(coming(worked=[]), by=bob)
    set_year(coming(worked=[], because="补充通知取消调休"), by=bob)
    assert not calendar().working_day(date(2027, 1, 31))
    assert [one.because for one in WorkdayYear.objects.order_by("id")] == ["", "补充通知取消调休"]


def test_a_year_of_the_catalogue_is_replaced_as_a_whole_and_other_years_stay(bob: Standing) -> None:
    this_year = [one for one in load().calendar.off if one.year == 2026]
    extra = [day(str(one)) for one in sorted(this_year)] + [day("2026-11-25")]
    set_year(coming(year=2026, off=[one for one in extra if one.first.weekday() < 5], worked=[], because="城市临时放假"), by=bob)
    assert not calendar().working_day(date(2026, 11, 25))
    assert not calendar().working_day(date(2026, 2, 14))  # the worked Saturday of the catalogue is gone with it
    assert calendar().working_day(date(2025, 2, 8))


def test_rows_are_never_changed_or_removed(bob: Standing) -> None:
    row, _ = set_year(coming(), by=bob)
    for statement in ("UPDATE clocks_workdayyear SET source = 'x'", "DELETE FROM clocks_workdayyear"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert WorkdayYear.objects.get() == row


@pytest.mark.parametrize(
    "values",
    [
        {"off": [date(2028, 1, 3)]}, {"worked": [date(2026, 12, 26)]}, {"off": [date(2027, 1, 2)], "worked": [date(2027, 1, 2)]},
        {"off": []}, {"source": ""}, {"year": 1900},
    ],
)  # fmt: skip
def test_the_database_refuses_nonsense_by_itself(values: dict[str, object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        WorkdayYear.objects.create(**{"year": 2027, "off": [date(2027, 1, 1)], "source": "x", "set_by": "x", **values})


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        ({"source": "  "}, "SOURCE_MISSING"),
        ({"off": []}, "CALENDAR_WRONG"),
        ({"worked": [day("2027-01-06")]}, "CALENDAR_WRONG"),
        ({"year": 2029}, "CALENDAR_YEAR"),
        ({"year": 1999}, "CALENDAR_YEAR"),
    ],
)
def test_what_cannot_be_a_calendar_is_not_taken(bob: Standing, instead: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        set_year(coming(**instead), by=bob)
    assert not WorkdayYear.objects.exists()


def test_only_clerks_and_administrators_set_it_and_a_refusal_is_written_down(
    steward: User, auditor: User, administrator: User, standing_of: Callable[[User], Standing]
) -> None:
    for user in (steward, auditor):
        with pytest.raises(Forbidden):
            set_year(coming(), by=standing_of(user))
    assert Entry.objects.filter(event="access:refused", data__action="set_calendar", user_id__in=[steward.pk, auditor.pk]).count() == 2
    set_year(coming(), by=standing_of(administrator))


def test_who_looked_at_an_older_version_is_told_that_it_has_changed(bob: Standing) -> None:
    row, _ = set_year(coming(newest=0), by=bob)
    with pytest.raises(Conflict):
        set_year(coming(newest=0, because="再改"), by=bob)
    set_year(coming(newest=row.pk, because="再改"), by=bob)


def issue(department: Department, code: str, **values: object) -> CodeIssue:
    return CodeIssue.objects.create(kind="wrong", code=code, found_in="test", department=department, **values)


def test_unknown_deadlines_become_known_and_given_ones_stay_as_given(market: Department, bob: Standing) -> None:
    opened = datetime(2026, 12, 24, 2, tzinfo=UTC)
    unknown = issue(market, "A", due_on=None, opened_at=opened)
    given = issue(market, "B", due_on=date(2027, 1, 4), opened_at=opened)
    answered = issue(market, "C", due_on=None, opened_at=opened, state="answered")
    assert alarm.unknown() == 1
    assert alarm.alarm(date(2026, 11, 23)).years == (2027,)
    assert alarm.alarm(date(2026, 6, 1)).years == ()
    _, filled = set_year(coming(), by=bob)
    assert filled == 1
    for one in (unknown, given, answered):
        one.refresh_from_db()
    # Ten working days after 24 December: 25, 28-31 December, then 4-8 January.
    assert unknown.due_on == date(2027, 1, 8)
    assert (given.due_on, answered.due_on) == (date(2027, 1, 4), None)
    assert not alarm.alarm(date(2026, 11, 23))
    assert recomputing.recompute() == 0


def test_a_returned_issue_counts_from_the_day_it_was_returned(market: Department, bob: Standing) -> None:
    one = issue(market, "A", due_on=None, opened_at=timezone.now() - timedelta(days=300))
    Entry.objects.create(event="code_issue:returned", subject="organisations.codeissue", subject_id=str(one.pk), label="x")
    recomputing.recompute()
    one.refresh_from_db()
    assert one.due_on == due("code_issue", timezone.localdate())


def test_what_fails_in_one_part_leaves_the_calendar_as_it_was(bob: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise RuntimeError

    monkeypatch.setattr(recomputing, "recompute", fail)
    with pytest.raises(RuntimeError):
        set_year(coming(), by=bob)
    assert 2027 not in calendar().years
    assert not Entry.objects.filter(event="calendar:set").exists()


@pytest.mark.django_db(transaction=True)
def test_every_process_sees_it_and_of_two_at_once_neither_is_lost() -> None:
    assert 2027 not in calendar().years

    def elsewhere(because: str) -> bool:
        try:
            set_year(coming(because=because), by=SYSTEM)
            return 2027 in calendar().years
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(elsewhere, ["一", "二"])) == [True, True]
    assert 2027 in calendar().years
    assert WorkdayYear.objects.count() == 2
