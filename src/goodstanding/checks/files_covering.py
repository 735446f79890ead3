"""覆盖范围: what a list was asked for, and the sources its answers rest on, as its last sheet says."""

from __future__ import annotations

from django.utils import timezone

from goodstanding.checks import shown
from goodstanding.checks.files_answers import both
from goodstanding.checks.models import Batch, Check
from goodstanding.ui.templatetags import texts
from goodstanding.ui.texts import text


def rows(batch: Batch) -> list[list[str]]:
    """Facts first, then the feeds as the last answer saw them, then that a person decides."""
    checks = Check.objects.filter(batch=batch)
    first, last = checks.order_by("id").first(), checks.order_by("id").last()
    raw = shown.content(last.answer) if last else None
    given = shown.made(raw) if raw else shown.Answer({})
    facts = {
        "number": batch.number, "purpose": both(shown.purpose_title(batch.purpose)), "matter": batch.matter,
        "by": batch.label, "rows": str(batch.counts.get("rows", "")), "codes": str(batch.rows),
        "from": _moment(first), "until": _moment(last),
        **{kind: str(batch.counts.get(kind, 0)) for kind in ("found", "nothing", "unknown")},
    }  # fmt: skip
    lines = [[both(text("checks.file.covering", name)), value] for name, value in facts.items()]
    heads = [both(text("checks.desk.coverage", name)) for name in ("department", "kind", "last", "due", "state")]
    lines += [[], [both(text("checks.desk.coverage.title"))], heads]
    lines += [[both(one.department), both(one.title), texts.moment(one.last), both(one.due), both(one.state)] for one in given.sources]
    lines += [["", both(one), "", "", both(text("checks.desk.coverage.missing"))] for one in given.missing]
    lines += [[both(one), "", "", "", both(text("checks.desk.coverage.list"))] for one in given.lists]
    return [*lines, [], [both(text("checks.conclusion"))], [both(text("checks.file.covering.receipts"))]]


def _moment(check: Check | None) -> str:
    return f"{timezone.localtime(check.at):%Y-%m-%d %H:%M:%S}" if check else ""
