"""Find organisations among millions: by code or a piece of one, by a piece of a name, by short name, former name, pinyin and initials,
and with a character wrong. Only organisations are ever found; the text of an official field is encrypted and in no index.

Codes and pieces of names are complete: what is found equals what a full scan finds (:mod:`scanning`). The rest is a short list of what is
near, behind them (:mod:`gathering`), and rests on keys that :mod:`keying` makes. Every hit says by what it was found.
"""

from goodstanding.organisations.searching.asking import EVERYTHING, Asked, Narrowed, understand
from goodstanding.organisations.searching.describing import EXACT, WAYS, Hit
from goodstanding.organisations.searching.paging import Found, search

__all__ = ("EVERYTHING", "EXACT", "WAYS", "Asked", "Found", "Hit", "Narrowed", "search", "understand")
