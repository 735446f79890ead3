"""Who may act for an organisation."""

from __future__ import annotations

from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.representing.models import Power, Powers


def for_body(organisation: Organisation) -> Powers:
    """Every power for it, or for an entry of the register that is shown as it."""
    return Power.objects.filter(organisation_id__in=families.members(organisation.pk))


def of_user(user_id: int) -> Powers:
    """Every power somebody asked for or holds, the newest first."""
    return Power.objects.filter(user_id=user_id).select_related("organisation").order_by("-asked_at")
