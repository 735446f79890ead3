"""Who is told of what: the organisation's people, the department that acts, and its head."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from goodstanding.measures.catalogue import title_of
from goodstanding.measures.models import Adoption, Application
from goodstanding.notices.telling import holders, tell
from goodstanding.organisations.finding import code_of
from goodstanding.representing.models import Power
from goodstanding.representing.telling import tell_organisation
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

TOLD = {
    "notified": "measures.told.notified", "applied": "measures.told.applied", "dropped": "measures.told.dropped",
    "ended": "measures.told.ended",
}  # fmt: skip
"""What the organisation is told, by what has happened."""
TOLD_OFFICE = {
    "proposed": "measures.told_office.proposed", "answered": "measures.told_office.answered", "ended": "measures.told_office.ended",
    "dropped": "measures.told_office.dropped", "ground_gone": "measures.told_office.ground_gone",
    "measure_proposed": "measures.told_office.measure_proposed", "measure_adopted": "measures.told_office.measure_adopted",
    "measure_declined": "measures.told_office.measure_declined", "measure_ended": "measures.told_office.measure_ended",
}  # fmt: skip
"""What the department is told."""


def tell_subject(application: Application, what: str) -> None:
    """Everybody who may act for it today."""
    url = reverse("measures:ours", args=[code_of(application.organisation), application.pk])
    known = application.answer_until
    more = {"until": written(known) if known else text("measures.unknown")} if what == "notified" else {}
    tell_organisation(
        application.organisation, TOLD[what], url=url, number=application.number, measure=title_of(application.kind_id), **more
    )


def tell_over(applied: Sequence[UUID], dropped: Sequence[UUID]) -> None:
    """Organisations somebody acts for, where they had been told of the case; the department always."""
    held = Power.objects.in_force().values("organisation_id")
    found = Application.everything.filter(pk__in=[*applied, *dropped]).select_related("organisation", "department", "kind")
    told = set(found.filter(organisation_id__in=held).values_list("pk", flat=True))
    for one in found.filter(pk__in=told).iterator():
        if one.state == "ended" or one.notified_on:
            tell_subject(one, one.state)
    for department in found.order_by().values_list("department_id", flat=True).distinct():
        over = list(found.filter(department_id=department)[:2])
        if len(over) == 1:
            tell_office(over[0], over[0].state)
        else:
            n = found.filter(department_id=department).count()
            tell(_people(department), "measures.told_office.over_many", url=f"{reverse('measures:list')}?state=ended", n=n)


def tell_office(application: Application, what: str) -> None:
    """Whoever has to act next: the department's stewards and its head."""
    people = _people(application.department_id)
    url = reverse("measures:case", args=[application.pk])
    tell(people, TOLD_OFFICE[what], url=url, number=application.number, measure=title_of(application.kind_id))


def tell_department(adoption: Adoption, what: str) -> None:
    """What has become of an adoption."""
    _tell(adoption, what, _people(adoption.department_id))


def tell_head(adoption: Adoption, what: str) -> None:
    """Whose turn it is."""
    _tell(adoption, what, set(holders("head", adoption.department_id)))


def _tell(adoption: Adoption, what: str, people: set[int]) -> None:
    url = reverse("measures:adoption", args=[adoption.pk])
    tell(people, TOLD_OFFICE[what], url=url, number=adoption.number, measure=title_of(adoption.kind_id))


def _people(department_id: int) -> set[int]:
    return {*holders("steward", department_id), *holders("head", department_id)}
