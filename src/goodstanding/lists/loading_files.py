"""A list between being handed in and its answer: sealed under DATA_DIR, for some days, for the one who handed it in alone."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
from cryptography.exceptions import InvalidTag
from django.conf import settings

from goodstanding.clocks.deadlines import ago
from goodstanding.papers import sealing
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

KEPT = "table_kept"
"""The term a list waits to be confirmed, and its answer to be fetched."""


@dataclass(slots=True, kw_only=True)
class Said:
    """What was typed beside the file."""

    competence: int
    department: int
    kind: str
    criterion: str
    organ: str
    decision_no: str
    decided_on: str
    ends_on: str
    served_on: str
    facts: str


@dataclass(slots=True, kw_only=True)
class File:
    """One list. ``rows`` as :func:`loading_reading.kept` gives them; ``answers``: what would become of each, or became
    once ``load`` is set.

    ``waiting``: a worker is to enter it, for whom; ``failed``: why it did not, in both languages.
    """

    user: int | None
    said: Said
    name: str
    sha256: str
    rows: list[list[object]]
    load: str = ""
    answers: list[list[object]] = field(default_factory=list)
    waiting: dict[str, Any] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)


def keep(file: File) -> None:
    """Sealed; the file of before is replaced in one step."""
    known = asdict(file)
    del known["id"]
    path = _path(file.id)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(sealing.seal(orjson.dumps(known), file.id))
    fresh.replace(path)


def find(number: UUID, user: int | None) -> File:
    """Raises ``Missing`` where it is gone, or somebody else's."""
    found = opened(number)
    if found.user != user or user is None:
        raise _none()
    return found


def opened(number: UUID) -> File:
    """Whosesoever it is. Raises ``Missing`` where it is gone."""
    try:
        known = orjson.loads(sealing.unseal(_path(number).read_bytes(), number))
    except (FileNotFoundError, InvalidTag) as error:
        raise _none() from error
    return File(**{**known, "said": Said(**known["said"]), "id": number})


def sweep(now: datetime | None = None) -> int:
    """Remove what nobody came back for. Returns how many."""
    gone, before = 0, ago(KEPT, now).timestamp()
    for path in _folder().iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _none() -> Missing:
    return Missing("NO_SUCH_LIST_FILE", text("lists.loading.refused.no_such_file"))


def _path(number: UUID) -> Path:
    return _folder() / f"{number}.sealed"


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "lists"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
