"""The intake API: hand in, ask how far it is, read the report, confirm. One row is a batch of one."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status

from goodstanding.departments.allowing import refuse
from goodstanding.departments.apiauth import Token
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing, of
from goodstanding.intake import api_bodies, confirming, reporting
from goodstanding.intake.api_schemas import BODY, KEY, Findings, Known, Nothing, Submissions, Taken, Withdrawal, described
from goodstanding.intake.declaring import declare_nothing, month_of
from goodstanding.intake.finding import find
from goodstanding.intake.models import NOBODY, Submission
from goodstanding.intake.receiving import About, Handed
from goodstanding.ui.texts import text

router = Router(tags=["报送 / handing in"])
READ, WRITE = Token("intake:read"), Token("intake:write")
REPORT: dict[str, object] = {
    "responses": {
        200: {
            "content": {
                "application/json": {"schema": {"type": "object"}},
                reporting.XLSX: {"schema": {"type": "string", "format": "binary"}},
            }
        }
    }
}
Name = Annotated[str, Query(max_length=80)]
Limit = Annotated[int, Query(ge=1, le=500, description="每页条数 / items a page")]
Cursor = Annotated[str, Query(max_length=80, description="上一页返回的 next / the next of the page before")]


@router.post(
    "/submissions", auth=WRITE, response={202: Taken}, openapi_extra=described(**BODY), summary="报送文件或数据行 / Hand in a file or rows"
)
def hand_in(request: HttpRequest, response: HttpResponse) -> Status[dict[str, Any]]:
    """文件（multipart）或数据行（JSON）。立即返回，检查在后台进行；合格的行在确认之后入库。
    / A file (multipart) or rows (JSON). Answers at once, the check runs behind; rows without faults enter after they are confirmed.
    """
    standing = of(request)
    return _taken(response, api_bodies.hand_in(request, own_department(standing, "hand_in"), by=standing))


@router.post("/nothing-to-report", auth=WRITE, response={202: Taken}, openapi_extra=described(parameters=[KEY]),
             summary="零报送 / Nothing to report")  # fmt: skip
def nothing_to_report(request: HttpRequest, response: HttpResponse, nothing: Nothing) -> Status[dict[str, Any]]:
    """某月没有作出某种决定。 / The department made no decision of the kind in the month."""
    standing = of(request)
    about = About(department=own_department(standing, "hand_in"), kind=nothing.kind, channel="api", key=api_bodies.key_of(request))
    return _taken(response, declare_nothing(about, month_of(nothing.month), by=standing))


@router.get(
    "/submissions",
    openapi_extra=described(),
    auth=READ,
    response={200: Submissions},
    summary="本部门的报送记录 / The department's submissions",
)
def submissions(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """最近的在前。 / Newest first."""
    standing = of(request)
    own_department(standing, "see_submission")
    page, following = reporting.submissions_after(Submission.everything.seen_by(standing), cursor, limit)
    return {"items": [known(one) for one in page], "next": following}


@router.get(
    "/submissions/{uuid:submission}",
    openapi_extra=described(),
    auth=READ,
    response={200: Known},
    summary="进度与结果 / How far it is, and the result",
)
def submission(request: HttpRequest, submission: UUID) -> dict[str, Any]:
    """报送的当前状态。 / The submission as it stands."""
    return known(find(of(request), submission))


@router.get(
    "/submissions/{uuid:submission}/findings",
    openapi_extra=described(),
    auth=READ,
    response={200: Findings},
    summary="逐行检查发现 / Findings, row by row",
)
def findings(
    request: HttpRequest, submission: UUID, rule: Name = "", level: Name = "", limit: Limit = 100, cursor: Cursor = ""
) -> dict[str, Any]:
    """全部发现，不截断；可按规则和级别筛选。 / Every finding, none left out; by rule or level if you wish."""
    found = find(of(request), submission)
    page = reporting.findings(found, rule=rule or None, level=level or None, offset=reporting.offset_of(cursor), limit=limit)
    return {"total": page.total, "items": [line.plain() for line in page.lines], "next": page.next}


@router.get(
    "/submissions/{uuid:submission}/report.{form}",
    auth=READ,
    response=None,
    openapi_extra=described(**REPORT),
    summary="整份报告 / The report as a file",
)
def report(request: HttpRequest, submission: UUID, form: Literal["json", "xlsx"]) -> FileResponse:
    """json：全部发现；xlsx：原表格，有误的单元格着色并注明原因，另有只含待修改行的工作表。
    / json: every finding; xlsx: the same sheets with faulty cells coloured and explained, and one with only the rows to fix.
    """
    return reporting.download(find(of(request), submission), form)


@router.post(
    "/submissions/{uuid:submission}/confirm", openapi_extra=described(), auth=WRITE, response={202: Known}, summary="确认入库 / Confirm"
)
def confirm(request: HttpRequest, submission: UUID) -> Status[dict[str, Any]]:
    """合格的行入库；重复确认不改变什么。 / The good rows enter; confirming again changes nothing."""
    standing = of(request)
    found = find(standing, submission, "confirm")
    if found.state not in {"entering", "entered"}:
        confirming.confirm(found, by=standing)
    return Status(202, known(found))


@router.post(
    "/submissions/{uuid:submission}/withdraw", openapi_extra=described(), auth=WRITE, response={200: Known}, summary="撤回 / Withdraw"
)
def withdraw(request: HttpRequest, submission: UUID, withdrawal: Withdrawal) -> dict[str, Any]:
    """在确认之前撤回。 / Take it back before it is confirmed."""
    standing = of(request)
    found = find(standing, submission, "withdraw")
    confirming.withdraw(found, by=standing, because=withdrawal.because)
    return known(found)


def own_department(standing: Standing, action: str) -> Department:
    """The department a program acts for; one of the centre's own programs has none and only reads what is public."""
    department = Department.objects.filter(pk=standing.department_id or NOBODY).first()
    if department is None:
        refuse(standing, action, None)
    return department


def known(found: Submission) -> dict[str, Any]:
    """A submission as a program reads it."""
    state = text("intake.state", found.state)
    blocked = confirming.obstacle(found) if found.state == "checked" else None
    plain = {
        name: getattr(found, name)
        for name in ("id", "reference", "kind", "state", "file_name", "sha256", "size", "received_at", "stage", "progress")
    }
    return plain | {
        "department": found.department.code, "state_zh": state.zh, "state_en": state.en, "follows": found.follows_id,
        "month": f"{found.month:%Y-%m}" if found.month else None, "found": found.found or None, "refusal": found.refusal or None,
        "obstacle": {"code": blocked[0], "zh": blocked[1].zh, "en": blocked[1].en} if blocked else None, "entered": found.entered,
    }  # fmt: skip


def _taken(response: HttpResponse, handed: Handed) -> Status[dict[str, Any]]:
    new = handed.submission
    url = reverse("api:submission", args=[new.id])
    response["Location"] = url
    return Status(
        202, {"id": new.id, "url": url, "kind": new.kind, "sha256": new.sha256, "received_at": new.received_at, "again": handed.again}
    )
