"""Code issues whose deadline was unknown."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import due
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import CodeIssue
from goodstanding.rules.events import Event
from goodstanding.rules.procedure import CODE_ISSUE

TERM = CODE_ISSUE["", "open"].term


def recompute() -> int:
    """Counted from the day the issue was opened, or last returned; returns how many are known now."""
    unknown = dict(CodeIssue.objects.filter(state="open", due_on__isnull=True).values_list("pk", "opened_at"))
    entries = Entry.objects.filter(subject="organisations.codeissue", event__in=(Event.CODE_ISSUE_OPENED, Event.CODE_ISSUE_RETURNED))
    started = dict(entries.filter(subject_id__in=map(str, unknown)).values_list("subject_id").annotate(at=Max("at")).order_by())
    by_day: dict[date, list[int]] = {}
    for pk, opened in unknown.items():
        by_day.setdefault(timezone.localtime(started.get(str(pk), opened)).date(), []).append(pk)
    known, filled = calendar(), 0
    for day, issues in by_day.items():
        due_on = due(TERM, day, known=known)
        if due_on is not None:
            filled += CodeIssue.objects.filter(pk__in=issues, state="open", due_on__isnull=True).update(due_on=due_on)
    return filled
