"""The functions DuckDB borrows from here."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from duckdb.func import ARROW, SPECIAL

from goodstanding.pipeline import kernels

Numbers = npt.NDArray[np.uint64]
_PLACES = 1 << 17


class Dictionary(NamedTuple):
    """Numbers of rows, each at the place its last bits name, and what is known of each: 1 all well, 2 not.

    Of two numbers with one place the later stays; the other is not known then, which costs time and no more.
    """

    numbers: Numbers
    answers: npt.NDArray[np.int8]

    def look_up(self, sought: Numbers) -> npt.NDArray[np.int8]:
        """0 where nothing is known."""
        places = sought & np.uint64(_PLACES - 1)
        return np.where(self.numbers[places] == sought, self.answers[places], np.int8(0))


EMPTY = Dictionary(np.zeros(_PLACES, dtype=np.uint64), np.zeros(_PLACES, dtype=np.int8))


def made(connection: duckdb.DuckDBPyConnection, select: str) -> Dictionary:
    """A dictionary. ``select``: number, and whether some question about it is answered yes."""
    found = connection.execute(select).fetchnumpy()
    numbers = np.asarray(found["number"], dtype=np.uint64)
    dictionary = Dictionary(EMPTY.numbers.copy(), EMPTY.answers.copy())
    places = numbers & np.uint64(_PLACES - 1)
    dictionary.numbers[places], dictionary.answers[places] = numbers, np.where(np.asarray(found["answer"], dtype=bool), 2, 1)
    return dictionary


_BORROWED: dict[int, list[str]] = {}
"""Connection -> the functions it has from here."""


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection ``surely_right(type, code)``. What it is given here is taken back by :func:`remove`, or the process complains
    at its end.
    """
    _BORROWED[id(connection)] = ["surely_right"]
    connection.create_function("surely_right", _surely_right, ["VARCHAR", "VARCHAR"], "BOOLEAN", type=ARROW, null_handling=SPECIAL)


def remove(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo :func:`register` and :func:`judge`."""
    for name in _BORROWED.pop(id(connection), []):
        connection.remove_function(name)


def judge(
    connection: duckdb.DuckDBPyConnection, name: str, dictionary: Dictionary, always: Mapping[int, str], unknown: Mapping[int, str]
) -> str:
    """Give the connection a function of a row's signature and its codes, to be called once for each row.

    Returns the call as SQL, over a column ``signature``.

    It answers what the dictionary knows, and 4 more where a code is not surely right: of the columns ``always`` (column -> type) in
    every row, of those in ``unknown`` where the dictionary knows nothing. One call for all: to call costs more than to judge.
    """

    def judged(numbers: pa.ChunkedArray, *codes: pa.ChunkedArray) -> pa.Array:
        answers = dictionary.look_up(_one(numbers).to_numpy(zero_copy_only=False))
        wrong = np.zeros(len(answers), dtype=np.bool_)
        for what, column in zip(always.values(), codes, strict=False):
            wrong |= ~kernels.right(_one(column), what)
        rows = np.flatnonzero(answers == 0) if unknown else ()
        if len(rows):
            for what, column in zip(unknown.values(), codes[len(always) :], strict=True):
                wrong[rows] |= ~kernels.right(_one(column).take(pa.array(rows)), what)
        return pa.array(answers + wrong.astype(np.int8) * np.int8(4))

    columns = [*always, *unknown]
    kinds = [inspect.Parameter(f"p{place}", inspect.Parameter.POSITIONAL_ONLY) for place in range(1 + len(columns))]
    judged.__signature__ = inspect.Signature(kinds)  # type: ignore[attr-defined]  # DuckDB counts the parameters
    connection.create_function(name, judged, ["UBIGINT", *("VARCHAR" for _ in columns)], "TINYINT", type=ARROW, null_handling=SPECIAL)
    _BORROWED[id(connection)].append(name)
    return f"{name}({', '.join(['signature', *(f'c{n}' for n in columns)])})"


def _surely_right(what: pa.ChunkedArray, codes: pa.ChunkedArray) -> pa.Array:
    return pa.array(kernels.right(_one(codes), what[0].as_py()))


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
