"""What somebody has begun and not sent yet: in his session, papers already sealed. No person's number gets into a session."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from goodstanding.lists.proposing import PURPOSE, Document
from goodstanding.papers.models import Paper
from goodstanding.rules import persons

MOST = 20
"""Drafts of one sort somebody may have begun at once; the oldest is forgotten."""
PROPOSALS, ANSWERS, PAPERS = "listing_proposals", "listing_answers", "listing_papers"


@dataclass(slots=True)
class Proposal:
    """A proposal on its way, as typed. ``made``: the case it has become."""

    kind: str = ""
    criterion: str = ""
    facts: str = ""
    records: list[str] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)
    made: str = ""


@dataclass(slots=True)
class Answer:
    """An answer on its way."""

    words: str = ""
    hearing: bool = False
    consent: str = ""


def proposal(request: HttpRequest, organisation: int) -> Proposal:
    """What this session has begun about that organisation."""
    kept = request.session.get(PROPOSALS, {}).get(str(organisation))
    return Proposal(**kept) if kept else Proposal()


def keep_proposal(request: HttpRequest, organisation: int, draft: Proposal) -> None:
    """For the next step."""
    draft.facts = persons.mask(draft.facts)[0]
    draft.documents = [{name: persons.mask(value)[0] if name in {"organ", "number"} else value for name, value in one.items()}
                       for one in draft.documents]  # fmt: skip
    _keep(request, PROPOSALS, str(organisation), asdict(draft))


def answer(request: HttpRequest, listing: UUID) -> Answer:
    """What this session has begun to answer in that case."""
    kept = request.session.get(ANSWERS, {}).get(str(listing))
    return Answer(**kept) if kept else Answer()


def keep_answer(request: HttpRequest, listing: UUID, draft: Answer) -> None:
    """For the next step."""
    draft.words = persons.mask(draft.words)[0]
    _keep(request, ANSWERS, str(listing), asdict(draft))


def drop_answer(request: HttpRequest, listing: UUID) -> None:
    """Sent."""
    known = request.session.get(ANSWERS, {})
    known.pop(str(listing), None)
    request.session[ANSWERS] = known


def paper(request: HttpRequest, name: str) -> Paper | None:
    """The scan that was handed in with a form that had to be shown again; his own only."""
    kept = request.session.get(PAPERS, {}).get(name)
    return _there([kept], request.user.pk).get(kept) if kept else None


def keep_paper(request: HttpRequest, name: str, taken: Paper) -> None:
    """So that nobody chooses a file twice."""
    _keep(request, PAPERS, name, str(taken.pk))


def drop_paper(request: HttpRequest, name: str) -> None:
    """It belongs to a case now."""
    known = request.session.get(PAPERS, {})
    known.pop(name, None)
    request.session[PAPERS] = known


def documents(draft: Proposal, user_id: int | None) -> list[Document]:
    """As the verb takes them; a scan that is gone is left out."""
    papers = _there([one["paper"] for one in draft.documents if one["paper"]], user_id)
    return [
        Document(
            organ=one["organ"], number=one["number"], decided_on=date.fromisoformat(one["decided_on"]), paper=papers.get(one["paper"])
        )
        for one in draft.documents
    ]  # fmt: skip


def _there(ids: list[str], user_id: int | None) -> dict[str, Paper]:
    purposes = (PURPOSE, "listing.served", "listing.heard")
    found = Paper.objects.filter(pk__in=ids, user_id=user_id, purpose__in=purposes, destroyed_at__isnull=True).defer("content")
    return {str(one.pk): one for one in found}


def _keep(request: HttpRequest, sort: str, name: str, value: object) -> None:
    known = {key: kept for key, kept in request.session.get(sort, {}).items() if key != name}
    request.session[sort] = dict([*known.items(), (name, value)][-MOST:])
