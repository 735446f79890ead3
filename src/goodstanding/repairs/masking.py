"""临时屏蔽: a court has approved a reorganisation plan or a settlement; while it is carried out, chosen records do not show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from goodstanding.departments.allowing import DEPARTMENT, require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.ledger.writing import write
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records import ending, suspending
from goodstanding.records.ending import Reason
from goodstanding.records.models import Record, Records, Suspension
from goodstanding.repairs import looking, saying
from goodstanding.repairs.accepting import reasons
from goodstanding.repairs.models import Masking
from goodstanding.repairs.numbering import next_number
from goodstanding.rules import persons
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

MASKED = "court_masking"
PURPOSE = "masking.ruling"
ORDER = "ndrc-36"
"""The regime whose rules know a masking, whatever regime the records are under."""
NOBODY = 0
"""No department has this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """裁定书: which court, its number, the scan."""

    court: str
    document: str
    paper: Paper


def candidates(organisation: Organisation, by: Standing) -> Records:
    """The penalties that show or will show, of which this standing may say so: a department its own, the centre all."""
    found = Record.everything.filter(
        organisation_id__in=families.members(organisation.pk), kind="penalty", held="", ended_on__isnull=True,
        shown_until__gte=timezone.localdate(),
    )  # fmt: skip
    return found.filter(department_id=by.department_id or NOBODY) if by.role in DEPARTMENT else found


def begin(organisation: Organisation, record_ids: Iterable[UUID], ruling: Ruling, *, by: Standing) -> Masking:
    """From today the chosen records do not show. Raises ``Refused``, ``Conflict`` where this ruling is entered already."""
    made = Masking(
        id=uuid4(), organisation=organisation, department_id=by.department_id if by.role in DEPARTMENT else None,
        court=_clean(ruling.court), document=_clean(ruling.document), paper=ruling.paper, since=timezone.localdate(), begun_by=by.label,
    )  # fmt: skip
    require(by, "mask", made)
    if not (made.court and made.document):
        raise Refused("RULING_MISSING", text("repairs.refused.ruling_missing"))
    wanted = set(record_ids)
    try:
        with transaction.atomic():
            chosen = list(candidates(organisation, by).select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
            if not chosen or len(chosen) != len(wanted):
                raise Refused("RECORDS_MISSING", text("repairs.refused.records_missing"))
            made.number = next_number("PB")
            made.save(force_insert=True)
            step = PROCEDURES["masking"]["", "begin"]
            data = {"to": step.to, "records": len(chosen), "sha256": ruling.paper.sha256}
            write(step.event, made, by=by, because=f"{made.court} {made.document}", data=data)
            ids = [one.pk for one in chosen]
            suspending.suspend(ids, because=MASKED, case=made.pk, number=made.number, since=made.since, by=by)
            _tell(made, "begun", n=len(ids))
    except IntegrityError as error:
        raise Conflict("MASKED_ALREADY", text("repairs.refused.masked_already")) from error
    return made


def lift(masking: Masking, *, because: str, document: str, by: Standing) -> int:
    """The plan has failed or was ended: the records show again from this moment, as long as their period lasts."""
    require(by, "mask", masking)
    with transaction.atomic():
        now = _locked(masking)
        ids = [one.pk for one in masked(now).filter(ended_on__isnull=True)]
        words = _over(now, because, document, by)
        suspending.resume(case=now.pk, by=by, because=words, reasons=[MASKED], record_ids=ids)
        move(now, "lift", by=by, because=words, document=_clean(document), records=len(ids))
        _tell(now, "lifted", n=len(ids))
    masking.refresh_from_db()
    return len(ids)


def complete(masking: Masking, *, because: str, document: str, by: Standing) -> int:
    """The plan has been carried out: whatever was masked and has not ended is repaired, all of it, in this transaction."""
    require(by, "mask", masking)
    if not document.strip():
        raise Refused("RULING_MISSING", text("repairs.refused.ruling_missing"))
    with transaction.atomic():
        now = _locked(masking)
        words = _over(now, because, document, by)
        basis = looking.regime_of(ORDER).basis
        why = Reason(because="repaired", basis=basis, document=_clean(document), case=now.pk)
        ended = ending.end([one.pk for one in masked(now)], reason=why, by=by)
        move(now, "complete", by=by, because=words, document=_clean(document), records=len(ended))
        _tell(now, "completed", n=len(ended))
    masking.refresh_from_db()
    return len(ended)


def masked(masking: Masking) -> Records:
    """The records it is about, those that have ended meanwhile too."""
    ids = Suspension.objects.filter(case=masking.pk, because=MASKED).values("record_id")
    return Record.everything.filter(pk__in=ids).order_by("-decided_on", "pk")


def _locked(masking: Masking) -> Masking:
    # Records first, as everywhere, so that nobody waits for ever.
    list(masked(masking).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    found = Masking.objects.select_for_update().filter(pk=masking.pk, state="masked").first()
    if found is None:
        raise conflict()
    return found


def _over(masking: Masking, because: str, document: str, by: Standing) -> str:
    words = reasons(because)
    Masking.objects.filter(pk=masking.pk).update(
        over_at=timezone.now(), over_by=by.label, over_because=words, over_document=_clean(document)
    )
    return words


def _tell(masking: Masking, what: str, *, n: int) -> None:
    saying.tell_body(masking.organisation, f"masking_{what}", number=masking.number, n=n)


def _clean(words: str) -> str:
    return persons.mask(words.strip()[:200])[0]
