"""The ten likeliest organisations for names that no rule could match, out of millions, in sets.

Blocking: a name is the set of its pairs of characters that stand next to each other or with one between, in either order. A wrong,
missing, added or swapped character leaves most of them. Of each name asked for only the rarest pairs are looked up, until together they
stand in :data:`BUDGET` names of a shard: the common ones (有限, 公司) would cost everything and tell nothing. Pairs shared are weighed by
their rarity (a sparse matrix product that keeps the :data:`BLOCK` best), and those are put in order by Indel similarity (rapidfuzz).

Measured on a million invented names whose brands are two or three characters out of two hundred (docs/names.md): of plain pairs of
neighbours the right name is among ten for 0.97 of the damaged ones at a third of the speed, because a swap leaves hardly one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import scipy.sparse as sp  # type: ignore[import-untyped]
from rapidfuzz import process
from rapidfuzz.distance import Indel
from sparse_dot_topn import sp_matmul_topn  # type: ignore[import-untyped]

BEST = 10
"""Candidates for each name."""
BLOCK = 10
"""Names of one shard that are compared in full."""
BUDGET = 1_000
"""Names of one shard that the pairs looked up may stand in, together."""
SHARD = 250_000
"""Known names at a time: memory stays under half a gigabyte however many there are."""
ASKED = 20_000
"""Names asked for at a time."""
SCHEMA = pa.schema([("row", pa.int64()), ("known", pa.int64()), ("score", pa.float32())])

Ints = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.uint64]


def find(asked: Sequence[str], known: Iterable[Sequence[str]], *, threads: int = 2) -> pa.Table:
    """The best candidates for each name.

    Args:
        asked: names in normal form (``rules.names.normal``).
        known: the register's names in normal form, in shards of about :data:`SHARD`; a former name is a name like any other.
        threads: for the matrix product and the comparing.

    Returns:
        :data:`SCHEMA`: ``row``, the place in ``asked``; ``known``, the place counted over all shards; ``score``, 0 to 1. At most
        :data:`BEST` for each name, the best first; rows in order. A name of one character has none.
    """
    parts = [_Part(asked[first : first + ASKED], first) for first in range(0, len(asked), ASKED)]
    passed = 0
    vocabulary = np.unique(np.concatenate([part.pairs for part in parts])) if parts else np.empty(0, np.uint64)
    for register in _ahead(known, vocabulary):
        for part in parts:
            part.take(register, passed, threads)
        passed += len(register.names)
    return pa.concat_tables([part.table() for part in parts]) if parts else SCHEMA.empty_table()


def _ahead(known: Iterable[Sequence[str]], vocabulary: Pairs) -> Iterator[_Register]:
    """The shards made ready, each while the one before is being searched."""
    with ThreadPoolExecutor(1) as pool:
        coming = None
        for shard in known:
            ready, coming = coming, pool.submit(_Register, shard, vocabulary)
            if ready is not None:
                yield ready.result()
        if coming is not None:
            yield coming.result()


class _Register:
    """One shard: which of its names each pair that anybody asks for stands in."""

    def __init__(self, names: Sequence[str], vocabulary: Pairs) -> None:
        self.names, self.vocabulary = names, vocabulary
        owner, pairs = pairs_of(names)
        place = _places(self.vocabulary, pairs)
        there = place >= 0
        shape = (len(self.vocabulary), len(names))
        self.holds = sp.csr_matrix(
            (np.ones(there.sum(), np.float32), (place[there].astype(np.int32), owner[there].astype(np.int32))), shape=shape
        )
        self.holds.data[:] = 1  # a pair that stands twice in a name counts once
        self.frequency: Ints = np.diff(self.holds.indptr).astype(np.int64)


class _Part:
    """Some of the names asked for, and the best found for them so far."""

    def __init__(self, names: Sequence[str], first: int) -> None:
        self.names, self.first = names, first
        self.owner, self.pairs = pairs_of(names)
        self.row, self.known, self.score = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)

    def take(self, register: _Register, passed: int, threads: int) -> None:
        """Look the names up in one more shard."""
        near = sp_matmul_topn(self._weighed(register), register.holds, top_n=BLOCK, threshold=0.0, n_threads=threads)
        row, place = np.repeat(np.arange(len(self.names)), np.diff(near.indptr)), near.indices.astype(np.int64)
        typed, there = [self.names[n] for n in row.tolist()], [register.names[n] for n in place.tolist()]
        score = process.cpdist(typed, there, scorer=Indel.normalized_similarity, workers=threads, dtype=np.float32)
        row, known, score = np.append(self.row, row), np.append(self.known, place + passed), np.append(self.score, score)
        order = np.lexsort((known, -score, row))
        row, known, score = row[order], known[order], score[order]
        best = _rank(row) < BEST
        self.row, self.known, self.score = row[best], known[best], score[best]

    def _weighed(self, register: _Register) -> Any:
        """For each name its rarest pairs, as a row of weights."""
        place = _places(register.vocabulary, self.pairs)
        frequency = register.frequency[place]
        told = frequency > 0
        owner, place, frequency = self.owner[told], place[told], frequency[told]
        order = np.lexsort((frequency, owner))
        owner, place, frequency = owner[order], place[order], frequency[order]
        total = np.cumsum(frequency)
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        before = np.repeat(total[starts] - frequency[starts], np.diff(np.append(starts, len(owner))))
        rare = total - before <= BUDGET
        rare[starts] = True  # the rarest one always, however common
        weight = np.log1p(len(register.names) / frequency[rare]).astype(np.float32)
        return sp.csr_matrix((weight, (owner[rare], place[rare])), shape=(len(self.names), len(register.vocabulary)))

    def table(self) -> pa.Table:
        """What was found, as :data:`SCHEMA`."""
        return pa.table([pa.array(self.row + self.first), pa.array(self.known), pa.array(self.score)], schema=SCHEMA)


def pairs_of(names: Sequence[str]) -> tuple[Ints, Pairs]:
    """Every pair of every name as a number, and whose it is. Characters next to each other or with one between, in either order."""
    widths = np.fromiter(map(len, names), np.int64, len(names))
    characters = np.frombuffer("".join(names).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    whose = np.repeat(np.arange(len(names)), widths)
    owners, pairs = [], []
    for apart in (1, 2):
        left, right = characters[:-apart], characters[apart:]
        inside = whose[:-apart] == whose[apart:]
        owners.append(whose[:-apart][inside])
        pairs.append(((np.minimum(left, right) << np.uint64(32)) | np.maximum(left, right))[inside])
    return np.concatenate(owners), np.concatenate(pairs)


def _places(vocabulary: Pairs, pairs: Pairs) -> Ints:
    """Where each pair stands in the vocabulary, -1 where it does not."""
    if not len(vocabulary):
        return np.full(len(pairs), -1)
    place = np.minimum(np.searchsorted(vocabulary, pairs), len(vocabulary) - 1)
    return np.where(vocabulary[place] == pairs, place, -1)


def _rank(row: Ints) -> Ints:
    """0, 1, 2 … within each run of equal numbers."""
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    return np.arange(len(row)) - np.repeat(starts, np.diff(np.append(starts, len(row))))
