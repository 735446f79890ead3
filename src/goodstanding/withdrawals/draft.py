"""A taking down on its way to its check: in the session of whoever does it, the document already sealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from goodstanding.papers.models import Paper
from goodstanding.rules import persons
from goodstanding.withdrawals.withdrawing import Said

KEY = "withdrawal_drafts"
PURPOSE = "withdrawal.document"
MOST = 5
"""Begun at once by somebody; the oldest is forgotten."""


@dataclass(slots=True)
class Draft:
    """As typed, plain enough for a session. ``department`` and ``unknown`` where it began with a list of numbers."""

    records: list[str] = field(default_factory=list)
    because: str = ""
    document: str = ""
    effective_on: str = ""
    words: str = ""
    successor_no: str = ""
    paper: str = ""
    ended: int = 0
    unknown: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[UUID]:
        """The records."""
        return [UUID(one) for one in self.records]

    def said(self) -> Said:
        """As the verb takes it; only after the form was found whole."""
        return Said(
            because=self.because, document=self.document, effective_on=date.fromisoformat(self.effective_on), words=self.words,
            successor_no=self.successor_no,
        )  # fmt: skip


def read(request: HttpRequest, key: str) -> Draft:
    """What this session has begun under that key: a record's id, or ``many``."""
    kept = request.session.get(KEY, {}).get(key)
    return Draft(**kept) if kept else Draft()


def keep(request: HttpRequest, key: str, draft: Draft) -> None:
    """For the next step; a session is stored too, so no person's number gets into it."""
    for name in ("document", "words", "successor_no"):
        setattr(draft, name, persons.mask(getattr(draft, name))[0])
    known = {name: kept for name, kept in request.session.get(KEY, {}).items() if name != key}
    request.session[KEY] = dict([*known.items(), (key, asdict(draft))][-MOST:])


def drop(request: HttpRequest, key: str) -> None:
    """Done."""
    known = request.session.get(KEY, {})
    known.pop(key, None)
    request.session[KEY] = known


def paper(draft: Draft, user_id: int | None) -> Paper | None:
    """Its document, while it is there and his."""
    if not draft.paper:
        return None
    found = Paper.objects.filter(pk=draft.paper, user_id=user_id, purpose=PURPOSE, destroyed_at__isnull=True)
    return found.defer("content").first()
