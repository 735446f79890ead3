"""The window: the clerk acts for a visitor, on a consent slip (同意书) with seal and signature that was printed, signed and scanned."""

from __future__ import annotations

from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations.models import Organisation
from goodstanding.papers.taking import File, take
from goodstanding.representing.models import Consent
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

PURPOSES = ("query", "objection", "repair", "listing", "measure")
"""What a visitor may ask the clerk to do; each has its sentence on the slip."""


def take_consent(organisation: Organisation, upload: File | None, *, purpose: str, by: Standing) -> Consent:
    """Keep the signed slip. A case that comes in by the window names it. Raises ``Refused`` where there is none."""
    require(by, "decide_power", organisation)
    if purpose not in PURPOSES:
        raise Refused("PURPOSE_UNKNOWN", text("representing.refused.purpose_unknown"))
    if upload is None:
        raise Refused("CONSENT_MISSING", text("representing.refused.consent_missing"))
    with transaction.atomic():
        paper = take(upload, purpose=f"consent.{purpose}", by=by)
        consent = Consent.objects.create(organisation=organisation, purpose=purpose, paper=paper, by=by.label, user_id=by.user_id)
        write(
            Event.ACCESS_LOOKED_UP, organisation, by=by, because="window",
            data={"consent": str(consent.pk), "purpose": purpose, "sha256": paper.sha256},
        )  # fmt: skip
    return consent
