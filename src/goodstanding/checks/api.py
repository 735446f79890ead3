"""Checks through the API: one, up to a thousand, the same bytes again, the proof, and what was done. For office systems with a token."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Query, Router, Status

from goodstanding.checks import asking, batching, feeding_back, limiting, proving, replay
from goodstanding.checks.admitting import Bearer, client_id, used
from goodstanding.checks.api_examples import examples
from goodstanding.checks.api_schemas import BatchAnswer, BatchIn, CheckAnswer, FeedbackAnswer, FeedbackIn, ProofAnswer, described
from goodstanding.checks.batching import Wanted
from goodstanding.checks.finding import find
from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import of

router = Router(tags=["信用核查 / checks"], auth=Bearer())
KEY: dict[str, Any] = {
    "in": "header", "name": "Idempotency-Key", "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "每批一个唯一值，重试时用同一个值 / one unique value for each batch, the same again when you retry",
}  # fmt: skip
Purpose = Annotated[str, Query(min_length=1, max_length=40, description="查询目的代码 / the purpose's code")]
Matter = Annotated[str, Query(max_length=200, description="办理事项，例如招标项目编号 / what for, such as the number of a tender")]


@router.get(
    "/organisations/{code}/check",
    response=CheckAnswer,
    openapi_extra=described(examples()),
    summary="查询一个主体 / Check one organisation",
)
def check(request: HttpRequest, code: str, purpose: Purpose, matter: Matter = "") -> HttpResponse:
    """按目的返回今日有效的事实、异议标注、可以采取的措施及其依据，以及所覆盖的来源。答案分三类；由工作人员作出决定，本答复不作结论。

    The facts in force today that this purpose may show, what is disputed, which measures may follow and by which law, and what the answer
    covers. Three kinds of answer, never “clear”; a person decides. Each answer is a receipt: the organisation sees it.
    """
    _, _, (receipt,) = asking.answer([code], purpose=purpose, matter=matter, by=of(request))
    response = _answered(request, receipt.content)
    response.headers["Content-Location"] = f"/api/v1/checks/{receipt.id}"
    response.headers["Repr-Digest"] = _digest(receipt.sha256)
    return response


@router.post(
    "/checks",
    response=BatchAnswer,
    openapi_extra=described(parameters=[KEY]),
    summary="批量查询（不超过1000个） / Up to a thousand at once",
)
def checks(request: HttpRequest, wanted: BatchIn) -> HttpResponse:
    """同一目的、同一事项的一批代码，按所给次序逐一答复，各有回执。用同一 Idempotency-Key 重试，得到同样的答复。

    Many codes for one purpose and matter, answered in their order, a receipt for each. The same Idempotency-Key gets the same answer.
    """
    by = of(request)
    require(by, "check", Department(pk=by.department_id))
    now = limiting.charge(client_id(by), len(wanted.codes) - 1)
    key = request.headers.get("Idempotency-Key", "").strip()
    content = batching.answered(Wanted(wanted.codes, wanted.purpose, wanted.matter), key, by=by)
    return _answered(request, content, now)


@router.get("/checks/{uuid:receipt}", response=CheckAnswer, openapi_extra=described(), summary="重取答复 / The same bytes again")
def receipt(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """逐字节与当时的答复相同，其 SHA-256 见 Repr-Digest 和 ETag。

    Bit for bit what was answered; its SHA-256 is in Repr-Digest and ETag.
    """
    found = find(of(request), receipt)
    response = _answered(request, replay.content(found))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Repr-Digest"] = _digest(bytes(found.sha256))
    response.headers["ETag"] = f'"{bytes(found.sha256).hex()}"'
    return _limits(request, cast(HttpResponse, get_conditional_response(request, etag=response.headers["ETag"], response=response)))


@router.get("/checks/{uuid:receipt}/proof", response=ProofAnswer, openapi_extra=described(), summary="回执的封存证明 / A receipt's proof")
def proof(request: HttpRequest, receipt: UUID, response: HttpResponse) -> dict[str, Any]:
    """从答复的 SHA-256 到封存根哈希的路径（RFC 9162 第 2.1.3 节）；根哈希在公开日志中。每分钟封存一次，此前为 409。

    The path from the answer's SHA-256 to the seal's root (RFC 9162, 2.1.3), which the public log has. Sealed each minute; before that, 409.
    """
    found = find(of(request), receipt)
    made = proving.proof(found)
    _limits(request, response)
    return {
        "receipt": found.pk, "number": found.number, "sha256": made.sha256.hex(), "seal": made.seal.pk, "index": made.index,
        "size": made.size, "path": [one.hex() for one in made.path], "root": made.root.hex(),
        "log": f"{settings.PUBLIC_URL}/api/v1/public/records/{made.seal.pk}/proofs",
    }  # fmt: skip


@router.post(
    "/checks/{uuid:receipt}/feedback", response={201: FeedbackAnswer}, openapi_extra=described(), summary="反馈办理结果 / Say what was done"
)
def feedback(request: HttpRequest, receipt: UUID, said: FeedbackIn, response: HttpResponse) -> Status[dict[str, Any]]:
    """已阅、已采取、未采取（附理由）、不适用、已终止。未采取并说明理由，与采取同样完整。

    Seen, applied, not applied (with the reason), not applicable, ended. Not applying, with the reason, is as full an answer as applying.
    """
    by = of(request)
    found = find(by, receipt, "feed_back")
    made = feeding_back.feed_back(
        found, said.outcome, measure=said.measure, listing=said.listing, reasons=said.reasons, effect=said.effect, by=by
    )
    made.refresh_from_db(fields=["at"])
    _limits(request, response)
    return Status(201, {"id": made.pk, "receipt": found.pk, "outcome": made.outcome, "at": made.at.isoformat()})


def _answered(request: HttpRequest, content: bytes, now: limiting.Used | None = None) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return _limits(request, response, now)


def _limits(request: HttpRequest, response: HttpResponse, now: limiting.Used | None = None) -> HttpResponse:
    for name, value in (now or used(request)).headers().items():
        response.headers[name] = value
    return response


def _digest(sha256: bytes) -> str:
    """RFC 9530."""
    return f"sha-256=:{b64encode(sha256).decode()}:"
