"""What somebody can do about a decision, and until when: 行政复议法 art. 20 (60 days), 行政诉讼法 art. 46 (6 months)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.objections.models import Objection
from goodstanding.rules.loading import load

REVIEW, COURT = "review", "court_action"


def length(term: str) -> int:
    """How many days or months somebody has: the catalogue's."""
    return load(settings.CITY_CATALOGUE).terms[term].count


def until(objection: Objection, term: str) -> date | None:
    """The last day, counted from the day of the decision; None where the calendar does not reach.

    Computed when somebody reads it: a case that is over does not change, and its year may become known later.
    """
    return due(term, timezone.localdate(objection.closed_at)) if objection.closed_at else None
