"""The one place that turns a refusal into HTTP: a page for people, ``application/problem+json`` (RFC 9457) for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text
from goodstanding.ui import views
from goodstanding.web.log import log

API = "/api/"
TITLES = {
    400: Text("请求无法理解", "The request cannot be understood"),
    401: Text("需要身份验证", "Authentication is needed"),
    403: Text("没有权限", "Not allowed"),
    404: Text("未找到", "Not found"),
    405: Text("不支持该请求方法", "This method is not supported"),
    409: Text("与当前状态冲突", "In conflict with the present state"),
    413: Text("内容过大", "Too large"),
    415: Text("不支持该内容类型", "This type of content is not supported"),
    422: Text("内容不符合要求", "The content cannot be accepted"),
    429: Text("请求过于频繁", "Too many requests"),
    500: Text("系统故障，结果未知", "A fault of ours; the result is unknown"),
    507: Text("存储空间不足", "No room left"),
    503: Text("系统暂时不可用", "Not available at the moment"),
}


def wants_problem(request: HttpRequest) -> bool:
    """A program asks: the API, or somebody who says that JSON is all he takes."""
    return request.path.startswith(API) or request.headers.get("Accept", "").startswith(("application/json", "application/problem+json"))


def problem(status: int, code: str, why: Text, **more: object) -> JsonResponse:
    """RFC 9457: ``type`` is stable and names the code; ``title`` and ``detail`` in Chinese, their English beside them."""
    title = TITLES.get(status, TITLES[400 if status < 500 else 500])
    return JsonResponse(
        {
            "type": f"urn:goodstanding:problem:{code}", "status": status, "code": code,
            "title": title.zh, "title_en": title.en, "detail": why.zh, "detail_en": why.en, **more,
        },
        status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as this caller reads it."""
    log.info("refused", code=refused.code, status=refused.status, route=_route(request))
    response = problem(refused.status, refused.code, refused.why) if wants_problem(request) else views.refused(request, refused)
    response.headers["Cache-Control"] = "no-store"
    for name, value in refused.headers.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
    return response


class Refusing:
    """Middleware: a view that raises ``Refused`` is answered here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception) if isinstance(exception, Refused) else None


def answer_problems(api: NinjaAPI) -> None:
    """Give an API the same answers."""
    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (Refused, answer), (AuthenticationError, _unknown_caller), (HttpError, _http), (ValidationError, _invalid),
    )  # fmt: skip
    for error, handler in handlers:
        api.add_exception_handler(error, handler)


def _unknown_caller(_request: HttpRequest, _error: Exception) -> HttpResponse:
    why = Text("缺少令牌，或令牌无效、已过期、已吊销。", "The token is missing, unknown, expired or revoked.")
    response = problem(401, "TOKEN_REFUSED", why)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "REQUEST_REFUSED", TITLES.get(error.status_code, TITLES[400]))


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where it is wrong and how; the value sent is not repeated, it may be somebody's number."""
    where = [{"at": ".".join(str(step) for step in one["loc"]), "rule": one["type"]} for one in error.errors]
    why = Text(
        "请求参数不符合接口说明，请查看 errors 所列位置。", "The request does not fit the description of the interface; errors says where."
    )
    return problem(422, "REQUEST_INVALID", why, errors=where)


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else ""
