"""What the catalogue says of a list, beside its row in the database."""

from __future__ import annotations

from django.conf import settings

from goodstanding.rules.listing import Criterion, ListingRules, ListKind
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text


def rules() -> ListingRules:
    """Read once a process."""
    return load_listing(settings.CITY_CATALOGUE)


def said_of(kind: str) -> ListKind:
    """The list's words and terms; raises ``Missing``."""
    found = rules().kinds.get(kind)
    if found is None:
        raise Missing("NO_SUCH_LIST", text("lists.refused.no_such_list"))
    return found


def criterion(kind: str, code: str) -> Criterion | None:
    """One condition of a list."""
    return next((one for one in said_of(kind).criteria if one.code == code), None)


def bases(kind: str, code: str) -> tuple[str, ...]:
    """What an entry under that condition stands on: the list's basis and the condition's."""
    known = criterion(kind, code)
    return (said_of(kind).basis, *((known.basis,) if known else ()))
