"""Proposing: who may, what can be chosen, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws.halting import Said, halt
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Listing
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record
from goodstanding.records.suspending import suspend
from tests.lists.making import BLACK, FACTS, RED, Office, body, competent, criterion
from tests.lists.reading import scan, words
from tests.repairs.making import calendar_reaches, record

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
BLACKS = f"{BLACK}:{criterion(BLACK)}"


@pytest.fixture
def penalised(tmp_path: Path, market: Department) -> Record:
    calendar_reaches()
    return record(tmp_path, market)


@pytest.fixture
def alices(office: Office, steward: User, signed_in: Signed) -> Client:
    assert office.department
    return signed_in(steward)


def new(organisation: int, step: str = "") -> str:
    return f"/desk/lists/new/{organisation}{step}"


def test_the_organisation_is_found_by_name_and_a_persons_number_is_not_searched(alices: Client, penalised: Record) -> None:
    assert new(penalised.organisation_id) in alices.get("/desk/lists/new?q=临澜市甲").content.decode()
    assert new(penalised.organisation_id) in alices.get("/desk/lists/new/suggestions?q=临澜市甲").content.decode()
    refused = alices.get("/desk/lists/new?q=11010519491231002X")
    assert refused["Location"] == "/desk/lists/new?refused=personal"
    assert alices.get("/desk/lists/new?q=没有的公司").status_code == 200


def test_only_a_competent_department_is_offered_a_list(
    penalised: Record, office: Office, other_steward: User, environment: Department, signed_in: Signed
) -> None:
    assert office.department != environment
    eves = signed_in(other_steward)
    page = words(eves.get(new(penalised.organisation_id)))
    assert "没有名单认定权限" in page
    assert environment.name in page
    assert eves.post(new(penalised.organisation_id), {"choice": BLACKS}).status_code == 422
    competent(environment, BLACK)
    assert eves.post(new(penalised.organisation_id), {"choice": BLACKS}).status_code == 302


@pytest.mark.parametrize("role", ["official", "clerk", "auditor", "administrator", "director"])
def test_who_may_not_propose_is_refused_and_that_is_written_down(
    penalised: Record, market: Department, appoint: Callable[..., User], signed_in: Signed, role: str
) -> None:
    user = appoint(role, market if role == "official" else None, "nobody")
    client = signed_in(user)
    for address in ("/desk/lists/new", new(penalised.organisation_id), new(penalised.organisation_id, "/documents")):
        assert client.get(address).status_code == 403
    assert Entry.objects.filter(event="access:refused", user_id=user.pk, data__action="propose_listing").count() == 3
    assert "提出认定建议" not in words(client.get("/desk/lists/"))


def test_documents_elsewhere_are_named_in_full_with_their_scans_and_stay_while_something_is_missing(
    alices: Client, penalised: Record
) -> None:
    here = penalised.organisation_id
    alices.post(new(here), {"choice": BLACKS})
    typed = {"organ": "临澜市人民法院", "number": "（2026）皖14行终8号", "decided_on": "2026-03-02", "facts": FACTS}
    half = alices.post(new(here, "/documents"), {**typed, "number": "", "scan": scan("判决书.png"), "do": "next"})
    assert half.status_code == 422
    for kept in ("临澜市人民法院", FACTS, "判决书.png"):
        assert kept in half.content.decode()
    added = alices.post(new(here, "/documents"), {**typed, "do": "add"})
    assert added.status_code == 200
    assert "（2026）皖14行终8号" in words(added)
    other = body(9, "临澜市辛有限公司")
    alices.post(new(here, "/documents"), {"facts": FACTS, "organ": "法院", "scan": scan("另案.png"), "do": "add"})
    alices.post(new(other.pk), {"choice": BLACKS})
    assert "另案.png" not in words(alices.get(new(other.pk, "/documents")))  # a scan stays with the case it was handed in for
    second = {"organ": "蚌埠市监局", "number": "蚌罚1号", "decided_on": "2026-02-02"}
    more = alices.post(new(here, "/documents"), {**second, "facts": FACTS, "do": "next"})
    assert more["Location"] == new(here, "/check")  # what stands in the fields joins by itself
    assert "蚌罚1号" in words(alices.get(new(here, "/check")))
    alices.post(new(here, "/documents"), {"facts": FACTS, "drop": "1"})
    assert "蚌罚1号" not in words(alices.get(new(here, "/check")))
    assert alices.post(new(here, "/check")).status_code == 302
    rest = Listing.everything.get().rests.get()
    assert (rest.organ, rest.decided_on, rest.paper.name) == ("临澜市人民法院", date(2026, 3, 2), "判决书.png")  # type: ignore[union-attr]
    assert alices.get(f"/desk/lists/{rest.listing_id}/papers/{rest.paper_id}").status_code == 200


def test_without_document_or_facts_nothing_goes_on(alices: Client, penalised: Record) -> None:
    here = penalised.organisation_id
    assert alices.post(new(here), {"choice": "nonsense"}).status_code == 422
    assert alices.get(new(here, "/documents"))["Location"] == new(here)
    assert alices.post(new(here, "/check"))["Location"] == new(here)
    alices.post(new(here), {"choice": BLACKS})
    without = alices.post(new(here, "/documents"), {"facts": FACTS, "do": "next"})
    assert (without.status_code, "请至少选择一份生效法律文书" in words(without)) == (422, True)
    silent = alices.post(new(here, "/documents"), {"record": str(penalised.pk), "facts": " ", "do": "next"})
    assert (silent.status_code, "请填写主要事实" in words(silent)) == (422, True)
    assert "checked" in silent.content.decode()
    assert alices.post(new(here, "/check")).status_code == 302
    assert not Listing.everything.exists()


def test_a_bad_scan_is_said_beside_its_field(alices: Client, penalised: Record) -> None:
    here = penalised.organisation_id
    alices.post(new(here), {"choice": BLACKS})
    bad = scan("判决书.docx")
    bad.file.seek(0)  # type: ignore[union-attr]
    answer = alices.post(new(here, "/documents"), {"organ": "法院", "facts": FACTS, "scan": bad, "do": "add"})
    assert answer.status_code == 422
    assert 'id="id_scan_error"' in answer.content.decode()
    assert FACTS in answer.content.decode()
    assert not Paper.objects.filter(purpose="listing.document").exists()


def test_a_record_that_is_anothers_or_has_ended_cannot_be_chosen(
    alices: Client, penalised: Record, tmp_path: Path, market: Department
) -> None:
    other = body(9, "临澜市辛有限公司")
    alices.post(new(other.pk), {"choice": BLACKS})
    sent = alices.post(new(other.pk, "/documents"), {"record": str(penalised.pk), "facts": FACTS, "do": "next"})
    assert sent.status_code == 422  # it is nobody's here, so nothing was chosen
    here = penalised.organisation_id
    alices.post(new(here), {"choice": BLACKS})
    alices.post(new(here, "/documents"), {"record": str(penalised.pk), "facts": FACTS, "do": "next"})
    suspend([penalised.pk], because="silent_source", case=uuid4(), number="YY2026-000001", since=timezone.localdate(), by=SYSTEM)
    refused = alices.post(new(here, "/check"))
    assert (refused.status_code, "暂停公示" in words(refused)) == (422, True)
    assert "disabled" in alices.get(new(here, "/documents")).content.decode()
    assert not Listing.everything.exists()


def test_two_at_once_make_one_case(
    office: Office, penalised: Record, steward: User, signed_in: Signed, appoint: Callable[..., User], market: Department
) -> None:
    here = penalised.organisation_id
    first, second = signed_in(steward), signed_in(appoint("steward", market, "amy"))
    for client in (first, second):
        client.post(new(here), {"choice": BLACKS})
        client.post(new(here, "/documents"), {"record": str(penalised.pk), "facts": FACTS, "do": "next"})
    assert first.post(new(here, "/check")).status_code == 302
    late = second.post(new(here, "/check"))
    assert (late.status_code, Listing.everything.get().number in words(late)) == (409, True)
    assert FACTS in words(late)
    assert office.department == Listing.everything.get().department


def test_of_a_red_candidate_what_stands_against_it_is_said_at_once(office: Office, alices: Client, penalised: Record) -> None:
    there = office.served(penalised.organisation)
    page = words(alices.get(new(penalised.organisation_id)))
    assert there.number in page
    assert alices.post(new(penalised.organisation_id), {"choice": f"{RED}:{criterion(RED)}"}).status_code == 422


def test_no_persons_number_gets_into_the_session_or_the_case(alices: Client, penalised: Record) -> None:
    here = penalised.organisation_id
    alices.post(new(here), {"choice": BLACKS})
    said = {"record": str(penalised.pk), "facts": "联系人身份证11010519491231002X，电话13812345678", "do": "next"}
    alices.post(new(here, "/documents"), said)
    assert "11010519491231002X" not in str([one.get_decoded() for one in Session.objects.all()])
    alices.post(new(here, "/check"))
    assert "11010519491231002X" not in Listing.everything.get().facts


def test_a_list_whose_basis_was_repealed_is_not_offered(alices: Client, penalised: Record) -> None:
    law = "market-44"
    halt(Said(target="law", code=law, kind="repealed", document="总局令第99号", words="废止", since=timezone.localdate()), by=SYSTEM)
    page = alices.get(new(penalised.organisation_id))
    assert BLACKS not in page.content.decode()
    assert "总局令第99号" in words(page)


def test_a_forged_form_is_refused(office: Office, penalised: Record, steward: User) -> None:
    assert office.steward
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(steward)
    session = forged.session
    session["listing_proposals"] = {str(penalised.organisation_id): {"kind": BLACK, "criterion": criterion(BLACK), "facts": FACTS}}
    session.save()
    assert forged.post(new(penalised.organisation_id, "/documents"), {"facts": "x", "scan": scan()}).status_code == 403
    assert not Paper.objects.filter(purpose="listing.document").exists()
