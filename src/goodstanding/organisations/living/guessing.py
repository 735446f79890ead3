"""Whose branch a name says it is. A name is no fact: it is shown as what it says, and stored only when a clerk or a list says so too."""

from __future__ import annotations

from django.db.models import QuerySet

from goodstanding.organisations.models import Name, Organisation, Relation
from goodstanding.rules.naming.parting import parts_of_normal


def parent_by_name(organisation: Organisation) -> Organisation | None:
    """The one body that bears the name this one's name begins with; None where it is no branch's name, or its parent is known."""
    branch = parts_of_normal(organisation.normal_name).branch
    if branch is None or not branch.parent or live(organisation).filter(kind="branch_of").exists():
        return None
    bearers = Name.objects.filter(normal_name=branch.parent, valid_until__isnull=True, known_until__isnull=True)
    found = list(bearers.exclude(organisation=organisation).select_related("organisation")[:2])
    return found[0].organisation if len(found) == 1 else None


def live(organisation: Organisation) -> QuerySet[Relation]:
    """Relations of it that are believed and have not ended."""
    return organisation.relations.filter(valid_until__isnull=True, known_until__isnull=True)
