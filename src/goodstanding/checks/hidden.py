"""依法不向主体展示的查询: how many there were, by month and by the law that says so. Never of whom, never by whom."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncMonth

from goodstanding.checks import purposes, shown
from goodstanding.checks.models import Check
from goodstanding.checks.saying import cited
from goodstanding.rules.texts import Text


class Month(NamedTuple):
    """One month, one purpose."""

    month: date
    purpose: Text
    basis: Text
    n: int


def counted() -> list[Month]:
    """The newest month first."""
    found = (
        Check.objects.filter(hidden=True)
        .annotate(month=TruncMonth("at"))
        .order_by("-month", "purpose")
        .values("month", "purpose")
        .annotate(n=Count("pk"))
    )
    return [Month(one["month"].date(), shown.purpose_title(one["purpose"]), basis(one["purpose"]), one["n"]) for one in found]


def kept_back() -> list[tuple[Text, Text]]:
    """Purposes the catalogue keeps from the organisation, each with the law that says so."""
    return [(one.title, basis(one.code)) for one in purposes.askable() if one.hidden]


def basis(purpose: str) -> Text:
    """The law that keeps it back."""
    known = {one.code: one for one in purposes.askable()}.get(purpose)
    return cited(known.hidden) if known and known.hidden else Text("", "")
