"""The register through the API: every basis and how it stands, every halt and the list of what it stopped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from goodstanding.laws import depending, reading, targets
from goodstanding.laws.answering import as_json
from goodstanding.laws.models import Affected, Halt
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui import paging
from goodstanding.ui.texts import text
from goodstanding.web.describing import Both, refusing

router = Router(tags=["法律依据 / legal bases"])
REFUSALS = refusing(400, 404, 422)
Limit = Annotated[int, Query(ge=1, le=100, description="每页条数 / items a page")]
Cursor = Annotated[str, Query(max_length=200, description="上一页返回的 next / the next of the page before")]


class Counted(Schema):
    """How much of one part is on a halt's list."""

    part: Both
    became: Annotated[str, Field(description="stopped 已终止, paused 暂停适用, stays 另行调整 / ended, paused, changed separately")]
    n: int


class HaltAnswer(Schema):
    """One halt."""

    number: str
    target: Annotated[str, Field(description="law 或 measure / a law or a kind of measure")]
    code: str
    title: Both
    articles: Annotated[list[int], Field(description="停用的条款；空：整部 / articles; empty: the whole")]
    kind: Annotated[str, Field(description="repealed 废止, suspended 暂停适用 / repealed or suspended")]
    document: str
    words: Annotated[str, Field(description="公布的理由 / the reason as published")]
    since: date
    at: datetime
    lifted_on: date | None
    lifted_because: str
    affected: list[Counted]
    url: str


class LawAnswer(Schema):
    """One law used as a basis."""

    code: str
    title: Both
    number: str
    level: Annotated[str, Field(description="law, regulation, central_policy, ministry_rule, local_regulation, normative, standard")]
    since: date
    until: Annotated[date | None, Field(description="有效期的最后一日 / last day in force")]
    state: Annotated[str, Field(description="in_force, in_part, suspended, repealed, over, not_yet")]
    halts: Annotated[list[str], Field(description="停用记录的编号 / numbers of its halts")]
    url: str


class LawPage(Schema):
    """A page of laws, in the order of their codes."""

    items: list[LawAnswer]
    next: str | None


class HaltPage(Schema):
    """A page of halts, the latest first."""

    items: list[HaltAnswer]
    next: str | None


class LineAnswer(Schema):
    """One thing that was public when it stopped."""

    part: Both
    organisation: Annotated[str | None, Field(description="统一社会信用代码 / its code")]
    name: Annotated[str | None, Field(description="主体名称 / the organisation")]
    title: Both
    n: int
    became: str


class HaltWhole(HaltAnswer):
    """One halt with a page of its public list."""

    items: list[LineAnswer]
    names_until: Annotated[date, Field(description="主体名称公布至 / organisations are named until this day")]
    next: str | None


@router.get("/laws", response=LawPage, openapi_extra=REFUSALS, summary="法律依据目录 / The register of legal bases")
def laws(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """每部法律的文号、效力层级、有效期和当前状态。 / Each law: its number, level, days in force, and how it stands today."""
    after = paging.decode(cursor, 1)[0] if cursor else ""
    found = sorted((one for one in reading.stands() if one.it.code > after), key=lambda one: one.it.code)[: limit + 1]
    onward = paging.encode(found[limit - 1].it.code) if len(found) > limit else None
    return as_json(request, {"items": [_law(one) for one in found[:limit]], "next": onward})


@router.get("/laws/halts", response=HaltPage, openapi_extra=REFUSALS, summary="停用的法律依据 / Legal bases halted")
def halts(request: HttpRequest, limit: Limit = 20, cursor: Cursor = "") -> HttpResponse:
    """被废止或者暂停适用的依据，最新的在前。 / What was repealed or suspended, the latest first."""
    page, onward = reading.page_of_halts(cursor, limit)
    return as_json(request, {"items": [_halt(one) for one in page], "next": onward or None})


@router.get("/laws/halts/{number}", response=HaltWhole, openapi_extra=REFUSALS, summary="一次停用 / One halt")
def halt(request: HttpRequest, number: str, limit: Limit = 100, cursor: Cursor = "") -> HttpResponse:
    """停用文件、理由，以及停用时正在公示的事项。 / Its document and reason, and what was public when it stopped."""
    found = Halt.objects.filter(number=number.replace("\0", "")).first()
    if found is None:
        raise Missing("NO_SUCH_HALT", text("laws.refused.no_such_halt"))
    lines, onward = reading.page_of_lines(reading.named(found), cursor, limit)
    more = {"items": [_line(one) for one in lines], "names_until": reading.names_until(found), "next": onward or None}
    return as_json(request, _halt(found) | more)


def _law(one: reading.Stand) -> dict[str, Any]:
    law = one.law
    assert law is not None  # noqa: S101 - reading.stands gives laws
    return {
        "code": law.code, "title": _both(one.it.title), "number": law.number, "level": law.level, "since": law.since, "until": law.until,
        "state": one.state, "halts": [halt.number for halt in one.halts], "url": _url("laws:law", law.code),
    }  # fmt: skip


def _halt(one: Halt) -> dict[str, Any]:
    return {
        "number": one.number, "target": one.target, "code": one.code, "title": _both(targets.of_halt(one).title),
        "articles": [int(article) for article in one.articles.split(",") if article], "kind": one.kind, "document": one.document,
        "words": one.words, "since": one.since, "at": one.at, "lifted_on": one.lifted_on, "lifted_because": one.lifted_because,
        "affected": [{"part": _both(line.title), "became": line.became, "n": line.things} for line in reading.lines(one)],
        "url": _url("laws:halt", one.number),
    }  # fmt: skip


def _line(one: Affected) -> dict[str, Any]:
    body = one.organisation
    return {
        "part": _both(depending.named(one.part)), "organisation": body.uscc if body else None, "name": body.name if body else None,
        "title": {"zh": one.title_zh, "en": one.title_en}, "n": one.n, "became": one.became,
    }  # fmt: skip


def _both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def _url(view: str, key: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(view, args=[key])}"
