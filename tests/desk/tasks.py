"""Tasks of a part that is not there, so that the desk's own rules can be seen by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

import pytest

from goodstanding.clocks import tasks as providers
from goodstanding.clocks.tasks import Task
from goodstanding.ledger.standing import Standing
from goodstanding.rules.texts import Text


def task(number: str, due_on: str | None = None, *, department: int | None = None, known: bool = True, what: str = "Answer") -> Task:
    return Task(
        title=Text(f"案件{number}", f"Case {number}"), what=Text({"Answer": "答复", "Decide": "决定"}.get(what, what), what),
        url=f"/desk/case/{number}/", due_on=date.fromisoformat(due_on) if due_on else None, known=known,
        since=datetime(2026, 11, 2, 1, tzinfo=UTC), subject="test.case", subject_id=number, department_id=department,
    )  # fmt: skip


def only(monkeypatch: pytest.MonkeyPatch, *tasks: Task) -> None:
    """The only part that has anything to do has these: its department's people theirs, the clerk the centre's."""

    def waiting(standing: Standing) -> Iterable[Task]:
        if standing.is_system:
            return tasks
        if standing.role == "steward":
            return [one for one in tasks if one.department_id == standing.department_id]
        return [one for one in tasks if one.department_id is None] if standing.role == "clerk" else []

    provided: Callable[[], tuple[providers.Waiting, ...]] = lambda: (waiting,)  # noqa: E731 - in the place of a cached function
    monkeypatch.setattr(providers, "providers", provided)
