"""The rarest pairs of many names at once, and the counters with those names added: :mod:`weighing` for a chunk, in arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from goodstanding.organisations.searching import weighing

Ints = npt.NDArray[np.int64]


def count_and_rank(names: Sequence[str], counted: bytes | None) -> tuple[bytes, list[list[int]]]:
    """The counters with ``names`` added, and the rarest pairs of each, the rarest first."""
    counts = np.zeros(1 << weighing.BITS, np.uint32) if counted is None else np.frombuffer(counted, np.uint32).copy()
    owner, pair = _pairs(names)
    place = (pair + (1 << 31)) >> (32 - weighing.BITS)
    counts += np.bincount(place, minlength=len(counts)).astype(np.uint32)
    order = np.lexsort((pair, counts[place], owner))
    owner, pair = owner[order], pair[order]
    ends = np.cumsum(np.bincount(owner, minlength=len(names))).tolist()
    ranked: list[int] = pair.tolist()
    starts = [0, *ends[:-1]]
    return counts.tobytes(), [ranked[start : min(end, start + weighing.KEPT)] for start, end in zip(starts, ends, strict=True)]


def _pairs(names: Sequence[str]) -> tuple[Ints, Ints]:
    """Every distinct pair of every name as :func:`weighing.pairs` numbers it, and whose it is."""
    points = np.frombuffer("".join(names).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    whose = np.repeat(np.arange(len(names)), np.fromiter(map(len, names), np.int64, len(names)))
    owners, mixed = [], []
    for apart in (1, 2):
        one, other = points[:-apart], points[apart:]
        inside = whose[:-apart] == whose[apart:]
        owners.append(whose[:-apart][inside])
        mixed.append(((np.minimum(one, other) << np.uint64(32)) | np.maximum(one, other))[inside])
    with np.errstate(over="ignore"):
        pair = ((np.concatenate(mixed) * np.uint64(weighing.ODD)) >> np.uint64(32)).astype(np.int64) - (1 << 31)
    both = np.sort((np.concatenate(owners) << 32) | (pair + (1 << 31)))
    both = both[np.diff(both, prepend=-1) != 0]
    return both >> 32, (both & 0xFFFFFFFF) - (1 << 31)
