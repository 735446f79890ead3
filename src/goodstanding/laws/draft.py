"""A stop on its way to its check: in the director's session, the document already sealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.http import HttpRequest

from goodstanding.laws.halting import Said
from goodstanding.papers.models import Paper
from goodstanding.rules import persons

KEY = "law_stops"
PURPOSE = "laws.document"
MOST = 5
"""Begun at once by somebody; the oldest is forgotten."""


@dataclass(slots=True)
class Draft:
    """As typed, plain enough for a session. ``key`` becomes the halt's own, so that two clicks are one deed."""

    target: str
    code: str
    kind: str = ""
    articles: str = ""
    document: str = ""
    since: str = ""
    words: str = ""
    paper: str = ""
    key: str = field(default_factory=lambda: str(uuid4()))

    def said(self) -> Said:
        """As the verb takes it; only after the form was found whole."""
        return Said(
            target=self.target, code=self.code, kind=self.kind, articles=self.articles, document=self.document, words=self.words,
            since=date.fromisoformat(self.since), key=UUID(self.key),
        )  # fmt: skip


def read(request: HttpRequest, target: str, code: str) -> Draft:
    """What this session has begun about that law or measure."""
    kept = request.session.get(KEY, {}).get(f"{target}/{code}")
    return Draft(**kept) if kept else Draft(target, code)


def keep(request: HttpRequest, draft: Draft) -> None:
    """For the next step; a session is stored too, so no person's number gets into it."""
    for name in ("articles", "document", "words"):
        setattr(draft, name, persons.mask(getattr(draft, name))[0])
    own = f"{draft.target}/{draft.code}"
    known = {name: kept for name, kept in request.session.get(KEY, {}).items() if name != own}
    request.session[KEY] = dict([*known.items(), (own, asdict(draft))][-MOST:])


def drop(request: HttpRequest, draft: Draft) -> None:
    """Done."""
    known = request.session.get(KEY, {})
    known.pop(f"{draft.target}/{draft.code}", None)
    request.session[KEY] = known


def paper(draft: Draft, user_id: int | None) -> Paper | None:
    """Its document, while it is there and his."""
    if not draft.paper:
        return None
    found = Paper.objects.filter(pk=draft.paper, user_id=user_id, purpose=PURPOSE, destroyed_at__isnull=True)
    return found.defer("content").first()
