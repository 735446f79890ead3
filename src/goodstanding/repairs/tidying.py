"""Papers that were handed in with a form which nobody sent in the end serve nothing: destroyed after a day."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.papers.destroying import destroy
from goodstanding.papers.models import Paper
from goodstanding.repairs.filing import PURPOSE
from goodstanding.repairs.models import Evidence
from goodstanding.ui.texts import text


def tidy() -> int:
    """Returns how many."""
    left = Paper.objects.filter(purpose=PURPOSE, destroyed_at__isnull=True, at__lt=timezone.now() - timedelta(days=1)).defer("content")
    found = list(left.exclude(pk__in=Evidence.objects.values("paper_id"))[:1000])
    for paper in found:
        destroy(paper, by=SYSTEM, because=text("repairs.never_sent").zh)
    return len(found)
