"""What the pages of checks show: an entry that is published, a measure in force, a penalty, sources, a purpose."""

from __future__ import annotations

from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.lists.models import Listing
from tests.checks.making import covered, granted
from tests.measures import making
from tests.measures.making import Case
from tests.organisations.making import organisation
from tests.repairs.making import NAME

HONOURS = "honours"
"""A purpose the measure in force names."""


def publish(listing: Listing | None) -> Listing:
    """As its head's own decision does."""
    assert listing is not None
    Listing.everything.filter(pk=listing.pk).update(
        state="published", published_at=timezone.now(), publication="依法公布", published_by="test"
    )  # fmt: skip
    return listing


def on_a_list(department: Department, *purposes: str) -> Case:
    """An organisation with a published entry and a measure in force; the department may ask."""
    organisation(1, NAME)
    case = making.applied(department)
    publish(case.listing)
    covered(department)
    granted(department, *(purposes or (HONOURS, "tender")))
    return case
