"""Which organisation a code names, and who may act for it."""

from __future__ import annotations

from goodstanding.organisations import families
from goodstanding.organisations.models import Identifier, Organisation
from goodstanding.representing.models import Power, Powers
from goodstanding.rules import uscc


def by_code(code: str) -> Organisation | None:
    """The one organisation with that code, today's or an earlier one; while a merge stands, the entry it is shown as."""
    clean = uscc.clean(code)
    found = Organisation.objects.filter(uscc=clean).first()
    if found is None:
        known = Identifier.objects.filter(value=clean, issue="", known_until__isnull=True).select_related("organisation")[:2]
        bodies = {one.organisation for one in known}
        found = bodies.pop() if len(bodies) == 1 else None
    return families.root(found) if found else None


def code_of(organisation: Organisation) -> str:
    """The code its pages stand under: today's USCC, else the code it has."""
    if organisation.uscc:
        return organisation.uscc
    known = organisation.identifiers.filter(issue="", known_until__isnull=True, valid_until__isnull=True).order_by("kind").first()
    return known.value if known else ""


def for_body(organisation: Organisation) -> Powers:
    """Every power for it, or for an entry of the register that is shown as it."""
    return Power.objects.filter(organisation_id__in=families.members(organisation.pk))


def of_user(user_id: int) -> Powers:
    """Every power somebody asked for or holds, the newest first."""
    return Power.objects.filter(user_id=user_id).select_related("organisation", "letter").order_by("-asked_at")
