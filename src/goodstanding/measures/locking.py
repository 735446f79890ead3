"""A case as it stands now, and nobody else's until this is over. Laws first, the organisation, what the case rests on, then the case."""

from __future__ import annotations

from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict
from goodstanding.measures.conditions import hold_grounds
from goodstanding.measures.models import Adoption, Application
from goodstanding.organisations.models import Organisation
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def locked(application: Application, action: str) -> Application:
    """The row as it is now; of two who act, the slower one is told."""
    Organisation.objects.select_for_update(no_key=True).get(pk=application.organisation_id)
    hold_grounds(application)
    found = Application.everything.select_for_update(of=("self",))
    now = found.select_related("organisation", "department", "kind", "adoption", "listing").get(pk=application.pk)
    if now.state != application.state or (now.state, action) not in PROCEDURES["application"]:
        raise conflict()
    return now


def locked_adoption(adoption: Adoption, action: str) -> Adoption:
    """The same of an adoption."""
    now = Adoption.everything.select_for_update(of=("self",)).select_related("department", "kind").get(pk=adoption.pk)
    if now.state != adoption.state or (now.state, action) not in PROCEDURES["measure"]:
        raise conflict()
    return now


def not_own(case: Adoption | Application, by: Standing) -> None:
    """Whoever proposed does not decide."""
    if by.user_id is not None and by.user_id == case.proposed_user:
        raise Refused("MEASURE_OWN", text("measures.refused.own"))
