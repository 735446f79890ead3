"""The public pages as JSON: the same questions, the same answers, nothing more. Names of legal representatives are never among them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from goodstanding.organisations import searching
from goodstanding.portal import listing
from goodstanding.portal.answers import (
    Coverage,
    Found,
    Organisation,
    Page,
    Record,
    coverage_answer,
    hits_answer,
    organisation_answer,
    page_answer,
    record_answer,
)
from goodstanding.portal.asking import understand
from goodstanding.portal.caching import as_json
from goodstanding.portal.organisation import describe as describe_organisation
from goodstanding.portal.organisation import find as find_organisation
from goodstanding.portal.record import describe as describe_record
from goodstanding.portal.record import find as find_record
from goodstanding.rules.refusals import Missing, Unusable
from goodstanding.ui.texts import text

router = Router(tags=["公开查询 / public"])
Limit = Annotated[int, Query(ge=1, le=100, description="每页条数 / items a page")]
Cursor = Annotated[str, Query(max_length=200, description="上一页返回的 next / the next of the page before")]
Wanted = Annotated[
    str, Query(max_length=200, description="代码或名称的片段，不少于2个字符 / piece of a code or name, two characters or more")
]
KINDS = Literal["permit", "penalty"]


@router.get("/public/organisations", response=Found, summary="查询主体 / Find organisations")
def organisations(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(
            max_length=200, description="代码、代码片段或名称片段，不少于2个字符 / code, or piece of a code or name, two characters or more"
        ),
    ],
    limit: Limit = 20,
    cursor: Cursor = "",
) -> HttpResponse:
    """没有查到不表示没有记录：答案附有数据来源与更新情况。

    Nothing found does not mean clear: the answer carries what it covers and how fresh that is.
    """
    asked = understand(q)
    if asked.kind not in {"code", "name"}:
        raise Unusable(f"SEARCH_{asked.kind.upper()}", text("portal.search", asked.kind))
    return as_json(request, hits_answer(searching.search(asked.text, limit=limit, cursor=cursor)))


@router.get("/public/organisations/{code}", response=Organisation, summary="一个主体 / One organisation")
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """名称、代码及其起止时间，正在公示的信息数量。 / Names and codes with their times, and how many records show today."""
    found = find_organisation(code)
    if found is None:
        raise Missing("ORGANISATION_UNKNOWN", text("portal.search.nothing_why"))
    return as_json(request, organisation_answer(describe_organisation(found)))


class Chosen(Schema):
    """筛选条件，与页面相同。 / The filters of the page."""

    department: str = Field("", description="数据来源单位的统一社会信用代码 / the department's code")
    organ: str = Field("", description="决定机关全称 / the deciding organ's full name")
    district: str = Field("", description="行政区划代码 / district code")
    category: str = Field("", description="类别 / category")
    organisation: str = Field("", description="主体的统一社会信用代码 / the organisation's code")
    decided_from: str = Field("", description="决定日期自 / decided from")
    decided_until: str = Field("", description="决定日期至 / decided until")


@router.get("/public/records", response=Page, summary="最新公示 / The newest records")
def records(request: HttpRequest, kind: KINDS, chosen: Query[Chosen], limit: Limit = 20, cursor: Cursor = "") -> HttpResponse:
    """最新的在前，筛选条件与页面相同。 / Newest first, with the filters of the page."""
    filters = listing.filters(chosen.model_dump())
    if filters.unread:
        raise Unusable("DATE_UNREADABLE", text("portal.newest.unread"))
    return as_json(request, page_answer(*listing.newest(filters.narrow(listing.of_kind(kind)), cursor=cursor, limit=limit)))


@router.get("/public/records/{uuid:public_id}", response=Record, summary="一条信息 / One record")
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """公示的数据项、公示起止日期和依据。停止公示的不再返回。 / Its fields, its window and basis; gone once it no longer shows."""
    found = find_record(public_id)
    if found is None:
        raise Missing("RECORD_NOT_SHOWN", text("portal.record.gone_why"))
    return as_json(request, record_answer(describe_record(found, official=False)))


@router.get("/public/coverage", response=Coverage, summary="数据来源与更新情况 / Sources and freshness")
def coverage(request: HttpRequest) -> HttpResponse:
    """每个部门每类信息最近报送的时间，是否逾期。 / When each department last handed in each kind, and whether it is late."""
    return as_json(request, coverage_answer())
