"""A silent department: asked on the eve of Spring Festival, it says nothing. No worker runs; the record stops showing by its date."""
# ruff: noqa: F401, F811 - fixtures are imported by name

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodstanding.departments.models import User
from goodstanding.objections.models import Inquiry
from goodstanding.records.models import Record
from tests.objections import making
from tests.objections.conftest import _data, known_year, on, town
from tests.objections.making import PDF, Day, Town

pytestmark = pytest.mark.django_db


def shows(record: Record) -> list[bool]:
    """To a visitor: the page, the answer to programs, the list."""
    visitor = Client()
    page = visitor.get(f"/records/{record.pk}")
    answer = visitor.get(f"/api/v1/public/records/{record.pk}")
    listed = visitor.get("/api/v1/public/records?kind=penalty").json()["items"]
    return [page.status_code == 200, answer.status_code == 200, str(record.pk) in str(listed)]


def client(user: User) -> Client:
    signed = Client()
    signed.force_login(user)
    return signed


@pytest.fixture
def january(known_year: None, on: Day) -> Town:
    """The same city, before Spring Festival."""
    on(date(2031, 1, 10))
    return making.build()


def ask(town: Town, on: Day, day: date) -> Inquiry:
    """Filed, accepted and forwarded that day."""
    on(day)
    _, asked = making.forwarded(town)
    return asked


def test_it_shows_on_the_last_day_and_not_on_the_next_and_again_when_answered(january: Town, on: Day) -> None:
    asked = ask(january, on, date(2031, 1, 16))
    # Thursday the 16th: Friday, the worked Sunday the 19th, Monday the 20th.
    assert asked.due_on == date(2031, 1, 20)
    on(date(2031, 1, 20))
    assert shows(january.record) == [True] * 3
    on(date(2031, 1, 21))
    assert shows(january.record) == [False] * 3
    assert shows(january.records[1]) == [True] * 3
    steward = client(january.users["steward"])
    page = steward.get(f"/desk/inquiries/{asked.pk}").content.decode()
    assert "逾期未答复，记录已暂停公示" in page
    sent = {"answer": "confirms", "words": "已核对决定书。", "document": SimpleUploadedFile("决定书.pdf", PDF)}
    assert steward.post(f"/desk/inquiries/{asked.pk}", sent).status_code == 302
    assert shows(january.record) == [True] * 3


def test_a_deadline_on_the_last_day_before_spring_festival_falls_there_and_the_record_hides_through_the_festival(
    january: Town,
    on: Day,
) -> None:
    asked = ask(january, on, date(2031, 1, 17))
    # Friday the 17th: the worked Sunday, Monday the 20th, Tuesday the 21st, the last day before the festival.
    assert asked.due_on == date(2031, 1, 21)
    on(date(2031, 1, 21))
    assert shows(january.record) == [True] * 3
    for day in (date(2031, 1, 22), date(2031, 1, 28), date(2031, 3, 28)):
        on(day)
        assert shows(january.record) == [False] * 3, day


def test_silence_may_be_decided_against_the_source_and_never_for_it(town: Town, on: Day) -> None:
    asked = ask(town, on, date(2031, 3, 3))
    clerk, case = client(town.users["clerk"]), asked.objection
    item = case.items.get()
    url, body = f"/desk/objections/{case.pk}/decide", {"reasons": "来源单位逾期未答复。", "basis": "own"}
    early = clerk.post(url, {**body, f"o-{item.pk}": "end"})
    assert (early.status_code, "来源单位逾期未答复。" in early.content.decode()) == (409, True)  # too early, and nothing typed is lost
    on(date(2031, 3, 7))
    clerk = client(town.users["clerk"])
    kept = clerk.post(url, {**body, f"o-{item.pk}": "nothing"})
    assert kept.status_code == 422
    assert "来源单位逾期未答复。" in kept.content.decode()  # what was typed is not lost
    assert clerk.post(url, {**body, f"o-{item.pk}": "end"}).status_code == 302
    case.refresh_from_db()
    asked.refresh_from_db()
    assert (case.outcome, asked.state) == ("upheld", "closed")
    assert shows(town.record) == [False] * 3
    decided = client(town.users["alice"]).get(f"/ours/{town.organisation.uscc}/objections/{case.pk}/letters/decided")
    assert "异议处理结果告知书" in decided.content.decode()
