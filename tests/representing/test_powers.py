"""Asking, granting, refusing, withdrawing and ending: who may, within which days, and what is left of the letter."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.clocks.models import WorkdayYear
from goodstanding.clocks.tasks import waiting
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.notices.models import Notice
from goodstanding.organisations.joining import confirm, propose
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.representing import acting, asking, deciding, ending, letters, unknown_deadlines
from goodstanding.representing.acting import as_account
from goodstanding.representing.asking import Wish
from goodstanding.representing.models import Consent, Power
from goodstanding.representing.telling import representatives
from goodstanding.representing.window import take_consent
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.papers import files
from tests.representing.making import asked, body, held, letter, person, representative

pytestmark = pytest.mark.django_db
ID = "110101199003071233"
By = Callable[[User], Standing]


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_a_request_is_kept_without_a_persons_number_and_is_due_in_three_working_days(clerk: User, standing_of: By) -> None:
    power = asked(person(), body(), words=f"提出异议，身份证 {ID}")
    assert ID not in power.words
    assert power.due_on is None or power.due_on > today(2)
    (task,) = waiting(standing_of(clerk))
    assert (task.due_on, task.subject_id) == (power.due_on, str(power.pk))
    assert Entry.objects.get(event="power:asked").data["letter"] == power.letter.sha256
    assert waiting(as_account(power.user)) == []


def test_granting_destroys_the_letter_keeps_its_hash_and_tells_both(clerk: User, standing_of: By) -> None:
    company, other = body(), person("li")
    held(other, company)
    power = asked(person(), company)
    before = power.letter.sha256
    deciding.grant(power, starts_on=today(), ends_on=today(30), by=standing_of(clerk))
    assert power.is_in_force()
    assert not power.is_in_force(today(31))
    paper = Paper.objects.get(pk=power.letter_id)
    assert (paper.content, paper.sha256) == (None, before)
    assert set(Notice.objects.values_list("user_id", flat=True)) == {power.user_id, other.pk}
    assert [entry.event for entry in Entry.objects.filter(event__startswith="power:")] == ["power:asked", "power:granted"]


@pytest.mark.parametrize(("first", "last"), [(-1, 30), (0, 101), (31, 30)])
def test_the_clerk_grants_no_day_that_was_not_asked_for(clerk: User, standing_of: By, first: int, last: int) -> None:
    power = asked(person(), body())
    with pytest.raises(Refused) as refusal:
        deciding.grant(power, starts_on=today(first), ends_on=today(last), by=standing_of(clerk))
    assert refusal.value.code == "DAYS_NOT_ASKED"
    assert Power.objects.get().state == "asked"


def test_refusing_needs_a_reason_which_the_asker_reads(clerk: User, standing_of: By) -> None:
    power = asked(person(), body())
    with pytest.raises(Refused):
        deciding.refuse(power, because="  ", by=standing_of(clerk))
    assert Paper.objects.get().is_there
    deciding.refuse(power, because="委托书未盖公章", by=standing_of(clerk))
    assert (power.state, power.refused_because) == ("refused", "委托书未盖公章")
    assert not Paper.objects.get().is_there
    assert "委托书未盖公章" in Notice.objects.get().zh
    asked(power.user, power.organisation)


def test_nobody_decides_on_his_own_request_and_offices_accounts_do_not_ask(clerk: User, standing_of: By) -> None:
    with pytest.raises(Refused) as refusal:
        asked(clerk, body())
    assert refusal.value.code == "OFFICE_ACCOUNT"
    power = asked(person(), body(2))
    power.user.appointments.create(role="clerk", starts_on=today())
    with pytest.raises(Refused) as refusal:
        deciding.grant(power, starts_on=today(), ends_on=today(1), by=standing_of(power.user))
    assert refusal.value.code == "OWN_POWER"


@pytest.mark.parametrize(
    ("first", "last", "code"), [(-1, 10, "STARTS_IN_THE_PAST"), (5, 4, "ENDS_BEFORE_IT_STARTS"), (0, 400, "POWER_TOO_LONG")]
)
def test_days_that_cannot_be_are_refused_with_what_can(first: int, last: int, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        asked(person(), body(), starts_on=today(first), ends_on=today(last))
    assert refusal.value.code == code


@given(start=st.dates(date(2026, 1, 1), date(2090, 1, 1)), length=st.integers(0, 800))
def test_no_power_is_longer_than_twelve_months(start: date, length: int) -> None:
    last = asking.latest(start)
    assert last > start
    assert (last.year, last.month, last.day) in {
        (start.year + 1, start.month, start.day), (start.year + 1, start.month, 28)
    }  # fmt: skip
    assert (start + timedelta(days=length) <= last) == (length <= (last - start).days)


def test_asked_twice_it_is_one_question_and_somebody_elses_letter_is_none() -> None:
    power = asked(person(), body())
    with pytest.raises(Conflict):
        asked(power.user, power.organisation, days=300)
    with pytest.raises(Conflict):
        asked(power.user, power.organisation, starts_on=today(200), ends_on=today(300))
    thief = person("eve")
    with pytest.raises(Refused) as refusal:
        asking.ask(thief, power.organisation, Wish(today(), today(9)), power.letter, by=as_account(thief))
    assert refusal.value.code == "LETTER_MISSING"


def test_one_account_does_not_flood_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST", 2)
    user = person()
    for number in (1, 2):
        asked(user, body(number))
    with pytest.raises(Refused) as refusal:
        asked(user, body(3))
    assert refusal.value.code == "TOO_MANY_ASKED"


def test_the_next_one_may_be_asked_for_while_this_one_runs_for_the_days_after_it(clerk: User, standing_of: By) -> None:
    power = held(person(), body(), ends_on=today(5))
    with pytest.raises(Conflict):
        asked(power.user, power.organisation)
    following = asked(power.user, power.organisation, starts_on=today(6), ends_on=today(60))
    deciding.grant(following, starts_on=today(6), ends_on=today(60), by=standing_of(clerk))
    assert [one.pk for one in Power.objects.in_force()] == [power.pk]
    assert [one.pk for one in Power.objects.in_force(today(6))] == [following.pk]


def test_a_power_is_over_at_midnight_without_anything_having_run() -> None:
    power = held(person(), body(), ends_on=today())
    assert power.is_in_force()
    assert [power] == list(Power.objects.in_force())
    assert not power.is_in_force(today(1))
    assert list(Power.objects.in_force(today(1))) == []


def test_whoever_asked_withdraws_and_nobody_else() -> None:
    power = asked(person(), body())
    eve = person("eve")
    with pytest.raises(Forbidden):
        asking.withdraw(power, by=as_account(eve))
    assert Entry.objects.filter(event="access:refused", user_id=eve.pk).exists()
    asking.withdraw(power, by=as_account(power.user))
    assert power.state == "withdrawn"
    assert not Paper.objects.get().is_there
    with pytest.raises(Conflict):
        asking.withdraw(power, by=as_account(power.user))


def test_the_holder_a_fellow_and_the_clerk_end_a_power_and_a_stranger_does_not(clerk: User, standing_of: By) -> None:
    company, elsewhere = body(), body(2)
    fellow, stranger = person("li"), person("eve")
    held(fellow, company)
    held(stranger, elsewhere)
    powers = [held(person(f"wang{n}"), company) for n in range(3)]
    with pytest.raises(Forbidden):
        ending.end(powers[0], because="x", by=representative(stranger, elsewhere))
    for power, by in zip(powers, (as_account(powers[0].user), representative(fellow, company), standing_of(clerk)), strict=True):
        with pytest.raises(Refused):
            ending.end(power, because=" ", by=by)
        ending.end(power, because="离职", by=by)
        assert (power.state, power.ended_on, power.ended_by, power.is_in_force()) == ("ended", today(), by.label, False)
    assert representatives(company) == [fellow.pk]
    assert Notice.objects.filter(user_id=fellow.pk).count() == 3


def test_a_power_for_one_entry_is_a_power_for_the_body_it_is_shown_as(appoint: Callable[..., User], standing_of: By) -> None:
    company, twin = body(), body(2)
    power = held(person(), twin)
    two = [standing_of(appoint("clerk")) for _ in range(2)]
    confirm(propose(twin, company, because="同一主体", by=two[0]), by=two[1])
    assert acting.held(power.user, Organisation.objects.get(pk=company.pk)) == power
    assert representatives(company) == [power.user_id]


def test_an_unknown_deadline_is_filled_in_when_the_year_is_known() -> None:
    power = asked(person(), body())
    Power.objects.filter(pk=power.pk).update(due_on=None)
    (task,) = waiting(SYSTEM)
    assert (task.due_on, task.known) == (None, False)
    expected = 1 if power.due_on or WorkdayYear.objects.exists() else 0
    assert unknown_deadlines.recompute() == expected
    assert Power.objects.get().due_on == power.due_on


def test_a_letter_nobody_sent_is_destroyed_after_a_day_and_one_that_waits_is_not() -> None:
    waits = asked(person(), body())
    left = letter(waits.user)
    assert letters.destroy_abandoned() == 0
    late = timezone.now() + timedelta(days=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: late)
        assert letters.destroy_abandoned() == 1
    left.refresh_from_db()
    waits.letter.refresh_from_db()
    assert (left.is_there, waits.letter.is_there) == (False, True)


def test_the_clerk_keeps_a_visitors_consent_and_nobody_else_does(clerk: User, steward: User, standing_of: By) -> None:
    company = body()
    with pytest.raises(Refused) as refusal:
        take_consent(company, None, purpose="objection", by=standing_of(clerk))
    assert refusal.value.code == "CONSENT_MISSING"
    with pytest.raises(Forbidden):
        take_consent(company, files.File("a.png", files.png()), purpose="objection", by=standing_of(steward))
    consent = take_consent(company, files.File("a.png", files.png()), purpose="objection", by=standing_of(clerk))
    assert consent.paper.is_there
    assert Entry.objects.get(event="access:looked_up").because == "window"
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(purpose="repair")


GRANTED = "UPDATE representing_power SET state = 'granted', starts_on = '2026-02-01', decided_at = now()"
BAD = (
    "DELETE FROM representing_power", "UPDATE representing_power SET state = 'granted'", "UPDATE representing_power SET words = 'x'",
    "UPDATE representing_power SET state = 'king'", "UPDATE representing_power SET state = 'refused', decided_by = 'x', decided_at = now()",
    "UPDATE representing_power SET wanted_until = '2099-01-01'", f"{GRANTED}, ends_on = '2026-01-01', decided_by = 'x'",
    f"{GRANTED}, ends_on = '2026-03-01'", f"{GRANTED}, ends_on = '2026-03-01', decided_by = 'x', decided_user = user_id",
    f"{GRANTED}, ends_on = '2026-03-01', decided_by = 'x', state = 'ended'".replace("state = 'granted', ", ""),
)  # fmt: skip


@pytest.mark.parametrize("sql", BAD)
def test_the_database_refuses_what_no_verb_does(sql: str) -> None:
    asked(person(), body())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Power.objects.get().state == "asked"


@pytest.mark.parametrize("change", [{"ends_on": date(2099, 1, 1)}, {"starts_on": date(2020, 1, 1)}])
def test_a_power_that_was_granted_is_never_made_longer(change: dict[str, Any]) -> None:
    held(person(), body())
    with pytest.raises(DatabaseError), transaction.atomic():
        Power.objects.update(**change)


def test_a_power_that_is_over_stays_as_it_was(clerk: User, standing_of: By) -> None:
    power = held(person(), body())
    ending.end(power, because="离职", by=standing_of(clerk))
    with pytest.raises(DatabaseError), transaction.atomic():
        Power.objects.update(state="granted")


def test_two_powers_never_overlap_in_the_database() -> None:
    power = held(person(), body())
    with pytest.raises(DatabaseError), transaction.atomic():
        held(power.user, power.organisation, starts_on=today(10), ends_on=today(90))


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_decides_and_the_other_is_told(appoint: Callable[..., User], standing_of: By) -> None:
    power = asked(person(), body())
    clerks = [standing_of(appoint("clerk")) for _ in range(2)]
    gate, told = threading.Barrier(2), []

    def decide(by: Standing, how: str) -> None:
        mine = Power.objects.select_related("organisation", "user", "letter").get(pk=power.pk)
        gate.wait(10)
        try:
            if how == "grant":
                deciding.grant(mine, starts_on=today(), ends_on=today(9), by=by)
            else:
                deciding.refuse(mine, because="未盖章", by=by)
            told.append(how)
        except Conflict as conflict:
            told.append(conflict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(clerks, ("grant", "refuse"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert "STATE_CHANGED" in told
    assert len(told) == 2
    decided = Power.objects.get()
    assert decided.state == {"grant": "granted", "refuse": "refused"}[next(one for one in told if one != "STATE_CHANGED")]
    assert Entry.objects.filter(event__in=("power:granted", "power:refused")).count() == 1
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_request_comes(appoint: Callable[..., User]) -> None:
    user, company = person(), body()
    paper = letter(user)
    gate, told = threading.Barrier(2), []

    def send() -> None:
        gate.wait(10)
        try:
            asking.ask(user, company, Wish(today(), today(9)), paper, by=as_account(user))
            told.append("sent")
        except Conflict as conflict:
            told.append(conflict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["POWER_THERE", "sent"]
    assert Power.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_is_being_destroyed_as_abandoned_goes_with_no_request() -> None:
    user, company = person(), body()
    left, sent = letter(user), letter(user)
    told: list[str] = []

    def send(paper: Paper) -> None:
        try:
            asking.ask(user, company, Wish(today(), today(9)), paper, by=as_account(user))
            told.append("sent")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    with transaction.atomic():  # the job is at it; the request comes meanwhile, with what it read a moment before
        assert letters.destroy_unsent(left, by=SYSTEM, because="abandoned")
        late = threading.Thread(target=send, args=(Paper.objects.get(pk=left.pk),))
        late.start()
        late.join(1)
    late.join(30)
    assert told == ["LETTER_MISSING"]
    send(sent)
    assert not letters.destroy_unsent(sent, by=SYSTEM, because="abandoned")
    assert Power.objects.get().letter.is_there


def test_half_a_persons_number_is_not_kept_where_words_are_cut_off(clerk: User, standing_of: By) -> None:
    power = held(person(), body())
    ending.end(power, because="因" * (asking.LONGEST - 10) + ID, by=standing_of(clerk))
    assert ID[:10] not in power.ended_because
    assert len(power.ended_because) <= asking.LONGEST


def test_an_office_account_holds_no_power_it_was_granted_before(appoint: Callable[..., User]) -> None:
    company, user = body(), person()
    power = held(user, company)
    assert acting.held(user, company) == power
    user.appointments.create(
        role="official", department=Department.objects.create(code="11330100MB1F45629T", name="某局"), starts_on=today()
    )
    assert acting.held(user, company) is None
