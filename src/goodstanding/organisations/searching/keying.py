"""Make the keys that finding near names, short names and pinyin rests on. Codes and pieces of names are found without them.

A trigger notes every new name in ``organisations_unkeyed`` (see the migration). Here the notes are taken, a chunk at a time, each chunk one
transaction with its keys and counters: what is killed goes on where it stopped, and nothing is counted twice. Loading the register
calls it when its rows are in; a job looks every minute for what clerks have opened since.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.models.searching import Frequency
from goodstanding.organisations.searching import ranking, spelling
from goodstanding.rules import names

CHUNK = 100_000
MANY = 1_000
"""After so many new keys the planner is told."""
Progress = Callable[[float], None]
_TAKE = """
    WITH taken AS (
        DELETE FROM organisations_unkeyed WHERE name_id IN (SELECT name_id FROM organisations_unkeyed ORDER BY name_id LIMIT %s)
        RETURNING name_id
    )
    SELECT taken.name_id, known.normal_name FROM taken
    LEFT JOIN organisations_name known ON known.id = taken.name_id AND known.known_until IS NULL ORDER BY taken.name_id
"""
# Only a name whose normal form was made anew has keys already. Sounds have no index by name: they are read through then, which is rare.
_FORGET = "DELETE FROM organisations_searchkey WHERE name_id = ANY(%s) RETURNING name_id"
_FORGET_SOUNDS = "DELETE FROM organisations_sound WHERE name_id = ANY(%s)"
# What waits in a GIN index's pending list is read through by every search, and a load leaves a quarter of a gigabyte of it.
_INDEXES = ("name_fragments", "identifier_fragments", "searchkey_pairs")


def key(progress: Progress | None = None) -> int:
    """Key every name that waits; returns how many."""
    done = 0
    total = _waiting() if progress else 0
    while number := _chunk():
        done += number
        if progress:
            progress(min(1.0, done / max(total, 1)))
    if done:
        _settle(done)
    return done


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisations_unkeyed")
        return int(cursor.fetchone()[0])


def _chunk() -> int:
    """One chunk; returns how many notes were taken."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('organisations.keying', 0))")
        cursor.execute("SET LOCAL gin_pending_list_limit = '64MB'")
        cursor.execute(_TAKE, [CHUNK])
        taken: list[tuple[int, str | None]] = cursor.fetchall()
        cursor.execute(_FORGET, [[name_id for name_id, _ in taken]])
        if old := [name_id for (name_id,) in cursor.fetchall()]:
            cursor.execute(_FORGET_SOUNDS, [old])
        # A name that is no longer believed gets none.
        if rows := [(name_id, name) for name_id, name in taken if name]:
            _write(cursor, rows)
    return len(taken)


def _write(cursor: CursorWrapper, rows: list[tuple[int, str]]) -> None:
    row = Frequency.objects.first()
    counts, rare = ranking.count_and_rank([name for _, name in rows], bytes(row.counts) if row else None)
    Frequency.objects.update_or_create(id=True, defaults={"counts": counts, "names": len(rows) + (row.names if row else 0)})
    keys, sounds = [], []
    for (name_id, name), pairs in zip(rows, rare, strict=True):
        keys.append(f"{name_id}\t{_plain(name)}\t{{{','.join(map(str, pairs))}}}\t{_plain(names.parts(name).trade)}\n")
        sounds += [f"{said}\t{name_id}\n" for said in spelling.spellings(name, spelling.brand_at(name))]
    sounds.sort()  # in the order of its index: half the work
    for columns, lines in (("searchkey (name_id, normal_name, pairs, trade)", keys), ("sound (key, name_id)", sounds)):
        with cursor.copy(f"COPY organisations_{columns} FROM STDIN") as copy:
            copy.write("".join(lines))


def _plain(text: str) -> str:
    """For COPY, whose lines are parted by tabs; a normal name has no white space."""
    return text.replace("\\", "\\\\")


def _settle(done: int) -> None:
    """Let the indexes take in what waits beside them, and the planner know how much there is."""
    with connection.cursor() as cursor:
        for index in _INDEXES:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        if done >= MANY:
            cursor.execute("ANALYZE organisations_searchkey, organisations_sound")
