"""What most rows of a file have in common, learned from a sample of it, so that they are settled by one look-up.

* Departments write the same things again and again: organs, legal bases, violations, classes, which columns stay empty. All columns
  in which few values stand make one number, the row's *signature*. The signatures of a sample of the file about which no question
  can be answered yes are kept, and those about which one is; a row that has one of them is settled by a single look-up, as far as
  questions are about nothing but those columns. (An ENUM would do the same until a cell is not in it; then DuckDB looks for the most
  alike value, in 240 microseconds.)
* Names and decision numbers of the ordinary build are told by one pattern each that leaves no room for anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from goodstanding.pipeline import functions
from goodstanding.pipeline.asking import NOTHING, Settled, codes_in, columns_of, together
from goodstanding.pipeline.functions import Numbers
from goodstanding.pipeline.layout import Layout, read_csv
from goodstanding.pipeline.read import Direct
from goodstanding.pipeline.sieving import with_values
from goodstanding.pipeline.sql import literal

SLICES, SLICE = 64, 128 * 1024
"""Pieces of the file that make the sample, and their bytes."""
SMALLER = 100
"""The sample is at most this part of the file: reading it must not cost more than it saves."""
LEAST_SLICE = 4 * 1024
"""Below that, rows are too few to learn from."""
UNSEEN = 0.02
"""Share of rows that may have a signature not met in the sample, estimated by how many met there but once (Good and Turing)."""
_NUMERAL = "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
_TELLING = "照证留住庭籍户出身锟烫"
"""One character at least of every word that a text is suspect for."""


def _without(characters: str) -> str:
    """A class of the common ideographs but for those."""
    places = sorted(ord(c) for c in characters if "\u4e00" <= c <= "\u9fff")
    starts, ends = [0x4E00, *(place + 1 for place in places)], [*(place - 1 for place in places), 0x9FFF]
    return "".join(rf"\x{{{a:x}}}-\x{{{b:x}}}" for a, b in zip(starts, ends, strict=True) if a <= b)


_PLAIN = f"[{_without(_NUMERAL + _TELLING)}]"
_WORDS = f"(?:[{_NUMERAL}]{{0,3}}{_PLAIN})+[{_NUMERAL}]{{0,2}}"
ORDINARY = {
    "party.name": f"{_WORDS}(?:（{_WORDS}）{_WORDS})?",
    "organ.name": _WORDS,
    "source.name": _WORDS,
    "decision.number": f"{_PLAIN}{{2}}{_PLAIN}*〔(?:19|20)[0-9]{{2}}〕第?[0-9]{{1,7}}号",
}
"""Role -> what its texts usually look like: no digits or letters in names, no numerals enough for a number, no telling word."""
_ORDINARY_BYTES = (18, 150)
CODE_LIKE = {"party.institution": "[1-7][0-9]{11}"}
"""Role -> codes of twelve digits that no personal number has the shape of. They hardly repeat: left out of the signature."""


def settled(connection: duckdb.DuckDBPyConnection, layout: Layout, into: Path, questions: Sequence[str], name: str) -> Settled:
    """Learn from a sample of the file what most of its rows have in common. ``name`` is the sheet's, for the function made for it."""
    direct = layout.sheet.direct
    ordinary = _ordinary(layout)
    learned, dictionary = Settled(ordinary), functions.EMPTY
    size = direct.path.stat().st_size // SMALLER // SLICES if direct else 0
    if direct and size >= LEAST_SLICE:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE sample AS FROM {sample(layout, direct, into, min(size, SLICE))}")
        learned = _learned(connection, layout, questions)
        asked = [question for question in questions if learned.covers(question)]
        select = f"SELECT DISTINCT {learned.signature} AS number, {together(asked, NOTHING)} AS answer FROM sample"
        dictionary = functions.made(connection, select)
        connection.execute("DROP TABLE sample")
    codes = codes_in(questions)
    always = {column: what for column, what in codes.items() if column not in learned.columns}
    unknown = {column: what for column, what in codes.items() if column in learned.columns}
    return learned._replace(
        ordinary={column: pattern for column, pattern in ordinary.items() if column not in learned.columns},
        judged=functions.judge(connection, f"judged_{name}", dictionary, always, unknown),
    )


def _ordinary(layout: Layout) -> dict[int, str]:
    found = {}
    for role, pattern in (ORDINARY | CODE_LIKE).items():
        for column in layout.sources.get(layout.kind.field(role), ())[:1]:
            x, (least, most) = f"c{column}", _ORDINARY_BYTES if role in ORDINARY else (12, 12)
            found[column] = f"strlen({x}) BETWEEN {least} AND {most} AND regexp_full_match({x}, {literal(pattern)})"
    return found


def sample(layout: Layout, direct: Direct, into: Path, length: int) -> str:
    """Rows from all over the file, as a relation: departments' rows mostly stand together. A row cut in two does no harm here."""
    size = direct.path.stat().st_size
    to = into / "sample.csv"
    with direct.path.open("rb") as file, to.open("wb") as out:
        for place in range(SLICES):
            file.seek(size * place // SLICES)
            out.write(file.read(length).partition(b"\n")[2].rpartition(b"\n")[0] + b"\n")
    return with_values(layout, read_csv(to, layout, skip=0, ignore_errors=True))


def _learned(connection: duckdb.DuckDBPyConnection, layout: Layout, questions: Sequence[str]) -> Settled:
    """As many columns, those with the fewest values first, as repeat together: first whether they are empty, then what stands there."""
    width = layout.sheet.width
    hashes = ", ".join(f"hash(c{n}) AS h{n}" for n in range(width))
    found = connection.execute(f"SELECT hash(NULL::VARCHAR) AS nothing, {hashes} FROM sample").fetchnumpy()
    nothing, *cells = (np.asarray(found[name], dtype=np.uint64) for name in ("nothing", *(f"h{n}" for n in range(width))))
    alone = {column for role in CODE_LIKE for column in layout.sources.get(layout.kind.field(role), ())}
    order = sorted(range(width), key=lambda n: len(np.unique(cells[n])))
    together, empty = _repeating(np.zeros(len(nothing), dtype=np.uint64), {n: cells[n] == nothing for n in order})
    _, columns = _repeating(together, {n: cells[n] for n in order if n not in alone})
    learned = Settled({}, frozenset(columns), frozenset(empty))
    needed = [columns_of(question) for question in questions if learned.covers(question)]
    return learned._replace(empty=frozenset().union(*needed) - learned.columns)


def _repeating(together: Numbers, columns: Mapping[int, npt.NDArray[np.generic]]) -> tuple[Numbers, list[int]]:
    """The columns, in order, with which the rows still repeat, and a number for what stands there."""
    chosen = []
    for column, values in columns.items():
        mixed = (together ^ values.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        _, counts = np.unique(mixed, return_counts=True)
        if np.count_nonzero(counts == 1) <= UNSEEN * len(mixed):
            together = mixed
            chosen.append(column)
    return together, chosen
