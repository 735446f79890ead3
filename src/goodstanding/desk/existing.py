"""What waits in the parts that were there before the inbox: code issues, checked submissions, the queue, merges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import due
from goodstanding.clocks.tasks import Task
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.ledger.standing import Standing
from goodstanding.organisations.models import CodeIssue, Merge, PendingRow
from goodstanding.rules.events import Event
from goodstanding.ui.texts import text

CONFIRM = "submission_confirm"


def waiting(standing: Standing) -> Iterator[Task]:
    """The steward answers and confirms for the department; the clerk assigns, reviews, settles, and confirms another's merge."""
    if standing.is_system:
        yield from (*issues_to_answer(None), *submissions_to_confirm(None), *_of_the_centre(None))
    elif standing.role == "steward" and standing.department_id is not None:
        yield from (*issues_to_answer(standing.department_id), *submissions_to_confirm(standing.department_id))
    elif standing.role == "clerk":
        yield from _of_the_centre(standing.user_id)


def _of_the_centre(user: int | None) -> Iterator[Task]:
    yield from (*issues_to_assign(), *issues_to_review(), *rows_to_settle(), *merges_to_confirm(user))


def issues_to_answer(department: int | None) -> Iterator[Task]:
    """Open, and somebody's: the registering department has until ``due_on``."""
    found = CodeIssue.objects.filter(state="open", department__isnull=False)
    if department is not None:
        found = found.filter(department=department)
    return _issues(found.values_list("pk", "due_on", "opened_at", "department_id"), "answer_issue", dated=True)


def issues_to_assign() -> Iterator[Task]:
    """Open, and nobody's: the clock runs, so the centre has to find out whose it is."""
    found = CodeIssue.objects.filter(state="open", department__isnull=True)
    return _issues(found.values_list("pk", "due_on", "opened_at", "department_id"), "assign_issue", dated=True)


def issues_to_review() -> Iterator[Task]:
    """Answered: the centre accepts or asks again."""
    found = CodeIssue.objects.filter(state="answered")
    return _issues(((pk, None, at, None) for pk, at in found.values_list("pk", "answered_at") if at), "review_issue", dated=False)


def _issues(rows: Iterable[tuple[int, date | None, datetime, int | None]], what: str, *, dated: bool) -> Iterator[Task]:
    # There may be tens of thousands: the address and the words are looked up once.
    kind, title, address = text("desk.work", what), text("desk.title.issue"), reverse("issues:issue", args=[0])
    for pk, due_on, since, department in rows:
        yield Task(
            title=title.filled(number=pk), what=kind, url=address.replace("/0/", f"/{pk}/"), due_on=due_on,
            known=due_on is not None or not dated, since=since, subject="organisations.codeissue", subject_id=str(pk),
            department_id=department,
        )  # fmt: skip


def submissions_to_confirm(department: int | None) -> Iterator[Task]:
    """Checked: the department confirms. Its clock starts when the check was done, which the ledger knows."""
    found = Submission.everything.filter(state="checked")
    if department is not None:
        found = found.filter(department=department)
    submissions = list(found.only("id", "received_at", "department_id"))
    entries = Entry.objects.filter(subject="intake.submission", event=Event.SUBMISSION_CHECKED)
    checked = dict(
        entries.filter(subject_id__in=[str(one.pk) for one in submissions]).values_list("subject_id").annotate(at=Max("at")).order_by()
    )
    kind, known = text("desk.work.confirm_submission"), calendar()
    for one in submissions:
        since = checked.get(str(one.pk), one.received_at)
        due_on = due(CONFIRM, timezone.localtime(since).date(), known=known)
        yield Task(
            title=text("desk.title.submission", number=one.reference), what=kind, url=reverse("intake:submission", args=[one.pk]),
            due_on=due_on, known=due_on is not None, since=since, subject="intake.submission", subject_id=str(one.pk),
            department_id=one.department_id,
        )  # fmt: skip


def rows_to_settle() -> Iterator[Task]:
    """All rows that wait are one thing to do: the queue is worked through from its beginning."""
    queue = PendingRow.objects.filter(state="waiting").aggregate(n=Count("pk"), since=Min("received_at"))
    if queue["n"]:
        yield Task(
            title=text("desk.title.queue", n=queue["n"]), what=text("desk.work.settle_rows"), url=reverse("intake:queue"), due_on=None,
            known=True, since=queue["since"], subject="organisations.pendingrow", subject_id="queue", department_id=None,
        )  # fmt: skip


def merges_to_confirm(user: int | None) -> Iterator[Task]:
    """Proposed by somebody else: a merge takes two people."""
    found = Merge.objects.filter(state="proposed")
    if user is not None:
        found = found.exclude(proposed_user=user)
    kind = text("desk.work.confirm_merge")
    for pk, since in found.values_list("pk", "proposed_at"):
        yield Task(
            title=text("desk.title.merge", number=pk), what=kind, url=reverse("intake:merge", args=[pk]), due_on=None, known=True,
            since=since, subject="organisations.merge", subject_id=str(pk), department_id=None,
        )  # fmt: skip
