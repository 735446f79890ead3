"""先试算: what it says before an adoption is what the locks then allow, organisation by organisation."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.lists import disputing
from goodstanding.measures import beginning, deciding, trying
from goodstanding.measures.conditions import documents, entries
from goodstanding.measures.models import Application, Kind
from goodstanding.organisations.models import Organisation
from goodstanding.records import marking
from goodstanding.rules.refusals import Refused
from tests.measures import making
from tests.measures.making import BLACK, INCENTIVE, ON_LIST, ON_RECORDS, RED

pytestmark = pytest.mark.django_db


def actual(office: making.Office, adoption: Any) -> int:
    """To how many organisations a case can really be opened: by the verb and the database's own locks."""
    opened = 0
    for body in Organisation.objects.filter(merged_into__isnull=True):
        found = entries(adoption.kind, body.pk).first()
        papers = documents(adoption.kind, body.pk)
        said = beginning.Proposal(
            organisation=body,
            grounds="x",
            related="y",
            listing=found.pk if found else None,
            records=() if found else tuple(one.pk for one in papers),
        )
        try:
            beginning.propose(adoption, said, by=office.steward)
        except Refused:
            continue
        opened += 1
    return opened


def a_town(tmp_path: Path, market: Department) -> making.Office:
    """Seven organisations: in force, over, disputed and silent, red, with an old and with a young penalty, merged into another."""
    office = making.office(market)
    old = making.penalised(tmp_path / "old", market)
    making.penalised(tmp_path / "young", market, months=1)
    for n in range(2, 8):
        making.body(n)
    today = timezone.localdate()
    making.listed(making.body(2), market)
    making.listed(making.body(2), market, "procurement_serious")
    making.listed(
        making.body(3), market, decided_on=today - timedelta(days=9), served_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    silent = making.listed(making.body(4), market)
    disputing.silent_from(disputing.dispute(silent, case=uuid4(), number="YY1", by=SYSTEM).case, today, by=SYSTEM)
    making.listed(making.body(5), market, RED)
    merged = making.body(6)
    Organisation.objects.filter(pk=merged.pk).update(merged_into=making.body(7))
    making.listed(merged, market, "procurement_serious")
    making.listed(making.body(7), market, "procurement_serious")
    assert old.organisation_id == making.body(1).pk
    return office


@pytest.mark.parametrize(("kind", "expected"), [(ON_LIST, 1), (ON_RECORDS, 3), (INCENTIVE, 1), ("procurement_entry", 1)])
def test_simulated_is_actual(tmp_path: Path, market: Department, kind: str, expected: int) -> None:
    office = a_town(tmp_path, market)
    figures = trying.try_out(Kind.objects.get(pk=kind))
    assert (figures.known, figures.organisations) == (True, expected)
    adoption = making.adopted(office, kind)
    assert adoption.figures["organisations"] == figures.organisations
    assert trying.try_out(adoption.kind).organisations == figures.organisations
    assert actual(office, adoption) == figures.organisations
    assert sum(one.n for one in figures.trades) == sum(one.n for one in figures.places) == figures.organisations


def test_what_is_contested_is_not_counted(tmp_path: Path, market: Department) -> None:
    making.office(market)
    record = making.penalised(tmp_path, market)
    kind = Kind.objects.get(pk=ON_RECORDS)
    assert trying.try_out(kind).organisations == 1
    marking.mark({record.pk: []}, kind="review", case=uuid4(), number="临府复1号", words="", by=SYSTEM)
    assert trying.try_out(kind).organisations == 0


def test_what_overlaps(market: Department) -> None:
    office = making.office(market)
    adoption = making.adopted(office)
    for n in (1, 2, 3):
        entry = making.listed(making.body(n), market)
        if n < 3:
            case = making.begun(office, adoption, making.body(n), listing=entry)
            making.notified(office, case)
            Application.everything.filter(pk=case.pk).update(answer_until=timezone.localdate() - timedelta(days=1))
            case.refresh_from_db()
            deciding.decide(case, making.decision(case), by=office.head)
    figures = trying.try_out(Kind.objects.get(pk="market_entry"))
    assert BLACK in Kind.objects.get(pk="market_entry").lists
    assert [(one.kind, one.departments, one.could, one.applied) for one in figures.overlaps] == [(ON_LIST, 1, 3, 2)]


def test_a_count_that_takes_too_long_says_that_it_does_not_know(market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    making.office(market)
    monkeypatch.setattr(trying, "BOUND", 0.001)
    slow = (
        "SELECT 1::bigint AS organisation_id FROM pg_sleep(1) WHERE num_nulls(" + ", ".join(["%s"] * trying._ENTRIES.count("%s")) + ") = 0"
    )
    monkeypatch.setattr(trying, "_ENTRIES", slow)
    figures = trying.try_out(Kind.objects.get(pk=ON_LIST))
    assert not figures.known
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        assert cursor.fetchone() == ("0",)


def test_the_number_of_questions_does_not_grow_with_the_organisations(market: Department) -> None:
    making.office(market)
    kind = Kind.objects.get(pk=ON_LIST)
    counts = []
    for n in range(1, 5):
        making.listed(making.body(n), market)
        with CaptureQueriesContext(connection) as asked:
            trying.try_out(kind)
        counts.append(len(asked))
    assert len(set(counts)) == 1
