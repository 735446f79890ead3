"""Whatever goes wrong, nobody is told "nothing" who should have been told something, or that we do not know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from goodstanding.checks import asking, composing, coverage, facts_sql, purposes, replay
from goodstanding.checks.models import Check
from goodstanding.departments import feeds
from goodstanding.departments.models import Department, Feed
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import force, halting
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Listing
from goodstanding.measures.models import Application
from goodstanding.organisations.models import CodeIssue, Organisation
from goodstanding.records.models import Record, Suspension
from goodstanding.rules.refusals import Refused
from tests.checks.making import asks, covered, granted
from tests.measures import making as measures
from tests.organisations.making import code, organisation
from tests.repairs.making import record
from tests.repairs.test_at_once import together

pytestmark = pytest.mark.django_db
PURPOSES = ("tender", "procurement", "honours", "supervision", "own_record", "nonsense", "permit")
FAULTS = (
    "facts",
    "coverage",
    "composing",
    "receipts",
    "late",
    "never",
    "missing",
    "halted_list",
    "halted_law",
    "suspended",
    "issue",
    "merged",
)


@pytest.fixture
def city(market: Department, tmp_path: Path) -> Department:
    """1 has a penalty and a published entry with a measure adopted; 2 nothing; 3 is under key scrutiny only; 4 an entry not published."""
    record(tmp_path, market)
    office = measures.office(market)
    measures.adopted(office)
    for number in (2, 3, 4):
        organisation(number, f"临澜市第{number}有限公司")
    shown = measures.listed(measures.body(1), market)
    Listing.everything.filter(pk=shown.pk).update(state="published", published_at=timezone.now(), publication="依法公布", published_by="t")
    measures.listed(measures.body(3), market, "scrutiny", state="reminded")
    measures.listed(measures.body(4), market)
    granted(market, "tender", "procurement", "honours", "supervision")
    covered(market)
    return market


@contextmanager
def fault(name: str) -> Iterator[None]:  # noqa: C901 - a list of faults
    """One thing goes wrong, for as long as this lasts."""
    broken = {
        "coverage": patch.object(coverage, "read", side_effect=DatabaseError("gone")),
        "composing": patch.object(composing, "_shown", side_effect=KeyError("x")),
    }
    with ExitStack() as stack:
        if name in broken:
            coverage._kept.clear()
            stack.enter_context(broken[name])
        elif name == "facts":
            statement = "CREATE OR REPLACE FUNCTION laws_in_force(_basis text, _day date) RETURNS boolean LANGUAGE sql AS 'SELECT 1/0 = 1'"
            _say(statement)
        elif name == "receipts":
            _say("ALTER TABLE checks_check ADD CONSTRAINT never CHECK (kind = 'unknown') NOT VALID")
        elif name == "late":
            Feed.objects.update(every_days=1)
            with pgtrigger.ignore():
                Entry.objects.filter(event="submission:entered").update(at=timezone.now() - timedelta(days=12))
        elif name == "never":
            with pgtrigger.ignore():
                Entry.objects.filter(event="submission:entered").delete()
        elif name == "missing":
            Feed.objects.filter(kind="penalty").delete()
        elif name in ("halted_list", "halted_law"):
            entry = Listing.everything.get(state="published")
            _halt(entry.basis.partition(":")[0] if name == "halted_list" else "tendering-law")
        elif name == "suspended":
            one = Record.everything.get()
            Suspension.objects.create(record=one, because="silent_source", case=uuid4(), number="YY", since=timezone.localdate())
        elif name == "issue":
            CodeIssue.objects.create(kind="shared", code=code(2), found_in="test")
        elif name == "merged":
            Organisation.objects.filter(uscc=code(2)).update(merged_into=Organisation.objects.get(uscc=code(1)))
        yield


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def _halt(law: str) -> None:
    said = halting.Said(target="law", code=law, kind="suspended", document="国令第1号", words="暂停", since=timezone.localdate())
    halting.halt(said, by=SYSTEM)


def _true(check: Check) -> None:
    """What must hold of every answer, computed anew from the tables."""
    said, day = replay.read(check), timezone.localdate()
    body = Organisation.objects.filter(uscc=check.code).first()
    members = [body.pk, *(body.absorbed.values_list("pk", flat=True))] if body else []
    if body and body.merged_into_id:
        members = [body.merged_into_id, body.pk]
    holds = purposes.holds(purposes.find(check.purpose))
    shown = Record.public.filter(organisation_id__in=members, kind__in=holds.kinds)
    entries = Listing.public.filter(organisation_id__in=members, colour__in=holds.colours)
    if check.kind == "nothing":
        assert not shown.exists()
        assert not entries.exists()
        assert body is not None
        fresh = [one for one in feeds.freshness(day) if one.kind in holds.kinds]
        assert all(one.last for one in fresh)
        assert {one.kind for one in fresh} == set(holds.kinds)
        assert not CodeIssue.objects.filter(code=check.code).exists()
    if check.kind == "unknown":
        assert (said["records"], said["entries"], said["measures"]) == (None, None, None)
        return
    assert {one["id"] for one in said["records"]} == {str(pk) for pk in shown.values_list("pk", flat=True)}
    assert {one["id"] for one in said["entries"]} == {str(pk) for pk in entries.values_list("pk", flat=True)}
    assert not {one["colour"] for one in said["entries"]} - {"red", "black"}
    for one in (*said["measures"]["may_apply"], *said["measures"]["applied"]):
        assert force.in_force(one["basis"], day)
    assert said["coverage"]["sources"] or said["coverage"]["lists"]
    assert said["conclusion"]["zh"]


@pytest.mark.parametrize(
    "tries", [pytest.param(60, id="dozens"), pytest.param(50_000, marks=pytest.mark.nightly, id="a hundred thousand checks")]
)
def test_never_a_false_nothing(city: Department, tries: int) -> None:
    tried = 0

    @settings(max_examples=tries, deadline=None, suppress_health_check=list(HealthCheck), derandomize=tries < 1000, database=None)
    @given(
        codes=st.lists(st.one_of(st.sampled_from([code(n) for n in range(1, 6)]), st.text(max_size=20)), min_size=1, max_size=4),
        purpose=st.sampled_from(PURPOSES),
        faults=st.sets(st.sampled_from(FAULTS), max_size=3),
    )
    @example(codes=[code(1), code(2), code(3), code(4), code(5)], purpose="honours", faults=set())
    @example(codes=[code(1), code(2)], purpose="honours", faults={"facts"})
    @example(codes=[code(1), code(2)], purpose="honours", faults={"coverage"})
    @example(codes=[code(1), code(2)], purpose="honours", faults={"composing"})
    @example(codes=[code(1), code(2)], purpose="honours", faults={"receipts"})
    @example(codes=[code(1), code(2)], purpose="honours", faults={"never"})
    @example(codes=[code(1), code(2)], purpose="honours", faults={"halted_list"})
    def holds(codes: list[str], purpose: str, faults: set[str]) -> None:
        nonlocal tried
        tried += len(codes)
        point = transaction.savepoint()
        try:
            _asked(city, codes, purpose, faults)
        finally:
            transaction.savepoint_rollback(point)
            transaction.savepoint_commit(point)  # else tens of thousands stay open, one within the other

    holds()
    assert tried >= tries


def _asked(city: Department, codes: list[str], purpose: str, faults: set[str]) -> None:
    coverage._kept.clear()
    with ExitStack() as stack:
        for name in sorted(faults, key=lambda one: (one == "facts", one)):  # no law can be halted after it
            stack.enter_context(fault(name))
        before = Check.objects.count()
        try:
            made = asking.ask(codes, purpose=purpose, matter="", by=asks(city))
        except Refused:
            assert Check.objects.count() == before
            return
    assert Check.objects.count() == before + len(codes)
    if faults & {"facts", "coverage", "composing"}:
        assert {one.kind for one in made} == {"unknown"}
    if "facts" in faults:
        return  # the law cannot be asked afterwards either
    for one in made:
        _true(one)


def test_where_no_receipt_can_be_written_nothing_is_answered(city: Department) -> None:
    _say("ALTER TABLE checks_check ADD CONSTRAINT never CHECK (false) NOT VALID")
    with pytest.raises(asking.Unavailable) as refused:
        asking.ask([code(2)], purpose="tender", matter="", by=asks(city))
    assert refused.value.status == 503


@pytest.mark.parametrize(
    "gone", ["ended_on", "held", "shown_until", "suspended_from", "taken_back"],
)  # fmt: skip
def test_what_does_not_show_is_in_no_answer(city: Department, gone: str) -> None:
    Listing.everything.filter(state="published").update(state="withheld")
    today = timezone.localdate()
    changed: dict[str, dict[str, object]] = {
        "ended_on": {"ended_on": today, "ended_because": "repaired"}, "suspended_from": {"suspended_from": today},
        "held": {"held": "secret", "shown_from": None, "shown_until": None}, "shown_until": {"shown_until": today - timedelta(days=1)},
        "taken_back": {"taken_back": True, "ended_on": today, "ended_because": "taken_back"},
    }  # fmt: skip
    with pgtrigger.ignore():
        Record.everything.update(**changed[gone])
    (made,) = asking.ask([code(1)], purpose="tender", matter="", by=asks(city))
    assert made.kind == "nothing"
    assert str(Record.everything.get().pk) not in replay.content(made).decode()


@pytest.mark.django_db(transaction=True)
def test_a_law_repealed_between_request_and_answer_is_not_in_it(city: Department) -> None:
    facts_sql.install()
    basis = Listing.everything.get(state="published").basis
    repeal = halting.Said(
        target="law", code=basis.partition(":")[0], kind="repealed", document="国令第1号", words="废止", since=timezone.localdate()
    )
    together(
        lambda: asking.ask([code(1)] * 200, purpose="honours", matter="", by=asks(city)),
        lambda: halting.halt(repeal, by=SYSTEM),
        lambda: asking.ask([code(1)] * 200, purpose="honours", matter="", by=asks(city)),
    )
    halted = Entry.objects.get(event="law:halted")
    with connection.cursor() as cursor:  # what was committed after the repeal names nothing that rested on it
        cursor.execute("SELECT id FROM checks_check WHERE xmin::text::bigint > %s", [halted.transaction])
        later = [pk for (pk,) in cursor.fetchall()]
    after = asking.ask([code(1)], purpose="honours", matter="", by=asks(city))
    assert replay.read(after[0])["entries"] == []
    for one in Check.objects.filter(pk__in=later):
        assert replay.read(one)["entries"] in ([], None) or one.at <= halted.at
    assert not Application.everything.in_force().exists()


def test_a_day_is_the_citys_own(city: Department) -> None:
    (made,) = asking.ask([code(2)], purpose="tender", matter="", by=asks(city))
    assert date.fromisoformat(replay.read(made)["day"]) == timezone.localdate()
