"""The database holds what the verbs promise, when they are bypassed; and two at once get one case, one deed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError, ProgrammingError
from django.utils import timezone

from goodstanding.objections import accepting, deciding, filing
from goodstanding.objections.filing import Filing
from goodstanding.objections.models import Evidence, Inquiry, Item, Objection
from goodstanding.records import ending
from goodstanding.records.models import Mark
from goodstanding.rules.refusals import Conflict, Refused
from tests.objections import making
from tests.objections.making import Town
from tests.objections.test_verbs import decision

REFUSED = (IntegrityError, InternalError, ProgrammingError)


def refused(deed: Callable[[], Any]) -> None:
    with pytest.raises(REFUSED), transaction.atomic():
        deed()


@pytest.mark.django_db
def test_nothing_is_deleted_and_what_is_over_does_not_change(town: Town) -> None:
    case, asked = making.answered(town)
    refused(lambda: Objection.objects.filter(pk=case.pk).update(state="decided"))  # without reasons, basis, outcome
    said = {"reasons": "理由", "basis": "own", "outcome": "upheld", "decided_at": timezone.now(), "decided_by": "x"}
    refused(lambda: Objection.objects.filter(pk=case.pk).update(state="decided", **said))  # with a part left open
    refused(lambda: Item.objects.filter(objection=case).update(fields={}))
    refused(lambda: Inquiry.objects.filter(pk=asked.pk).update(department=town.department.pk + 1))
    deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    refused(lambda: Objection.objects.filter(pk=case.pk).update(reasons="其他理由"))
    refused(lambda: Objection.objects.filter(pk=case.pk).update(state="filed"))
    refused(lambda: Item.objects.filter(objection=case).update(outcome="end"))
    with connection.cursor() as cursor:
        for table in ("objection", "item", "inquiry", "evidence"):
            refused(lambda table=table: cursor.execute(f"DELETE FROM objections_{table}"))  # type: ignore[misc]
    assert Evidence.objects.count() == 1


@pytest.mark.django_db
def test_the_database_too_asks_for_another_person(town: Town) -> None:
    case, _ = making.answered(town)
    Item.objects.filter(objection=case).update(outcome="nothing", settled_at=timezone.now())
    said = {"reasons": "理由", "basis": "own", "outcome": "rejected", "decided_at": timezone.now(), "decided_by": "x"}
    refused(lambda: Objection.objects.filter(pk=case.pk).update(state="decided", decided_user=town.steward.user_id, **said))


@pytest.mark.django_db(transaction=True)
def test_the_same_click_twice_at_once_is_one_case(town: Town) -> None:
    said = Filing(
        organisation=town.organisation, token=uuid4(), ground="wrong", words="金额有误", records={town.record.pk: {"CF_NR_FK": "0.1"}}
    )
    found = together(*[lambda: filing.file(said, by=town.alice)] * 3)
    assert {one.pk for one in found if isinstance(one, Objection)} == {Objection.objects.get().pk}
    assert len(found) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_accepts_and_the_record_is_marked_once(town: Town) -> None:
    case = making.filed(town)
    copies = [Objection.objects.get(pk=case.pk) for _ in range(2)]
    found = together(lambda: accepting.accept(copies[0], by=town.clerk), lambda: accepting.accept(copies[1], by=town.other))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "NoneType"]
    assert Mark.objects.count() == 1


@pytest.mark.django_db
def test_a_reported_error_and_a_missing_decision_need_no_record_of_ones_own(town: Town) -> None:
    said = Filing(
        organisation=town.organisation, token=uuid4(), ground="missing", words="未公示", missing=filing.Missing(described="食品许可12号")
    )
    case = filing.file(said, by=town.alice)
    accepting.accept(case, by=town.clerk)
    with pytest.raises(Refused, match="SOURCE_MISSING"):
        making.forwarding.forward(case, by=town.clerk)
    making.forwarding.forward(case, by=town.clerk, sources={case.items.get().pk: town.department})
    with pytest.raises(Conflict, match="TOO_EARLY"):
        deciding.decide(case, decision(case, "add"), by=town.clerk)


@pytest.mark.django_db(transaction=True)
def test_a_source_that_answers_while_the_clerk_decides_and_an_ending_at_once_never_wait_for_ever(town: Town) -> None:
    case, asked = making.forwarded(town)
    Inquiry.objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    said = making.answering.Answer(answer="confirms", words="属实", document=making.upload())
    why = ending.Reason(because="annulled", basis="penalty-law:48")
    found = together(
        lambda: making.answering.answer(Inquiry.objects.get(pk=asked.pk), said, by=town.steward),
        lambda: deciding.decide(Objection.objects.get(pk=case.pk), decision(case, "end"), by=town.clerk),
        lambda: ending.end([town.record.pk], reason=why, by=town.steward),
    )
    assert len(found) == 3  # each was done or told why not; none failed
    town.record.refresh_from_db()
    assert town.record.ended_on is not None


@pytest.mark.django_db
def test_no_persons_number_is_kept_in_what_a_source_or_a_clerk_types(town: Town) -> None:
    values = {town.record.pk: {"CF_SY": "当事人电话13800138000，身份证11010119900307123X。"}}
    case, _ = making.answered(town, "corrects", values)
    deciding.decide(case, decision(case, "correct", dict(values[town.record.pk])), by=town.clerk)
    kept = str([*Inquiry.objects.values(), *Item.objects.values(), *Objection.objects.values()])
    assert "13800138000" not in kept
    assert "19900307" not in kept


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own, from the same moment."""
    start, found = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            found.append(deed())
        except Refused as refusal:
            found.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return found
