"""One repair over HTTP, in both languages: told when, applied for, accepted, granted, gone; and everything that comes between."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records.entering import enter
from goodstanding.records.models import Record
from goodstanding.repairs.models import Masking, Reminder, Repair
from tests.organisations.making import organisation
from tests.papers.files import pdf, png
from tests.records.handing_in import hand_in, penalty
from tests.repairs.making import NAME, Agent, StandingOf, accepted, agent, applied, months_ago, record, records

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def scan(name: str = "缴款凭证.png", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or png(), "image/png")


@pytest.fixture
def penalised(tmp_path: Path, market: Department) -> Record:
    return record(tmp_path, market)


@pytest.fixture
def dana(penalised: Record) -> Agent:
    return agent(penalised.organisation)


def new(one: Record) -> str:
    return f"/ours/{one.organisation.uscc}/repairs/new?record={one.pk}"


def check(one: Record) -> str:
    return f"/ours/{one.organisation.uscc}/repairs/check?record={one.pk}"


@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_from_the_first_question_to_the_end_of_the_record(
    penalised: Record, dana: Agent, steward: User, signed_in: Signed, language: str
) -> None:
    hers, alices = signed_in(dana.user), signed_in(steward)
    page = hers.get(f"{language}{new(penalised)}")
    for known in (penalised.decision_no, penalised.organ_name, penalised.organisation.name):
        assert known in words(page)  # shown, never asked again
    assert set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page.content.decode())) == {
        "csrfmiddlewaretoken", "statement", "proof", "proof_held", "committed",
    }  # fmt: skip
    assert ("不收取任何费用" if not language else "Free of charge") in words(page)
    empty = hers.post(f"{language}{new(penalised)}", {"statement": "已缴清"})
    assert empty.status_code == 422
    assert "已缴清" in empty.content.decode()
    with_paper = hers.post(f"{language}{new(penalised)}", {"statement": "已缴清", "proof": scan()})
    assert with_paper.status_code == 422  # the commitment is missing, the paper stays
    assert "缴款凭证.png" in words(with_paper)
    sent = hers.post(f"{language}{new(penalised)}", {"statement": "已缴清", "committed": "on"})
    assert (sent.status_code, sent["Location"]) == (302, f"{language}{check(penalised)}")
    shown = words(hers.get(sent["Location"]))
    assert "缴款凭证.png" in shown
    assert not Repair.objects.exists()
    first = hers.post(f"{language}{check(penalised)}")
    again = hers.post(f"{language}{check(penalised)}")
    assert first["Location"] == again["Location"]  # the same click twice is one case
    repair = Repair.objects.get()
    assert repair.number in words(hers.get(first["Location"]))
    assert hers.get(f"{language}{new(penalised)}")["Location"] == first["Location"]

    desk = f"{language}/desk/repairs/"
    assert repair.number in words(alices.get(desk))
    assert alices.get(f"{desk}{repair.pk}/papers/{repair.evidence.get().paper_id}").content
    assert alices.post(f"{desk}{repair.pk}/accept").status_code == 302
    assert ("办理结果" if not language else "Result by") in words(hers.get(first["Location"]))
    assert Record.public.filter(pk=penalised.pk).exists()
    assert alices.post(f"{desk}{repair.pk}/grant").status_code == 302
    assert not Record.public.filter(pk=penalised.pk).exists()
    assert alices.post(f"{desk}{repair.pk}/grant").status_code == 409
    assert ("准予修复" if not language else "Repaired") in words(hers.get(first["Location"]))
    assert ("已经停止公示" if not language else "has stopped showing") in words(hers.get(f"{language}{new(penalised)}"))


def test_too_early_it_says_from_which_day_and_offers_to_remind(tmp_path: Path, market: Department, signed_in: Signed) -> None:
    young = record(tmp_path, market, months=1)
    hers = signed_in(agent(young.organisation).user)
    page = hers.get(new(young))
    day = months_ago(-2)
    assert f"自 {day.year}年{day.month}月{day.day}日 起可以申请" in words(page)
    assert "textarea" not in page.content.decode()
    assert hers.post(new(young), {"statement": "x", "committed": "on", "proof_held": "on"}).status_code == 200
    assert hers.post(check(young)).status_code == 302
    assert not Repair.objects.exists()
    done = hers.post(f"/ours/{young.organisation.uscc}/repairs/remind?record={young.pk}", follow=True)
    assert f"将于 {day.year}年{day.month}月{day.day}日 提醒您" in words(done)
    assert Reminder.objects.get().on == day


def test_the_agent_whose_power_ended_yesterday_is_told_so_and_nothing_is_done(penalised: Record, signed_in: Signed) -> None:
    today = timezone.localdate()
    gone = agent(penalised.organisation, name="gone", starts_on=today - timedelta(days=30), ends_on=today - timedelta(days=1))
    his = signed_in(gone.user)
    refused = his.get(new(penalised))
    assert refused.status_code == 403
    yesterday = today - timedelta(days=1)
    assert f"{yesterday.year}年{yesterday.month}月{yesterday.day}日" in words(refused)
    assert his.post(check(penalised)).status_code == 403
    assert Entry.objects.filter(event="access:refused", user_id=gone.user.pk).count() == 2
    assert Client().get(new(penalised)).status_code == 302


def test_at_the_window_the_clerk_writes_it_down_with_a_slip_and_somebody_else_decides(
    penalised: Record, clerk: User, appoint: Callable[..., User], signed_in: Signed
) -> None:
    bobs = signed_in(clerk)
    assert 'id="id_consent"' in bobs.get(new(penalised)).content.decode()
    without = bobs.post(new(penalised), {"statement": "已缴清，联系13812345678", "committed": "on", "proof": scan()})
    assert without.status_code == 422
    assert "同意书" in words(without)
    assert "13812345678" not in str([one.get_decoded() for one in Session.objects.all()])
    bobs.post(new(penalised), {"statement": "已缴清", "committed": "on", "consent": scan("同意书.png")})
    bobs.post(check(penalised))
    repair = Repair.objects.get()
    assert (repair.channel, repair.evidence.count()) == ("window", 1)
    own = bobs.post(f"/desk/repairs/{repair.pk}/accept")
    assert (own.status_code, "请由其他工作人员办理" in words(own)) == (422, True)
    assert signed_in(appoint("clerk")).post(f"/desk/repairs/{repair.pk}/accept").status_code == 302


def test_another_bodys_record_is_as_if_there_were_none(penalised: Record, signed_in: Signed, dana: Agent) -> None:
    other = organisation(7, "临澜市丁有限公司")
    erins = signed_in(agent(other, name="erin").user)
    there = erins.get(f"/ours/{other.uscc}/repairs/new?record={penalised.pk}")
    nowhere = erins.get(f"/ours/{other.uscc}/repairs/new?record={uuid4()}")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert erins.get(f"/ours/{other.uscc}/repairs/new?record=nonsense").status_code == 404
    assert erins.get(new(penalised)).status_code == 403
    repair = applied(penalised, dana)
    assert erins.get(f"/ours/{other.uscc}/repairs/{repair.pk}").status_code == 404
    assert erins.get(f"/ours/{penalised.organisation.uscc}/repairs/{repair.pk}").status_code == 403


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("凭证.docx", b"PK\x03\x04" + bytes(40)), "PDF"),
        (SimpleUploadedFile("凭证.pdf", pdf(b"<< /S /JavaScript /JS (x) >>")), "脚本"),
        (SimpleUploadedFile("凭证.png", bytes(21 * 1024 * 1024)), "20 MB"),
    ],
    ids=["office", "active", "large"],
)
def test_a_paper_that_will_not_do_is_refused_beside_its_field_and_nothing_typed_is_lost(
    penalised: Record, dana: Agent, signed_in: Signed, file: SimpleUploadedFile, says: str
) -> None:
    file.seek(0)
    answer = signed_in(dana.user).post(new(penalised), {"statement": "已经缴清全部罚款", "committed": "on", "proof": file})
    assert answer.status_code == 422
    assert says in words(answer)
    assert "已经缴清全部罚款" in answer.content.decode()
    assert 'id="id_proof_error"' in answer.content.decode()


def test_taken_papers_can_be_removed(penalised: Record, dana: Agent, signed_in: Signed) -> None:
    hers = signed_in(dana.user)
    page = hers.post(new(penalised), {"statement": "已缴清", "proof": [scan("甲.png"), scan("乙.png")]})
    first = re.findall(r'name="remove"\s+value="([^"]+)"', page.content.decode())[0]
    hers.post(new(penalised), {"statement": "已缴清", "committed": "on", "remove": first})
    assert hers.post(check(penalised)).status_code == 302
    assert [one.paper.name for one in Repair.objects.get().evidence.all()] == ["乙.png"]


def test_of_two_papers_the_good_one_is_kept_and_too_many_are_refused(penalised: Record, dana: Agent, signed_in: Signed) -> None:
    hers = signed_in(dana.user)
    bad = SimpleUploadedFile("凭证.docx", b"PK\x03\x04" + bytes(40))
    page = hers.post(new(penalised), {"statement": "已缴清", "committed": "on", "proof": [scan("甲.png"), bad]})
    assert page.status_code == 422
    assert "甲.png" in words(page)
    more = hers.post(new(penalised), {"statement": "已缴清", "committed": "on", "proof": [scan(f"{n}.png") for n in range(10)]})
    assert (more.status_code, "一次最多上传 10 个文件" in words(more)) == (422, True)


def test_a_forged_form_is_refused(penalised: Record, dana: Agent, signed_in: Signed) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(dana.user)
    assert forged.post(new(penalised), {"statement": "x", "committed": "on", "proof": scan()}).status_code == 403
    assert not Paper.objects.filter(purpose="repair.proof").exists()


def test_refused_with_what_is_missing_and_how_to_go_on(penalised: Record, dana: Agent, steward: User, signed_in: Signed) -> None:
    repair = applied(penalised, dana)
    alices, hers = signed_in(steward), signed_in(dana.user)
    assert alices.post(f"/desk/repairs/{repair.pk}/refuse", {"because": " "}).status_code == 422
    alices.post(f"/desk/repairs/{repair.pk}/refuse", {"because": "缺少缴款凭证，补充后再次申请"})
    page = hers.get(f"/ours/{penalised.organisation.uscc}/repairs/{repair.pk}")
    for said in ("缺少缴款凭证", "行政复议", "再次申请"):
        assert said in words(page)
    assert hers.get(new(penalised)).status_code == 200


def test_two_officials_at_once_and_who_may_not(
    penalised: Record, dana: Agent, steward: User, other_steward: User, official: User, auditor: User, appoint: Callable[..., User],
    market: Department, signed_in: Signed,
) -> None:  # fmt: skip
    repair = applied(penalised, dana)
    path = f"/desk/repairs/{repair.pk}"
    signed_in(steward).post(f"{path}/accept")
    late = signed_in(appoint("head", market)).post(f"{path}/refuse", {"because": "x"})
    assert late.status_code == 409
    assert signed_in(other_steward).get(path).status_code == 403
    assert signed_in(official).get(path).status_code == 200
    assert signed_in(official).post(f"{path}/grant").status_code == 403
    assert signed_in(auditor).post(f"{path}/grant").status_code == 403
    assert signed_in(steward).post(f"{path}/extend", {"because": "x"}).status_code == 403
    assert signed_in(steward).get(f"{path}/nonsense").status_code == 404
    assert signed_in(dana.user).get(path).status_code == 403
    extended = signed_in(appoint("director")).post(f"{path}/extend", {"because": "需要现场核查"})
    assert extended.status_code == 302
    assert "需要现场核查" in words(signed_in(dana.user).get(f"/ours/{penalised.organisation.uscc}/repairs/{repair.pk}"))
    assert Repair.objects.get().state == "accepted"


def test_false_papers_bar_and_say_until_when_and_a_bar_that_was_wrong_is_lifted(
    penalised: Record, tmp_path: Path, market: Department, dana: Agent, steward: User, appoint: Callable[..., User], signed_in: Signed,
    standing_of: StandingOf,
) -> None:  # fmt: skip
    other = record(tmp_path, market)
    repair = accepted(penalised, dana, standing_of(steward))
    signed_in(steward).post(f"/desk/repairs/{repair.pk}/bar", {"because": "凭证系伪造"})
    page = words(signed_in(dana.user).get(new(other)))
    assert f"{timezone.localdate().year + 3}年" in page
    assert "凭证系伪造" in page
    assert signed_in(dana.user).post(check(other)).status_code == 302
    assert Repair.objects.count() == 1
    head = signed_in(appoint("head", market))
    assert signed_in(steward).get(f"/desk/repairs/{repair.pk}/lift_bar").status_code == 403
    assert "解除申请限制" in words(head.get(f"/desk/repairs/{repair.pk}"))
    head.post(f"/desk/repairs/{repair.pk}/lift_bar", {"because": "行政复议决定撤销"})
    assert "解除申请限制" not in words(head.get(f"/desk/repairs/{repair.pk}")).split("办理经过")[0]
    page = words(signed_in(dana.user).get(f"/ours/{penalised.organisation.uscc}/repairs/{repair.pk}"))
    assert "行政复议决定撤销" in page
    assert "可以申请" in words(signed_in(dana.user).get(new(other)))


def test_the_list_filters_accepts_in_bulk_and_shows_an_unknown_day_first(
    tmp_path: Path, market: Department, steward: User, clerk: User, signed_in: Signed
) -> None:
    found = records(tmp_path, market, 3)
    dana = agent(found[0].organisation)
    whole, bare, unknown = (applied(one, dana, papers=n != 1) for n, one in enumerate(found))
    Repair.objects.filter(pk=unknown.pk).update(due_on=None)
    Repair.objects.filter(pk=bare.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    alices = signed_in(steward)
    page = words(alices.get("/desk/repairs/"))
    assert page.index(unknown.number) < page.index(bare.number) < page.index(whole.number)
    assert "期限待定" in page
    assert "逾期" in page
    late = words(alices.get("/desk/repairs/?late=1"))
    assert bare.number in late
    assert whole.number not in late
    done = alices.post("/desk/repairs/accept", {"repair": [str(one.pk) for one in (whole, bare)]}, follow=True)
    assert "已受理 1 件" in words(done)
    assert bare.number in words(done)
    assert whole.number in words(signed_in(clerk).get(f"/desk/repairs/?state=accepted&department={market.code}"))
    assert signed_in(clerk).get("/desk/repairs/?state=nonsense&page=99").status_code == 200


def test_the_notice_is_served_with_the_penalty(
    penalised: Record, dana: Agent, steward: User, other_steward: User, signed_in: Signed
) -> None:
    page = words(signed_in(steward).get(f"/desk/records/{penalised.pk}/repair-notice"))
    earliest, until = months_ago(1), penalised.shown_until
    assert until is not None
    for said in (
        "信用修复告知书", penalised.decision_no, f"自{earliest.year}年{earliest.month}月{earliest.day}日起", "不收取任何费用",
        f"公示至{until.year}年{until.month}月{until.day}日", "Notice of credit repair", "Free of charge", "3 个工作日", "10 个工作日",
    ):  # fmt: skip
        assert said in page, said
    assert signed_in(other_steward).get(f"/desk/records/{penalised.pk}/repair-notice").status_code == 403
    ours = f"/ours/{penalised.organisation.uscc}/records/{penalised.pk}/repair-notice"
    assert "信用修复告知书" in words(signed_in(dana.user).get(ours))


def test_all_notices_of_a_submission_print_as_one_document(
    tmp_path: Path, market: Department, steward: User, other_steward: User, signed_in: Signed
) -> None:
    organisation(1, NAME)
    rows = [penalty(1, NAME, CF_JDRQ=months_ago(1).isoformat(), CF_WSH=f"临市监罚〔2026〕5{n:02}号") for n in range(53)]
    handed = hand_in(tmp_path, market, [*rows, penalty(1, NAME, CF_WSH="警告1号", CF_CFLB="警告")])
    enter(handed.folder, handed, by=SYSTEM)
    Submission.everything.create(
        id=handed.id, department=market, kind="penalty", channel="web", sha256="0" * 64, state="entered", handed_in_by="Alice"
    )
    here = f"/desk/submissions/{handed.id}/repair-notices"
    first, second = (signed_in(steward).get(f"{here}?page={page}").content.decode() for page in (1, 2))
    assert (first.count('class="gs-letter gs-sheet"'), second.count('class="gs-letter gs-sheet"')) == (100, 6)
    assert "共 53 份" in first
    assert "警告1号" not in first + second
    assert signed_in(other_steward).get(here).status_code == 403
    assert signed_in(steward).get(f"/desk/submissions/{uuid4()}/repair-notices").status_code == 404


def test_a_masking_from_the_ruling_to_its_end(tmp_path: Path, market: Department, steward: User, signed_in: Signed) -> None:
    first, second = records(tmp_path, market, 2)
    alices, body = signed_in(steward), Organisation.objects.get()
    assert alices.get("/desk/maskings/new?organisation=nonsense").status_code == 422
    here = f"/desk/maskings/new?organisation={body.uscc}"
    typed = {"court": "临澜市中级人民法院", "document": "（2026）皖14破1号", "records": [str(first.pk)]}
    without = alices.post(here, typed)
    assert without.status_code == 422
    assert "（2026）皖14破1号" in without.content.decode()
    begun = alices.post(here, {**typed, "paper": scan("裁定书.png")}, follow=True)
    assert "屏蔽中" in words(begun)
    assert {one.pk for one in Record.public.all()} == {second.pk}
    made = Masking.objects.get()
    assert alices.get(f"/desk/maskings/{made.pk}/ruling").status_code == 200
    assert made.number in words(alices.get("/desk/maskings/"))
    assert alices.post(f"/desk/maskings/{made.pk}/lift", {"because": "x"}).status_code == 422
    alices.post(f"/desk/maskings/{made.pk}/lift", {"because": "计划不能执行", "document": "（2026）皖14破1号之二"})
    assert Record.public.count() == 2
    assert alices.post(f"/desk/maskings/{made.pk}/complete", {"because": "x", "document": "y"}).status_code == 409
    assert alices.get(f"/desk/maskings/{made.pk}/nonsense").status_code == 404
