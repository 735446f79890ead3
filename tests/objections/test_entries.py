"""An entry of a list is objected to: marked, hidden while its department is silent, decided; over HTTP, by the verbs and past them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import from_appointment
from goodstanding.ledger.models import Entry
from goodstanding.lists import ending
from goodstanding.lists.models import Dispute, Listing
from goodstanding.objections import (
    accepting,
    answering,
    deciding,
    drafting,
    filing,
    forwarding,
    pausing,
    returning,
    withdrawing,
)
from goodstanding.objections.filing import Filing
from goodstanding.objections.models import Draft, Inquiry, Item, Objection
from goodstanding.rules.refusals import Conflict, Refused
from tests.lists.making import Office, competent
from tests.objections import making
from tests.objections.making import PDF, Day, Town
from tests.objections.test_locks import refused, together
from tests.objections.test_verbs import decision

WORDS = "列入所依据的决定已被撤销，电话13800138000。"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def office(town: Town) -> Office:
    """Market regulation, which listed the town's organisation."""
    competent(town.department)
    return Office(town.department, town.steward, town.head)


@pytest.fixture
def entry(town: Town, office: Office) -> Listing:
    return office.published(town.organisation)


def about(town: Town, *entries: Listing, **more: Any) -> Objection:
    """Filed over those entries."""
    said = Filing(organisation=town.organisation, token=uuid4(), ground="list_conditions", words=WORDS,
                  listings=tuple(one.pk for one in entries), **more)  # fmt: skip
    return filing.file(said, by=town.alice)


def forwarded(town: Town, *entries: Listing) -> tuple[Objection, Inquiry]:
    case = about(town, *entries)
    accepting.accept(case, by=town.clerk)
    return case, forwarding.forward(case, by=town.clerk)[0]


def said(answer: str) -> answering.Answer:
    return answering.Answer(answer=answer, words="已核对案卷。", document=making.upload())


def shows(entry: Listing) -> bool:
    return bool(Listing.public.filter(pk=entry.pk).exists())


def silent_from() -> list[date | None]:
    return list(Dispute.objects.filter(lifted_at=None).values_list("silent_from", flat=True))


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def client(user: User) -> Client:
    signed = Client()
    signed.force_login(user)
    return signed


def three_steps(town: Town, entry: Listing) -> Objection:
    """From the entry's page to the case."""
    alice, ours = client(town.users["alice"]), f"/ours/{town.organisation.uscc}"
    way_in = f"{ours}/objections/new?listing={entry.pk}"
    assert way_in in Client().get(f"/lists/entries/{entry.pk}").content.decode()
    assert way_in in alice.get(f"{ours}/lists/{entry.pk}").content.decode()
    first = words(alice.get(way_in))
    assert entry.number in first
    assert entry.facts in first
    sent = alice.post(f"{ours}/objections/new", {"listing": str(entry.pk), "do": "next"})
    assert re.search(r'value="list_conditions"[^>]*checked', alice.get(sent["Location"]).content.decode())
    second = alice.post(sent["Location"], {"ground": "list_conditions", "words": WORDS, "do": "next"})
    assert second.status_code == 302, words(second)
    for step in (sent["Location"].replace("reasons", "records"), second["Location"]):
        assert entry.number in words(alice.get(step))
    page = alice.post(second["Location"], follow=True)
    case = Objection.objects.get()
    assert case.items.get().listing == entry
    assert "对列入名单提出异议" in words(page)
    for address in (page.redirect_chain[-1][0], "/en" + page.redirect_chain[-1][0]):
        assert entry.number in words(alice.get(address))
    return case


@pytest.mark.django_db
def test_listed_wrongly_it_is_marked_hidden_while_its_department_is_silent_and_ended(town: Town, entry: Listing, on: Day) -> None:
    shown, case, item = f"/lists/entries/{entry.pk}", three_steps(town, entry), Item.objects.get()
    clerk, here = client(town.users["clerk"]), f"/desk/objections/{case.pk}"
    assert clerk.post(f"{here}/accept").status_code == 302
    marked = words(Client().get(shown))
    assert ("列入所依据的决定已被撤销" in marked, "13800138000" in marked) == (True, False)
    assert "请转认定单位核实" in words(clerk.get(f"{here}/compare"))
    decided = {"reasons": "依据已撤销。", "basis": "own", f"o-{item.pk}": "end"}
    assert "请先转认定单位" in words(clerk.post(f"{here}/decide", decided))
    assert clerk.get(f"{here}/forward").status_code == 200
    assert clerk.post(f"{here}/forward").status_code == 302
    asked = Inquiry.objects.get()
    assert (asked.department, asked.due_on) == (town.department, date(2031, 3, 6))

    on(date(2031, 3, 6))
    assert Client().get(shown).status_code == 200
    on(date(2031, 3, 7))
    assert Client().get(shown).status_code == 404
    clerk, steward, alice = (client(town.users[name]) for name in ("clerk", "steward", "alice"))
    ours = f"/ours/{town.organisation.uscc}/objections/{case.pk}"
    assert "暂停公示" in words(alice.get(ours))
    assert entry.number in words(steward.get(f"/desk/inquiries/{asked.pk}/letter"))
    form = steward.get(f"/desk/inquiries/{asked.pk}")
    assert ('value="corrects"' in form.content.decode(), "列入不当，应予移出名单" in words(form)) == (False, True)
    answer = {"answer": "withdraws", "words": "依据确已撤销。", "document": SimpleUploadedFile("撤销决定.pdf", PDF)}
    assert steward.post(f"/desk/inquiries/{asked.pk}", answer).status_code == 302
    assert Client().get(shown).status_code == 200

    assert "移出名单" in words(clerk.get(f"{here}/decide"))
    assert clerk.post(f"{here}/decide", decided).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.ended_because, entry.ended_words, silent_from()) == ("ended", "objection", "依据已撤销。", [])
    assert Client().get(shown).status_code == 410
    letter = words(alice.get(f"{ours}/letters/decided"))
    assert all(said_there in letter for said_there in (entry.number, "移出名单", "异议成立"))
    behind = f"/desk/objections/statistics/{town.department.code}/2031-03/granted"
    assert behind in clerk.get("/objections/statistics?month=2031-03").content.decode()
    assert "移出名单" in words(clerk.get(behind))


@pytest.mark.django_db
def test_the_first_step_lets_an_entry_go_and_asks_for_something(town: Town, entry: Listing) -> None:
    alice, here = client(town.users["alice"]), f"/ours/{town.organisation.uscc}/objections/new"
    gone = alice.post(here, {"listing": str(entry.pk), "do": f"remove-{entry.pk}"}, follow=True)
    assert entry.number not in words(gone)
    assert alice.post(here, {"listing": "nonsense", "do": "next"}).status_code == 422


@pytest.mark.django_db
def test_silence_hides_and_every_answer_but_one_shows_it_again(town: Town, entry: Listing, on: Day) -> None:
    case, asked = forwarded(town, entry)
    assert silent_from() == [date(2031, 3, 7)]
    on(date(2031, 3, 7))
    assert not shows(entry)
    with pytest.raises(Refused, match="AGAINST_SOURCE"):
        deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    with pytest.raises(Refused, match="ANSWER_MISSING"):
        answering.answer(asked, said("corrects"), by=town.steward)
    answering.answer(asked, said("confirms"), by=town.steward)
    assert (silent_from(), shows(entry)) == ([None], True)
    returning.give_back(asked, because="未附案卷", by=town.clerk)
    assert silent_from() == [date(2031, 3, 13)]
    answering.answer(asked, said("cannot_verify"), by=town.steward)
    assert not shows(entry)
    returning.give_back(asked, because="请再核实", by=town.clerk)
    assert not shows(entry)
    answering.answer(asked, said("confirms"), by=town.head)
    case.refresh_from_db()
    with pytest.raises(Refused, match="PART_OPEN"):
        deciding.decide(case, decision(case, "take_back"), by=town.clerk)
    deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    entry.refresh_from_db()
    assert (case.outcome, entry.state, shows(entry), silent_from()) == ("rejected", "published", True, [])


@pytest.mark.django_db
def test_a_pause_moves_the_day_and_an_unknown_year_sets_none(town: Town, entry: Listing, on: Day) -> None:
    case, _ = forwarded(town, entry)
    on(date(2031, 3, 5))
    pausing.pause(case, because="委托复检", by=town.clerk)
    assert silent_from() == [None]
    on(date(2031, 3, 20))
    assert shows(entry)
    pausing.resume(case, by=town.clerk)
    assert silent_from() == [date(2031, 3, 22)]


@pytest.mark.django_db
def test_one_departments_silence_hides_its_own_entry_and_no_other(town: Town, entry: Listing, environment: Department, on: Day) -> None:
    steward, head = (
        from_appointment(Appointment.objects.create(user=making.someone(role), role=role, department=environment, starts_on=LONG_AGO))
        for role in ("steward", "head")
    )
    competent(environment)
    other = Office(environment, steward, head).published(town.organisation)
    case = about(town, entry, other)
    accepting.accept(case, by=town.clerk)
    asked = {one.department_id: one for one in forwarding.forward(case, by=town.clerk)}
    answering.answer(asked[environment.pk], said("confirms"), by=steward)
    on(date(2031, 3, 7))
    assert (shows(entry), shows(other)) == (False, True)
    parts = {item.pk: deciding.Part(outcome="end" if item.listing == entry else "nothing") for item in case.items.all()}
    deciding.decide(case, deciding.Decision(parts=parts, reasons="认定单位未答复。", basis="own"), by=town.clerk)
    assert (case.outcome, shows(other)) == ("partly", True)
    assert Entry.objects.filter(event="listing:ended", subject_id=str(entry.pk)).exists()


@pytest.mark.django_db
def test_an_entry_that_ends_otherwise_settles_its_part(town: Town, entry: Listing) -> None:
    case, _ = forwarded(town, entry)
    ending.end(entry, because="wrong", words="列入错误", by=town.steward)
    assert case.items.get().outcome == "otherwise"
    deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    assert (case.outcome, silent_from()) == ("moot", [])


@pytest.mark.django_db
def test_withdrawn_nothing_stays_and_it_may_be_objected_to_again(town: Town, entry: Listing) -> None:
    case, _ = forwarded(town, entry)
    with pytest.raises(Conflict, match=case.number):
        about(town, entry)
    withdrawing.withdraw(case, by=town.alice)
    assert (silent_from(), shows(entry)) == ([], True)
    assert about(town, entry).pk != case.pk


@pytest.mark.django_db
def test_what_is_withheld_may_be_objected_to_with_records_beside_it_and_nothing_of_others(town: Town, office: Office) -> None:
    withheld = office.withheld(town.organisation)
    case = about(town, withheld, records={town.record.pk: {}})
    accepting.accept(case, by=town.clerk)
    assert (case.items.count(), Dispute.objects.get().listing) == (2, withheld)
    served = office.served(town.organisation, "safety_serious")
    with pytest.raises(Conflict, match="ENTRY_NOT_OURS"):
        about(town, served)
    with pytest.raises(Refused, match="NOTHING_DISPUTED"):
        about(town)
    wrong_ground = Filing(organisation=town.organisation, token=uuid4(), ground="missing", words=WORDS, listings=(withheld.pk,))
    with pytest.raises(Refused):
        filing.file(wrong_ground, by=town.alice)


@pytest.mark.django_db
def test_a_draft_keeps_the_entry_until_it_is_sent(town: Town, entry: Listing) -> None:
    user = town.users["alice"].pk
    draft = Draft.objects.create(organisation=town.organisation, user_id=user, listings=[entry.pk], ground="wrong", words="列入有误")
    assert drafting.send(draft, by=town.alice).items.get().listing == entry


@pytest.mark.django_db
def test_the_database_holds_it_too(town: Town, entry: Listing) -> None:
    case, _ = forwarded(town, entry)
    item = case.items.get()
    now = timezone.now()
    refused(lambda: Item.objects.create(objection=case, listing=entry))  # twice in one case
    refused(lambda: Item.objects.create(objection=case))  # about nothing
    refused(lambda: Item.objects.create(objection=case, listing=entry, record=town.record))
    with connection.cursor() as cursor:
        for change in ("listing_id = NULL, described = 'x'", f"record_id = '{town.record.pk}'", "outcome = 'correct', settled_at = now()"):
            refused(lambda change=change: cursor.execute(f"UPDATE objections_item SET {change} WHERE id = %s", [item.pk]))  # type: ignore[misc]
        refused(lambda: cursor.execute("DELETE FROM objections_item WHERE id = %s", [item.pk]))
        refused(lambda: cursor.execute("DELETE FROM lists_listing WHERE id = %s", [entry.pk]))
    refused(lambda: Item.objects.filter(pk=item.pk).update(outcome="take_back", settled_at=now))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["accept", "decide"])
def test_two_at_once(town: Town, entry: Listing, who: str) -> None:
    deeds: list[Callable[[], Any]]
    if who == "accept":
        case = about(town, entry)
        copies = [Objection.objects.get(pk=case.pk) for _ in range(2)]
        deeds = [lambda: accepting.accept(copies[0], by=town.clerk), lambda: accepting.accept(copies[1], by=town.other)]
    else:
        case, asked = forwarded(town, entry)
        Inquiry.objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        deeds = [
            lambda: deciding.decide(Objection.objects.get(pk=case.pk), decision(case, "end"), by=town.clerk),
            lambda: answering.answer(Inquiry.objects.get(pk=asked.pk), said("confirms"), by=town.steward),
            lambda: ending.end(Listing.everything.get(pk=entry.pk), because="wrong", words="列入错误", by=town.steward),
        ]
    found = together(*deeds)
    assert len(found) == len(deeds)  # each was done or told why not; none waited for ever
    if who == "accept":
        assert sorted(type(one).__name__ for one in found) == ["Conflict", "NoneType"]
        assert Dispute.objects.count() == 1
    else:
        entry.refresh_from_db()
        assert (entry.state, Item.objects.get().outcome in {"end", "otherwise"}) == ("ended", True)
