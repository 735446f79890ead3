"""The department says that a decision is under review or before a court, and how that ended; over HTTP, on every surface at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from goodstanding.clocks.deadlines import due
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.intake import inbox
from goodstanding.ledger.models import Entry
from goodstanding.papers.models import Paper
from goodstanding.records import proceeding
from goodstanding.records.entering import enter
from goodstanding.records.models import Mark, Proceeding, Record
from tests.browser import PHONE, faults, overflow
from tests.journeys.test_desk_in_browser import sign_in
from tests.organisations.making import organisation
from tests.papers.files import png
from tests.records.handing_in import hand_in, penalty

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
NUMBER = "临府复〔2026〕8号"
SEND = {"step": "send"}


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def case(**changed: str) -> dict[str, str]:
    return {"kind": "review", "number": NUMBER, "body": "临澜市人民政府", "since": timezone.localdate().isoformat(), **changed}


def outcome(code: str, **changed: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"outcome": code, "over_on": today, "document": "临府复决〔2026〕8号", "words": "事实清楚，程序合法", **changed}


@pytest.fixture
def record(tmp_path: Path, market: Department) -> Record:
    organisation(1, "临澜市甲有限公司")
    handed = hand_in(tmp_path, market, [penalty()])
    enter(handed.folder, handed, by=SYSTEM)
    return Record.everything.get()


def begin(client: Client, record: Record, **changed: str) -> Proceeding:
    client.post(f"/desk/records/{record.pk}/proceedings/new/", case(**changed) | SEND)
    return Proceeding.objects.latest("at")


def end(client: Client, found: Proceeding, code: str, **changed: str) -> Any:
    return client.post(f"/desk/proceedings/{found.pk}/end/", outcome(code, **changed) | SEND)


def surfaces(record: Record) -> list[str]:
    """What anybody reads of it: page, list, feed, API."""
    addresses = (f"/records/{record.pk}", "/penalties", "/penalties/feed", f"/api/v1/public/records/{record.pk}")
    return [Client().get(address).content.decode() for address in addresses]


@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_said_checked_and_marked_on_every_surface_at_once(record: Record, steward: User, signed_in: Signed, language: str) -> None:
    alice, here = signed_in(steward), f"{language}/desk/records/{record.pk}/proceedings/new/"
    assert here in alice.get(f"{language}/desk/records/{record.pk}/").content.decode()
    assert record.decision_no in words(alice.get(here))
    checked = alice.post(here, case() | {"paper": SimpleUploadedFile("受理通知书.png", png(), "image/png")})
    assert checked.status_code == 200
    for said in (NUMBER, "临澜市人民政府", "受理通知书.png"):
        assert said in words(checked)
    assert not Proceeding.objects.exists()  # only checked so far
    kept = str(Paper.objects.get().pk)
    changed = alice.post(here, case() | {"paper_kept": kept, "step": "change"}).content.decode()
    assert f'value="{NUMBER}"' in changed
    assert kept in changed
    done = alice.post(here, case() | SEND | {"paper_kept": kept}, follow=True)
    assert NUMBER in words(done)
    found = Proceeding.objects.get()
    assert (found.body, found.since, str(found.paper_id), found.by) == (
        "临澜市人民政府",
        timezone.localdate(),
        kept,
        "Alice（临澜市市场监督管理局）",
    )
    assert all("行政复议中" in said or '"kind":"review"' in said for said in surfaces(record))
    assert alice.get(f"{language}/desk/proceedings/{found.pk}/document/").content == png()
    assert alice.post(here, case() | SEND).status_code == 409  # the same click twice
    assert Entry.objects.filter(event="record:marked", subject_id=str(record.pk)).count() == 1


@pytest.mark.parametrize("code", ["upheld", "dismissed", "closed"])
def test_where_the_decision_stands_the_mark_goes_and_it_shows_on(record: Record, steward: User, signed_in: Signed, code: str) -> None:
    alice = signed_in(steward)
    found = begin(alice, record, kind="lawsuit")
    assert all("行政诉讼中" in said or '"kind":"lawsuit"' in said for said in surfaces(record))
    here = f"/desk/proceedings/{found.pk}/end/"
    assert "事实清楚" in words(alice.post(here, outcome(code)))
    assert Mark.objects.filter(lifted_at__isnull=True).exists()  # only checked so far
    assert end(alice, found, code)["Location"] == f"/desk/records/{record.pk}/"
    assert Record.public.get() == record
    assert not any("行政诉讼中" in said or '"kind":"lawsuit"' in said for said in surfaces(record))
    assert Entry.objects.get(event="record:unmarked").because == "事实清楚，程序合法"
    assert end(alice, found, "annulled").status_code == 409  # it is over
    page = words(alice.get(f"/desk/records/{record.pk}/"))
    for said in ("临澜市人民政府", NUMBER, "临府复决〔2026〕8号", "事实清楚"):
        assert said in page


@pytest.mark.parametrize("code", ["annulled", "varied", "unlawful", "void"])
def test_where_the_decision_falls_it_stops_showing_and_the_next_page_takes_it_down(
    record: Record, steward: User, other_steward: User, signed_in: Signed, standing_of: Callable[[User], Standing], code: str
) -> None:
    alice = signed_in(steward)
    found = begin(alice, record)
    checked = alice.post(f"/desk/proceedings/{found.pk}/end/", outcome(code))
    assert "即时暂停公示" in words(checked)
    answer = end(alice, found, code)
    assert answer["Location"] == f"/desk/records/{record.pk}/end"
    assert alice.get(answer["Location"]).status_code == 200
    assert not Record.public.exists()
    gone = Client().get(f"/records/{record.pk}")
    assert "违反产品质量法" not in words(gone)
    assert "待来源单位撤下" in words(gone)
    page = alice.get(f"/desk/records/{record.pk}/").content.decode()
    assert "原决定已被撤销" in page
    (task,) = inbox.waiting(standing_of(steward))
    assert (task.title.zh, task.url, task.department_id) == (NUMBER, f"/desk/records/{record.pk}/", record.department_id)
    assert task.due_on == due("withdraw", timezone.localdate())
    assert not list(inbox.waiting(standing_of(other_steward)))
    assert f"/desk/proceedings/{found.pk}/end/" in page  # a slip can be put right while nothing has ended for good


def test_an_outcome_stated_wrongly_is_put_right(record: Record, steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    found = begin(alice, record)
    end(alice, found, "annulled")
    end(alice, found, "upheld", words="登记有误，实为维持")
    assert Record.public.get() == record
    assert not Mark.objects.filter(lifted_at__isnull=True).exists()
    assert [one.event for one in Entry.objects.filter(subject_id=str(record.pk)).order_by("id")][-2:] == [
        "record:suspended",
        "record:resumed",
    ]


def test_what_is_missing_stands_at_its_field_and_nothing_typed_is_lost(record: Record, steward: User, signed_in: Signed) -> None:
    alice, here = signed_in(steward), f"/desk/records/{record.pk}/proceedings/new/"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    before = (record.decided_on - timedelta(days=1)).isoformat()
    cases = {
        "请选择行政复议或者行政诉讼": {"kind": ""}, "请填写案号": {"number": " "}, "请填写复议机关": {"body": ""},
        "受理日期不得早于决定日期": {"since": tomorrow}, "也不得晚于今天": {"since": before}, "受理日期": {"since": "昨天"},
    }  # fmt: skip
    for sentence, changed in cases.items():
        answer = alice.post(here, case(**changed) | SEND)
        assert (answer.status_code, sentence in words(answer)) == (422, True), sentence
        assert "临澜市人民政府" in answer.content.decode() or "body" in changed
    assert not Proceeding.objects.exists()
    found = begin(alice, record)
    for sentence, changed in {
        "请选择办理结果": {"outcome": ""}, "结果日期不得早于受理日期": {"over_on": tomorrow}, "请填写结果文书的文号": {"document": ""},
        "请写明结果": {"words": ""},
    }.items():  # fmt: skip
        answer = end(alice, found, **{"code": "upheld", **changed}) if "outcome" not in changed else end(alice, found, "")
        assert (answer.status_code, sentence in words(answer)) == (422, True), sentence
    found.refresh_from_db()
    assert found.outcome == ""


def test_a_document_that_cannot_be_taken_is_refused_beside_what_was_typed(record: Record, steward: User, signed_in: Signed) -> None:
    here = f"/desk/records/{record.pk}/proceedings/new/"
    answer = signed_in(steward).post(here, case() | {"paper": SimpleUploadedFile("宏.docm", b"PK\x03\x04", "application/zip")})
    assert answer.status_code == 422
    assert NUMBER in answer.content.decode()


def test_a_document_whose_form_was_never_sent_is_destroyed_and_one_that_was_is_kept(
    record: Record, steward: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, here = signed_in(steward), f"/desk/records/{record.pk}/proceedings/new/"
    for _ in range(2):
        alice.post(here, case() | {"paper": SimpleUploadedFile("受理通知书.png", png(), "image/png")})
    kept, left = Paper.objects.order_by("at")
    alice.post(here, case() | SEND | {"paper_kept": str(kept.pk)})
    assert proceeding.forget_unsent() == 0
    real = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: real + timedelta(days=2))
    assert proceeding.forget_unsent() == 1
    left.refresh_from_db()
    kept.refresh_from_db()
    assert (left.is_there, kept.is_there) == (False, True)


def test_a_clerk_says_who_asked_and_a_persons_number_is_not_kept(record: Record, clerk: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    answer = bob.post(f"/desk/records/{record.pk}/proceedings/new/", case() | SEND)
    assert (answer.status_code, "何时、以何种方式提出" in words(answer)) == (422, True)
    found = begin(bob, record, request="市场监管局11月20日来函，联系人11010519491231002X")
    assert found.request.startswith("市场监管局11月20日来函")
    assert "11010519491231002X" not in found.request


def test_only_the_source_and_the_clerk_and_never_with_anothers_document(
    record: Record, steward: User, other_steward: User, official: User, auditor: User, clerk: User, signed_in: Signed
) -> None:
    new = f"/desk/records/{record.pk}/proceedings/new/"
    signed_in(steward).post(new, case() | {"paper": SimpleUploadedFile("受理通知书.png", png(), "image/png")})
    alices = Paper.objects.get()
    found = begin(signed_in(steward), record)
    for user in (other_steward, official, auditor):
        for address in (new, f"/desk/proceedings/{found.pk}/end/"):
            assert signed_in(user).post(address, case(number="x") | outcome("annulled") | SEND).status_code == 403
    assert Client().get(new).status_code == 302
    assert signed_in(other_steward).get(f"/desk/proceedings/{found.pk}/document/").status_code == 403
    refused = (other_steward.pk, official.pk, auditor.pk)  # what was refused in other tests stays too
    assert Entry.objects.filter(event="access:refused", user_id__in=refused).count() == 7
    assert signed_in(steward).get(f"/desk/proceedings/{uuid4()}/end/").status_code in {403, 404}
    page = signed_in(official).get(f"/desk/records/{record.pk}/").content.decode()
    assert NUMBER in page
    assert "/proceedings/" not in page
    for kept in (str(alices.pk), "nothing"):
        assert begin(signed_in(clerk), record, number=f"另案{kept}", request="来函", paper_kept=kept).paper is None


def test_a_record_that_has_ended_is_not_marked_any_more(record: Record, steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    found = begin(alice, record)
    end(alice, found, "annulled")
    details = {
        "because": "annulled", "document": "临府复决〔2026〕8号", "effective_on": timezone.localdate().isoformat(), "words": "复议撤销",
        "successor_no": "",
    }  # fmt: skip
    alice.post(f"/desk/records/{record.pk}/end", details)
    alice.post(f"/desk/records/{record.pk}/end/check")
    record.refresh_from_db()
    assert record.ended_because == "annulled"
    assert not list(inbox.waiting(SYSTEM))
    assert alice.get(f"/desk/records/{record.pk}/proceedings/new/").status_code == 409
    assert end(alice, found, "upheld").status_code == 409
    page = alice.get(f"/desk/records/{record.pk}/").content.decode()
    assert "/proceedings/" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_it_is_accessible(page: Page, live_server: Any, record: Record, steward: User, signed_in: Signed) -> None:
    """From the record's page to the mark, with axe on each step and on a phone's width."""
    wrong: dict[str, list[str]] = {}

    def look(step: str) -> None:
        for size in ({"width": 1280, "height": 900}, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            wrong[f"{step} {size['width']}"] = faults(page) + [f"{overflow(page)} pixels too wide"] * (overflow(page) > 0)

    sign_in(page.context, signed_in(steward), live_server.url)
    page.goto(f"/desk/records/{record.pk}/")
    page.get_by_role("link", name="登记行政复议、行政诉讼情况").click()
    page.get_by_role("button", name="下一步").click()
    look("empty")
    page.get_by_label("行政诉讼", exact=True).check()
    page.get_by_label("案号").fill("（2026）皖1401行初8号")
    page.get_by_label("复议机关或者受理法院").fill("临澜市东城区人民法院")
    page.get_by_label("受理或者立案日期").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="下一步").click()
    look("check")
    page.get_by_role("button", name="确认登记").click()
    look("record")
    page.get_by_role("link", name="登记行政复议、行政诉讼结果").click()
    look("end")
    assert not {step: found for step, found in wrong.items() if found}
    page.goto(f"/records/{record.pk}")
    assert "行政诉讼中" in page.inner_text("main")
