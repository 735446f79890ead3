"""One part of a case is settled: put right, ended, taken back, or left as it is. Only :mod:`deciding` calls this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils import timezone

from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.lists.ending import end_many
from goodstanding.lists.models import Listing
from goodstanding.objections import locking
from goodstanding.objections.models import Item, Objection
from goodstanding.records import correcting, ending, undoing
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


class Part(Protocol):
    """What was chosen: see ``deciding.Part``."""

    @property
    def outcome(self) -> str: ...
    @property
    def values(self) -> Mapping[str, str]: ...


class Because:
    """The case, its reasons and its basis."""

    def __init__(self, objection: Objection, reasons: str, basis: str) -> None:
        self.objection, self.reasons, self.basis = objection, reasons, basis


def settle(item: Item, part: Part, *, because: Because, by: Standing) -> None:
    """Written down first where the deed ends the record: what rests on a record ends with it, and this part is settled already."""
    record = Record.everything.filter(pk=item.record_id).first() if item.record_id else None
    if item.listing_id and part.outcome == "end":
        _keep(item, outcome="end")
        # 河南省社会信用条例 art. 66: what was listed wrongly is taken off at once, and what rests on it ends.
        taken_off = Listing.everything.filter(pk=item.listing_id)
        end_many(taken_off, because="objection", words=because.reasons, by=SYSTEM)
    elif record is None or part.outcome in {"nothing", "otherwise", "add"}:
        _keep(item, outcome=part.outcome)
    elif part.outcome == "correct":
        _correct(item, record, part.values, because, by)
    elif part.outcome == "end":
        _keep(item, outcome="end")
        reason = ending.Reason(
            because="objection", basis=because.basis, words=because.reasons, document=because.objection.number, case=because.objection.pk
        )
        ending.end([record.pk], reason=reason, by=by)
    else:
        _keep(item, outcome="take_back")
        undoing.take_off(record, by=by, because=because.reasons)


def _correct(item: Item, record: Record, values: Mapping[str, str], because: Because, by: Standing) -> None:
    if not values:
        raise Refused("VALUES_MISSING", text("objections.refused.values_missing"))
    cause = correcting.Cause(case=because.objection.pk, number=because.objection.number, words=because.reasons)
    revision = correcting.correct(record, values, because=cause, by=by)
    _keep(item, outcome="correct", values=locking.masked(values), corrected_to=revision.number)


def _keep(item: Item, **said: Any) -> None:
    Item.objects.filter(pk=item.pk).update(settled_at=timezone.now(), **said)
