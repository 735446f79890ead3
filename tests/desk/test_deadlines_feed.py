"""The feed of deadlines: as the RFC says, private, by today's appointments, nothing in it but numbers and days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.clocks.tasks import Task
from goodstanding.departments.models import Appointment, Department, User
from goodstanding.desk import feeding
from goodstanding.desk.models import DeadlineAddress
from goodstanding.ledger.models import Entry
from goodstanding.rules.texts import Text
from tests.desk.calendars import read
from tests.desk.tasks import only, task

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
PAGE = "/desk/inbox/deadlines/"


def made(client: Client, language: str = "zh-hans") -> str:
    """The address, as the page shows it once."""
    page = client.post(PAGE, {"language": language}).content.decode()
    (address,) = re.findall(r"<code>https?://[^/]+(/desk/deadlines\.ics\?token=[\w-]+)</code>", page)
    return str(address)


def test_a_feed_a_calendar_program_can_read(clerk: User, signed_in: Signed, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, task("A", "2026-12-01"), task("B", "2026-11-20"), task("C"), task("D", known=False))
    address = made(signed_in(clerk))
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    calendar = read(answer.content)
    assert [event.values["SUMMARY"] for event in calendar.parts] == ["到期：答复 案件B", "到期：答复 案件A"]
    first = calendar.parts[1]
    assert (first.day("DTSTART"), first.day("DTEND")) == (date(2026, 12, 1), date(2026, 12, 2))
    (alarm,) = first.parts
    assert alarm.values["TRIGGER"] == "-PT15H"  # nine o'clock of the day before
    assert first.values["URL"].endswith("/desk/case/A/")


def test_in_the_language_that_was_chosen(clerk: User, signed_in: Signed, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, task("A", "2026-12-01"))
    event = read(client.get(made(signed_in(clerk), "en")).content).parts[0]
    assert event.values["SUMMARY"] == "Due: Answer, Case A"
    assert event.values["URL"].endswith("/en/desk/case/A/")


def test_the_same_case_keeps_its_identity_when_its_day_moves_and_asking_again_changes_nothing(
    clerk: User, signed_in: Signed, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, task("A", "2026-12-01"))
    address = made(signed_in(clerk))
    before, again = client.get(address).content, client.get(address).content
    assert before == again
    only(monkeypatch, task("A", "2026-12-04"))
    after = read(client.get(address).content).parts[0]
    assert after.values["UID"] == read(before).parts[0].values["UID"]
    assert after.day("DTSTART") == date(2026, 12, 4)


def test_appointments_are_looked_up_at_each_request_and_all_of_them_count(
    appoint: Callable[..., User], market: Department, environment: Department, signed_in: Signed, client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    user = appoint("steward", market)
    second = Appointment.objects.create(user=user, role="steward", department=environment, starts_on=date(2021, 1, 1))
    only(
        monkeypatch,
        task("M", "2026-12-01", department=market.pk),
        task("E", "2026-12-02", department=environment.pk),
        task("Z", "2026-12-03"),
    )
    address = made(signed_in(user))
    assert len(read(client.get(address).content).parts) == 2
    Appointment.objects.filter(pk=second.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert [one.values["SUMMARY"] for one in read(client.get(address).content).parts] == ["到期：答复 案件M"]
    Appointment.objects.filter(user=user).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert read(client.get(address).content).parts == []
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_a_renewed_address_ends_the_one_before_and_an_ended_one_is_nobodys(clerk: User, signed_in: Signed, client: Client) -> None:
    bob = signed_in(clerk)
    first = made(bob)
    second = made(bob)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert bob.get("/desk/inbox/deadlines/end/").status_code == 405
    bob.post("/desk/inbox/deadlines/end/")
    assert client.get(second).status_code == 404
    assert bob.post("/desk/inbox/deadlines/end/").status_code == 404
    events = list(Entry.objects.filter(subject="desk.deadlineaddress").order_by("id").values_list("event", flat=True))
    assert events == ["client:created", "client:created", "client:ended"]


def test_the_secret_is_shown_once_and_kept_nowhere(clerk: User, signed_in: Signed, client: Client) -> None:
    bob = signed_in(clerk)
    token = made(bob).partition("token=")[2]
    assert token not in bob.get(PAGE).content.decode()
    kept = DeadlineAddress.objects.get()
    assert token not in str(vars(kept))
    assert not Entry.objects.filter(data__icontains=token).exists()
    client.get(f"/desk/deadlines.ics?token={token}")
    assert "最近一次使用" in bob.get(PAGE).content.decode()


@pytest.mark.parametrize("query", ["", "?token=", "?token=x", "?token=%00", "?token=" + "a" * 5000])
def test_without_the_secret_there_is_nothing(client: Client, query: str) -> None:
    assert client.get(f"/desk/deadlines.ics{query}").status_code == 404


def test_a_language_has_to_be_chosen(clerk: User, signed_in: Signed) -> None:
    answer = signed_in(clerk).post(PAGE, {"language": "fr"})
    assert answer.status_code == 422
    assert not DeadlineAddress.objects.exists()


@given(st.lists(st.tuples(st.text(max_size=90), st.dates(date(2026, 1, 1), date(2030, 1, 1))), max_size=6))
def test_any_words_make_a_feed_that_can_be_read_and_say_the_same(cases: list[tuple[str, date]]) -> None:
    tasks = [
        Task(
            title=Text(words, words), what=Text("答复", "Answer"), url="/desk/x/", due_on=day, known=True,
            since=datetime(2026, 1, 1, tzinfo=UTC), subject="test.case", subject_id=str(number), department_id=None,
        )
        for number, (words, day) in enumerate(cases)
    ]  # fmt: skip
    calendar = read(feeding.written(tasks, "zh-hans").encode())
    assert [event.day("DTSTART") for event in calendar.parts] == [day for _, day in cases]
    for event, (words, _) in zip(calendar.parts, cases, strict=True):
        said = event.values["SUMMARY"].removeprefix("到期：答复 ")
        assert said.split() == re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", words).split()


def test_beyond_what_a_program_can_take_the_nearest_come_first(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [str(date(2026, 1, 1) + timedelta(days=n % 300)) for n in range(40)]
    only(monkeypatch, *(task(str(n), day) for n, day in enumerate(days)))
    monkeypatch.setattr(feeding, "MOST", 10)
    found = feeding.deadlines(clerk, timezone.localdate())
    assert [str(one.due_on) for one in found] == sorted(days)[:10]
