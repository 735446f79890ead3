"""Which organisation a code names, and the code its pages stand under."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from goodstanding.organisations import families
from goodstanding.organisations.models import Identifier, Organisation
from goodstanding.rules import uscc


def by_code(code: str) -> Organisation | None:
    """The one organisation with that code, today's or an earlier one; nothing where a code is not trusted to name one body.

    While a merge stands, the entry it is shown as.
    """
    clean = uscc.clean(code)
    found = Organisation.objects.filter(uscc=clean).first()
    if found is None:
        known = Identifier.objects.filter(value=clean, issue="", known_until__isnull=True).select_related("organisation")[:2]
        bodies = {one.organisation for one in known}
        found = bodies.pop() if len(bodies) == 1 else None
    return families.root(found) if found else None


def code_of(organisation: Organisation) -> str:
    """Today's USCC, else the code it has, else the last it had: a body that is no more has pages too."""
    return codes_of([organisation])[organisation.pk]


def codes_of(organisations: Iterable[Organisation]) -> dict[int, str]:
    """The same for many, by key: one query for all that have no USCC, none where there are no such."""
    codes = {one.pk: one.uscc or "" for one in organisations}
    bare = [key for key, code in codes.items() if not code]
    if bare:
        known = Identifier.objects.filter(organisation__in=bare, issue="", known_until__isnull=True)
        # The last to be written is the first by kind of those it has today.
        codes |= dict(known.order_by(F("valid_until").asc(nulls_last=True), "-kind").values_list("organisation_id", "value"))
    return codes
