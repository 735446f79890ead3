"""One objection over HTTP, from the organisation's three steps to the letter; each side with its own browser."""
# ruff: noqa: F401, F811 - fixtures are imported by name

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodstanding.departments.models import User
from goodstanding.ledger.models import Entry
from goodstanding.notices.models import Notice
from goodstanding.objections.models import Draft, ErrorReport, Inquiry, Objection
from goodstanding.papers.models import Paper
from goodstanding.records.models import Correction, Mark, Record
from goodstanding.representing.models import Consent
from goodstanding.representing.window import take_consent
from tests.objections import making
from tests.objections.conftest import MONDAY, _data, known_year, on, town
from tests.objections.making import PDF, Day, Town

pytestmark = pytest.mark.django_db
WORDS = "处罚决定书载明罚款0.1万元，联系人13800138000。"


def client(user: User) -> Client:
    signed = Client()
    signed.force_login(user)
    return signed


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pdf(name: str = "决定书.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def three_steps(alice: Client, town: Town, **reasons: Any) -> str:
    """The address of the check page."""
    here, pk = f"/ours/{town.organisation.uscc}/objections", town.record.pk
    first = alice.get(f"{here}/new?record={pk}")
    assert "甘市监罚〔2026〕1号" in words(first)
    sent = alice.post(f"{here}/new", {"record": str(pk), f"f-{pk}-CF_NR_FK": "0.1", "do": "next"})
    assert sent.status_code == 302, words(sent)
    second = alice.post(sent.url, {"ground": "wrong", "words": WORDS, "papers": pdf(), "do": "next", **reasons})
    assert second.status_code == 302, words(second)
    return str(second.url)


def test_an_objection_from_the_first_click_to_the_letter(town: Town) -> None:
    alice, clerk, steward = (client(town.users[name]) for name in ("alice", "clerk", "steward"))
    check = three_steps(alice, town)
    shown = words(alice.get(check))
    assert re.search(r"应为 *： *0\.1", shown)
    assert "决定书.pdf" in shown
    assert "13800138000" not in shown
    page = alice.post(check, follow=True)
    case = Objection.objects.get()
    assert case.number in words(page)
    assert alice.post(check).status_code == 302  # the same click again
    assert (Objection.objects.count(), Draft.objects.count(), Mark.objects.count()) == (1, 0, 0)

    assert case.number in words(clerk.get("/desk/objections?state=filed"))
    assert clerk.post(f"/desk/objections/{case.pk}/accept").status_code == 302
    mark = Mark.objects.get(lifted_at=None)
    assert (mark.record_id, mark.fields, mark.number, "13800138000" in mark.words) == (town.record.pk, ["CF_NR_FK"], case.number, False)
    assert "异议处理中" in words(alice.get(f"/ours/{town.organisation.uscc}/objections/{case.pk}"))

    compared = words(clerk.get(f"/desk/objections/{case.pk}/compare"))
    assert "请转来源单位核实" in compared
    clerk.post(f"/desk/objections/{case.pk}/forward")
    asked = Inquiry.objects.get()
    assert Notice.objects.filter(user=town.users["steward"], key="objections.told.asked").exists()
    assert Notice.objects.filter(user=town.users["head"], key="objections.told.asked").exists()
    assert "异议转办函" in words(steward.get(f"/desk/inquiries/{asked.pk}/letter"))

    item = case.items.get()
    missing = steward.post(f"/desk/inquiries/{asked.pk}", {"answer": "corrects", "words": "录入错误。"})
    assert (missing.status_code, "录入错误。" in words(missing)) == (422, True)
    said = {"answer": "corrects", "words": "录入错误。", f"v-{item.pk}-CF_NR_FK": "0.1", "document": pdf()}
    assert steward.post(f"/desk/inquiries/{asked.pk}", said).status_code == 302

    url = f"/desk/objections/{case.pk}/decide"
    assert 'value="0.1"' in clerk.get(url).content.decode()
    decided = {"reasons": "来源单位核实为录入错误。", "basis": "civil-code:1029", f"o-{item.pk}": "correct", f"v-{item.pk}-CF_NR_FK": "0.1"}
    assert clerk.post(url, decided).status_code == 302
    assert Correction.objects.get().changes == {"CF_NR_FK": ["0.2", "0.1"]}
    assert not Mark.objects.filter(lifted_at=None).exists()
    letter = words(alice.get(f"/ours/{town.organisation.uscc}/objections/{case.pk}/letters/decided"))
    for said_there in ("异议处理结果告知书", "异议成立", "60 日内", "6 个月内", "来源单位核实为录入错误"):
        assert said_there in letter
    assert clerk.post(url, decided).status_code == 409


def test_own_fault_is_put_right_without_asking_anybody(town: Town) -> None:
    case = making.accepted(town, ground="past_term", fields={})
    clerk, item = client(town.users["clerk"]), case.items.get()
    assert "自行核查" in words(clerk.get(f"/desk/objections/{case.pk}/compare"))
    sent = {"reasons": "已超过公示期限。", "basis": "own", f"o-{item.pk}": "end"}
    assert clerk.post(f"/desk/objections/{case.pk}/decide", sent).status_code == 302
    assert not Record.public.filter(pk=town.record.pk).exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"PK\x03\x04macro", "不接收办公软件文档"), (b"%PDF-" + b"0" * (21 * 1024 * 1024), "20 MB"), (b"<script>", "只接收 PDF")],
)
def test_evidence_that_cannot_be_taken_says_why_and_nothing_typed_is_lost(town: Town, content: bytes, why: str) -> None:
    alice, here = client(town.users["alice"]), f"/ours/{town.organisation.uscc}/objections"
    first = alice.post(f"{here}/new", {"record": str(town.record.pk), "do": "next"})
    before = Paper.objects.count()
    refused = alice.post(first["Location"], {"ground": "wrong", "words": "金额有误", "papers": pdf(content=content), "do": "next"})
    assert refused.status_code == 422
    assert why in words(refused)
    assert "金额有误" in words(refused)
    assert Paper.objects.count() == before


def test_two_hundred_megabytes_are_told_and_not_kept(town: Town) -> None:
    alice, here = client(town.users["alice"]), f"/ours/{town.organisation.uscc}/objections"
    first = alice.post(f"{here}/new", {"record": str(town.record.pk), "do": "next"})
    refused = alice.post(first["Location"], {"ground": "wrong", "words": "金额有误", "papers": pdf(content=bytes(200 * 1024 * 1024))})
    assert (refused.status_code, "20 MB" in words(refused)) == (422, True)


def test_somebody_whose_power_ended_yesterday_is_told_so_and_nothing_is_filed(town: Town, on: Day) -> None:
    user, _ = making.represent(town.organisation, until=MONDAY)
    agent, here = client(user), f"/ours/{town.organisation.uscc}/objections/new"
    started = agent.post(here, {"record": str(town.record.pk), "do": "next"})
    agent.post(started["Location"], {"ground": "wrong", "words": "金额有误", "do": "next"})
    on(MONDAY + timedelta(days=1))
    agent = client(user)
    late = agent.post(started["Location"].replace("reasons", "check"))
    assert late.status_code == 403
    assert "届满" in words(late)
    assert Objection.objects.count() == 0
    assert Entry.objects.filter(event="access:refused").exists()


def test_a_stranger_and_another_department_learn_nothing(town: Town, other_steward: User) -> None:
    case, asked = making.forwarded(town)
    stranger = client(making.someone("stranger"))
    for address in (f"/ours/{town.organisation.uscc}/objections", f"/ours/{town.organisation.uscc}/objections/{case.pk}"):
        assert stranger.get(address).status_code == 403
    eve = client(other_steward)
    assert eve.get(f"/desk/inquiries/{asked.pk}").status_code == 403
    assert eve.get(f"/desk/objections/{case.pk}").status_code == 403
    assert case.number not in words(eve.get("/desk/inquiries"))
    assert Client().get(f"/desk/objections/{case.pk}").status_code == 302


def test_who_acts_for_nobody_yet_is_led_to_asking_for_a_power(town: Town) -> None:
    address = f"/ours/{town.organisation.uscc}/objections/new?record={town.record.pk}"
    assert Client().get(address).url.startswith("/account/login/")  # type: ignore[attr-defined]
    led = client(making.someone("newcomer")).get(address, follow=True)
    assert led.redirect_chain[0][0] == f"/powers/ask?code={town.organisation.uscc}"
    assert "提出异议须取得该主体的授权" in words(led)


def test_at_the_window_the_clerk_files_with_the_signed_slip(town: Town) -> None:
    clerk = client(town.users["clerk"])
    here = f"/ours/{town.organisation.uscc}/objections"
    first = clerk.post(f"{here}/new", {"record": str(town.record.pk), "do": "next"})
    without = clerk.post(first["Location"], {"ground": "not_us", "words": "不是本单位", "do": "next"})
    assert (without.status_code, "同意书" in words(without)) == (422, True)
    second = clerk.post(first["Location"], {"ground": "not_us", "words": "不是本单位", "consent": pdf("同意书.pdf"), "do": "next"})
    assert second.status_code == 302, words(second)
    clerk.post(second["Location"])
    case = Objection.objects.get()
    assert (case.channel, case.consent) == ("window", Consent.objects.get())


def test_a_slip_taken_in_at_the_window_today_need_not_be_uploaded_again(town: Town, on: Day) -> None:
    on(date.today())  # noqa: DTZ011 - the slip's moment is the database's own
    slip = take_consent(town.organisation, making.upload(name="同意书.pdf"), purpose="objection", by=town.clerk)
    here = f"/ours/{town.organisation.uscc}/objections"
    clerk = client(town.users["clerk"])
    first = clerk.post(f"{here}/new", {"missing": "1", "described": "食品经营许可 12号", "do": "next"})
    assert "同意书.pdf" in words(clerk.get(first["Location"]))
    second = clerk.post(first["Location"], {"ground": "missing", "words": "未见公示", "do": "next"})
    clerk.post(second["Location"])
    assert Objection.objects.get().consent == slip


def test_a_missing_decision_is_reported_without_a_record(town: Town) -> None:
    alice, clerk = client(town.users["alice"]), client(town.users["clerk"])
    here = f"/ours/{town.organisation.uscc}/objections"
    assert "决定的名称和文号" in words(alice.get(f"{here}/new?missing=1"))
    first = alice.post(f"{here}/new", {"missing": "1", "described": "食品经营许可 12号", "do": "next"})
    second = alice.post(first["Location"], {"ground": "missing", "words": "未见公示", "do": "next"})
    alice.post(second["Location"])
    case = Objection.objects.get()
    clerk.post(f"/desk/objections/{case.pk}/accept")
    assert clerk.post(f"/desk/objections/{case.pk}/forward").status_code == 422
    source = {f"source-{case.items.get().pk}": town.department.code}
    assert clerk.post(f"/desk/objections/{case.pk}/forward", source).status_code == 302
    asked = Inquiry.objects.get()
    client(town.users["steward"]).post(f"/desk/inquiries/{asked.pk}", {"answer": "confirms", "words": "将补报", "document": pdf()})
    decided = {"reasons": "应予补报", "basis": "own", f"o-{case.items.get().pk}": "add"}
    assert clerk.post(f"/desk/objections/{case.pk}/decide", decided).status_code == 302


def test_several_are_accepted_and_forwarded_at_once(town: Town) -> None:
    cases = [making.filed(town, records=[one]) for one in town.records]
    clerk = client(town.users["clerk"])
    body = {"case": [str(one.pk) for one in cases] + ["nonsense"]}
    assert "已办理 2 件" in words(clerk.post("/desk/objections/bulk", {**body, "do": "accept"}, follow=True))
    assert Mark.objects.count() == 2
    clerk.post("/desk/objections/bulk", {**body, "do": "forward"})
    assert Inquiry.objects.count() == 2
    assert client(town.users["steward"]).post("/desk/objections/bulk", {**body, "do": "accept"}).status_code == 403
    assert Objection.objects.filter(state="forwarded").count() == 2


def test_anybody_reports_an_error_without_signing_in_and_the_centre_opens_a_case(town: Town) -> None:
    visitor, clerk = Client(), client(town.users["clerk"])
    url = f"/records/{town.record.pk}/report"
    assert "报告错误" in words(visitor.get(url))
    body = {"token": str(uuid4()), "field": "CF_NR_FK", "words": "金额与决定书不符，我的电话13800138000", "contact": "a@example.cn"}
    assert visitor.post(url, {**body, "contact": "no address"}).status_code == 422
    assert visitor.post(url, {**body, "website": "http://spam"}).status_code == 302
    assert ErrorReport.objects.count() == 0
    for _ in range(2):
        assert visitor.post(url, body).status_code == 302
    report = ErrorReport.objects.get()
    assert "13800138000" not in report.words
    assert bytes(report.contact or b"").find(b"example") == -1
    assert Mark.objects.count() == 0
    assert "a@example.cn" in words(clerk.get(f"/desk/error-reports/{report.pk}"))
    clerk.post(f"/desk/error-reports/{report.pk}", {"because": "经查金额可能有误", "open_case": "on"})
    report.refresh_from_db()
    assert (report.state, report.contact, report.objection.channel if report.objection else "") == ("settled", None, "ex_officio")
    assert Mark.objects.get().words == "经查金额可能有误"
    assert clerk.post(f"/desk/error-reports/{report.pk}", {"because": "再次"}).status_code == 409


def test_one_address_may_not_report_without_end(town: Town) -> None:
    visitor, url = Client(), f"/records/{town.record.pk}/report"
    answers = [visitor.post(url, {"token": str(uuid4()), "words": f"错误{n}"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]


def test_the_statistics_count_departments_and_open_their_rows_for_the_centre_alone(town: Town, on: Day) -> None:
    _, asked = making.forwarded(town)
    on(date(2031, 3, 10))
    making.answering.answer(asked, making.answering.Answer(answer="confirms", words="属实", document=making.upload()), by=town.steward)
    public = words(Client().get("/objections/statistics?month=2031-03"))
    assert "甘泉市市场监督管理局" in public
    assert town.organisation.name not in public
    assert "100.0%" in public  # the one answer was late
    behind = f"/desk/objections/statistics/{town.department.code}/2031-03/late"
    assert behind not in Client().get("/objections/statistics").content.decode()
    assert behind in client(town.users["clerk"]).get("/objections/statistics?month=2031-03").content.decode()
    assert asked.objection.number in words(client(town.users["clerk"]).get(behind))
    assert client(town.users["steward"]).get(behind).status_code == 403
