"""A disputed, suspended, ended or corrected record on every surface the public has."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.ledger.standing import SYSTEM
from goodstanding.records import marking
from goodstanding.records.correcting import Cause, correct
from goodstanding.records.ending import Reason, end
from goodstanding.records.entering import enter
from goodstanding.records.models import Record
from goodstanding.records.suspending import resume, suspend
from tests.organisations.making import organisation as entry
from tests.portal.town import Town
from tests.records.handing_in import hand_in, penalty

WORDS = "货值金额与实际不符，已申请复核。"
SURFACES = ("/penalties", "/en/penalties", "/penalties/feed", "/api/v1/public/records?kind=penalty", "/organisations/{code}")


def surfaces(client: Client, town: Town) -> dict[str, str]:
    """What anybody can read of the record."""
    own = f"/records/{town.penalty.pk}"
    addresses = [one.format(code=town.company.uscc) for one in SURFACES] + [own, f"/en{own}", f"/api/v1/public{own}"]
    return {address: client.get(address).content.decode() for address in addresses}


def mark(record: Record) -> None:
    marking.mark({record.pk: ["CF_SY"]}, kind="objection", case=uuid4(), number="YY2026-1", words=WORDS, by=SYSTEM)


def test_the_mark_stands_on_every_surface_at_once_and_is_gone_when_it_is_lifted(client: Client, town: Town) -> None:
    signs = ("异议处理中", "Disputed", '"disputed":true')
    assert not any(sign in said for said in surfaces(client, town).values() for sign in signs)
    case = uuid4()
    marking.mark({town.penalty.pk: []}, kind="objection", case=case, number="YY2026-1", words=WORDS, by=SYSTEM)
    for address, said in surfaces(client, town).items():
        assert any(sign in said for sign in signs), address
    marking.unmark(case=case, by=SYSTEM)
    assert not any(sign in said for said in surfaces(client, town).values() for sign in signs)


def test_the_record_says_which_fields_are_disputed_and_the_organisations_own_words(client: Client, town: Town) -> None:
    mark(town.penalty)
    page = client.get(f"/en/records/{town.penalty.pk}").content.decode()
    assert WORDS in page
    assert "Fields disputed" in page
    answer = client.get(f"/api/v1/public/records/{town.penalty.pk}").json()
    assert answer["marks"][0]["fields"] == ["CF_SY"]
    assert answer["marks"][0]["words"] == WORDS


def test_an_unmarked_record_beside_it_is_not_marked(client: Client, town: Town) -> None:
    mark(town.penalty)
    items = client.get("/api/v1/public/records?kind=penalty").json()["items"]
    assert {one["id"]: one["disputed"] for one in items}[str(town.penalty.pk)]
    assert sum(one["disputed"] for one in items) == 1


@pytest.mark.parametrize(("speak", "word"), [("", "处罚决定被依法撤销"), ("/en", "annulled")])
def test_the_page_of_an_ended_record_says_why_and_nothing_of_what_it_said(client: Client, town: Town, speak: str, word: str) -> None:
    reason = Reason(because="annulled", basis="penalty-law:48", words="处罚决定被依法撤销。", document="甘政复决〔2026〕3号")
    end([town.penalty.pk], reason=reason, by=SYSTEM)
    answer = client.get(f"{speak}/records/{town.penalty.pk}")
    page = answer.content.decode()
    assert answer.status_code == 410
    assert word in page
    for said in (town.penalty.decision_no, town.company.name, "糕点", town.company.uscc or "?"):
        assert said not in page
    problem = client.get(f"/api/v1/public/records/{town.penalty.pk}")
    assert (problem.status_code, problem.json()["code"]) == (410, "RECORD_ENDED")
    assert town.penalty.decision_no not in problem.content.decode()
    assert all(town.penalty.decision_no not in said for said in surfaces(client, town).values())


def test_a_silent_sources_record_is_gone_on_the_day_and_comes_back(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    since = timezone.localdate() + timedelta(days=4)
    case = uuid4()
    suspend([town.penalty.pk], because="silent_source", case=case, number="YY2026-1", since=since, by=SYSTEM)
    address = f"/records/{town.penalty.pk}"
    assert client.get(address).status_code == 200
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: since)
    gone = client.get(address)
    assert (gone.status_code, "逾期未答复" in gone.content.decode()) == (404, True)
    assert town.penalty.decision_no not in client.get("/penalties").content.decode()
    assert client.get(f"/api/v1/public{address}").json()["code"] == "RECORD_SUSPENDED"
    resume(case=case, by=SYSTEM)
    assert client.get(address).status_code == 200


def test_a_held_record_gives_no_reason_to_anybody(client: Client, town: Town) -> None:
    """That a decision exists which is not published is nobody's business."""
    nothing = uuid4()
    unknown, held = client.get(f"/records/{nothing}"), client.get(f"/records/{town.held.pk}")
    assert unknown.status_code == held.status_code == 404
    assert held.content.decode().replace(str(town.held.pk), str(nothing)) == unknown.content.decode()


def test_the_history_says_what_was_corrected_and_why(client: Client, tmp_path: Path, market: Department) -> None:
    entry(1, "临澜市甲有限公司")
    handed = hand_in(tmp_path, market, [penalty()])
    enter(handed.folder, handed, by=SYSTEM)
    record = Record.everything.get()
    correct(record, {"CF_NR": "罚款200元"}, because=Cause(case=uuid4(), number="YY2026-7", words="罚款金额录入有误"), by=SYSTEM)
    page = client.get(f"/records/{record.pk}").content.decode()
    assert all(words in page for words in ("YY2026-7", "罚款金额录入有误", "<del>罚款2000元</del>", "<ins>罚款200元</ins>"))
    assert "changed by the source" not in client.get(f"/en/records/{record.pk}").content.decode()
