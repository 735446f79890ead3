"""Which receipts somebody may see: a department its own, an organisation those about itself, the centre all."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from goodstanding.checks.models import Check
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text


def seen_by(standing: Standing) -> QuerySet[Check]:
    """For a list: of the desk, so none about an organisation of its own (:mod:`history`)."""
    return Check.objects.all() if standing.is_centre else Check.objects.filter(department_id=standing.department_id or 0)


def find(standing: Standing, pk: UUID, action: str = "see_check") -> Check:
    """The receipt, if this standing may do that with it; a refusal is written down. A hidden one is nothing an organisation is told of."""
    found = Check.objects.filter(pk=pk).first()
    if found is None or (found.hidden and standing.role == "representative"):
        raise Missing("NO_SUCH_RECEIPT", text("checks.refused.no_such_receipt"))
    require(standing, action, found)
    return found
