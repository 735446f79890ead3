"""The job of a list: each code is asked once, a thousand at a time, each thousand with its receipts in one transaction.

Whatever stops it, it goes on where it was: which codes were asked is what the receipts say, not a counter.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import duckdb
import structlog
from cryptography.exceptions import InvalidTag
from django.db.utils import DatabaseError
from django.utils import timezone

from goodstanding.checks import asking, files_answers, files_keeping, files_reading, files_writing
from goodstanding.checks.models import Batch
from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing, appointments, from_appointment
from goodstanding.intake import spool
from goodstanding.intake.holding import held
from goodstanding.intake.spool import NoSpace
from goodstanding.rules.refusals import Forbidden, Refused, Unusable
from goodstanding.ui.texts import text

AT_ONCE = 1_000
MOST_TRIES = 4
"""A file that kills its worker so often, without one more code asked in between, is refused instead of killing it for ever."""
OUR_TROUBLE = (NoSpace, OSError, DatabaseError, duckdb.IOException)
UNAVAILABLE = 503
log = structlog.get_logger(__name__)


def go_on(number: UUID) -> None:
    """Ask what has not been asked, and write the answer. Killed at any moment and called again, it asks nothing twice."""
    with held(number) as mine:
        batch = Batch.objects.filter(pk=number, channel="file", finished_at__isnull=True).first() if mine else None
        if batch is None:
            return
        try:
            if not _begun(batch):
                raise Unusable("LIST_GIVEN_UP", text("checks.file.refused.gave_up", number=batch.number))
            _work(batch)
        except OUR_TROUBLE:
            _said(batch, tries=0)  # the file is not to blame
            raise
        except Refused as refused:
            if refused.status >= UNAVAILABLE:
                _said(batch, tries=0)
                raise
            _refuse(batch, refused)
        except InvalidTag:
            _refuse(batch, Unusable("LIST_DAMAGED", text("checks.file.refused.damaged")))
        finally:
            files_keeping.remove(files_keeping.work(number))


def _begun(batch: Batch) -> bool:
    """Counted before anything is read, so that a try that dies is counted too."""
    tries = int(batch.counts.get("tries", 0)) + 1
    _said(batch, tries=tries)
    return tries <= MOST_TRIES


def _work(batch: Batch) -> None:
    by, work = _who(batch), files_keeping.fresh(files_keeping.work(batch.pk))
    with spool.opened(batch.pk, files_keeping.source(batch.pk)) as clear:
        laid = files_reading.lay(clear, batch.file_name, work / "sheets")
    with files_reading.connect(work) as db:
        taken = files_reading.take(db, laid)
        Batch.objects.filter(pk=batch.pk).update(rows=taken.codes)
        _said(batch, rows=taken.rows)
        done = files_answers.asked(db, batch)
        Batch.objects.filter(pk=batch.pk).update(done=done)
        for codes in _thousands(db):
            asking.ask(codes, purpose=batch.purpose, matter=batch.matter, by=by, batch=batch)
            done += len(codes)
            Batch.objects.filter(pk=batch.pk).update(done=done)
            _said(batch, tries=0)
        kinds = files_answers.take(db, batch)
        _said(batch, **kinds)
        made = files_writing.write(batch, db, laid, work)
    for ending, path in made.items():
        files_keeping.keep(batch.pk, ending, path)
    files_keeping.source(batch.pk).unlink(missing_ok=True)
    Batch.objects.filter(pk=batch.pk).update(finished_at=timezone.now())


def _thousands(db: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """Codes without a receipt, in the order of the file."""
    db.execute(
        "CREATE TABLE remaining AS SELECT row_number() OVER (ORDER BY n) AS place, code FROM codes"
        " WHERE code NOT IN (SELECT code FROM asked)"
    )
    ((last,),) = db.execute("SELECT count(*) FROM remaining").fetchall()
    for start in range(1, int(last) + 1, AT_ONCE):
        places = [start, start + AT_ONCE - 1]
        found = db.execute("SELECT code FROM remaining WHERE place BETWEEN ? AND ? ORDER BY place", places).fetchall()
        yield [code for (code,) in found]


def _who(batch: Batch) -> Standing:
    """Whoever handed it in, as he stands today: somebody who has left the department asks nothing more in its name."""
    user, today = User.objects.filter(pk=batch.user_id or 0, is_active=True).first(), timezone.localdate()
    now = appointments(user, today).filter(department=batch.department_id, role=batch.role).first() if user else None
    if now is None:
        raise Forbidden("NO_APPOINTMENT", text("checks.file.refused.left"))
    return from_appointment(now)


def _said(batch: Batch, **known: int) -> None:
    batch.counts = {**batch.counts, **known}
    Batch.objects.filter(pk=batch.pk).update(counts=batch.counts)


def _refuse(batch: Batch, refused: Refused) -> None:
    """For good; what was asked before stays asked, and is on its receipts."""
    log.info("list.refused", batch=str(batch.pk), code=refused.code)
    why = {"code": refused.code, "zh": refused.why.zh, "en": refused.why.en}
    Batch.objects.filter(pk=batch.pk).update(refusal=why, finished_at=timezone.now())
    files_keeping.destroy(batch.pk)
