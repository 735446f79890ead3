"""What was public at a past moment, whatever was done in between: the same as what anybody could read then."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import Organisation
from goodstanding.publiclog import sequencing
from goodstanding.publiclog.as_of import as_of, replay
from goodstanding.publiclog.models import Opening
from goodstanding.records import ending, marking, suspending, undoing
from goodstanding.records.ending import Reason
from goodstanding.records.models import Record, Revision
from goodstanding.rules.refusals import Forbidden
from tests.organisations.making import code
from tests.people import Signed
from tests.publiclog.making import NAME, founded, one, published

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = 20
State = dict[UUID, tuple[Any, ...]]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def body() -> Organisation:
    return Organisation.objects.get(pk=founded())


def now() -> datetime:
    """By the database's clock, which writes the ledger's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment  # type: ignore[no-any-return]


def public() -> State:
    """As the pages and the API have it at this moment."""
    state: State = {}
    for record in Record.public.all():
        said = Revision.objects.get(record=record, number=record.revision).data
        marks = {(mark.kind, mark.words) for mark in marking.standing([record.pk]).get(record.pk, [])}
        state[record.pk] = (record.decision_no, said["CF_NR"], record.shown_from, record.shown_until, record.revision, marks)
    return state


def replayed(body: Organisation, moment: datetime) -> State:
    state: State = {}
    for shown in replay([body.pk], moment):
        said = shown.said
        marks = {(mark["kind"], mark["words"]) for mark in map(orjson.loads, shown.marks)}
        window = (datetime.fromisoformat(said[name]).date() for name in ("shown_from", "shown_until"))
        state[shown.record_id] = (said["decision_no"], said["fields"]["CF_NR"], *window, said["revision"], marks)
    return state


class Chance:
    """Random acts on few records, so that they meet."""

    def __init__(self, seed: int, folder: Path, market: Department) -> None:
        self.random, self.folder, self.market = random.Random(seed), folder, market
        self.cases: list[UUID] = []

    def act(self) -> None:
        doing = [self.hand_in] * 4 + [self.mark, self.unmark, self.suspend, self.resume, self.end, self.take_off]
        self.random.choice(doing)()

    def record(self) -> UUID | None:
        found = list(Record.everything.filter(taken_back=False).order_by("pk").values_list("pk", flat=True))
        return self.random.choice(found) if found else None

    def hand_in(self) -> None:
        changed = {"CF_NR": f"罚款{self.random.randrange(1, 9)}000元", "CF_CFLB": self.random.choice(["罚款", "罚款", "警告"])}
        published(self.folder, self.market, [self.random.randrange(1, 8)], **changed)

    def mark(self) -> None:
        if record := self.record():
            self.cases.append(uuid4())
            words = f"意见{len(self.cases)}"
            marking.mark({record: []}, kind="objection", case=self.cases[-1], number="1号", words=words, by=SYSTEM)

    def unmark(self) -> None:
        if self.cases:
            marking.unmark(case=self.random.choice(self.cases), by=SYSTEM)

    def suspend(self) -> None:
        if record := self.record():
            self.cases.append(uuid4())
            since = timezone.localdate() + timedelta(days=self.random.choice([-1, 0, 0, 1]))
            suspending.suspend([record], because="stay", case=self.cases[-1], number="1号", since=since, by=SYSTEM)

    def resume(self) -> None:
        if self.cases:
            suspending.resume(case=self.random.choice(self.cases), by=SYSTEM)

    def end(self) -> None:
        if (record := self.record()) and self.random.random() < 0.2:
            ending.end([record], reason=Reason(because="annulled", basis="penalty-law:48"), by=SYSTEM)

    def take_off(self) -> None:
        record = Record.everything.filter(pk=self.record(), ended_on__isnull=True).first()
        if record and self.random.random() < 0.2:
            undoing.take_off(record, by=Standing(label="Bob", role="clerk"), because="不是该公司")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("often", [0.9, 0.15])
def test_after_any_acts_every_moment_comes_back_bit_for_bit(
    tmp_path: Path, market: Department, body: Organisation, seed: int, often: float
) -> None:
    chance = Chance(seed, tmp_path, market)
    was: list[tuple[datetime, State]] = [(now(), {})]
    published(tmp_path, market, range(1, 5))
    for _ in range(STEPS):
        chance.act()
        was.append((now(), public()))
        if chance.random.random() < often:
            sequencing.sequence()
    sequencing.sequence()
    assert sum(len(state) for _, state in was) > STEPS, "too little was public for this to say anything"
    for moment, state in was:
        assert replayed(body, moment) == state


def test_what_has_passed_its_window_is_public_until_its_last_day(tmp_path: Path, market: Department, body: Organisation) -> None:
    record = one(tmp_path, market)
    sequencing.sequence()
    assert record.shown_until is not None
    midnight = timezone.make_aware(datetime.combine(record.shown_until + timedelta(days=1), datetime.min.time()))
    assert len(replay([body.pk], midnight - timedelta(seconds=1))) == 1
    assert replay([body.pk], midnight) == []
    assert replay([body.pk], Opening.objects.get().at - timedelta(microseconds=1)) == []


def test_who_may_ask_and_that_it_is_written_down(
    tmp_path: Path, market: Department, body: Organisation, clerk: User, official: User, auditor: User, other_steward: User, stranger: User,
    standing_of: Callable[[User], Standing],
) -> None:  # fmt: skip
    one(tmp_path, market)
    sequencing.sequence()
    own = Standing(label="甲公司", role="representative", organisation_id=body.pk)
    for allowed, sees in (
        (standing_of(clerk), 1),
        (standing_of(auditor), 1),
        (own, 1),
        (standing_of(official), 1),
        (standing_of(other_steward), 0),
    ):
        assert len(as_of(body, now(), by=allowed)) == sees
        assert Entry.objects.filter(event="access:looked_up").latest("id").label == allowed.label
    for refused in (standing_of(stranger), Standing(label="乙公司", role="representative", organisation_id=body.pk + 1)):
        with pytest.raises(Forbidden):
            as_of(body, now(), by=refused)


def test_the_desks_page_shows_a_moment_and_gives_the_exact_bytes(
    tmp_path: Path, market: Department, body: Organisation, clerk: User, other_steward: User, signed_in: Signed
) -> None:
    record = one(tmp_path, market)
    before = now()
    ending.end([record.pk], reason=Reason(because="annulled", basis="penalty-law:48"), by=SYSTEM)
    sequencing.sequence()
    page, client = f"/desk/as-of/{code(1)}", signed_in(clerk)
    assert NAME in client.get(page).content.decode()
    then = timezone.localtime(before).isoformat()
    shows = client.get(page, {"at": then}).content.decode()
    assert "1号" in shows
    assert "可能尚未计入" not in shows
    one(tmp_path, market, 2)
    assert "可能尚未计入" in client.get(page, {"at": then}).content.decode()
    assert "没有正在公示的信息" in client.get(page, {"at": timezone.localtime(now()).isoformat()}).content.decode()
    given = client.get(page, {"at": then, "as": "json"}).json()
    (shown,) = replay([body.pk], before)
    assert [one["content"].encode() for one in given["records"]] == [shown.content]
    for wrong in ("", "昨天", "2999-01-01", "2026-13-01"):
        answer = client.get(page, {"at": wrong})
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.content.decode() or not wrong
    assert "没有正在公示的信息" in signed_in(other_steward).get(page, {"at": then}).content.decode()
    assert client.get("/desk/as-of/91341400MA00000999").status_code == 404
    assert Client().get(page).status_code == 302
