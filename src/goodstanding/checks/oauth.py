"""OAuth 2.0 client credentials (RFC 6749 section 4.4): a program's number and its token for an access token of ten minutes.

``client_id`` is the number of the client, ``client_secret`` the token it was given. Errors are RFC 6749's own, in its own shape.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode
from typing import Any
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema

from goodstanding.departments import access, tokens
from goodstanding.departments.models import ApiClient

router = Router(tags=["访问令牌 / access tokens"])
FORM = "application/x-www-form-urlencoded"
ERRORS = {
    "invalid_request": (400, "The request lacks a parameter, repeats one, or identifies the client in two ways."),
    "invalid_client": (401, "The client is unknown, has ended or was revoked, or its secret is another."),
    "unsupported_grant_type": (400, "Only client_credentials is given out here."),
    "invalid_scope": (400, "The client does not have a scope it asks for."),
}
_SAID = {
    "invalid_request": "请求缺少参数、参数重复，或者以两种方式提交了身份。",
    "invalid_client": "客户端不存在、已终止或者已吊销，或者密钥不符。",
    "unsupported_grant_type": "仅支持 client_credentials。", "invalid_scope": "客户端不具备所请求的权限范围。",
}  # fmt: skip


class TokenAnswer(Schema):
    """RFC 6749 section 5.1."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class ErrorAnswer(Schema):
    """RFC 6749 section 5.2; the Chinese sentence beside it."""

    error: str
    error_description: str
    error_description_zh: str


class Wrong(Exception):  # noqa: N818 - an answer, not a failure of ours
    """One of :data:`ERRORS`."""


_FIELDS = {
    "grant_type": {"type": "string", "enum": ["client_credentials"]},
    "client_id": {"type": "string", "description": "客户端编号，也可用 HTTP Basic 提交 / the client's number; or by HTTP Basic"},
    "client_secret": {"type": "string", "description": "发放的令牌（gs_…） / the token it was given"},
    "scope": {"type": "string", "description": "以空格分隔；不填为全部 / separated by spaces; without it, all the client has"},
}
DESCRIBED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {FORM: {"schema": {"type": "object", "required": ["grant_type"], "properties": _FIELDS}}},
    },
    "responses": {code: {"content": {"application/json": {"schema": ErrorAnswer.model_json_schema()}}} for code in (400, 401)},
}


@router.post("/oauth/token", auth=None, response=TokenAnswer, openapi_extra=DESCRIBED, summary="取得访问令牌 / Get an access token")
def token(request: HttpRequest) -> HttpResponse:
    """以客户端凭证换取有效期十分钟的访问令牌（RFC 6749 第 4.4 节）。客户端终止或者被吊销的，令牌立即失效。

    An access token of ten minutes for client credentials (RFC 6749, 4.4). It dies at once when the client is revoked or ends.
    """
    try:
        said = _given(request)
    except Wrong as wrong:
        status, why = ERRORS[str(wrong)]
        answer = JsonResponse(
            {"error": str(wrong), "error_description": why, "error_description_zh": _SAID[str(wrong)]}, status=status,
            json_dumps_params={"ensure_ascii": False},
        )  # fmt: skip
        if status == 401:
            answer["WWW-Authenticate"] = 'Basic realm="goodstanding"'
    else:
        answer = JsonResponse(said)
    answer["Cache-Control"], answer["Pragma"] = "no-store", "no-cache"
    return answer


def _given(request: HttpRequest) -> dict[str, object]:
    if request.content_type != FORM or any(len(values) > 1 for _, values in request.POST.lists()) or request.GET:
        raise Wrong("invalid_request")
    if "grant_type" not in request.POST:
        raise Wrong("invalid_request")
    client = _client(*_credentials(request))
    if request.POST["grant_type"] != "client_credentials":
        raise Wrong("unsupported_grant_type")
    wanted = set(request.POST.get("scope", "").split()) or set(client.scopes)
    if not wanted <= set(client.scopes):
        raise Wrong("invalid_scope")
    return {
        "access_token": access.give(client, wanted), "token_type": "Bearer", "expires_in": access.SECONDS,
        "scope": " ".join(sorted(wanted)),
    }  # fmt: skip


def _credentials(request: HttpRequest) -> tuple[str, str]:
    """By HTTP Basic or in the form, never both (section 2.3)."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    in_form = "client_secret" in request.POST
    if not scheme:
        if not in_form or "client_id" not in request.POST:
            raise Wrong("invalid_client")
        return request.POST["client_id"], request.POST["client_secret"]
    if in_form:
        raise Wrong("invalid_request")
    try:
        number, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise Wrong("invalid_client") from error
    if scheme.lower() != "basic" or not colon:
        raise Wrong("invalid_client")
    return unquote_plus(number), unquote_plus(secret)


def _client(number: str, secret: str) -> ApiClient:
    # An access token is no secret: with it a life of ten minutes could be made longer for ever.
    found = tokens.holder(secret) if secret.startswith(tokens.PREFIX) else None
    if found is None or not hmac.compare_digest(str(found.pk).encode(), number.strip().encode()):
        raise Wrong("invalid_client")
    return found
