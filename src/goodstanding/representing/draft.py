"""A request on its way through its three steps: in the session of whoever asks, the letter already sealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from goodstanding.departments.standing import Standing
from goodstanding.papers.models import Paper
from goodstanding.representing.letters import PURPOSE, destroy_unsent

KEY = "power_asked"


@dataclass(frozen=True, slots=True)
class Draft:
    """As typed, plain enough for a session."""

    code: str
    starts_on: str
    ends_on: str
    words: str
    letter: str

    @property
    def days(self) -> tuple[date, date]:
        """From and until."""
        return date.fromisoformat(self.starts_on), date.fromisoformat(self.ends_on)


def read(request: HttpRequest) -> Draft | None:
    """What this session has begun."""
    kept = request.session.get(KEY)
    return Draft(**kept) if kept else None


def keep(request: HttpRequest, draft: Draft) -> None:
    """For the next step."""
    request.session[KEY] = asdict(draft)


def drop(request: HttpRequest) -> None:
    """Sent."""
    request.session.pop(KEY, None)


def letter(draft: Draft | None, user_id: int) -> Paper | None:
    """Its letter, while it is there and his."""
    if draft is None:
        return None
    found = Paper.objects.filter(pk=UUID(draft.letter), user_id=user_id, purpose=PURPOSE, destroyed_at__isnull=True)
    return found.defer("content").first()


def replace(old: Paper | None, *, by: Standing) -> None:
    """Another letter was uploaded before the request was sent: the first one is destroyed."""
    if old is not None:
        destroy_unsent(old, by=by, because="replaced")
