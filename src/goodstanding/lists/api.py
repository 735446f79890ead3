"""The public lists as JSON: the same questions and answers as the pages. Key scrutiny is never among them, nor a legal representative."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from goodstanding.laws.answering import as_json
from goodstanding.lists import cards, shown
from goodstanding.organisations.searching.asking import understand
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text
from goodstanding.web.describing import Both, refusing

router = Router(tags=["名单 / lists"])
REFUSALS = refusing(400, 404, 422)
Limit = Annotated[int, Query(ge=1, le=100, description="每页条数 / items a page")]
Cursor = Annotated[str, Query(max_length=200, description="上一页返回的 next / the next of the page before")]
Wanted = Annotated[str, Query(max_length=200, description="单位名称或者统一社会信用代码，可为片段 / a name or code, or a piece of one")]


class CriterionAnswer(Schema):
    """One ground on which an organisation may be listed."""

    code: str
    text: Both
    basis: str


class ListAnswer(Schema):
    """One list and its rules."""

    code: str
    colour: Annotated[str, Field(description="red 守信激励, black 严重失信 / incentives or serious breach")]
    title: Both
    field: Both
    body: Annotated[Both, Field(description="认定单位 / who decides")]
    basis: Annotated[str, Field(description="法律代码:条 / law:article")]
    basis_cited: Both
    in_force: Annotated[bool, Field(description="依据今日是否有效 / whether its basis is in force today")]
    criteria: list[CriterionAnswer]
    months: Annotated[int, Field(description="最长有效期（月） / longest term in months")]
    early_months: Annotated[int | None, Field(description="满几个月可申请提前移出 / an early end may be asked for after so many months")]
    exits: list[Both]
    remedies: list[Both]
    public: Annotated[bool, Field(description="认定结果是否公布 / whether its entries are published")]
    shown: Annotated[int, Field(description="今日公布的项数 / entries shown today")]
    url: str


class ListsAnswer(Schema):
    """All lists of incentives and of serious breach."""

    items: list[ListAnswer]


class EntryAnswer(Schema):
    """One shown entry."""

    id: str
    number: str
    list: str
    colour: str
    organisation: Annotated[str | None, Field(description="统一社会信用代码 / its code")]
    name: str
    criterion: Both
    facts: str
    basis: str
    basis_cited: Both
    organ: Annotated[Both, Field(description="决定机关 / who decided")]
    decision_no: str
    decided_on: date
    ends_on: Annotated[date, Field(description="有效期的最后一日 / last day in force")]
    earliest: Annotated[date | None, Field(description="可申请提前移出之日 / from when an early end may be asked for")]
    disputed: bool
    url: str


class EntriesAnswer(Schema):
    """A page of entries, the newest decisions first."""

    items: list[EntryAnswer]
    next: str | None


@router.get("/lists", response=ListsAnswer, openapi_extra=REFUSALS, summary="名单目录 / The lists")
def lists(request: HttpRequest) -> HttpResponse:
    """守信激励和严重失信主体名单的依据、标准、期限、退出和救济途径，以及今日公布的项数。

    Each list's basis, criteria, term, ways out and remedies, and how many entries show today.
    """
    return as_json(request, {"items": [_list(one) for one in shown.lists()]})


@router.get("/lists/{kind}/entries", response=EntriesAnswer, openapi_extra=REFUSALS, summary="名单内的主体 / Entries of a list")
def entries(request: HttpRequest, kind: str, q: Wanted = "", limit: Limit = 20, cursor: Cursor = "") -> HttpResponse:
    """今日公布的各项，最新认定的在前。没有查到仅表示今日本名单没有公布该主体。

    What is shown today, the newest decisions first. Nothing found only means that this list does not show it today.
    """
    it = shown.one_list(kind)
    asked = understand(q.replace("\0", ""))
    if asked.kind in {"short", "personal"}:
        raise Unusable(f"SEARCH_{asked.kind.upper()}", text("organisations.search.refused", asked.kind))
    lines, onward = shown.page(shown.entries(it.kind.code, asked), cursor=cursor, limit=limit)
    return as_json(request, {"items": [_entry(line) for line in lines], "next": onward or None})


def _list(one: shown.PublicList) -> dict[str, Any]:
    kind = one.kind
    return {
        "code": kind.code, "colour": kind.colour, "title": _both(kind.title), "field": _both(kind.field), "body": _both(kind.body),
        "basis": kind.basis, "basis_cited": _both(one.basis), "in_force": one.why_not is None,
        "criteria": [{"code": each.code, "text": _both(each.text), "basis": each.basis} for each in kind.criteria],
        "months": kind.months, "early_months": kind.early_months, "exits": [_both(each) for each in kind.exits],
        "remedies": [_both(each) for each in kind.remedies], "public": kind.public, "shown": one.n,
        "url": f"{settings.PUBLIC_URL}{reverse('lists:list', args=[kind.code])}",
    }  # fmt: skip


def _entry(line: shown.Line) -> dict[str, Any]:
    one, card = line.listing, cards.card(line)
    return {
        "id": str(one.pk), "number": one.number, "list": one.kind_id, "colour": one.colour, "organisation": line.organisation.uscc,
        "name": line.organisation.name, "criterion": _both(card.criterion), "facts": one.facts, "basis": one.basis,
        "basis_cited": _both(card.basis), "organ": _both(card.body), "decision_no": card.decision_no, "decided_on": card.decided_on,
        "ends_on": card.ends_on, "earliest": card.earliest, "disputed": card.disputed, "url": f"{settings.PUBLIC_URL}{card.url}",
    }  # fmt: skip


def _both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}
