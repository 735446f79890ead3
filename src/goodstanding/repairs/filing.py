"""An organisation applies for repair, or takes its application back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.ledger.writing import write
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record
from goodstanding.repairs import looking, saying
from goodstanding.repairs.locking import locked
from goodstanding.repairs.models import Evidence, Repair
from goodstanding.repairs.numbering import next_number
from goodstanding.representing.models import Consent
from goodstanding.rules import persons
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Missing, Refused
from goodstanding.ui.texts import text

LONGEST = 3000
PURPOSE = "repair.proof"
"""What papers are taken in for here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What the applicant says; everything else the platform knows. ``commitment``: the version that was read and accepted, '' for not."""

    statement: str
    commitment: str
    papers: tuple[Paper, ...] = ()
    proof_held: bool = False
    consent: Consent | None = None


def checked(said: Application, *, version: str) -> Application:
    """As it will be kept. Raises ``Refused``."""
    statement = persons.mask(said.statement.strip()[:LONGEST])[0]
    if not statement:
        raise Refused("STATEMENT_MISSING", text("repairs.refused.statement_missing"))
    if not said.papers and not said.proof_held:
        raise Refused("PROOF_MISSING", text("repairs.refused.proof_missing"))
    if said.commitment != version:
        raise Refused("COMMITMENT_MISSING", text("repairs.refused.commitment_missing"))
    return Application(
        statement=statement, commitment=version, papers=said.papers, proof_held=said.proof_held and not said.papers, consent=said.consent
    )


def belonging(record: Record, organisation: Organisation) -> None:
    """Raises ``Missing`` where the record is another body's: the same sentence as for one that does not exist."""
    if record.taken_back or record.organisation_id not in families.members(organisation.pk):
        raise Missing("NO_SUCH_RECORD", text("repairs.refused.no_such_record"))


def file(record: Record, organisation: Organisation, said: Application, *, by: Standing) -> Repair:
    """One application for one record, on the day it may be made. Raises ``Refused``, ``Conflict`` where one is in hand already."""
    require(by, "apply_for_repair", organisation)
    belonging(record, organisation)
    with transaction.atomic():
        now = Record.everything.select_for_update().get(pk=record.pk)
        if there := looking.open_case(now):
            raise Conflict("REPAIR_IN_HAND", text("repairs.refused.in_hand", number=there.number))
        answer = looking.look(now)
        if not answer.may:
            raise Refused(f"REPAIR_{answer.code.upper()}", answer.reasons[0])
        regime = looking.regime_of(now.regime)
        kept = checked(said, version=regime.commitment.version)
        _by_window_with_its_slip(kept, organisation, by)
        repair = Repair.objects.create(
            number=next_number("XF"), record=now, organisation=organisation, department_id=now.department_id, regime=regime.code,
            channel="web" if kept.consent is None else "window", consent=kept.consent, commitment=kept.commitment, statement=kept.statement,
            proof_held=kept.proof_held, filed_by=by.label, filed_user=by.user_id, due_on=due(regime.accept, timezone.localdate()),
        )  # fmt: skip
        for paper in kept.papers:
            _unused(paper, by)
            Evidence.objects.create(repair=repair, paper=paper)
        step = PROCEDURES["repair"]["", "file"]
        data = {"to": step.to, "record": str(now.pk), "commitment": kept.commitment, "papers": [one.sha256 for one in kept.papers]}
        write(step.event, repair, by=by, data=data)
        saying.tell_department(repair, "filed", due=saying.due_text(repair))
    return repair


def withdraw(repair: Repair, *, by: Standing) -> None:
    """The applicant does not want it any longer; applying again is open to him."""
    require(by, "apply_for_repair", families.root(repair.organisation))
    with transaction.atomic():
        now = locked(repair, "withdraw")
        Repair.objects.filter(pk=now.pk).update(decided_at=timezone.now())
        move(now, "withdraw", by=by)
        saying.tell_department(now, "withdrawn")
    repair.refresh_from_db()


def _by_window_with_its_slip(said: Application, organisation: Organisation, by: Standing) -> None:
    if by.role != "clerk":
        return
    if said.consent is None or said.consent.purpose != "repair" or said.consent.organisation_id != organisation.pk:
        raise Refused("CONSENT_MISSING", text("representing.refused.consent_missing"))


def _unused(paper: Paper, by: Standing) -> None:
    """A paper serves what it was handed in for, by whoever handed it in, once; nobody tidies it away meanwhile."""
    now = Paper.objects.select_for_update().defer("content").get(pk=paper.pk)
    if Evidence.objects.filter(paper=now).exists() or now.purpose != PURPOSE or now.user_id != by.user_id or not now.is_there:
        raise Refused("PAPER_NOT_YOURS", text("repairs.refused.paper_gone"))
