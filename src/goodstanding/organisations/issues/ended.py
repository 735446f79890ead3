"""Codes that have ended (停用码): few, so they are fetched once and looked for among many rows."""

from __future__ import annotations

import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.copying import copy_out

_ENDED = """
    SELECT ended.value, max(ended.valid_until) FROM organisations_identifier ended
    WHERE ended.kind = 'uscc' AND ended.known_until IS NULL AND ended.valid_until <= current_date AND NOT EXISTS (
        SELECT 1 FROM organisations_identifier live WHERE live.value = ended.value AND live.kind = 'uscc'
        AND live.known_until IS NULL AND live.valid_until IS NULL)
    GROUP BY ended.value
"""
_SCHEMA = pa.schema([("code", pa.string()), ("ended_on", pa.date32())])


def codes(cursor: CursorWrapper) -> pa.Table:
    """``code, ended_on`` of every USCC that nobody has any more."""
    return copy_out(cursor, _ENDED, _SCHEMA)
