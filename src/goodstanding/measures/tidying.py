"""Papers of measures: those of forms nobody sent, and those of cases that were over long ago, are destroyed; the hash stays."""

from __future__ import annotations

from django.db.models import F, Q

from goodstanding.clocks.deadlines import ago
from goodstanding.measures.models import Application
from goodstanding.measures.notifying import PURPOSE
from goodstanding.papers import keeping
from goodstanding.papers.models import Paper

TERM = "application_papers"


def tidy() -> int:
    """Of forms nobody sent. Returns how many."""
    used = Application.everything.filter(notified_paper__isnull=False).annotate(paper=F("notified_paper")).values("paper")
    return keeping.destroy_unsent(PURPOSE, used)


def destroy_due() -> int:
    """Of what was dropped, ended, or ran out so long ago. Returns how many."""
    day = ago(TERM).date()
    over = Application.everything.filter(Q(ended_on__lt=day) | Q(ended_on__isnull=True, ends_on__lt=day))
    theirs = Q(pk__in=over.values("notified_paper")) | Q(pk__in=over.values("consent__paper"))
    return keeping.destroy_outlived(Paper.objects.filter(theirs), TERM)
