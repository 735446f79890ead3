"""Find what is wrong with codes: after a load, after a submission has entered, and over the whole register by command or at night.

Each run is one transaction that nobody else's crosses: gather, resolve, open, close what has been put right, mark the codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import duckdb
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from goodstanding.departments.allowing import require
from goodstanding.ledger.standing import Standing
from goodstanding.organisations.issues import in_load, in_register, in_submission, marking, opening, staging, vanishing
from goodstanding.organisations.models import CodeIssue
from goodstanding.rules.catalogue import Kind
from goodstanding.ui.texts import text

LOADS = "register: "
"""How the provenance of an issue begins that a register file showed."""


@dataclass(slots=True)
class Found:
    """What a run did."""

    opened: int = 0
    still: int = 0
    vanished: int = 0


def in_the_register(*, by: Standing) -> Found:
    """Every code in force, and every row that waits because a code is another name's."""
    require(by, "find_issues")

    def look(cursor: CursorWrapper) -> None:
        in_register.look(cursor)
        cursor.execute(in_submission.NAME_DIFFERS, {"submission": None})

    return _run(look, found_in="register", by=by)


def of_load(db: duckdb.DuckDBPyConnection, source: str, *, by: Standing) -> Found:
    """What a load of the register has shown; ``db`` holds the load's own tables."""
    return _run(lambda cursor: in_load.look(db, cursor), found_in=f"{LOADS}{source}", by=by, right=lambda: _said_right(db))


def of_submission(folder: Path, kind: Kind, submission: UUID, *, by: Standing) -> Found:
    """What a submission's rows have shown; ``folder`` holds its examined files."""
    return _run(lambda cursor: in_submission.look(cursor, folder, kind, str(submission)), found_in=f"submission {submission}", by=by)


def settle() -> Found:
    """After something has changed on the register: close what it has put right, and mark the codes anew."""
    with _alone() as cursor:
        found = Found(vanished=vanishing.vanish(cursor))
        marking.mark(cursor)
    return found


def _run(look: Callable[[CursorWrapper], None], *, found_in: str, by: Standing, right: Callable[[], list[int]] = list) -> Found:
    with _alone() as cursor:
        staging.stage(cursor)
        look(cursor)
        staging.resolve(cursor)
        new, now = opening.open_found(cursor, found_in=found_in, by=by)
        said = [number for number in right() if number not in now]
        vanished = vanishing.close(said, because=text("organisations.issues.vanished.load").zh)
        vanished += vanishing.vanish(cursor, still=now)
        marking.mark(cursor)
    return Found(len(new), len(now) - len(new), vanished)


def _said_right(db: duckdb.DuckDBPyConnection) -> list[int]:
    """Only what a list had said can another list take back."""
    kinds = ("wrong", "shared", "several")
    asked = CodeIssue.objects.filter(state="open", kind__in=kinds, found_in__startswith=LOADS).values_list("pk", "evidence__names")
    return in_load.said_right(db, list(asked))


@contextmanager
def _alone() -> Iterator[CursorWrapper]:
    """One run at a time: two would open and close the same issues against each other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('organisations.issues', 0))")
        yield cursor
