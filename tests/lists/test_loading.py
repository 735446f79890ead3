"""Lists decided above: every row is answered once, nothing is guessed, what enters is in force and waits to be published."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.lists import loading, loading_answering, loading_files, loading_judging, loading_reading, loading_waiting, publishing_many
from goodstanding.lists.loading_files import File, Said
from goodstanding.lists.loading_judging import STATES, WHYS, judge
from goodstanding.lists.loading_matching import Found
from goodstanding.lists.models import Competence, Listing, Load
from goodstanding.organisations import joining
from goodstanding.organisations.models import Organisation
from goodstanding.organisations.registering import register
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.intake.working import work
from tests.lists.making import BLACK, RED, Office, body, competent, criterion
from tests.organisations.making import code, organisation, regno, taxno

Signed = Callable[[User], Client]
LOAD = "/desk/lists/load"
PERSON = "11010519491231002X"
ORGAN = "国家税务总局临澜市税务局"


def said(office: Office, kind: str = RED, **changed: str) -> Said:
    """A decision of ten days ago."""
    today = timezone.localdate()
    held = Competence.objects.get(kind=kind, department=office.department)
    known = {
        "organ": ORGAN, "decision_no": "税公告〔2026〕3号", "decided_on": str(today - timedelta(days=10)),
        "ends_on": str(today + timedelta(days=200)), "served_on": "", "facts": "上一年度纳税信用评价为A级。",
    }  # fmt: skip
    return Said(competence=held.pk, department=held.department_id, kind=kind, criterion=criterion(kind), **{**known, **changed})


def file(office: Office, rows: list[tuple[str, str]], kind: str = RED, sha256: str = "1" * 64, **changed: str) -> File:
    """Names and codes, read as a file is."""
    out = io.StringIO()
    csv.writer(out).writerows([("纳税人识别号", "纳税人名称"), *((number, name) for name, number in rows)])
    read = loading_reading.read("名单.csv", out.getvalue().encode())
    return File(
        user=office.steward.user_id, said=said(office, kind, **changed), name="名单.csv", sha256=sha256, rows=loading_reading.kept(read)
    )


def states(office: Office, rows: list[tuple[str, str]], **more: Any) -> list[str]:
    """What would become of each row."""
    return [f"{one.state}:{one.why}" if one.why else one.state for one in loading.preview(file(office, rows, **more))]


@given(
    found=st.lists(st.tuples(st.none() | st.integers(1, 6), st.sampled_from(WHYS))),
    against=st.sets(st.integers(1, 6)),
    decided=st.sets(st.integers(1, 6)),
)
def test_every_row_is_answered_exactly_once(found: list[tuple[int | None, str]], against: set[int], decided: set[int]) -> None:
    rows = [Found(number, "" if number else why) for number, why in found]
    answers = judge(rows, against=against, decided=decided)
    counted = loading_judging.counts(answers)
    assert len(answers) == len(rows) == sum(counted.get(state, 0) for state in STATES)
    assert [one.organisation for one in answers] == [one.organisation for one in rows]
    taken = [one.organisation for one in answers if one.state == "taken"]
    assert len(taken) == len(set(taken)), "nobody is taken twice"
    assert not set(taken) & (against | decided)
    assert {one.organisation for one in rows if one.organisation} == {one.organisation for one in answers if one.organisation}
    assert all((one.why == "") == (one.state == "taken") for one in answers)


@pytest.mark.django_db
def test_rows_are_matched_by_code_and_exact_name_and_never_guessed(office: Office) -> None:
    organisation(1, "甲公司", taxno=taxno(1))
    organisation(2, "乙公司", regno=regno(2))
    organisation(3, "同名公司")
    organisation(4, "同名公司")
    organisation(5, "独名公司")
    rows = [
        ("甲公司", code(1)), ("甲公司", taxno(1)), ("乙公司", regno(2)), ("另一家", code(2)), ("丙公司", code(9)), ("张三", PERSON),
        ("同名公司", ""), ("独名公司", "无"), ("独 名 公 司", ""), ("独名有限公司", ""), ("独名公司", code(5)[:-1] + "L"), ("", code(3)),
    ]  # fmt: skip
    assert states(office, rows) == [
        "taken", "twice:in_file", "taken", "refused:name_differs", "refused:unknown", "refused:person", "refused:name_several", "taken",
        "twice:in_file", "refused:name_unknown", "refused:code_wrong", "refused:nothing",
    ]  # fmt: skip
    assert not Listing.everything.exists(), "looking does nothing"


@pytest.mark.django_db
def test_a_name_that_may_be_a_person_s_is_not_even_kept_sealed(office: Office) -> None:
    organisation(1, "甲公司")
    handed = file(office, [("张三", ""), ("李四", code(9)), ("王五", PERSON), ("甲公司", "")])
    loading.look(handed)
    loading_files.keep(handed)
    again = loading_files.find(handed.id, handed.user)
    assert not [name for name in ("张三", "李四", "王五", PERSON) if name in str(again)]
    why = ["name_unknown", "unknown", "person", ""]
    assert [one.why for one in loading.preview(again)] == [one.why for one in loading.answers_of(again)] == why
    assert list(loading_answering.rows(loading.rows_of(again), loading.answers_of(again)))[1][1:3] == ["", code(9)]


@pytest.mark.django_db
def test_a_merged_organisation_is_listed_once_under_what_it_is_shown_as(office: Office, clerk: User, standing_of: Any) -> None:
    one, two = organisation(1, "甲公司"), organisation(2, "甲公司老号")
    Organisation.objects.filter(pk=two.pk).update(merged_into=one)
    assert states(office, [("甲公司老号", code(2)), ("甲公司", code(1))]) == ["taken", "twice:in_file"]
    assert joining


@pytest.mark.django_db
def test_a_red_candidate_with_a_black_or_scrutiny_entry_is_held(office: Office) -> None:
    black, watched, free = body(1, "甲公司"), body(2, "乙公司"), body(3, "丙公司")
    office.served(black)
    office.reminded(watched)
    rows = [(one.name, one.uscc or "") for one in (black, watched, free)]
    assert states(office, rows) == ["held:against", "held:against", "taken"]
    made = loading.load(file(office, rows), by=office.steward)
    assert made is not None
    assert (made.rows, made.taken) == (3, 1)


@pytest.mark.django_db
def test_what_enters_is_in_force_named_by_its_decision_and_not_public(office: Office) -> None:
    rows = [(f"第{n}公司", code(n)) for n in range(1, 4)]
    for name, number in rows:
        assert organisation(int(name[1]), name).uscc == number
    handed = file(office, rows)
    made = loading.load(handed, by=office.steward)
    assert made is not None
    entries = Listing.everything.filter(load=made)
    assert entries.in_force().count() == 3
    assert not Listing.public.exists()
    one = entries.first()
    assert one is not None
    assert (one.state, one.decided_by, one.decision_no, one.basis) == ("decided", ORGAN, "税公告〔2026〕3号", one.kind.basis)
    assert Entry.objects.filter(event="listing:loaded", subject="lists.listing").count() == 3
    assert {one.number for one in entries} == set(entries.values_list("number", flat=True))
    with pytest.raises(Refused, match="LISTING_OWN"):
        publishing_many.publish_many(made, "公开透明。", by=Standing(**{**vars_of(office.head), "user_id": office.steward.user_id}))
    assert publishing_many.publish_many(made, "公开透明。", by=office.head) == 3
    assert Listing.public.count() == 3


def vars_of(standing: Standing) -> dict[str, Any]:
    """A standing's fields."""
    return {name: getattr(standing, name) for name in standing.__dataclass_fields__}


@pytest.mark.django_db
def test_the_same_file_enters_once_and_the_same_decision_lists_once(office: Office) -> None:
    organisation(1, "甲公司")
    organisation(2, "乙公司")
    loading.load(file(office, [("甲公司", code(1))]), by=office.steward)
    with pytest.raises(Conflict, match="LOADED_ALREADY"):
        loading.load(file(office, [("甲公司", code(1))]), by=office.steward)
    again = file(office, [("甲公司", code(1)), ("乙公司", code(2))], sha256="2" * 64)
    assert [one.why for one in loading.preview(again)] == ["decided_already", ""]
    loading.load(again, by=office.steward)
    assert Listing.everything.count() == 2
    with pytest.raises(Refused, match="LOAD_TAKES_NOTHING"):
        loading.load(file(office, [("甲公司", code(1))], sha256="3" * 64), by=office.steward)
    assert Load.objects.count() == 2


@pytest.mark.django_db
def test_what_changed_since_it_was_looked_at_is_shown_again(office: Office) -> None:
    one = organisation(1, "甲公司")
    organisation(2, "乙公司")
    handed = file(office, [("甲公司", code(1)), ("乙公司", code(2))])
    seen = loading_judging.counts(loading.preview(handed))
    office.served(one)
    assert loading.load(handed, by=office.steward, seen=seen) is None
    assert not Load.objects.exists()


@pytest.mark.django_db
def test_a_black_list_names_the_notice_and_takes_its_own_off_the_red_one(office: Office) -> None:
    one = organisation(1, "甲公司")
    red = office.published(one, RED)
    day = str(timezone.localdate() - timedelta(days=40))
    with pytest.raises(Refused, match="LOAD_SERVED"):
        loading.load(file(office, [("甲公司", code(1))], BLACK), by=office.steward)
    loading.load(file(office, [("甲公司", code(1))], BLACK, served_on=day), by=office.steward)
    red.refresh_from_db()
    assert (red.state, red.ended_because) == ("ended", "conflict")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"ends_on": "2099-12-31"}, "LOAD_TERM"), ({"ends_on": "2020-01-01"}, "LOAD_TERM"),
        ({"decided_on": "2090-01-01"}, "LOAD_DECIDED_IN_FUTURE"),
        ({"criterion": "nothing"}, "CRITERION_UNKNOWN"),
    ],
)  # fmt: skip
def test_days_and_ground_must_be_the_list_s(office: Office, changed: dict[str, str], refused: str) -> None:
    organisation(1, "甲公司")
    handed = file(office, [("甲公司", code(1))])
    for name, value in changed.items():
        setattr(handed.said, name, value)
    with pytest.raises(Refused, match=refused):
        loading.load(handed, by=office.steward)
    assert not Load.objects.exists()


@pytest.mark.django_db
def test_nobody_but_the_department_s_steward_and_the_clerk_hands_in(
    office: Office, other_steward: User, clerk: User, standing_of: Callable[[User], Standing]
) -> None:
    organisation(1, "甲公司")
    handed = file(office, [("甲公司", code(1))])
    for by in (office.head, standing_of(other_steward)):
        with pytest.raises(Forbidden):
            loading.load(handed, by=by)
    assert loading.load(handed, by=standing_of(clerk)) is not None


def typed(office: Office, upload: SimpleUploadedFile | None, **changed: str) -> dict[str, Any]:
    """The form, filled in."""
    one = said(office)
    held = Competence.objects.get(kind=RED, department=office.department)
    known: dict[str, Any] = {
        "what": f"{held.pk}:{one.criterion}", "organ": one.organ, "decision_no": one.decision_no, "decided_on": one.decided_on,
        "ends_on": one.ends_on, "served_on": "", "facts": one.facts,
    }  # fmt: skip
    return {**known, **changed, **({"file": upload} if upload else {})}


def xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/en"])
def test_from_the_file_to_the_answer_over_http(
    office: Office, steward: User, other_steward: User, signed_in: Signed, language: str
) -> None:
    organisation(1, "甲公司")
    client, rows = signed_in(steward), [["名称", "代码"], ["甲公司", code(1)], ["张三", PERSON], ["-不知名公司", code(9)]]
    empty = client.post(f"{language}{LOAD}", typed(office, None))
    assert empty.status_code == 422
    assert "税公告〔2026〕3号" in empty.content.decode(), "nothing typed is lost"
    assert client.post(f"{language}{LOAD}", typed(office, None, organ="")).status_code == 422
    upload = SimpleUploadedFile("名单.xlsx", xlsx(rows))
    sent = client.post(f"{language}{LOAD}", typed(office, upload))
    assert sent.status_code == 302
    look = sent.headers["Location"]
    page = client.get(look)
    assert page.status_code == 200
    assert "张三" not in page.content.decode()
    assert PERSON not in page.content.decode()
    assert signed_in(other_steward).get(look).status_code == 404, "it is somebody else's file"
    number = look.rpartition("/")[2]
    sealed = (Path(django_settings.DATA_DIR) / "lists" / f"{number}.sealed").read_bytes()
    assert "甲公司".encode() not in sealed
    assert client.post(look, {"seen": "{}"}).status_code == 409
    assert not Load.objects.exists()
    done = client.post(look, {"seen": seen_of(page)}, follow=True)
    assert Load.objects.get().number in done.content.decode()
    again = client.post(look, {"seen": seen_of(page)})
    assert again.status_code == 200
    assert Load.objects.count() == 1, "a second click does nothing more"
    answered = list(csv.reader(io.StringIO(b"".join(client.get(f"{look}/answer.csv")).decode("utf-8-sig"))))
    assert len(answered) == 4
    assert answered[1][6] == Listing.everything.get().number
    assert answered[2][1:3] == ["", ""], "of a person nothing is kept"
    assert answered[3][1] == "'-不知名公司"
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{look}/answer.xlsx")))).active
    assert sheet.max_row == 4
    assert client.get(f"{look}/answer.pdf").status_code == 404
    refused = client.post(f"{language}{LOAD}", typed(office, SimpleUploadedFile("名单.xlsx", xlsx([["标题"], ["无"]]))))
    assert refused.status_code == 422


@pytest.mark.django_db
def test_the_clerk_hands_in_for_a_department_and_the_head_does_not(office: Office, clerk: User, head: User, signed_in: Signed) -> None:
    organisation(1, "甲公司")
    client = signed_in(clerk)
    assert office.department.name in client.get(LOAD).content.decode(), "whose list it is stands beside it"
    sent = client.post(LOAD, typed(office, SimpleUploadedFile("名单.xlsx", xlsx([["名称", "代码"], ["甲公司", code(1)]]))))
    page = client.get(sent.headers["Location"])
    client.post(sent.headers["Location"], {"seen": seen_of(page)})
    assert Load.objects.get().department == office.department
    assert signed_in(head).get(LOAD).status_code == 403
    assert Client().get(LOAD).status_code == 302


def seen_of(page: Any) -> str:
    """What the page's form carries."""
    return str(page.context["seen"])


@pytest.mark.django_db
def test_a_file_nobody_came_back_for_is_swept(office: Office) -> None:
    organisation(1, "甲公司")
    handed = file(office, [("甲公司", code(1))])
    loading_files.keep(handed)
    assert loading_files.find(handed.id, handed.user) == handed
    assert loading_files.sweep() == 0
    assert loading_files.sweep(timezone.now() + timedelta(days=8)) >= 1
    with pytest.raises(Refused):
        loading_files.find(handed.id, handed.user)


@pytest.mark.django_db
def test_an_answer_beside_a_transaction_that_never_ended_does_not_count(office: Office, steward: User, signed_in: Signed) -> None:
    organisation(1, "甲公司")
    handed = file(office, [("甲公司", code(1))])
    handed.load, handed.answers = "MP2026-999999", [["taken", "", 1]]
    loading_files.keep(handed)
    page = signed_in(steward).get(f"{LOAD}/{handed.id}")
    assert "确认登载 1 项" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_entered_by_a_worker(office: Office, steward: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading_waiting, "AT_ONCE", 1)
    organisation(1, "甲公司")
    one = organisation(2, "乙公司")
    client = signed_in(steward)

    def handed_in(name: str, sha256: str) -> tuple[str, Any]:
        made = file(office, [("甲公司", code(1)), ("乙公司", code(2))], sha256=sha256, decision_no=name)
        made.answers = [list(answer) for answer in loading.preview(made)]
        loading_files.keep(made)
        return f"{LOAD}/{made.id}", client.get(f"{LOAD}/{made.id}")

    first, page = handed_in("一号", "1" * 64)
    second, other = handed_in("二号", "2" * 64)
    for look, seen in ((first, page), (second, other)):
        assert client.post(look, {"seen": seen_of(seen)}).status_code == 302
        assert "正在登载" in client.get(look).content.decode()
        assert "正在登载" in client.post(look, {"seen": seen_of(seen)}).content.decode(), "a second click does nothing more"
    assert not Load.objects.exists()
    work()
    assert Load.objects.count() == 2
    assert "已登载" in client.get(first).content.decode()
    assert Listing.everything.count() == 4
    third, page = handed_in("三号", "3" * 64)
    client.post(third, {"seen": seen_of(page)})
    office.served(one)
    work()
    assert "结果已更新" in client.get(third).content.decode(), "what was refused is said to the one who confirmed"
    assert Load.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_files_of_one_decision_at_once_list_nobody_twice(office: Office) -> None:
    organisation(1, "甲公司")
    organisation(2, "乙公司")
    rows = [("甲公司", code(1)), ("乙公司", code(2))]
    both = [file(office, rows, sha256="1" * 64), file(office, rows[::-1], sha256="2" * 64)]

    def enter(one: File) -> str:
        try:
            loading.load(one, by=office.steward)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "entered"

    with ThreadPoolExecutor(2) as apart:
        came = sorted(apart.map(enter, both))
    assert came == ["LOAD_TAKES_NOTHING", "entered"]
    assert Listing.everything.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_is_read(office: Office, encoding: str) -> None:
    content = f"纳税人识别号,纳税人名称,备注\n{code(1)},甲公司,\n{code(2)},乙公司,\n".encode(encoding)
    assert [row.name for row in loading_reading.read("名单.csv", content)] == ["甲公司", "乙公司"]


@pytest.mark.django_db
def test_the_real_a_level_list_runs_through(office: Office, shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shared_data / "real" / "red_list_tax_a_level_2018.csv"
    if not path.is_file():
        pytest.skip(f"NOT RUN: the real A-level list is not at {path}")
    register(path, None, by=SYSTEM)
    competent(office.department, RED)
    rows = loading_reading.read(path.name, path.read_bytes())
    handed = File(user=1, said=said(office), name=path.name, sha256="a" * 64, rows=loading_reading.kept(rows))
    seen = loading_judging.counts(loading.preview(handed))
    made = loading.load(handed, by=office.steward, seen=seen)
    assert made is not None
    assert (made.rows, made.taken) == (5_095, seen["taken"])
    assert sum(seen.get(state, 0) for state in STATES) == 5_095
    assert seen["refused:person"] == 3
    assert seen["taken"] > 4_800
    assert Listing.everything.filter(load=made).in_force().count() == made.taken
    assert Entry.objects.filter(event="listing:loaded").count() == made.taken
    with capsys.disabled():
        print(f"\nA-level list: {made.rows:,} rows -> {seen}")  # noqa: T201 - aggregates, said aloud
