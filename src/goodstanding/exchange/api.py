"""Deliveries for programs: what is new since a cursor, one of them with what it is about, its acknowledgement; and the offline filters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from goodstanding.departments.allowing import refuse
from goodstanding.departments.apiauth import Token
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing, of
from goodstanding.exchange import acknowledging, answering, filter_making, finding, keys, polling
from goodstanding.exchange.models import Filter
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text
from goodstanding.web.describing import Both, refusing

router = Router(tags=["推送 / deliveries"])
READ = Token("delivery:read")
REFUSALS = refusing(400, 401, 403, 404, 405, 409, 422)
_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
FILE: dict[str, Any] = {"responses": {**REFUSALS["responses"], 200: {"description": "二进制文件 / a binary file", "content": _BINARY}}}
Limit = Annotated[int, Query(ge=1, le=500, description="每页条数 / items a page")]
Cursor = Annotated[str, Query(max_length=40, description="上一次返回的 next；为空则从头开始 / the next of the answer before; empty: all")]
Which = Annotated[str, Query(max_length=40, description="只取某一订阅（编号） / of one subscription only, by its number")]


class Event(Schema):
    """A CloudEvents 1.0 event; the body of a webhook is exactly this."""

    specversion: str
    id: Annotated[str, Field(description="与 webhook-id 相同 / the same as webhook-id")]
    source: str
    type: Annotated[str, Field(description="goodstanding.list_entry.added …")]
    subject: str
    time: datetime
    datacontenttype: str
    sequence: Annotated[str, Field(description="同一事项的第几条消息 / which message about this thing")]
    data: dict[str, Any]


class DeliveryAnswer(Schema):
    """One message."""

    id: UUID
    event: Event
    received_at: datetime | None
    acknowledged_at: datetime | None
    due_on: Annotated[date | None, Field(description="终止信息应在该日前确认移除 / an end is to be acknowledged until then")]


class DeliveryPage(Schema):
    """Messages, the oldest first. ``next`` is always given: ask with it again."""

    items: list[DeliveryAnswer]
    next: str


class Body(Schema):
    """Which organisation."""

    code: str
    name: str


class Content(Schema):
    """The thing as it stands at this moment."""

    number: str
    title: Both
    organisation: Body
    decided_by: str
    decision_no: str
    basis: str
    basis_cited: Both
    from_: Annotated[date | None, Field(alias="from")]
    until: date | None
    disputed: bool
    page: str


class DeliveryWhole(DeliveryAnswer):
    """With what it is about. ``content`` is null where it no longer counts: take it out, and acknowledge."""

    state: Annotated[str, Field(description="in 有效, paused 暂不适用, out 已终止")]
    why: Both | None
    content: Content | None


class FilterAnswer(Schema):
    """One offline filter."""

    code: str
    title: Both
    as_of: datetime
    valid_until: datetime
    entries: int
    sha256: str
    url: str


class FiltersAnswer(Schema):
    """The newest of each, and the keys they are signed with (the newest last)."""

    items: list[FilterAnswer]
    keys: list[str]


@router.get("/deliveries", auth=READ, response=DeliveryPage, openapi_extra=REFUSALS, summary="游标之后的推送 / Deliveries after a cursor")
def deliveries(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100, subscription: Which = "") -> dict[str, Any]:
    """本单位各订阅的新增、变更、终止信息，按顺序返回。带上一次的 next 再次请求，即表示此前的已经收到。

    Additions, changes and ends of the department's subscriptions, in order. To ask with a ``next`` says that all before it has come.
    """
    standing = of(request)
    own_department(standing)
    rows, following = polling.page(standing, cursor, limit, subscription.replace("\0", ""))
    return {"items": [answering.message(one) for one in rows], "next": following}


@router.get(
    "/deliveries/{uuid:delivery}", auth=READ, response=DeliveryWhole, by_alias=True, url_name="delivery", openapi_extra=REFUSALS,
    summary="一条推送及其事项的现状 / One delivery, and the thing as it stands",
)  # fmt: skip
def one_delivery(request: HttpRequest, delivery: UUID) -> dict[str, Any]:
    """推送只说明是哪一事项；内容在此查询，以查询时为准。事项已终止的，不再返回内容。

    A delivery says only which thing; what it says is asked here, as it is at this moment. Of what has ended nothing is answered.
    """
    return answering.whole(finding.find_delivery(of(request), delivery))


@router.post(
    "/deliveries/{uuid:delivery}/acknowledge", auth=READ, response=DeliveryAnswer, openapi_extra=REFUSALS,
    summary="确认已从本单位系统移除 / Acknowledge that it was taken out",
)  # fmt: skip
def acknowledge(request: HttpRequest, delivery: UUID) -> dict[str, Any]:
    """仅用于终止信息。重复确认不改变什么，返回第一次确认的时间。 / Of an end only. Said again it changes nothing."""
    standing = of(request)
    found = finding.find_delivery(standing, delivery, "acknowledge_delivery")
    return answering.message(acknowledging.acknowledge(found, by=standing))


@router.get("/filters", auth=READ, response=FiltersAnswer, openapi_extra=REFUSALS, summary="离线核对文件 / The offline filters")
def filters(request: HttpRequest) -> dict[str, Any]:
    """每小时一份，断网时使用；只回答“可能在内”“截至某时不在文件内”或者“无法判断”。

    Made each hour, for when the line is down: "maybe", "not in the filter as of", or "unknown".
    """
    own_department(of(request))
    titles = {one.code: one.title for one in filter_making.wanted()}
    return {"items": [_filter(one, titles[one.code]) for one in filter_making.latest() if one.code in titles], "keys": signers()}


@router.get("/filters/{code}", auth=READ, response=None, url_name="filter", openapi_extra=FILE, summary="下载离线核对文件 / Download one")
def one_filter(request: HttpRequest, code: str) -> HttpResponse:
    """文件带签名和有效期，用 tools/offline.py 读取。 / Signed, with the days it is valid; tools/offline.py reads it."""
    own_department(of(request))
    return file(code)


def file(code: str) -> HttpResponse:
    """The newest of that code."""
    found = Filter.objects.filter(code=code.replace("\0", "")).order_by("-as_of").first()
    if found is None:
        raise Missing("NO_SUCH_FILTER", text("exchange.refused.no_such_filter"))
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.code}.gsfilter"'
    response.headers["ETag"] = f'"{found.sha256}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def signers() -> list[str]:
    """The public keys of the filters."""
    return [keys.shown(one) for one in keys.valid(None)]


def own_department(standing: Standing) -> Department:
    """A program of the centre's own has no department, and nothing is delivered to it."""
    department = Department.objects.filter(pk=standing.department_id or finding.NOBODY).first()
    if department is None:
        refuse(standing, "see_deliveries", None)
    return department


def _filter(one: Filter, title: Any) -> dict[str, Any]:
    return {
        "code": one.code, "title": {"zh": title.zh, "en": title.en}, "as_of": one.as_of, "valid_until": one.valid_until,
        "entries": one.entries, "sha256": one.sha256, "url": f"{settings.PUBLIC_URL}{reverse('api:filter', args=[one.code])}",
    }  # fmt: skip
