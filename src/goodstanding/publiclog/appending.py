"""Leaves go into the tree: its tiles and bundles grow at their right edge, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from goodstanding.publiclog import merkle
from goodstanding.publiclog.merkle import HASH, WIDTH
from goodstanding.publiclog.models import ENTRIES

TILE = WIDTH * HASH
LONGEST = 0xFFFF
"""Bytes an entry may have: its length stands before it in two."""
_WRITE = """
    INSERT INTO publiclog_tile (level, index, data) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
    ON CONFLICT (level, index) DO UPDATE SET data = excluded.data
"""
_READ = "SELECT level, data FROM publiclog_tile WHERE (level, index) IN (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))"


class Tree(NamedTuple):
    """How many leaves, and their root."""

    size: int
    root: bytes


def append(cursor: CursorWrapper, size: int, entries: Sequence[bytes]) -> Tree:
    """Append entries to a tree of ``size`` leaves. Whoever calls holds the lock on it."""
    partial = right_edge(cursor, size)
    written: list[tuple[int, int, bytes]] = []
    bundles = _bundles(size, partial.get(ENTRIES, b""), entries)
    written += [(ENTRIES, size // WIDTH + n, bundle) for n, bundle in enumerate(bundles)]
    hashes, level = b"".join([merkle.leaf_hash(entry) for entry in entries]), 0
    while hashes:
        first = size >> (8 * (level + 1))
        data = partial.get(level, b"") + hashes
        tiles = [data[at : at + TILE] for at in range(0, len(data), TILE)]
        written += [(level, first + n, tile) for n, tile in enumerate(tiles)]
        partial[level] = tiles[-1] if len(tiles[-1]) < TILE else b""
        hashes, level = b"".join([merkle.fold(tile) for tile in tiles if len(tile) == TILE]), level + 1
    if written:
        cursor.execute(_WRITE, [list(column) for column in zip(*written, strict=True)])
    return Tree(size + len(entries), root(partial))


def right_edge(cursor: CursorWrapper, size: int) -> dict[int, bytes]:
    """The partial tile of each level, the bundle among them; a level without one is not named."""
    wanted = [(level, index) for level, index, width in merkle.edge(size) if width]
    if size % WIDTH:
        wanted.append((ENTRIES, size // WIDTH))
    cursor.execute(_READ, [[level for level, _ in wanted], [index for _, index in wanted]])
    return {level: bytes(data) for level, data in cursor.fetchall()}


def root(partial: dict[int, bytes]) -> bytes:
    """The root over the right edge: what stands higher stands further left."""
    pieces: list[bytes] = []
    for level in sorted((level for level in partial if level != ENTRIES), reverse=True):
        data = partial[level]
        pieces += [
            merkle.fold(data[one.start * HASH : (one.start + (1 << one.height)) * HASH]) for one in merkle.perfects(0, len(data) // HASH)
        ]
    return merkle.join(pieces)


def _bundles(size: int, begun: bytes, entries: Sequence[bytes]) -> list[bytes]:
    """Each bundle that grows or begins: entries with their lengths before them."""
    if any(len(entry) > LONGEST for entry in entries):
        raise ValueError("an entry is too long for a bundle")
    framed = [len(entry).to_bytes(2, "big") + entry for entry in entries]
    room = WIDTH - size % WIDTH
    cuts = [0, *range(room, len(framed), WIDTH), len(framed)] if framed else []
    bundles = [b"".join(framed[first:last]) for first, last in pairwise(cuts)]
    return [begun + bundles[0], *bundles[1:]] if bundles else []
