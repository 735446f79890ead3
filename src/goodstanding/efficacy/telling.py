"""Who is told of what: the department that wrote it, whose turn it is, and the organisation whose case it was."""

from __future__ import annotations

from django.urls import reverse

from goodstanding.efficacy.models import Example
from goodstanding.notices.telling import holders, tell
from goodstanding.representing.telling import tell_organisation

TOLD_OFFICE = {
    "returned": "efficacy.told_office.returned", "published": "efficacy.told_office.published",
    "dropped": "efficacy.told_office.dropped", "withdrawn": "efficacy.told_office.withdrawn",
}  # fmt: skip
TOLD = {"published": "efficacy.told.published", "withdrawn": "efficacy.told.withdrawn"}


def tell_heads(example: Example) -> None:
    """It waits for approval."""
    tell(holders("head", example.department_id), "efficacy.told_office.submitted", url=_desk(example), number=example.number)


def tell_directors(example: Example) -> None:
    """It waits to be published."""
    tell(holders("director"), "efficacy.told_office.approved", url=_desk(example), number=example.number)


def tell_office(example: Example, what: str) -> None:
    """The department's stewards and its head."""
    people = {*holders("steward", example.department_id), *holders("head", example.department_id)}
    tell(people, TOLD_OFFICE[what], url=_desk(example), number=example.number)


def tell_subject(example: Example, what: str) -> None:
    """Its own case was told of, even though nobody else can know that."""
    tell_organisation(example.organisation, TOLD[what], url=reverse("efficacy:example", args=[example.pk]), number=example.number)


def _desk(example: Example) -> str:
    return reverse("efficacy:desk_example", args=[example.pk])
