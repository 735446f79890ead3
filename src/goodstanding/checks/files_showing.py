"""How a handed-in list stands, in words: reading, asking, writing, answered, refused; nothing of it is stored but what was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goodstanding.checks import files_keeping, shown
from goodstanding.checks.models import KINDS, Batch
from goodstanding.clocks.deadlines import due
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.templatetags import texts
from goodstanding.ui.texts import here, text

TONES = {
    "waiting": "wait",
    "reading": "wait",
    "asking": "wait",
    "writing": "wait",
    "answered": "good",
    "refused": "bad",
    "destroyed": "plain",
}


def stage(batch: Batch) -> str:
    """Told from what was done."""
    if batch.refusal:
        return "refused"
    if batch.finished_at is not None:
        return "answered" if files_keeping.endings(batch.pk) else "destroyed"
    if not batch.counts:
        return "waiting"
    if not batch.rows:
        return "reading"
    return "asking" if batch.done < batch.rows else "writing"


def page(batch: Batch) -> dict[str, Any]:
    """What the page of one list shows."""
    now = stage(batch)
    words = "unread" if now == "refused" and not batch.done else now
    per_cent = {"asking": 100 * batch.done // max(batch.rows, 1), "writing": 100}.get(now)
    counts = [{"key": text("checks.kind", kind), "value": texts.count(int(batch.counts.get(kind, 0)))} for kind in KINDS]
    return {
        "batch": batch, "stage": now, "working": now in {"waiting", "reading", "asking", "writing"}, "per_cent": per_cent,
        "said": text("checks.file.stage_text", words, done=texts.count(batch.done), codes=texts.count(batch.rows)),
        "facts": facts(batch), "counts": counts, "department": shown.named(batch.department),
        "refusal": Text(batch.refusal["zh"], batch.refusal["en"]) if batch.refusal else None,
        "until": due(files_keeping.KEPT, timezone.localdate(batch.finished_at)) if batch.finished_at else None,
    }  # fmt: skip


def facts(batch: Batch) -> list[dict[str, Any]]:
    """Row by row."""
    rows = batch.counts.get("rows")
    pairs: list[tuple[str, Text | str]] = [
        ("file", batch.file_name), ("purpose", shown.purpose_title(batch.purpose)), ("matter", batch.matter), ("by", batch.label),
        ("at", texts.moment(batch.at)), ("rows", texts.count(rows) if rows else ""),
        ("codes", texts.count(batch.rows) if batch.rows else ""),
    ]  # fmt: skip
    return [{"key": text("checks.file.fact", key), "value": value} for key, value in pairs if value]


def table(batches: Iterable[Batch], *, whose: bool) -> Table:
    """Lists handed in, the newest first."""
    names = ["number", "file", "purpose", "matter", *(["department"] if whose else []), "at", "state"]
    rows = []
    for one in batches:
        now = stage(one)
        cells = [
            tables.key(one.number, reverse("checks:file", args=[one.pk])), Cell(one.file_name), Cell(shown.purpose_title(one.purpose)),
            Cell(one.matter), *([Cell(shown.named(one.department))] if whose else []), tables.moment(one.at),
            Cell(text("checks.file.stage", now), tone=TONES[now]),
        ]  # fmt: skip
        rows.append(cells)
    return Table(text("checks.file.listed"), [text("checks.file.fact", name) for name in names], rows)


def answer_name(batch: Batch, ending: str) -> str:
    """As it is saved."""
    stem = batch.file_name.rpartition(".")[0] or batch.file_name or batch.number
    return f"{stem}-{here(text('checks.file.answer_name'))}-{timezone.localdate():%Y%m%d}.{ending}"
