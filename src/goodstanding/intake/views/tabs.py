"""The pages around the queue, as tabs: each is a page of its own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goodstanding.organisations.models import BY_ITSELF, Judgement, PendingRow
from goodstanding.records.models import Undoing
from goodstanding.ui.texts import text


def queue_tabs(current: str) -> list[dict[str, Any]]:
    """What waits, what attached by itself and nobody has looked at, what was undone."""
    counts = {
        "queue": PendingRow.objects.filter(state="waiting").count(),
        "attached": PendingRow.objects.filter(how__in=BY_ITSELF, checked_by="").count(),
        "judgements": Judgement.objects.count(),
        "undone": Undoing.objects.count(),
    }
    return [
        {"text": text("intake.queue_tabs", name), "url": reverse(f"intake:{name}"), "current": name == current, "count": n}
        for name, n in counts.items()
    ]
