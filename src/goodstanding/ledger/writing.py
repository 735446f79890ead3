"""Write entries: one, or many in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.utils import CursorWrapper

from goodstanding.ledger.models import Entry
from goodstanding.ledger.standing import Standing

Subject = models.Model | tuple[str, object]
"""A saved model, or the name of a kind of thing and its key (for what has no row, such as a refused request)."""


def write(event: str, subject: Subject, *, by: Standing, because: str = "", data: dict[str, Any] | None = None) -> Entry:
    """Write one entry in the caller's transaction, so that the deed and its entry stand or fall together."""
    name, key, department = described(subject, by)
    return Entry.objects.create(
        event=str(event), subject=name, subject_id=key, because=because, data=data or {},
        label=by.label, role=by.role, user_id=by.user_id, client_id=by.client_id, department_id=department,
    )  # fmt: skip


def write_many(cursor: CursorWrapper, event: str, select: str, params: Sequence[Any], *, by: Standing, because: str = "") -> int:
    """Write an entry for each row of a query, in one statement.

    ``select`` gives the columns ``subject, subject_id, department_id, data`` (text, text, bigint or NULL, jsonb). Returns how many.
    """
    cursor.execute(
        "INSERT INTO ledger_entry (transaction, event, subject, subject_id, department_id, data, because, label, role, user_id, client_id)"
        " SELECT (SELECT ledger_transaction()), %s, chosen.subject, chosen.subject_id::text, chosen.department_id,"
        " coalesce(chosen.data, '{}'::jsonb), %s, %s, %s, %s, %s"
        f" FROM ({select}) AS chosen (subject, subject_id, department_id, data)",
        [str(event), because, by.label, by.role, by.user_id, by.client_id, *params],
    )
    return int(cursor.rowcount)


def described(subject: Subject, by: Standing) -> tuple[str, str, int | None]:
    """The subject's name, its key, and the department concerned."""
    if isinstance(subject, tuple):
        return subject[0], str(subject[1]), by.department_id
    department = subject.pk if subject._meta.label_lower == "departments.department" else getattr(subject, "department_id", None)
    return subject._meta.label_lower, str(subject.pk), department or by.department_id
