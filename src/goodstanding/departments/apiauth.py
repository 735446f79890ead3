"""``Authorization: Bearer gs_…`` for django-ninja: ``Router(auth=Token("intake:write"))``; the view finds ``request.auth``, a Standing."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from goodstanding.departments import standing, tokens
from goodstanding.departments.allowing import write_apart
from goodstanding.departments.standing import Standing
from goodstanding.rules.refusals import Forbidden
from goodstanding.rules.texts import Text


class Token(HttpBearer):
    """A token with a scope. None (401) for a token that is nobody's; Forbidden (403, audited) for one without the scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Standing | None:
        client = tokens.holder(token)
        if client is None:
            return None
        caller = standing.from_client(client)
        if self.scope not in caller.scopes:
            write_apart(client, self.scope, caller)
            raise Forbidden("SCOPE_MISSING", Text(f"该令牌不具备 {self.scope} 权限。", f"This token does not have the scope {self.scope}."))
        return standing.remember(request, caller)
