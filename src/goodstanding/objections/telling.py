"""Who is told what of a case. Mails carry its number and its days, nothing of a record."""

from __future__ import annotations

from django.urls import reverse

from goodstanding.notices.telling import holders, tell
from goodstanding.objections.locking import body_of
from goodstanding.objections.models import Inquiry, Objection
from goodstanding.organisations.finding import code_of
from goodstanding.representing.telling import tell_organisation
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


def tell_subject(objection: Objection, key: str) -> None:
    """The organisation: everybody who may act for it today."""
    tell_organisation(body_of(objection), key, url=ours(objection), number=objection.number)


def tell_source(inquiry: Inquiry, key: str) -> None:
    """The department's stewards and its head."""
    told = {user for role in ("steward", "head") for user in holders(role, inquiry.department_id)}
    due: Text = written(inquiry.due_on) if inquiry.due_on else text("objections.day.unknown")
    tell(told, key, url=reverse("objections:inquiry", args=[inquiry.pk]), number=inquiry.objection.number, due=due)


def tell_sources(objection: Objection, key: str) -> None:
    """Every source of a case, of how it ended."""
    for inquiry in objection.inquiries.select_related("objection"):
        told = {user for role in ("steward", "head") for user in holders(role, inquiry.department_id)}
        tell(told, key, url=reverse("objections:inquiry", args=[inquiry.pk]), number=objection.number)


def tell_centre(objection: Objection, key: str) -> None:
    """The centre's clerks."""
    tell(holders("clerk"), key, url=reverse("objections:case", args=[objection.pk]), number=objection.number)


def ours(objection: Objection) -> str:
    """The case's page among the organisation's own."""
    return reverse("objections:ours_case", args=[code_of(body_of(objection)) or "-", objection.pk])
