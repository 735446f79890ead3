"""An organisation's applications for repair, as its own page lists them."""

from __future__ import annotations

from collections.abc import Iterable

from goodstanding.repairs import saying
from goodstanding.repairs.models import Masking, Repair
from goodstanding.representing.cases import Case
from goodstanding.ui.texts import text


def of(organisation_id: int) -> Iterable[Case]:
    """The newest first."""
    for one in Repair.objects.filter(organisation_id=organisation_id).select_related("record", "organisation").order_by("-filed_at"):
        yield Case(
            number=one.number, title=text("repairs.case.of", document=one.record.decision_no), state=text("repairs.state", one.state),
            since=one.filed_at, due_on=one.due_on if one.is_open else None, known=one.due_on is not None or not one.is_open,
            url=saying.our_case(one), open=one.is_open,
        )  # fmt: skip
    for masking in Masking.objects.filter(organisation_id=organisation_id):
        yield Case(
            number=masking.number, title=text("repairs.masking.of", court=masking.court, document=masking.document),
            state=text("repairs.masking.state", masking.state), since=masking.begun_at, due_on=None, known=True, url="",
            open=masking.state == "masked",
        )  # fmt: skip
