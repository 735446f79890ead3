"""``Identifier.issue``: a code that cannot name one body is not matched on, as long as its issue is open.

That is a code in force that fails (wrong), and one code that two bodies on the register both claim (shared). Where only a file claimed
somebody's code, the register stays sure of it: a stranger's mistake must not take an organisation's code away.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

_SET = """
    UPDATE organisations_identifier known SET issue = why.kind
    FROM (
        SELECT code, organisation_id, max(kind) AS kind FROM organisations_codeissue
        WHERE closed_at IS NULL AND organisation_id IS NOT NULL
            AND (kind = 'wrong' OR kind = 'shared' AND other_id IS NOT NULL AND evidence @> '{"claimed": true}')
        GROUP BY code, organisation_id
    ) why
    WHERE known.value = why.code AND known.organisation_id = why.organisation_id
        AND known.known_until IS NULL AND known.valid_until IS NULL AND known.issue <> why.kind
"""
_CLEAR = """
    UPDATE organisations_identifier known SET issue = ''
    WHERE known.issue <> '' AND known.known_until IS NULL AND NOT EXISTS (
        SELECT 1 FROM organisations_codeissue why
        WHERE why.code = known.value AND why.organisation_id = known.organisation_id AND why.closed_at IS NULL
            AND (why.kind = 'wrong' OR why.kind = 'shared' AND why.other_id IS NOT NULL AND why.evidence @> '{"claimed": true}'))
"""


# A list has given the body another code in the meantime: the doubted one ended when that began.
_SUPERSEDED = """
    WITH gone AS (
        UPDATE organisations_identifier known SET known_until = now()
        FROM organisations_identifier live
        WHERE known.issue <> '' AND known.kind = 'uscc' AND known.known_until IS NULL AND known.valid_until IS NULL
            AND live.organisation_id = known.organisation_id AND live.kind = 'uscc' AND live.issue = '' AND live.value <> known.value
            AND live.known_until IS NULL AND live.valid_until IS NULL
        RETURNING known.organisation_id, known.value, known.valid_from, known.source,
            greatest(coalesce(live.valid_from, current_date), known.valid_from + 1) AS until
    )
    INSERT INTO organisations_identifier (organisation_id, kind, value, valid_from, valid_until, source)
    SELECT organisation_id, 'uscc', value, valid_from, until, source FROM gone
"""


def mark(cursor: CursorWrapper) -> None:
    """Make every code's mark what the open issues say."""
    cursor.execute(_SUPERSEDED)
    cursor.execute(_CLEAR)
    cursor.execute(_SET)
