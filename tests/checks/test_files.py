"""Lists of bidders: any sheet in, the same sheet back with its answers; hostile input refused in a sentence; nothing asked twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from goodstanding.checks import asking, files, files_answers, files_asking, files_keeping, files_reading, files_writing, granting
from goodstanding.checks.models import Batch, Check, Grant
from goodstanding.departments.models import Department, User
from goodstanding.ledger.models import Entry
from tests.checks.making import ADMINISTRATOR, PURPOSE, covered, granted
from tests.organisations.making import code, organisation, regno

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
FILES = "/desk/checks/files/"
PERSON = "11010519491231002X"
TENDER = {"purpose": PURPOSE, "matter": "ZB-2026-17"}
HEAD = ["序号", "投标人名称", "统一社会信用代码", "联系人电话", "报价"]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bidder(market: Department, official: User, signed_in: Signed) -> Client:
    """Oscar, whose department may ask about bidders; three organisations on the register."""
    organisation(1, "临澜市甲有限公司")
    organisation(2, "临澜市乙有限公司", regno=regno(2))
    organisation(3, "临澜市丙有限公司")
    covered(market)
    granted(market)
    return signed_in(official)


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: list[list[str]], *more: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for number, sheet_rows in enumerate((rows, *more)):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        for row in sheet_rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bidders(*rows: list[str]) -> list[list[str]]:
    return [HEAD, *rows]


def handed_in(client: Client, content: bytes, name: str = "投标人名单.csv", **changed: str) -> Batch:
    sent = client.post(FILES, {"file": SimpleUploadedFile(name, content), **TENDER, **changed})
    assert sent.status_code == 302, sent.content.decode()
    return Batch.objects.get(pk=sent.headers["Location"].rpartition("/")[2])


def done(batch: Batch) -> Batch:
    files_asking.go_on(batch.pk)
    batch.refresh_from_db()
    return batch


def fetched(client: Client, batch: Batch, ending: str = "csv") -> bytes:
    answer = client.get(f"{FILES}{batch.pk}/answer.{ending}")
    assert answer.status_code == 200
    return b"".join(answer)  # type: ignore[arg-type]


def rows_of(content: bytes) -> list[dict[str, str]]:
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [dict(zip([cell.partition(" ")[0] for cell in head], row, strict=True)) for row in rows]


@pytest.mark.parametrize("at_once", [10_000, 2])
def test_the_same_sheet_comes_back_with_its_answers(
    bidder: Client, market: Department, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    for part in (files_reading, files_answers, files_writing):
        monkeypatch.setattr(part, "AT_ONCE", at_once)
    rows = bidders(
        ["1", "临澜市甲有限公司", code(1), "13800138000", "=1+1"],
        ["2", "另一家公司", code(2), "", "100"],
        ["3", "不知名公司", code(9), "", "90"],
        ["4", "没有代码的公司", "", "", "80"],
        ["5", "张三", PERSON, "", "70"],
        ["6", "临澜市甲有限公司", code(1), "", "60"],
        ["7", "错码公司", code(3)[:-1] + "L", "", "50"],
    )
    batch = handed_in(bidder, as_csv(rows))
    assert done(batch).refusal == {}
    answered = rows_of(fetched(bidder, batch))
    assert [row["序号"] for row in answered] == ["1", "2", "3", "4", "5", "6", "7"]
    kinds = [row["核查答复"].partition(" ")[0] for row in answered]
    assert kinds == ["所列来源中未查到", "所列来源中未查到", "无法确定", "无法确定", "无法确定", "所列来源中未查到", "无法确定"]
    assert [row["回执编号"] != "" for row in answered] == [True, True, True, False, False, True, False]
    assert answered[0]["回执编号"] == answered[5]["回执编号"], "the same code is asked once"
    assert [row["名称是否一致"].partition(" ")[0] for row in answered[:2]] == ["一致", "不一致，请核对"]
    assert answered[1]["登记名称"] == "临澜市乙有限公司"
    whole = fetched(bidder, batch).decode("utf-8-sig")
    assert PERSON not in whole
    assert "13800138000" not in whole, "a bidder's telephone is nobody's business in the answer"
    assert answered[0]["报价"] == "'=1+1", "nothing a spreadsheet would run"
    assert Check.objects.count() == 3
    entry = Entry.objects.get(event="check:file_asked")
    assert entry.data["purpose"] == PURPOSE
    assert len(entry.data["sha256"]) == 64


def test_a_workbook_keeps_its_titles_and_sheets_and_says_what_it_covers(bidder: Client, market: Department) -> None:
    first = [["临澜市某工程投标人名单"], HEAD, ["1", "临澜市甲有限公司", code(1), "", ""]]
    second = [["供应商", "工商注册号"], ["临澜市乙有限公司", regno(2)]]
    batch = done(handed_in(bidder, as_xlsx(first, second), "名单.xlsx"))
    assert batch.refusal == {}
    book = openpyxl.load_workbook(io.BytesIO(fetched(bidder, batch, "xlsx")))
    one, two, covering = book.worksheets
    assert one["A1"].value == "临澜市某工程投标人名单"
    assert one["C3"].value == code(1)
    assert one["C3"].data_type == "s"
    assert one.cell(2, 6).value.startswith("核查答复")
    assert one.cell(3, 6).value.startswith("所列来源中未查到")
    assert two.cell(2, 3).value.startswith("所列来源中未查到")
    said = "\n".join(str(cell.value) for row in covering.iter_rows() for cell in row if cell.value)
    assert market.name in said
    assert "ZB-2026-17" in said
    assert "由有权机关的工作人员依法作出决定" in said


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", as_csv([["名称", "金额"], ["甲", "1"]]), "没有找到代码栏"),
        ("a.csv", as_csv([HEAD]), ""),
        ("a.csv", as_csv([HEAD, ["1", "甲", "", "", ""]]), "没有可以查询的代码"),
        ("a.xlsx", b"PK\x03\x04" + bytes(200), ""),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), ""),
        ("a.csv", b"\x00" * 4096, ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(bidder: Client, name: str, content: bytes, says: str) -> None:
    batch = done(handed_in(bidder, content, name))
    assert batch.refusal["zh"]
    assert batch.refusal["en"]
    page = bidder.get(f"{FILES}{batch.pk}").content.decode()
    assert batch.refusal["zh"].partition("。")[0][:10] in page
    assert says in page
    assert not Check.objects.exists()
    assert not list(files_keeping.source(batch.pk).parent.glob(f"{batch.pk}*")), "nothing of it is kept"


def test_interrupted_it_goes_on_and_asks_nothing_twice(bidder: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_asking, "AT_ONCE", 2)
    rows = bidders(*[[str(n), f"公司{n}", code(n), "", ""] for n in range(1, 8)])
    batch, asked, ask = handed_in(bidder, as_csv(rows)), [], asking.ask

    def breaks(codes: list[str], **said: Any) -> list[Check]:
        if len(asked) == 2:
            raise OperationalError("the server went away")
        asked.append(codes)
        return ask(codes, **said)

    with mock.patch.object(files_asking.asking, "ask", breaks), pytest.raises(OperationalError):
        files_asking.go_on(batch.pk)
    assert Check.objects.count() == 4
    batch.refresh_from_db()
    assert (batch.rows, batch.done, batch.finished_at) == (7, 4, None)
    assert "已查询 4 个代码，共 7 个" in bidder.get(f"{FILES}{batch.pk}").content.decode()
    before = set(Check.objects.values_list("pk", flat=True))
    assert done(batch).finished_at is not None
    assert Check.objects.count() == 7
    assert set(Check.objects.filter(pk__in=before).values_list("pk", flat=True)) == before
    assert sorted(Check.objects.values_list("code", flat=True)) == sorted(code(n) for n in range(1, 8))
    assert all(row["回执编号"] for row in rows_of(fetched(bidder, batch)))
    done(batch)
    assert Check.objects.count() == 7, "called once more it does nothing"


def test_a_file_that_kills_its_worker_is_given_up(bidder: Client) -> None:
    batch = handed_in(bidder, as_csv(bidders(["1", "甲", code(1), "", ""])))
    Batch.objects.filter(pk=batch.pk).update(counts={"tries": files_asking.MOST_TRIES})
    assert done(batch).refusal["code"] == "LIST_GIVEN_UP"
    assert not Check.objects.exists()


def test_a_grant_that_ends_stops_it(bidder: Client) -> None:
    batch = handed_in(bidder, as_csv(bidders(["1", "甲", code(1), "", ""])))
    granting.end(Grant.objects.get(), because="职责调整", by=ADMINISTRATOR)
    assert done(batch).refusal["code"] == "PURPOSE_NOT_GRANTED"
    assert not Check.objects.exists()


def test_somebody_who_left_asks_nothing_more(bidder: Client, official: User) -> None:
    batch = handed_in(bidder, as_csv(bidders(["1", "甲", code(1), "", ""])))
    official.appointments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert done(batch).refusal["code"] == "NO_APPOINTMENT"
    assert not Check.objects.exists()


def test_only_the_department_hands_in_and_fetches(
    bidder: Client, market: Department, other_steward: User, auditor: User, signed_in: Signed
) -> None:
    batch = done(handed_in(bidder, as_csv(bidders(["1", "甲", code(1), "", ""]))))
    eve, audrey = signed_in(other_steward), signed_in(auditor)
    assert eve.get(f"{FILES}{batch.pk}").status_code == 403
    assert eve.get(f"{FILES}{batch.pk}/answer.csv").status_code == 403
    assert "贵单位尚无查询授权" in eve.get(FILES).content.decode()
    refused = eve.post(FILES, {"file": SimpleUploadedFile("a.csv", as_csv(bidders(["1", "甲", code(1), "", ""]))), **TENDER})
    assert refused.status_code == 422
    assert audrey.get(f"{FILES}{batch.pk}").status_code == 200
    assert audrey.get(f"{FILES}{batch.pk}/answer.csv").status_code == 403
    assert bidder.get(f"{FILES}{batch.pk}/answer.pdf").status_code == 404
    assert Batch.objects.count() == 1
    left = [path.name for path in files_keeping.source(batch.pk).parent.iterdir() if str(batch.pk) not in path.name]
    assert left == [], "a file that was not taken leaves nothing"


def test_without_a_file_what_was_typed_stays(bidder: Client) -> None:
    sent = bidder.post(FILES, TENDER)
    assert sent.status_code == 422
    assert "请选择名单文件" in sent.content.decode()
    assert 'value="ZB-2026-17"' in sent.content.decode()


def test_where_it_lies_it_is_sealed_and_it_goes_in_time(bidder: Client) -> None:
    batch = handed_in(bidder, as_csv(bidders(["1", "甲", code(1), "", ""])))
    source = files_keeping.source(batch.pk)
    assert code(1).encode() not in source.read_bytes()
    done(batch)
    assert not source.exists(), "once it is answered the list as handed in is gone"
    assert code(1).encode() not in files_keeping.answer(batch.pk, "csv").read_bytes()
    assert not files_keeping.work(batch.pk).exists()
    assert files.sweep() == 0
    assert files.sweep(timezone.now() + timedelta(days=8)) == 1
    assert bidder.get(f"{FILES}{batch.pk}/answer.csv").status_code == 404
    assert "名单和结果已按期销毁" in bidder.get(f"{FILES}{batch.pk}").content.decode()


def test_too_many_rows_for_a_worksheet_come_as_csv(bidder: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_writing, "SHEET_ROWS", 3)
    batch = done(handed_in(bidder, as_csv(bidders(["1", "甲", code(1), "", ""], ["2", "乙", code(2), "", ""]))))
    assert files_keeping.endings(batch.pk) == ["csv"]
    assert "只提供 CSV" in bidder.get(f"{FILES}{batch.pk}").content.decode()
    assert len(rows_of(fetched(bidder, batch))) == 2


def test_what_nobody_is_at_is_started_again(bidder: Client) -> None:
    batch = handed_in(bidder, as_csv(bidders(["1", "甲", code(1), "", ""])))
    assert files.start_again() == 0, "it has its job"
    assert UUID(str(batch.pk)) == batch.pk
