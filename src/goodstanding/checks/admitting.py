"""``Authorization: Bearer``: a program's own token, or an access token got with it. One statement says who it is and counts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.http import HttpAuthBase

from goodstanding.checks import limiting
from goodstanding.checks.limiting import Admitted, Used
from goodstanding.departments import access, standing, tokens
from goodstanding.departments.allowing import write_apart
from goodstanding.departments.models import ApiClient
from goodstanding.departments.standing import Standing
from goodstanding.rules.refusals import Forbidden
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

SCOPE = "check:ask"
USED = "_checks_used"


class Bearer(HttpAuthBase):
    """None (401) for nobody, ``Forbidden`` (403, audited) without the scope, ``TooFast`` (429) beyond the quota."""

    openapi_type = "oauth2"
    openapi_flows: ClassVar[dict[str, Any]] = {
        "clientCredentials": {"tokenUrl": "/api/v1/oauth/token", "scopes": {SCOPE: "查询、取回执、反馈 / ask, replay, feed back"}}
    }

    def __call__(self, request: HttpRequest) -> Standing | None:
        """Ninja's own."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        found = _found(token.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            return None
        caller = _standing(found)
        if SCOPE not in caller.scopes:
            write_apart(("departments.apiclient", found.id), SCOPE, caller)
            raise Forbidden("SCOPE_MISSING", Text(f"该令牌不具备 {SCOPE} 权限。", f"This token does not have the scope {SCOPE}."))
        used = limiting.left(found.used)
        if found.used is None:
            raise limiting.TooFast(used)
        setattr(request, USED, used)
        if not found.used_today:
            ApiClient.objects.filter(pk=found.id).update(last_used_on=timezone.localdate())
        return standing.remember(request, caller)


def used(request: HttpRequest) -> Used:
    """What is left after this request."""
    found: Used = getattr(request, USED)
    return found


def client_id(by: Standing) -> int:
    """Only programs come here. Raises ``Forbidden``."""
    if by.client_id is None:
        raise Forbidden("NOT_ALLOWED", text("checks.refused.programs_only"))
    return by.client_id


def _found(token: str) -> Admitted | None:
    if not token.startswith(access.PREFIX):
        return limiting.admit(SCOPE, token_hash=tokens.hashed(token)) if token else None
    claim = access.read(token)
    if claim is None:
        return None
    found = limiting.admit(SCOPE if SCOPE in claim.scopes else "", client=claim.client)
    if found is None or not claim.fits(found.token_hash):
        return None
    return Admitted(
        found.id, found.name, found.department_id, found.scopes & claim.scopes, found.used_today, found.token_hash, found.unit, found.used
    )


def _standing(found: Admitted) -> Standing:
    """As :func:`departments.standing.from_client` makes it."""
    return Standing(
        label=f"{found.name}（{found.unit}）" if found.unit else found.name, role="steward" if found.department_id else "client",
        department_id=found.department_id, client_id=found.id, scopes=found.scopes,
    )  # fmt: skip
