"""Names by their sound: pinyin from the start of the name or of its brand, or the initials. Bounded: the first in the order of the keys.

Known plan on a million names: two walks along the primary key of ``organisations_sound``, ended after ``MOST`` rows each.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.searching.asking import Query
from goodstanding.organisations.searching.scanning import literal

MOST = 60
LONGEST_INITIALS = 10
LONGEST_SYLLABLES = 15
"""Letters from which a spelling that is shorter than the text counts as its beginning: only so much of a name is spelt."""
_HEARD = """
    (SELECT name_id, 'sound' AS by, length(key) AS size, key FROM organisations_sound
     WHERE key LIKE %(syllables)s ORDER BY key LIMIT %(most)s)
    UNION ALL
    (SELECT name_id, 'sound', length(key), key FROM organisations_sound
     WHERE key = ANY(%(beginnings)s) ORDER BY key DESC LIMIT %(most)s)
    UNION ALL
    (SELECT name_id, 'initials', length(key), key FROM organisations_sound
     WHERE key LIKE %(initials)s ORDER BY key LIMIT %(most)s)
"""


def heard(database: CursorWrapper, asked: Query) -> dict[int, str]:
    """Names by number, in order, and whether by sound or by initials."""
    said = asked.sound
    if not said:
        return {}
    beginnings = [f"s{said[:length]}" for length in range(LONGEST_SYLLABLES, len(said))]
    patterns = {"syllables": f"s{literal(said)}%", "initials": f"i{literal(said[:LONGEST_INITIALS])}%"}
    database.execute(_HEARD, {**patterns, "beginnings": beginnings, "most": MOST})
    rows = sorted(database.fetchall(), key=lambda row: (row[1] != "sound", row[2], row[3], row[0]))
    found: dict[int, str] = {}
    for name_id, by, _, _ in rows:
        found.setdefault(name_id, by)
    return found
