"""What the catalogue says of a measure, beside its row in the database."""

from __future__ import annotations

from django.conf import settings

from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.laws import cite
from goodstanding.rules.listing import ListingRules, MeasureKind
from goodstanding.rules.loading import load
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


def rules() -> ListingRules:
    """Read once a process."""
    return load_listing(settings.CITY_CATALOGUE)


def laws() -> Catalogue:
    """The laws and terms the rules rest on, read once a process."""
    return load(settings.CITY_CATALOGUE)


def said_of(kind: str) -> MeasureKind:
    """The measure's words and terms; raises ``Missing``."""
    found = rules().measures.get(kind)
    if found is None:
        raise Missing("NO_SUCH_MEASURE", text("measures.refused.no_such_measure"))
    return found


def title_of(kind: str) -> Text:
    """Its name; said where the catalogue no longer has it."""
    found = rules().measures.get(kind)
    return found.title if found else text("measures.former")


def content_of(kind: str) -> Text:
    """What it is; only its name where the catalogue no longer has it."""
    found = rules().measures.get(kind)
    return found.content if found else title_of(kind)


def quoted(basis: str) -> Text:
    """A basis as people read it."""
    return cite(basis, laws())
