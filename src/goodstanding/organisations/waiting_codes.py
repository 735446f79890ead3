"""The codes and the day a waiting row was handed in with, as :mod:`matching` asks for them."""

from __future__ import annotations

from django.conf import settings

from goodstanding.organisations.models import PendingRow
from goodstanding.rules.loading import load

ROLES = ("party.uscc", "party.orgcode", "party.regno", "party.taxno", "party.institution", "party.social", "decision.date")


def codes_of(row: PendingRow) -> list[str | int | None]:
    """In the order of ``matching.INPUT``; the row's key stands for its number."""
    kind = load(settings.CITY_CATALOGUE).kinds[row.kind]
    return [row.pk, row.normal_name, *(row.fields.get(kind.field(role)) or None for role in ROLES)]
