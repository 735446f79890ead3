"""What a register file changed, as entries of the ledger: one statement for each kind of event."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write_many
from goodstanding.organisations.living import turning
from goodstanding.rules.events import Event

_SUBJECT = "SELECT 'organisations.organisation', organisation_id, NULL::bigint, jsonb_build_object('source', %s::text, 'line', row"
_CLOSES = f"status <> was_status AND status IN {turning.CLOSED}"
_MOVES = "(district, address) IS DISTINCT FROM (was_district, was_address)"
_ENTRIES: tuple[tuple[Event, str], ...] = (
    (Event.ORGANISATION_REGISTERED, f"{_SUBJECT}) FROM register_rows WHERE outcome = 'new'"),
    (Event.ORGANISATION_RENAMED, f"{_SUBJECT}) FROM {turning.NAMES.turn} WHERE NOT correct"),
    (Event.ORGANISATION_IDENTIFIED, f"{_SUBJECT}) FROM {turning.CODES.turn} WHERE NOT correct"),
    (Event.ORGANISATION_CLOSED, f"{_SUBJECT}, 'status', status) FROM {turning.STANDINGS.turn} WHERE NOT correct AND {_CLOSES}"),
    (
        Event.ORGANISATION_STATUS_CHANGED,
        f"{_SUBJECT}, 'status', status) FROM {turning.STANDINGS.turn} WHERE NOT correct AND status <> was_status AND NOT ({_CLOSES})",
    ),
    (
        Event.ORGANISATION_MOVED,
        f"{_SUBJECT}, 'district', district) FROM {turning.STANDINGS.turn} WHERE NOT correct AND {_MOVES}",
    ),
    *((Event.ORGANISATION_CORRECTED, f"{_SUBJECT}, 'what', '{one.name}') FROM {one.turn} WHERE correct") for one in turning.REGISTER),
)
_TIED = f"{_SUBJECT}, 'kind', kind, 'other', other_id) FROM register_turn_tie"


def tell(cursor: CursorWrapper, *, source: str, by: Standing) -> None:
    """After ``merging.merge``, in its transaction."""
    for event, select in _ENTRIES:
        write_many(cursor, event, select, [source], by=by)


def tell_ties(cursor: CursorWrapper, *, source: str, by: Standing) -> None:
    """After ``tying.tie``, in its transaction."""
    write_many(cursor, Event.ORGANISATION_RELATED, _TIED, [source], by=by)
