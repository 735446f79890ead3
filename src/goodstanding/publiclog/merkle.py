"""The tree of RFC 9162 section 2.1 over SHA-256, and where its hashes stand in C2SP tlog-tiles. Plain Python: no database, no Django.

A *perfect* subtree is 2**height leaves beginning at a multiple of 2**height. Every hash a proof needs is one, or a fold of some.
A tile of level L holds 256 hashes of perfect subtrees of height 8 * L, side by side; heights in between are computed from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH = 32
WIDTH = 256
EMPTY = sha256(b"").digest()


class Perfect(NamedTuple):
    """The perfect subtree of 2**height leaves whose first is ``start``."""

    start: int
    height: int


class Slice(NamedTuple):
    """``width`` hashes of a tile from ``first`` on; folded they are one perfect subtree's hash."""

    level: int
    tile: int
    first: int
    width: int


Hashes = Callable[[Sequence[Perfect]], Sequence[bytes]]
"""Looks perfect subtrees up: one hash for each."""


def leaf_hash(entry: bytes) -> bytes:
    """Of a leaf: 0x00 keeps it apart from a node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: bytes) -> bytes:
    """The root over a power of two of hashes, side by side."""
    while len(hashes) > HASH:
        hashes = b"".join([sha256(b"\x01" + hashes[at : at + 2 * HASH]).digest() for at in range(0, len(hashes), 2 * HASH)])
    return hashes


def perfects(start: int, end: int) -> Iterator[Perfect]:
    """The range as perfect subtrees, the largest first. ``start`` is 0 or a multiple of the largest: so it is in every proof."""
    while start < end:
        height = (end - start).bit_length() - 1
        yield Perfect(start, height)
        start += 1 << height


def join(hashes: Sequence[bytes]) -> bytes:
    """The hash of a range out of its perfect subtrees' hashes, from the right."""
    if not hashes:
        return EMPTY
    joined = hashes[-1]
    for left in reversed(hashes[:-1]):
        joined = node_hash(left, joined)
    return joined


def in_tile(subtree: Perfect) -> Slice:
    """Where a perfect subtree's hash is kept or can be folded from."""
    level, rest = divmod(subtree.height, 8)
    place = subtree.start >> (8 * level)
    return Slice(level, place // WIDTH, place % WIDTH, 1 << rest)


def edge(size: int) -> list[tuple[int, int, int]]:
    """The partial tiles of a tree of that size, lowest first: level, index, width. Where the width is 0 there is none yet."""
    return [(level, size >> (8 * (level + 1)), (size >> (8 * level)) % WIDTH) for level in range(levels(size))]


def levels(size: int) -> int:
    """How many levels of tiles a tree of that size has."""
    return max(1, (size.bit_length() + 7) // 8)


def inclusion(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges whose hashes prove a leaf (RFC 9162 section 2.1.3.1), lowest first."""
    ranges: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency(old: int, new: int) -> list[tuple[int, int]]:
    """The ranges whose hashes prove that the old tree is the beginning of the new one (RFC 9162 section 2.1.4.1)."""
    if old in (0, new):
        return []
    ranges: list[tuple[int, int]] = []
    start, end, whole = 0, new, True
    while end - start != old - start:
        middle = start + _half(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def hashes_of(ranges: Iterable[tuple[int, int]], look_up: Hashes) -> list[bytes]:
    """Each range's hash; everything is looked up at once."""
    pieces = [list(perfects(*one)) for one in ranges]
    found = iter(look_up([piece for several in pieces for piece in several]))
    return [join([next(found) for _ in several]) for several in pieces]


def _half(length: int) -> int:
    """The largest power of two smaller than ``length``."""
    return 1 << ((length - 1).bit_length() - 1)


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from a leaf's hash to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, computed = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            computed = node_hash(one, computed)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, one)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == root


def continues(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the proof shows the old tree to be the beginning of the new one (RFC 9162 section 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY
    if old > new or not proof:
        return False
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    before = after = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, one)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root
