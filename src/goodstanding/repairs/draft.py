"""An application on its way to its check: in the session of whoever applies, the papers already sealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.http import HttpRequest

from goodstanding.papers.models import Paper
from goodstanding.repairs.filing import PURPOSE
from goodstanding.representing.models import Consent
from goodstanding.rules import persons

KEY = "repair_drafts"
MOST = 20
"""Applications somebody may have begun at once; the oldest is forgotten."""


@dataclass(slots=True)
class Draft:
    """As typed, plain enough for a session; ``commitment``: the version that was accepted."""

    statement: str = ""
    proof_held: bool = False
    commitment: str = ""
    papers: list[str] = field(default_factory=list)
    consent: str = ""


def read(request: HttpRequest, record: UUID) -> Draft:
    """What this session has begun for that record."""
    kept = request.session.get(KEY, {}).get(str(record))
    return Draft(**kept) if kept else Draft()


def keep(request: HttpRequest, record: UUID, draft: Draft) -> None:
    """For the next step; a session is stored too, so no person's number gets into it."""
    draft.statement = persons.mask(draft.statement)[0]
    known = {name: kept for name, kept in request.session.get(KEY, {}).items() if name != str(record)}
    request.session[KEY] = dict([*known.items(), (str(record), asdict(draft))][-MOST:])


def drop(request: HttpRequest, record: UUID) -> None:
    """Sent."""
    known = request.session.get(KEY, {})
    known.pop(str(record), None)
    request.session[KEY] = known


def papers(draft: Draft, user_id: int | None) -> list[Paper]:
    """Those that are there and his, in the order they came."""
    found = Paper.objects.filter(pk__in=draft.papers, user_id=user_id, purpose=PURPOSE, destroyed_at__isnull=True).defer("content")
    return sorted(found, key=lambda paper: draft.papers.index(str(paper.pk)))


def consent(draft: Draft) -> Consent | None:
    """The visitor's signed slip."""
    return Consent.objects.filter(pk=draft.consent).first() if draft.consent else None
