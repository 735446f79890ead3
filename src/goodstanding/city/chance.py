"""Chance that can be asked for by number: what happens to organisation 4,711 depends on the seed and on 4,711, on nothing else.

So a million of anything is made in chunks of any size, in any order, and any single one can be made again.
The mixer is SplitMix64 (Steele, Lea, Flood 2014), written out here so that no library's next version changes a byte.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
T = TypeVar("T")

_GAMMA = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def _key(seed: int, stream: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}/{stream}".encode(), digest_size=8).digest(), "big")


class Chance:
    """Draws by number, many at a time. ``stream`` names what is drawn; two streams know nothing of each other."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._keys: dict[str, np.uint64] = {}

    def bits(self, stream: str, index: Whole) -> npt.NDArray[np.uint64]:
        """64 random bits for each index."""
        key = self._keys.get(stream)
        if key is None:
            key = self._keys[stream] = np.uint64(_key(self.seed, stream))
        z = index.astype(np.uint64) * np.uint64(_GAMMA) + key
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))

    def below(self, stream: str, index: Whole, limit: int) -> Whole:
        """A whole number from 0 up to, not including, ``limit`` (less than 2**31)."""
        return (((self.bits(stream, index) >> np.uint64(33)) * np.uint64(limit)) >> np.uint64(31)).astype(np.int64)

    def share(self, stream: str, index: Whole) -> npt.NDArray[np.float64]:
        """A number in [0, 1)."""
        return (self.bits(stream, index) >> np.uint64(11)).astype(np.float64) / float(1 << 53)

    def weighted(self, stream: str, index: Whole, weights: Sequence[float]) -> Whole:
        """Positions in ``weights``, each as often as its weight says."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        at: Whole = np.searchsorted(edges, self.share(stream, index) * edges[-1], side="right").astype(np.int64)
        return np.minimum(at, len(weights) - 1)


class Dice:
    """The same chance for one thing at a time: a short private sequence of throws."""

    def __init__(self, seed: int, stream: str, index: int) -> None:
        self._state = (_key(seed, stream) + index * _GAMMA) & _MASK

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, ``limit``."""
        self._state = (self._state + _GAMMA) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((z ^ (z >> 31)) >> 11) * limit >> 53

    def pick(self, things: Sequence[T]) -> T:
        """One of them."""
        return things[self.below(len(things))]


def stride(size: int) -> int:
    """A step that, taken again and again modulo ``size``, visits every place once and leaves neighbours far apart."""
    step = int(size * 0.6180339887) | 1
    while math.gcd(step, size) != 1:
        step += 2
    return step


def shuffled(index: Whole, size: int, salt: int) -> Whole:
    """Each index below ``size`` gets a place of its own below ``size`` (a bijection), spread as if by chance."""
    placed: Whole = (index * stride(size) + salt) % size
    return placed
