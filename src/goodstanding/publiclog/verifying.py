"""Is the log as we keep it whole? Every entry hashed again, every tile compared, every checkpoint's root, every opening's commitment.

What ``tools/verify_log.py`` does from outside, from inside: for the auditor, and after a backup was brought back.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Iterator

import orjson

from goodstanding.publiclog import keys, leaves, merkle, notes, reading
from goodstanding.publiclog.merkle import WIDTH
from goodstanding.publiclog.models import ENTRIES, Checkpoint, Head, Opening, Tile
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


def faults() -> Iterator[Text]:
    """What is wrong, in sentences; nothing where all is well."""
    head = Head.objects.filter(pk=1).first()
    size = head.size if head else 0
    yield from _tiles(size)
    yield from _checkpoints(size)
    yield from _openings()


def _tiles(size: int) -> Iterator[Text]:
    """Bundles against level 0, each level against the one above."""
    number = 0
    for index, data in Tile.objects.filter(level=ENTRIES).order_by("index").values_list("index", "data").iterator(chunk_size=500):
        entries = list(unpacked(bytes(data)))
        number += len(entries)
        hashes = b"".join(merkle.leaf_hash(entry) for entry in entries)
        if reading.tile(0, index, len(entries)) != hashes:
            yield text("publiclog.verify.tile", level=0, index=index)
    if number != size:
        yield text("publiclog.verify.size", size=size, number=number)
    for level in range(merkle.levels(size)):
        for index in range(size >> (8 * (level + 1))):
            full = reading.tile(level, index, WIDTH)
            above = reading.tile(level + 1, index // WIDTH, index % WIDTH + 1)
            if full is None or above is None or merkle.fold(full) != above[-merkle.HASH :]:
                yield text("publiclog.verify.tile", level=level + 1, index=index // WIDTH)


def _checkpoints(size: int) -> Iterator[Text]:
    verifier = keys.verifier()
    for one in Checkpoint.objects.order_by("size").iterator():
        try:
            said = notes.checkpoint(notes.opened(one.note, verifier))
            whole = said.size == one.size <= size and bytes(one.root) == said.root == reading.root_of(one.size)
        except (notes.Unreadable, Missing):
            whole = False
        if not whole:
            yield text("publiclog.verify.checkpoint", size=one.size)


def _openings() -> Iterator[Text]:
    """Bundle by bundle, in the order of the leaves."""
    index, entries = -1, list[bytes]()
    for one in Opening.objects.order_by("leaf").iterator(chunk_size=2000):
        if one.leaf // WIDTH != index:
            index = one.leaf // WIDTH
            found = Tile.objects.filter(level=ENTRIES, index=index).values_list("data", flat=True).first()
            entries = list(unpacked(bytes(found or b"")))
        place = one.leaf % WIDTH
        right = leaves.commitment(bytes(one.salt), zlib.decompress(one.content))
        if _committed(entries[place] if place < len(entries) else b"") != b64encode(right).decode():
            yield text("publiclog.verify.opening", leaf=one.leaf)


def _committed(entry: bytes) -> str:
    """What an entry commits to, '' where it can no longer be read."""
    try:
        return str(orjson.loads(entry).get("commitment"))
    except orjson.JSONDecodeError:
        return ""


def unpacked(bundle: bytes) -> Iterator[bytes]:
    """The entries of a bundle."""
    at = 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        yield bundle[at + 2 : end]
        at = end
