"""The intake API: what a program hands in, asks and confirms, and what it is told when it may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import ApiClient, Department, User
from goodstanding.departments.standing import Standing
from goodstanding.departments.tokens import give
from goodstanding.intake import checking, entering, folders
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.records.models import Record
from tests.intake.rows import as_csv, found, penalty

pytestmark = pytest.mark.django_db
Program = Callable[..., Any]
URL = "/api/v1/submissions"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def program(administrator: User, standing_of: Callable[[User], Standing]) -> Callable[..., Program]:
    """``program(department)`` calls the API with a token of that department."""

    def of(department: Department, *scopes: str) -> Program:
        by = standing_of(administrator)
        _, token = give(
            name=f"系统{ApiClient.objects.count()}", department=department, scopes=scopes or ("intake:read", "intake:write"),
            ends_on=timezone.localdate() + timedelta(days=30), by=by,
        )  # fmt: skip

        def call(method: str, url: str, data: Any = None, key: str | None = None, **more: Any) -> Any:
            headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key is not None else {})
            return getattr(Client(), method)(url, data, headers=headers, **more)

        return call

    return of


def send_rows(call: Program, *rows: dict[str, str], key: str = "k1", kind: str = "penalty") -> Any:
    return call("post", URL, orjson.dumps({"kind": kind, "rows": rows}), key, content_type="application/json")


def send_file(call: Program, content: bytes, key: str = "k1", name: str = "处罚.csv") -> Any:
    return call("post", URL, {"kind": "penalty", "file": SimpleUploadedFile(name, content)}, key)


def refusal(response: Any) -> tuple[int, str]:
    """Status and code of a problem that is whole (RFC 9457), in both languages."""
    problem = response.json()
    assert response["Content-Type"].startswith("application/problem+json")
    assert problem["detail"] != problem["detail_en"]
    assert problem["status"] == response.status_code
    return response.status_code, problem["code"]


def test_one_row_goes_all_the_way(program: Callable[..., Program], market: Department) -> None:
    found(1)
    call = program(market)
    taken = send_rows(call, penalty(1))
    assert taken.status_code == 202
    here = taken["Location"]
    assert call("get", here).json()["state"] == "received"
    checking.check(UUID(taken.json()["id"]))
    checked = call("get", here).json()
    assert (checked["state"], checked["found"]["rows"], checked["found"]["good"], checked["obstacle"]) == ("checked", 1, 1, None)
    assert call("post", f"{here}/confirm").status_code == 202
    entering.enter(UUID(taken.json()["id"]))
    done = call("get", here).json()
    assert (done["state"], done["entered"]["new"]) == ("entered", 1)
    assert Record.public.get().decision_no == penalty(1)["CF_WSH"]


def test_a_file_is_sealed_and_never_lies_in_the_clear(program: Callable[..., Program], market: Department) -> None:
    content = as_csv([penalty(1, CF_SY="当事人张三，电话13812345678")] * 3000)
    taken = send_file(program(market), content)
    sealed = folders.spool(UUID(taken.json()["id"]))
    assert taken.json()["sha256"] == Submission.everything.get().sha256
    assert sealed.stat().st_size > len(content)
    assert b"13812345678" not in sealed.read_bytes()


def test_the_same_key_and_body_is_the_same_answer(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    first, second = send_rows(call, penalty(1)), send_rows(call, penalty(1))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert Submission.everything.count() == 1


def test_the_same_key_and_another_body_is_refused(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    send_rows(call, penalty(1))
    assert refusal(send_rows(call, penalty(2))) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert Submission.everything.count() == 1


@pytest.mark.parametrize("key", [None, "", "x" * 201, "a\x07b"])
def test_a_request_without_a_usable_key_is_refused(program: Callable[..., Program], market: Department, key: str | None) -> None:
    call = program(market)
    answer = call("post", URL, orjson.dumps({"kind": "penalty", "rows": [penalty(1)]}), key, content_type="application/json")
    assert refusal(answer) == (400, "IDEMPOTENCY_KEY_NEEDED")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "ROWS_UNREADABLE"),
        (b"[]", "ROWS_NEEDED"),
        (b'{"kind": "penalty"}', "ROWS_NEEDED"),
        (b'{"kind": "penalty", "rows": []}', "ROWS_NEEDED"),
        (b'{"kind": "penalty", "rows": [{}]}', "ROWS_NEEDED"),
        (b'{"kind": "penalty", "rows": [{"CF_WSH": ["1"]}]}', "ROWS_NEEDED"),
        (b'{"kind": "penalty", "rows": [{"CF_WSH": "1"}], "more": 1}', "ROWS_NEEDED"),
        (b'{"kind": "petition", "rows": [{"CF_WSH": "1"}]}', "KIND_UNKNOWN"),
        (b'{"rows": [{"CF_WSH": "1"}]}', "KIND_UNKNOWN"),
    ],
)
def test_a_body_that_is_no_rows_is_a_sentence(program: Callable[..., Program], market: Department, body: bytes, code: str) -> None:
    answer = program(market)("post", URL, body, "k", content_type="application/json")
    assert refusal(answer) == (422, code)


def test_more_json_than_a_request_may_hold_is_sent_to_a_file(program: Callable[..., Program], market: Department, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    answer = send_rows(program(market), penalty(1))
    assert refusal(answer) == (413, "ROWS_TOO_MANY")


def test_a_form_without_a_file_is_a_sentence(program: Callable[..., Program], market: Department) -> None:
    assert refusal(program(market)("post", URL, {"kind": "penalty"}, "k")) == (422, "FILE_NEEDED")


def test_another_content_type_is_a_sentence(program: Callable[..., Program], market: Department) -> None:
    assert refusal(program(market)("post", URL, b"a,b", "k", content_type="text/csv")) == (415, "CONTENT_TYPE")


def test_a_file_that_is_too_large_is_a_sentence_and_leaves_nothing(
    program: Callable[..., Program], market: Department, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 10_000
    assert refusal(send_file(program(market), b"x" * 100_000)) == (413, "FILE_TOO_LARGE")
    assert list(folders.spool(uuid4()).parent.iterdir()) == []


def test_without_a_token_nothing_is_said(market: Department) -> None:
    assert refusal(Client().get(URL)) == (401, "TOKEN_REFUSED")


def test_a_token_that_only_reads_cannot_hand_in(program: Callable[..., Program], market: Department) -> None:
    assert refusal(send_rows(program(market, "intake:read"), penalty(1))) == (403, "SCOPE_MISSING")


def test_another_departments_program_sees_nothing_and_it_is_written_down(
    program: Callable[..., Program], market: Department, environment: Department
) -> None:
    here = send_rows(program(market), penalty(1))["Location"]
    stranger = program(environment)
    for method, url in (("get", here), ("get", f"{here}/findings"), ("get", f"{here}/report.json"), ("post", f"{here}/confirm")):
        assert refusal(stranger(method, url)) == (403, "NOT_ALLOWED")
    assert stranger("get", URL).json()["items"] == []
    assert Entry.objects.filter(event="access:refused", subject="intake.submission", subject_id=here.split("/")[-1]).count() == 4


def test_a_submission_nobody_handed_in_is_not_there(program: Callable[..., Program], market: Department) -> None:
    assert refusal(program(market)("get", f"{URL}/{uuid4()}")) == (404, "NO_SUBMISSION")


def test_findings_come_page_by_page_with_sentences_in_both_languages(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    taken = send_rows(call, *(penalty(n, CF_JDRQ="2026/13/45", CF_WSH="") for n in range(1, 4)))
    checking.check(UUID(taken.json()["id"]))
    seen: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = call("get", f"{taken['Location']}/findings", {"limit": 2, "cursor": cursor}).json()
        seen += page["items"]
        cursor = page["next"]
    assert len(seen) == page["total"]
    assert len({(one["row"], one["rule"], one["header"]) for one in seen if one["row"] is not None}) == 6
    assert all(one["zh"] and one["en"] and one["zh"] != one["en"] for one in seen)
    some = call("get", f"{taken['Location']}/findings", {"rule": seen[0]["rule"]}).json()
    assert {one["rule"] for one in some["items"]} == {seen[0]["rule"]}


def test_a_cursor_that_is_none_of_ours_is_a_sentence(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    taken = send_rows(call, penalty(1))
    checking.check(UUID(taken.json()["id"]))
    for cursor in ("x", "-1", "1e3", "٣"):
        assert refusal(call("get", f"{taken['Location']}/findings", {"cursor": cursor})) == (422, "CURSOR_WRONG")
        assert refusal(call("get", URL, {"cursor": cursor})) == (422, "CURSOR_WRONG")


def test_submissions_come_page_by_page(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    for n in range(5):
        send_rows(call, penalty(n), key=f"k{n}")
    first = call("get", URL, {"limit": 3}).json()
    rest = call("get", URL, {"limit": 3, "cursor": first["next"]}).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 2, None]
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 5


def test_confirming_again_changes_nothing(program: Callable[..., Program], market: Department) -> None:
    found(1)
    call = program(market)
    taken = send_rows(call, penalty(1))
    checking.check(UUID(taken.json()["id"]))
    for _ in range(2):
        assert call("post", f"{taken['Location']}/confirm").status_code == 202
    assert Entry.objects.filter(event="submission:confirmed").count() == 1


def test_nothing_can_be_confirmed_before_it_is_checked(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    here = send_rows(call, penalty(1))["Location"]
    assert refusal(call("post", f"{here}/confirm")) == (409, "NOT_CHECKED")
    assert refusal(call("get", f"{here}/report.json")) == (409, "NO_REPORT")


def test_rows_that_are_all_faulty_cannot_be_confirmed(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    taken = send_rows(call, penalty(1, CF_WSH=""))
    checking.check(UUID(taken.json()["id"]))
    assert call("get", taken["Location"]).json()["obstacle"]["code"] == "NOTHING_GOOD"
    assert refusal(call("post", f"{taken['Location']}/confirm")) == (422, "NOTHING_GOOD")


def test_withdrawing_needs_a_reason_and_removes_the_rows(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    taken = send_rows(call, penalty(1))
    here = taken["Location"]
    checking.check(UUID(taken.json()["id"]))
    assert call("post", f"{here}/withdraw", b'{"because": ""}', content_type="application/json").status_code == 422
    answer = call("post", f"{here}/withdraw", orjson.dumps({"because": "报错了"}), content_type="application/json")
    assert answer.json()["state"] == "withdrawn"
    assert Entry.objects.get(event="submission:withdrawn").because == "报错了"


def test_nothing_to_report_is_a_submission(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    month = f"{date(2026, 10, 1):%Y-%m}"
    taken = call(
        "post", "/api/v1/nothing-to-report", orjson.dumps({"kind": "permit", "month": month}), "k", content_type="application/json"
    )
    assert taken.status_code == 202
    assert call("get", taken["Location"]).json()["state"] == "nothing_to_report"


def test_the_reports_are_files(program: Callable[..., Program], market: Department) -> None:
    call = program(market)
    taken = send_rows(call, penalty(1, CF_WSH=""), penalty(2))
    checking.check(UUID(taken.json()["id"]))
    report = call("get", f"{taken['Location']}/report.json")
    assert orjson.loads(b"".join(report.streaming_content))["summary"]["rows"] == 2
    book = call("get", f"{taken['Location']}/report.xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_the_description_is_openapi_3_1_in_both_languages() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    ours = [
        operation for path, item in described["paths"].items() if "submissions" in path or "nothing" in path for operation in item.values()
    ]
    assert len(ours) == 8
    assert all("/" in operation["summary"] and " / " in operation["description"].replace("\n", " ") for operation in ours)
