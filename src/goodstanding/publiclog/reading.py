"""What the log serves: checkpoints, tiles, bundles, hashes for proofs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import NoReturn

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from goodstanding import env
from goodstanding.publiclog import merkle
from goodstanding.publiclog.merkle import HASH, WIDTH, Perfect
from goodstanding.publiclog.models import ENTRIES, Checkpoint, Tile
from goodstanding.rules.refusals import Missing, Unusable
from goodstanding.ui.texts import text

WITNESSES_HAVE = timedelta(seconds=40)
"""To cosign: then it is published without them, for an act has to be in the log within a minute."""
_TILES = "SELECT level, index, data FROM publiclog_tile WHERE (level, index) IN (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))"
_folded = lru_cache(8192)(merkle.fold)
"""The same bytes have the same root for ever, and what stands high in the tree is asked for again and again."""


def latest() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def published() -> Checkpoint | None:
    """The one that is served: the newest that a witness has cosigned or that has waited long enough. It never goes back."""
    if not env.words("LOG_WITNESSES"):
        return latest()
    due = Q(cosignatures__isnull=False) | Q(at__lte=timezone.now() - WITNESSES_HAVE)
    return Checkpoint.objects.filter(due).order_by("-size").first()


def served(checkpoint: Checkpoint) -> str:
    """The note with the witnesses' lines under it."""
    return checkpoint.note + "".join(one.line for one in checkpoint.cosignatures.order_by("pk"))


def current() -> Checkpoint:
    """The newest checkpoint, where there is any."""
    found = latest()
    if found is None:
        raise Missing("LOG_EMPTY", text("publiclog.refused.empty"))
    return found


def look_up(wanted: Sequence[Perfect]) -> list[bytes]:
    """The hashes of perfect subtrees of the log, one query for all."""
    slices = [merkle.in_tile(one) for one in wanted]
    tiles = {(one.level, one.tile): b"" for one in slices}
    with connection.cursor() as cursor:
        cursor.execute(_TILES, [[level for level, _ in tiles], [index for _, index in tiles]])
        tiles |= {(level, index): bytes(data) for level, index, data in cursor.fetchall()}
    cut = [tiles[one.level, one.tile][one.first * HASH : (one.first + one.width) * HASH] for one in slices]
    if any(len(data) != one.width * HASH for data, one in zip(cut, slices, strict=True)):
        raise Missing("NOT_IN_LOG", text("publiclog.refused.not_there"))
    return [_folded(data) for data in cut]


def root_of(size: int) -> bytes:
    """The root as it was at that size."""
    (root,) = merkle.hashes_of([(0, size)], look_up) if size else (merkle.EMPTY,)
    return root


def inclusion(index: int, size: int) -> list[bytes]:
    """The proof that a leaf stands in the tree of that size."""
    return _proved([*merkle.inclusion(index, size), (index, index + 1)])[:-1] if 0 <= index < size else _outside()


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the tree of size ``old`` is the beginning of the one of size ``new``."""
    if not 0 <= old <= new or new > current().size:
        return _outside()
    return _proved(merkle.consistency(old, new))


def _proved(ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """The ranges' hashes; where the log is not so long, something is missing."""
    try:
        return merkle.hashes_of(ranges, look_up)
    except Missing:
        return _outside()


def _outside() -> NoReturn:
    raise Unusable("PROOF_OUTSIDE", text("publiclog.refused.outside"))


def tile(level: int, index: int, width: int) -> bytes | None:
    """The first ``width`` hashes of a tile, None where it has not so many yet."""
    found = Tile.objects.filter(level=level, index=index).values_list("data", flat=True).first()
    data = bytes(found or b"")[: width * HASH]
    return data if len(data) == width * HASH else None


def bundle(index: int, width: int) -> bytes | None:
    """The first ``width`` entries of a bundle, each with its length before it."""
    found = Tile.objects.filter(level=ENTRIES, index=index).values_list("data", flat=True).first()
    data, at = bytes(found or b""), 0
    for _ in range(width):
        if at >= len(data):
            return None
        at += 2 + int.from_bytes(data[at : at + 2], "big")
    return data[:at]


def entry(index: int) -> bytes:
    """One leaf's entry."""
    whole = bundle(index // WIDTH, index % WIDTH + 1)
    if whole is None:
        raise Missing("NOT_IN_LOG", text("publiclog.refused.not_there"))
    before = bundle(index // WIDTH, index % WIDTH)
    return whole[len(before or b"") + 2 :]
