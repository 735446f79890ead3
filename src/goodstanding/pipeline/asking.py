"""The questions of the sieve, put together so that little of them is asked of most rows.

All of a row's questions make one (:func:`together`); of the rows that answer it yes each is asked by itself (:func:`one_by_one`). What
is settled already (see :mod:`goodstanding.pipeline.learning`) is not asked; texts that are not settled are laid end to end and read
once, and only where nothing cheaper was answered yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from goodstanding.pipeline.sieving import right, suspect, suspicious
from goodstanding.pipeline.sql import any_of, plus

WORD = 62
"""Answers kept in one BIGINT."""
_COLUMN = re.compile(r"\b[cda]([0-9]+)\b")
_EMPTY = re.compile(r"\bc([0-9]+) IS (?:NOT )?NULL\b")
_TEXT = re.compile("'(?:[^']|'')*'")
_RIGHT = re.compile(r"CASE WHEN c([0-9]+) IS NULL THEN true ELSE surely_right\('([a-z]+)', c\1\) END")
_SUSPECT = re.compile(re.escape(suspect(0)).replace("c0", "c([0-9]+)", 1))


class Settled(NamedTuple):
    """What can be settled cheaply. ``ordinary``: column -> SQL that is true where no question about it alone can be answered yes.

    ``columns`` and ``empty`` (of those only whether something stands there) make the signature; both are empty where nothing
    was learned. ``judged``: SQL over the column ``signature``, see :func:`goodstanding.pipeline.functions.judge`.
    """

    ordinary: Mapping[int, str]
    columns: frozenset[int] = frozenset()
    empty: frozenset[int] = frozenset()
    judged: str = "0::TINYINT"

    @property
    def signature(self) -> str:
        """SQL: a number for all that stands in those columns."""
        if not self.columns:
            return "0::UBIGINT"
        return f"hash({', '.join([*(f'c{n}' for n in sorted(self.columns)), *(f'c{n} IS NULL' for n in sorted(self.empty))])})"

    def covers(self, question: str) -> bool:
        """Whether the signature tells the answer."""
        return bool(self.columns) and columns_of(question, whole=True) <= self.columns and columns_of(question) <= self.columns | self.empty


NOTHING = Settled({})
"""Nothing is settled."""


@lru_cache(maxsize=4096)
def columns_of(question: str, *, whole: bool = False) -> frozenset[int]:
    """The columns a question is about. ``whole``: but for those of which it is only asked whether they are empty."""
    asked = _TEXT.sub("", question)
    return frozenset(map(int, _COLUMN.findall(_EMPTY.sub("", asked) if whole else asked)))


def codes_in(questions: Iterable[str]) -> dict[int, str]:
    """Column -> type of the codes that are asked about."""
    return {int(column): what for question in questions for column, what in _RIGHT.findall(question)}


def _alone(questions: Iterable[str]) -> dict[int, list[str]]:
    """Column -> the questions about it and no other."""
    alone: dict[int, list[str]] = {}
    for question in questions:
        if len(columns := columns_of(question)) == 1:
            alone.setdefault(next(iter(columns)), []).append(question)
    return alone


def together(questions: Sequence[str], known: Settled) -> str:
    """One question out of all; ``k`` (0: nothing known of the row, 1: all well, 2: not), ``judged`` and ``k{n}`` are the columns made by
    :func:`with_known`.
    """
    texts = [n for n in sorted(_alone(questions)) if any(suspect(n) in question for question in questions)]
    asked = [question for question in dict.fromkeys(questions) if not any(question in (suspect(n), f"({suspect(n)})") for n in texts)]
    by_row, rest = _parted(asked, known.covers)
    alone = {column: found for column, found in _alone(rest).items() if column in known.ordinary}
    rest = [question for question in rest if not any(question in found for found in alone.values())]
    cheap = [f"coalesce({question}, false)" for question in _of_codes(rest, known)]
    cheap += [f"CASE WHEN k{column} THEN false ELSE {_or(found)} END" for column, found in alone.items()]
    cheap += [f"CASE k WHEN 1 THEN false WHEN 2 THEN true ELSE {_or(_of_codes(by_row, known))} END"] if by_row else []
    return f"CASE WHEN {any_of(cheap)} THEN true ELSE {_texts(texts, known)} END"


def _of_codes(questions: Iterable[str], known: Settled) -> list[str]:
    """Of the many questions about codes one, for all columns; a code that is surely right has no plus sign either."""
    if known.judged == NOTHING.judged:
        return list(questions)
    codes = codes_in(questions)
    implied = {plus(f"c{column}") for column in codes}
    return list(dict.fromkeys(_RIGHT.sub("judged < 4", question) for question in questions if question not in implied))


def _parted(questions: Iterable[str], into_first: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    first, second = list[str](), list[str]()
    for question in questions:
        (first if into_first(question) else second).append(question)
    return first, second


def _texts(texts: Sequence[int], known: Settled) -> str:
    """The texts that are not settled, end to end, read once."""
    if not texts:
        return "false"

    def joined(columns: Iterable[int]) -> str:
        cells = ", ".join(f"CASE WHEN k{n} THEN NULL ELSE c{n} END" if n in known.ordinary else f"c{n}" for n in columns)
        return f"concat_ws(chr(10), {cells or 'NULL'})"

    some = [n for n in texts if n not in known.columns]
    cells = joined(texts) if some == texts else f"CASE WHEN k <> 0 THEN {joined(some)} ELSE {joined(texts)} END"
    return suspicious(cells, lines=True)


def _or(questions: Iterable[str]) -> str:
    return any_of(f"coalesce({question}, false)" for question in questions)


def with_known(relation: str, known: Settled) -> str:
    """The relation with the columns that :func:`together` refers to."""
    columns = "".join(f", coalesce({ordinary}, false) AS k{n}" for n, ordinary in known.ordinary.items())
    signed = f"(SELECT *{columns}, {known.signature} AS signature FROM {relation})"
    return f"(SELECT *, judged & 3 AS k FROM (SELECT *, {known.judged} AS judged FROM {signed}))"


def one_by_one(questions: Mapping[int, str], known: Settled) -> list[str]:
    """The answers as words, bit ``n % WORD`` of word ``n // WORD``, over a relation made by :func:`read_once`."""
    words = []
    for place in range(-(-(max(questions, default=-1) + 1) // WORD)):
        here = {number: question for number, question in questions.items() if number // WORD == place}
        by_row, rest = ({n: q for n, q in here.items() if known.covers(q) == settled} for settled in (True, False))
        words.append(f"({_bits(rest)}) | CASE WHEN k = 1 THEN 0 ELSE {_bits(by_row)} END" if by_row else _bits(rest))
    return words


def _bits(questions: Mapping[int, str]) -> str:
    bits = [f"CASE WHEN {_read(question)} THEN {1 << number % WORD}::BIGINT ELSE 0 END" for number, question in questions.items()]
    return " | ".join(bits) or "0::BIGINT"


def _read(question: str) -> str:
    return _RIGHT.sub(r"r\1", _SUSPECT.sub(r"s\1", question))


def read_once(relation: str, questions: Iterable[str], known: Settled) -> str:
    """The relation (with ``row``, a number) and what many questions ask of a column: ``s{n}``, whether its text is suspect, ``r{n}``,
    whether its codes are right.

    The texts are stacked, so that they are read by one pattern: to make another for every column takes 10 ms each.
    """
    asked = list(questions)
    texts = sorted({int(column) for question in asked for column in _SUSPECT.findall(question)})
    cells = ", ".join(f"CASE WHEN k = 1 THEN NULL ELSE c{n} END" if n in known.columns else f"c{n}" for n in texts)
    stacked = f"SELECT row, unnest({texts}::INTEGER[]) AS place, unnest([{cells}]) AS c0 FROM asked"
    found = f"SELECT row, list(place) AS texts FROM ({stacked}) WHERE {suspicious('c0')} GROUP BY row"
    read = "".join(f", list_contains(texts, {n}) AS s{n}" for n in texts)
    read += "".join(f", {right(what, f'c{n}')} AS r{n}" for n, what in codes_in(asked).items())
    return f"(WITH asked AS (FROM {relation}) SELECT *{read} FROM asked LEFT JOIN ({found}) USING (row))"
