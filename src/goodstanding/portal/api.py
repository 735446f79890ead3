"""The public pages as JSON: the same questions, the same answers, nothing more. Names of legal representatives are never among them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from goodstanding.organisations.finding import by_code
from goodstanding.organisations.living import questioning
from goodstanding.organisations.searching import presenting
from goodstanding.portal import listing
from goodstanding.portal.answers import (
    Coverage,
    Organisation,
    Page,
    Record,
    coverage_answer,
    organisation_answer,
    page_answer,
    record_answer,
)
from goodstanding.portal.asking import understand
from goodstanding.portal.caching import as_json
from goodstanding.portal.organisation import describe as describe_organisation
from goodstanding.portal.record import describe as describe_record
from goodstanding.portal.record import find as find_record
from goodstanding.portal.record import gone
from goodstanding.portal.search_answers import Found, hits_answer
from goodstanding.rules.refusals import Missing, Unusable
from goodstanding.ui.days import written
from goodstanding.ui.texts import text
from goodstanding.web.describing import refusing

REFUSALS = refusing(400, 404, 405, 422)
router = Router(tags=["公开查询 / public"])
Limit = Annotated[int, Query(ge=1, le=100, description="每页条数 / items a page")]
Cursor = Annotated[str, Query(max_length=200, description="上一页返回的 next / the next of the page before")]
Wanted = Annotated[
    str, Query(max_length=200, description="代码或名称的片段，不少于2个字符 / piece of a code or name, two characters or more")
]
KINDS = Literal["permit", "penalty"]


class Narrowing(Schema):
    """只列出符合的主体。 / Only organisations that fit."""

    district: str = Field("", max_length=40, description="行政区划代码 / district code")
    category: str = Field(
        "", max_length=40, description="主体类别：统一社会信用代码前两位 / kind of body: first two characters of its code"
    )
    status: str = Field("", max_length=40, description="登记状态代码 / registration status")
    trade: str = Field("", max_length=40, description="名称中的行业用语 / a trade word of the name")


@router.get("/public/organisations", response=Found, openapi_extra=REFUSALS, summary="查询主体 / Find organisations")
def organisations(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(
            max_length=200,
            description="代码或其片段（不少于4位）、名称或其片段（不少于2个字）、简称、曾用名、拼音或拼音首字母（不少于3个字母）；"
            "个别字有误也可查到 / a code or a piece of one, a name or a piece of one, a short or former name, pinyin or its initials;"
            " one wrong character does no harm",
        ),
    ],
    narrowing: Query[Narrowing],
    limit: Limit = 20,
    cursor: Cursor = "",
) -> HttpResponse:
    """没有查到不表示没有记录：答案附有数据来源与更新情况。名称或代码相符的全部列出，其后是相近的名称，每条注明查到的原因。

    Nothing found does not mean clear: the answer carries what it covers and how fresh that is. Everything whose name or code fits is
    listed, names that come near behind it; each says by what it was found.
    """
    asked = understand(q)
    if not asked.searchable:
        raise Unusable(f"SEARCH_{asked.kind.upper()}", text("organisations.search.refused", asked.kind))
    only = presenting.narrowed(narrowing.model_dump())
    return as_json(request, hits_answer(*presenting.narrow(asked.text, only, limit=limit, cursor=cursor)))


@router.get("/public/organisations/{code}", response=Organisation, openapi_extra=REFUSALS, summary="一个主体 / One organisation")
def organisation(
    request: HttpRequest,
    code: str,
    on: Annotated[str, Query(max_length=20, description="哪一日的登记情况 / how it stood on this day")] = "",
    known: Annotated[str, Query(max_length=20, description="以哪一日名录的记载为准 / as the register knew it on this day")] = "",
) -> HttpResponse:
    """名称、代码及其起止时间，登记沿革，正在公示的信息数量。

    Names and codes with their times, the history on the register, and how many records show today.
    """
    found = by_code(code)
    if found is None:
        raise Missing("ORGANISATION_UNKNOWN", text("portal.search.nothing_why"))
    asked = questioning.ask(found, {"on": on, "known": known})
    if asked.unread:
        raise Unusable("DATE_UNREADABLE", text("organisations.life.unread"))
    return as_json(request, organisation_answer(describe_organisation(found), asked))


class Chosen(Schema):
    """筛选条件，与页面相同。 / The filters of the page."""

    department: str = Field("", description="数据来源单位的统一社会信用代码 / the department's code")
    organ: str = Field("", description="决定机关全称 / the deciding organ's full name")
    district: str = Field("", description="行政区划代码 / district code")
    category: str = Field("", description="类别 / category")
    organisation: str = Field("", description="主体的统一社会信用代码 / the organisation's code")
    decided_from: str = Field("", description="决定日期自 / decided from")
    decided_until: str = Field("", description="决定日期至 / decided until")


@router.get("/public/records", response=Page, openapi_extra=REFUSALS, summary="最新公示 / The newest records")
def records(request: HttpRequest, kind: KINDS, chosen: Query[Chosen], limit: Limit = 20, cursor: Cursor = "") -> HttpResponse:
    """最新的在前，筛选条件与页面相同。 / Newest first, with the filters of the page."""
    filters = listing.filters(chosen.model_dump())
    if filters.unread:
        raise Unusable("DATE_UNREADABLE", text("portal.newest.unread"))
    return as_json(request, page_answer(*listing.newest(filters.narrow(listing.of_kind(kind)), cursor=cursor, limit=limit)))


@router.get("/public/records/{uuid:public_id}", response=Record, openapi_extra=REFUSALS, summary="一条信息 / One record")
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """公示的数据项、公示起止日期和依据。停止公示的不再返回。 / Its fields, its window and basis; gone once it no longer shows."""
    found = find_record(public_id)
    if found is None:
        raise not_shown(public_id)
    return as_json(request, record_answer(describe_record(found, official=False)))


def not_shown(public_id: UUID) -> Missing:
    """Why: the reason of an ending is public, what the record said is not any more."""
    why = gone(public_id)
    if why is None:
        return Missing("RECORD_NOT_SHOWN", text("portal.record.gone_why"))
    said = text("portal.record", "gone_said" if why.final else "suspended_said", why=why.why, since=written(why.since))
    return Ended("RECORD_ENDED", said) if why.final else Missing("RECORD_SUSPENDED", said)


class Ended(Missing):
    """It was here and is no more, for good."""

    status = 410


@router.get("/public/coverage", response=Coverage, openapi_extra=REFUSALS, summary="数据来源与更新情况 / Sources and freshness")
def coverage(request: HttpRequest) -> HttpResponse:
    """每个部门每类信息最近报送的时间，是否逾期。 / When each department last handed in each kind, and whether it is late."""
    return as_json(request, coverage_answer())
