"""Red candidates against what stands or is being decided against the same organisation (发改财金规〔2017〕1798号, 红名单比对)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from goodstanding.lists.models import BLACK_OPEN, Listing
from goodstanding.organisations import families
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import text


def against(organisation_id: int) -> list[Listing]:
    """Entries in force on black or scrutiny lists, and black cases whose notice has been served; newest first."""
    return sorted(of_bodies(families.members(organisation_id)), key=lambda one: one.proposed_at, reverse=True)


def of_bodies(organisation_ids: Iterable[int]) -> list[Listing]:
    """The same for many organisations, in three queries."""
    found = Listing.everything.filter(organisation_id__in=list(organisation_ids)).select_related("kind", "department")
    open_ones = found.filter(Q(colour="black", state__in=BLACK_OPEN))
    return [*found.filter(colour="black").in_force(), *found.filter(colour="scrutiny").watched(), *open_ones]


def clear(organisation_id: int) -> None:
    """Raises ``Conflict`` that names the cases. Which list and why is not said: key scrutiny is internal."""
    if found := against(organisation_id):
        raise Conflict("RED_AGAINST_BLACK", text("lists.refused.red_against_black", numbers="、".join(one.number for one in found)))
