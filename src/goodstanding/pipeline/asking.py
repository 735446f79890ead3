"""The one question of the sieve, put together so that little of it is asked of most rows.

* Columns in which few texts stand again and again (organs, legal bases, violations) are told by a dictionary of those of a
  sample of the file that raise no question by themselves: to look a cell's hash up there costs a fraction of asking. (An ENUM would do
  the same until a cell is not in it; then DuckDB looks for the most alike value, in 240 microseconds.)
* Names and decision numbers of the ordinary build are told by one pattern each that leaves no room for anything else.
* All other texts are laid end to end and read once, and only where nothing cheaper was answered yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from goodstanding.pipeline import functions
from goodstanding.pipeline.layout import Layout, read_csv
from goodstanding.pipeline.read import Direct
from goodstanding.pipeline.sieving import SUSPECT, suspect, with_values
from goodstanding.pipeline.sql import any_of, literal

SLICES, SLICE = 64, 128 * 1024
"""Pieces of the file that make the sample, and their bytes."""
MOST_TEXTS = 2_000
"""A column with more texts in the sample gets no dictionary."""
LEAST_BYTES = 12
"""Nor does one whose texts are shorter on the average: asking costs no more."""
WORTH = 50 * 1024 * 1024
"""Bytes from which on a file is worth the sample."""
_COLUMN = re.compile(r"\b[cda]([0-9]+)\b")
_TEXT = re.compile("'(?:[^']|'')*'")

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
    "decision.number": f"{_PLAIN}{{2,20}}〔(?:19|20)[0-9]{{2}}〕第?[0-9]{{1,7}}号",
}
"""Role -> what its texts usually look like: no digits or letters in names, no numerals enough for a number, no telling word."""
_ORDINARY_BYTES = (18, 150)


def columns_of(question: str) -> frozenset[int]:
    """The columns a question is about."""
    return frozenset(map(int, _COLUMN.findall(_TEXT.sub("", question))))


def settled(connection: duckdb.DuckDBPyConnection, layout: Layout, into: Path, questions: Sequence[str]) -> dict[int, str]:
    """Column -> SQL that is true where none of the questions about this column alone can be answered yes."""
    found: dict[int, str] = {}
    for role, pattern in ORDINARY.items():
        for column in layout.sources.get(layout.kind.field(role), ())[:1]:
            x, (least, most) = f"c{column}", _ORDINARY_BYTES
            found[column] = f"strlen({x}) BETWEEN {least} AND {most} AND regexp_full_match({x}, {literal(pattern)})"
    direct = layout.sheet.direct
    if direct is not None and direct.path.stat().st_size > WORTH:
        found |= _dictionaries(connection, sample(layout, direct, into), _alone(questions))
    return found


def sample(layout: Layout, direct: Direct, into: Path) -> str:
    """Rows from all over the file, as a relation: departments' rows mostly stand together. A row cut in two does no harm here."""
    size = direct.path.stat().st_size
    to = into / "sample.csv"
    with direct.path.open("rb") as file, to.open("wb") as out:
        for place in range(SLICES):
            file.seek(size * place // SLICES)
            out.write(file.read(SLICE).partition(b"\n")[2].rpartition(b"\n")[0] + b"\n")
    return with_values(layout, read_csv(to, layout, skip=0, ignore_errors=True))


def _dictionaries(connection: duckdb.DuckDBPyConnection, relation: str, alone: dict[int, list[str]]) -> dict[int, str]:
    dear = {column: asked for column, asked in alone.items() if any(suspect(column) in q or "surely_right" in q for q in asked)}
    if not dear:
        return {}
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sample AS FROM {relation}")
    counts = ", ".join(f"approx_count_distinct(c{n}), coalesce(sum(strlen(c{n})) / count(*), 0)" for n in dear)
    counted = connection.execute(f"SELECT {counts} FROM sample").fetchall()[0]
    found = {}
    for place, (column, asked) in enumerate(dear.items()):
        texts, average = counted[2 * place : 2 * place + 2]
        if 0 < texts <= MOST_TEXTS and average >= LEAST_BYTES:
            values = f"SELECT DISTINCT c{column} FROM sample WHERE c{column} IS NOT NULL"
            functions.remember(
                connection, column, f"SELECT hash(c{column}) AS known FROM ({values}) WHERE NOT coalesce({any_of(asked)}, false)"
            )
            found[column] = f"known_text({column}, hash(c{column}))"
    connection.execute("DROP TABLE sample")
    return found


def _alone(questions: Iterable[str]) -> dict[int, list[str]]:
    """Column -> the questions about it and no other."""
    alone: dict[int, list[str]] = {}
    for question in questions:
        if len(columns := columns_of(question)) == 1:
            alone.setdefault(next(iter(columns)), []).append(question)
    return alone


def together(questions: Sequence[str], known: dict[int, str]) -> str:
    """One question out of all; ``k{n}`` is a column that says what ``known`` says of column n (see :func:`with_known`)."""
    texts = [n for n in sorted(_alone(questions)) if any(suspect(n) in question for question in questions)]
    rest = [question for question in dict.fromkeys(questions) if not any(question in (suspect(n), f"({suspect(n)})") for n in texts)]
    alone = {column: asked for column, asked in _alone(rest).items() if column in known}
    inside = {question for asked in alone.values() for question in asked}
    cheap = [f"coalesce({question}, false)" for question in rest if question not in inside]
    cheap += [f"CASE WHEN k{column} THEN false ELSE {_or(asked)} END" for column, asked in alone.items()]
    cells = ", ".join(f"CASE WHEN k{n} THEN NULL ELSE c{n} END" if n in known else f"c{n}" for n in texts)
    whole = rf"regexp_matches(concat_ws(chr(10), {cells}), {literal(f'(?m:{SUSPECT})')})" if texts else "false"
    return f"CASE WHEN {any_of(cheap)} THEN true ELSE {whole} END"


def _or(questions: Iterable[str]) -> str:
    return any_of(f"coalesce({question}, false)" for question in questions)


def with_known(relation: str, known: dict[int, str]) -> str:
    """The relation with the columns that :func:`together` refers to."""
    columns = "".join(f", coalesce({ordinary}, false) AS k{n}" for n, ordinary in known.items())
    return f"(SELECT *{columns} FROM {relation})"
