"""The one error tree. Each refusal carries what an outsider may read; one place turns it into HTTP, one into an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from goodstanding.rules.texts import Text


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not a failure of ours)
    """Something was asked for that is not done.

    ``code`` is stable and public (``FILE_EMPTY``); ``why`` says in both languages what is wrong and what to do;
    ``status`` is the HTTP status of RFC 9457 answers, ``headers`` what else such an answer says (``Retry-After``).
    """

    status = 422
    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, code: str, why: Text) -> None:
        super().__init__(f"{code}: {why.zh}")
        self.code = code
        self.why = why


class Unusable(Refused):
    """A file or request that cannot be read at all (exit code 2)."""

    status = 422


class Forbidden(Refused):
    """The caller has no standing for this object; always audited."""

    status = 403


class Missing(Refused):
    """No such thing, or none the caller may know of."""

    status = 404


class Conflict(Refused):
    """Somebody was quicker, or the state does not allow it (any more)."""

    status = 409
