"""What stands beside a record while it is disputed, reviewed or before a court: the same on page, list, feed and answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodstanding.portal.loaded import catalogue
from goodstanding.records import marking
from goodstanding.records.models import Mark
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True)
class Shown:
    """One mark: what it says, since when, which fields it is about (none: the whole record), the organisation's own words."""

    kind: str
    title: Text
    since: datetime
    fields: tuple[Text, ...]
    codes: tuple[str, ...]
    words: str


def marks(record_ids: Iterable[UUID], kinds: dict[UUID, str]) -> dict[UUID, tuple[Shown, ...]]:
    """The marks that stand on these records, in one query. ``kinds``: record -> permit or penalty."""
    return {record: tuple(_shown(one, kinds[record]) for one in found) for record, found in marking.standing(record_ids).items()}


def _shown(mark: Mark, kind: str) -> Shown:
    fields = catalogue().kinds[kind].fields
    titles = tuple(fields[code].title for code in mark.fields if code in fields)
    return Shown(mark.kind, text("records.marked", mark.kind), mark.at, titles, tuple(mark.fields), mark.words)
