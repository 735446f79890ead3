"""Codes explained and converted, one or a thousand at a time. A person's number is refused, or masked among many; it is never looked up."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from goodstanding.organisations.converting import convert
from goodstanding.portal.caching import as_json
from goodstanding.portal.code_answers import explained_answer, verdicts_answer
from goodstanding.portal.code_schemas import Asked, Explained, Verdicts
from goodstanding.portal.many_codes import LONGEST, verdicts
from goodstanding.rules.codes import recognising
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text
from goodstanding.web.describing import refusing

router = Router(tags=["代码 / codes"])
Code = Annotated[str, Path(max_length=LONGEST, description="统一社会信用代码或者旧代码 / a Unified Social Credit Code or an older code")]
Day = Annotated[date | None, Query(description="按哪一天的名录，默认今天 / the register of which day, today by default")]
Name = Annotated[str, Query(max_length=200, description="主体名称，用于与名录核对 / the organisation's name, held against the register")]


@router.get(
    "/public/codes/{code}",
    response=Explained,
    openapi_extra=refusing(400, 404, 405, 413, 422),
    summary="解读和转换一个代码 / Explain and convert a code",
)
def code(request: HttpRequest, code: Code, on: Day = None, name: Name = "") -> HttpResponse:
    """逐段解读、校验码、问题、更正建议、可推得的代码，以及名录中所查日期的主体。个人证件号码不予处理。
    / Parts, check characters, faults, a suggestion, what follows exactly, and whose it was on that day. Personal numbers are refused.
    """
    if recognising.personal(code):
        raise Unusable("CODE_PERSONAL", text("portal.code.personal"))
    return as_json(request, explained_answer(convert(code, on=on, name=name)))


@router.post(
    "/public/codes",
    response=Verdicts,
    openapi_extra=refusing(400, 404, 405, 413, 422),
    summary="核对和转换多个代码 / Judge and convert many codes",
)
def codes(request: HttpRequest, asked: Asked) -> HttpResponse:  # noqa: ARG001 (ninja hands it over)
    """最多1000个，按所给顺序逐个返回；内容不保存。 / Up to a thousand, answered in their order; nothing is kept."""
    content = orjson.dumps(verdicts_answer(verdicts(asked.codes, on=asked.on)))
    return HttpResponse(content, content_type="application/json", headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"})
