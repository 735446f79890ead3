"""What the pages of both sides show of a record and of a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from goodstanding.ledger.models import Entry
from goodstanding.papers import keeping as papers
from goodstanding.records.models import Record
from goodstanding.repairs import keeping, looking, saying
from goodstanding.repairs.looking import class_title
from goodstanding.repairs.models import Repair
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

STEPS = ("apply", "check", "sent")


def steps(current: int) -> list[dict[str, Any]]:
    """Where one is on the way to sending."""
    states = ["done"] * current + ["current"] + ["todo"] * (len(STEPS) - current - 1)
    return [{"text": text("repairs.steps", name), "state": state} for name, state in zip(STEPS, states, strict=True)]


def facts_of(record: Record) -> list[dict[str, Text | str]]:
    """What the platform knows of the decision, so that nobody has to type it again."""
    rows: list[tuple[str, Text | str]] = [
        ("organisation", f"{record.organisation.name} {record.organisation.uscc or ''}".strip()),
        ("document", record.decision_no),
        ("organ", record.organ_name),
        ("decided", written(record.decided_on)),
    ]
    if record.kind == "penalty" and record.regime:
        rows.append(("klass", class_title(record)))
    if record.shown_until:
        rows.append(("until", written(record.shown_until)))
    return [{"key": text("repairs.fact", key), "value": value} for key, value in rows]


def clocks(repair: Repair) -> list[dict[str, Any]]:
    """The way of a case as a picture: what is done and when, which clock runs and until when."""
    filed = {"text": text("repairs.clock.filed", day=written(repair.filed_at)), "state": "done"}
    if repair.state == "filed":
        waits = {
            "text": text("repairs.clock.accept", due=saying.due_text(repair)),
            "state": "failed" if saying.is_late(repair) else "current",
        }
        return [filed, waits, {"text": text("repairs.clock.then"), "state": "todo"}]
    steps = [filed]
    if repair.accepted_at:
        steps.append({"text": text("repairs.clock.accepted", day=written(repair.accepted_at)), "state": "done"})
    if repair.state == "accepted":
        late = saying.is_late(repair)
        steps.append({"text": text("repairs.clock.result", due=saying.due_text(repair)), "state": "failed" if late else "current"})
    elif repair.decided_at:
        over = text("repairs.clock.over", state=text("repairs.state", repair.state), day=written(repair.decided_at))
        steps.append({"text": over, "state": "done"})
    return steps


def case_page(repair: Repair, paper: str, *args: Any) -> dict[str, Any]:
    """The case as both sides see it; ``paper`` with ``args`` and a paper's key: where a paper of it can be read."""
    rules = looking.rules()
    return {
        "repair": repair, "record": repair.record, "facts": facts_of(repair.record), "state": text("repairs.state", repair.state),
        "tone": saying.TONES[repair.state], "clocks": clocks(repair), "left": saying.left(repair), "late": saying.is_late(repair),
        "label": text("repairs.clock.title"), "commitment": rules.commitments.get(repair.commitment),
        "evidence": [
            papers.row(one.paper, reverse(paper, args=[*args, one.paper_id]), kept_until=keeping.until(repair))
            for one in repair.evidence.select_related("paper").defer("paper__content")
        ],
        "history": tables.history(history(repair)),
        "remedies": saying.remedies() if repair.state in {"refused", "declined", "barred"} else None,
        "department": saying.named(repair.department), "bar": getattr(repair, "bar", None), "today": timezone.localdate(),
    }  # fmt: skip


def history(repair: Repair) -> list[dict[str, Any]]:
    """The ledger's entries, first to last."""
    entries = Entry.objects.filter(subject="repairs.repair", subject_id=str(repair.pk), event__startswith="repair:").order_by("id")
    return [
        {
            "at": entry.at,
            "what": text("repairs.event", entry.event.partition(":")[2]),
            "who": text("repairs.case.system") if entry.role == "system" else entry.label,
            "because": entry.because,
        }
        for entry in entries
    ]
