"""书面告知: the organisation is told first - ground, basis, rights - and has time to answer; until that is over nothing is decided."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.measures import conditions, telling
from goodstanding.measures.locking import locked
from goodstanding.measures.models import SERVED_HOW, Application
from goodstanding.papers.models import Paper
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

PURPOSE = "measure.notified"
TERM = "application_answer"


def notify(application: Application, *, how: str, on: date, paper: Paper | None = None, by: Standing) -> None:
    """The notice has reached the organisation that day."""
    require(by, "propose_application", application)
    if application.side != "restriction":
        raise Refused("NO_NOTICE_NEEDED", text("measures.refused.no_notice_needed"))
    if how not in SERVED_HOW:
        raise Refused("NOTIFIED_HOW", text("measures.refused.notified_how"))
    if not timezone.localdate(application.proposed_at) <= on <= timezone.localdate():
        raise Refused("NOTIFIED_ON", text("measures.refused.notified_on"))
    with transaction.atomic():
        conditions.hold(application.kind)
        now = locked(application, "notify")
        conditions.adopted(now.kind, now.department_id)
        conditions.stand(now)  # what has ended since the case began is notified to nobody
        until = due(TERM, on)
        Application.everything.filter(pk=now.pk).update(notified_on=on, notified_how=how, notified_paper=paper, answer_until=until)
        move(now, "notify", by=by, notified_on=on, how=how, answer_until=until, paper=paper.sha256 if paper else "")
        now.refresh_from_db()
        telling.tell_subject(now, "notified")
    application.refresh_from_db()
