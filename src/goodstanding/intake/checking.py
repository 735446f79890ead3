"""The job after receiving: every rule on every row, then whose the rows are and what is new in them.

The spool is destroyed only when the examined files are in their place and the submission has moved on; whatever happens before,
the check is simply done again from the spool.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import duckdb
import structlog
from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from goodstanding.clocks import calendar as calendars
from goodstanding.departments.models import HeaderMapping
from goodstanding.departments.standing import SYSTEM
from goodstanding.intake import comparing, folders, guessing, spool
from goodstanding.intake.confirming import COLUMNS
from goodstanding.intake.holding import held
from goodstanding.intake.models import Submission
from goodstanding.intake.spool import NoSpace
from goodstanding.intake.starting import start
from goodstanding.intake.telling import Tell, tell_of
from goodstanding.ledger.moving import move
from goodstanding.organisations.models import CodeException
from goodstanding.pipeline import mapping as mappings
from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.run import examine
from goodstanding.rules.refusals import Refused, Unusable
from goodstanding.ui.texts import text

MOST_TRIES = 4
"""A file that kills its worker so often is refused instead of killing it for ever."""
MOST_MAPPINGS = 5
NO_HEADER = "HEADER_MISSING"
OUR_TROUBLE = (NoSpace, OSError, DatabaseError, duckdb.IOException)
"""The disk is full, the database went away: tried again from the spool, as often as it takes."""
log = structlog.get_logger(__name__)


def check(submission: UUID, *, tell: Tell | None = None) -> None:
    """Check what was handed in. Killed at any moment and called again, it begins afresh and doubles nothing."""
    with held(submission) as mine:
        found = Submission.everything.select_related("department", "mapping").get(id=submission) if mine else None
        if found is None or found.state not in {"received", "checking"}:
            return
        _begin(found)
        try:
            if found.tries > MOST_TRIES:
                raise Unusable("CHECK_GIVEN_UP", text("intake.refused.gave_up", reference=found.reference))
            _work(found, tell or tell_of(submission))
        except OUR_TROUBLE:
            Submission.everything.filter(id=submission).update(tries=found.tries - 1, stage="trouble")  # the file is not to blame
            raise
        except Refused as refused:
            _refuse(found, refused)
        except InvalidTag:
            _refuse(found, Unusable("SPOOL_DAMAGED", text("intake.refused.spool_damaged")))


def _begin(found: Submission) -> None:
    """Counted before anything is read, so that a try that dies is counted too."""
    found.tries += 1
    Submission.everything.filter(id=found.id).update(tries=found.tries, stage="opening", progress=0)
    if found.state == "received":
        move(found, "check", by=SYSTEM, kind=found.kind)


def _work(found: Submission, tell: Tell) -> None:
    work = folders.work(found.id)
    with spool.opened(found.id) as source:
        examined = _examine(found, source, work, tell)
    known = comparing.compare(work, found, examined, tell)
    folders.replace(folders.examined(found.id), by=work)
    with transaction.atomic():
        Submission.everything.filter(id=found.id).update(found=known, mapping=found.mapping, refusal={}, stage="", progress=1, tries=0)
        move(found, "report", by=SYSTEM, kind=found.kind, **{name: known[name] for name in ("rows", "good", "faulty", "persons")})
        transaction.on_commit(lambda: start("report", found))
    # Until somebody has said what the columns are the check is not over: it is done again from the sealed file.
    if not known["by_rule"].get(COLUMNS):
        spool.destroy(found.id)


def _examine(found: Submission, source: Path, work: Path, tell: Tell) -> Examined:
    """With the mapping the steward chose, else with the first of the department's that knows every column."""
    remembered = HeaderMapping.objects.filter(department=found.department, kind=found.kind).order_by("-saved_at")
    candidates: list[HeaderMapping | None] = [found.mapping] if found.mapping else [*remembered[:MOST_MAPPINGS]] or [None]
    examined: Examined | None = None
    while examined is None or (candidates and examined.findings_by_rule.get(COLUMNS)):
        found.mapping = candidates.pop(0)
        try:
            examined = _examine_with(found, source, folders.fresh(work), tell)
        except Unusable as refused:
            if refused.code != NO_HEADER:
                raise
            examined = guessing.examined(source, found.file_name, into=folders.fresh(work), refused=refused)
    return examined


def _examine_with(found: Submission, source: Path, work: Path, tell: Tell) -> Examined:
    catalogue = calendars.catalogue()
    mapping = mappings.from_dict(found.mapping.mapping) if found.mapping else None
    return examine(
        source, name=found.file_name, into=work, catalogue=catalogue, kind=catalogue.kinds[found.kind], mapping=mapping,
        today=timezone.localdate(), exceptions=exceptions(), progress=tell,
    )  # fmt: skip


def _refuse(found: Submission, refused: Refused) -> None:
    log.info("submission.refused", submission=str(found.id), code=refused.code)
    folders.remove(folders.work(found.id))
    with transaction.atomic():
        why = {"code": refused.code, "zh": refused.why.zh, "en": refused.why.en}
        Submission.everything.filter(id=found.id).update(refusal=why, stage="", progress=0)
        move(found, "refuse", by=SYSTEM, because=refused.why.zh, kind=found.kind, code=refused.code)
    spool.destroy(found.id)


def exceptions() -> frozenset[str]:
    """Codes that are lawful although their check digit fails, by recorded evidence."""
    return frozenset(CodeException.objects.filter(ended_at__isnull=True).values_list("code", flat=True))
