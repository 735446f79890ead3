"""A long list enters as a job: nobody waits at an open connection, and a worker that dies leaves the whole list or none of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from goodstanding.departments.standing import Standing
from goodstanding.lists import loading, loading_files
from goodstanding.lists.loading_files import File
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

QUEUE = "intake"
"""The lane of the workers where a job may take long."""
AT_ONCE = 2_000
"""Rows a request enters itself."""
LONGEST = timedelta(hours=1)
"""After that nobody is at it any more, and it may be confirmed again."""


def begin(file: File, *, by: Standing, seen: dict[str, int]) -> None:
    """Hand it to a worker, with who confirmed it and what he saw."""
    who = {**asdict(by), "scopes": sorted(by.scopes)}
    file.waiting, file.failed = {"since": timezone.now().isoformat(), "by": who, "seen": seen}, []
    loading_files.keep(file)
    app.configure_task("lists.load", queue=QUEUE).defer(file=str(file.id))


def is_waiting(file: File) -> bool:
    """A worker has it, or will have."""
    return bool(file.waiting) and timezone.now() - datetime.fromisoformat(file.waiting["since"]) < LONGEST


def go_on(number: UUID) -> None:
    """The job. What was entered before the worker died stays entered; a refusal is kept for the one who confirmed."""
    try:
        file = loading_files.opened(number)
    except Missing:
        return
    if not file.waiting:
        return
    if not loading.entered(file):
        try:
            by = Standing(**{**file.waiting["by"], "scopes": frozenset(file.waiting["by"]["scopes"])})
            if loading.load(file, by=by, seen=file.waiting["seen"]) is None:
                fail(file, text("lists.loading.refused.changed"))
        except Refused as refused:
            fail(file, refused.why)
    file.waiting = {}
    loading_files.keep(file)


def fail(file: File, why: Text) -> None:
    """Not entered, and how it stands now."""
    file.failed = [why.zh, why.en]
    file.answers = [list(one) for one in loading.preview(file)]
