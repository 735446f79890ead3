"""The one question of the sieve, put together so that little of it is asked of most rows.

* Columns in which few values stand again and again (organs, legal bases, violations) are told by a dictionary: values of the
  file's first rows that raise no question by themselves become an ENUM, and to look a cell up there costs a fraction of asking.
* What is cheap is asked first, patterns over texts only of the rows for which nothing else was answered yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb

from goodstanding.pipeline.sql import any_of

SAMPLE = 20_000
"""Rows looked at for the dictionaries."""
MOST_VALUES = 4_000
"""A column with more values in the sample has none."""
WORTH = 50 * 1024 * 1024
"""Bytes from which on a file is worth the sample."""
_COLUMN = re.compile(r"\b[cda]([0-9]+)\b")


def columns_of(question: str) -> frozenset[int]:
    """The columns a question is about."""
    return frozenset(map(int, _COLUMN.findall(question)))


def dictionaries(connection: duckdb.DuckDBPyConnection, relation: str, questions: Iterable[str], prefix: str) -> dict[int, str]:
    """Column -> the name of the ENUM with its values that raise no question."""
    alone = _alone(questions)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sample AS SELECT * FROM {relation} LIMIT {SAMPLE}")
    counts = ", ".join(f"approx_count_distinct(c{n}), coalesce(max(strlen(c{n})), 0)" for n in alone)
    found = connection.execute(f"SELECT {counts} FROM sample").fetchall()[0] if alone else ()
    names = {}
    for place, (column, asked) in enumerate(alone.items()):
        values, longest = found[2 * place : 2 * place + 2]
        if 0 < values <= MOST_VALUES and longest > 8:
            names[column] = f"{prefix}_{column}"
            connection.execute(
                f"CREATE OR REPLACE TEMP TYPE {prefix}_{column} AS ENUM "
                f"(SELECT DISTINCT c{column} FROM sample WHERE c{column} IS NOT NULL AND NOT coalesce({any_of(asked)}, false))"
            )
    connection.execute("DROP TABLE sample")
    return names


def _alone(questions: Iterable[str]) -> dict[int, list[str]]:
    """Column -> the questions about it and no other."""
    alone: dict[int, list[str]] = {}
    for question in questions:
        if len(columns := columns_of(question)) == 1:
            alone.setdefault(next(iter(columns)), []).append(question)
    return alone


def together(questions: Iterable[str], known: dict[int, str]) -> str:
    """One question out of all. ``known``: what :func:`dictionaries` gave."""
    asked = list(dict.fromkeys(questions))
    alone = {column: found for column, found in _alone(asked).items() if column in known}
    settled = {question for found in alone.values() for question in found}
    parts = [f"coalesce({question}, false)" for question in asked if question not in settled]
    parts += [
        f"CASE WHEN c{column} IS NULL OR try_cast(c{column} AS {known[column]}) IS NOT NULL THEN false ELSE {any_of(_sure(found))} END"
        for column, found in alone.items()
    ]
    dear = [part for part in parts if "regexp_matches" in part and "try_cast" not in part]
    cheap = [part for part in parts if part not in dear]
    return f"CASE WHEN {any_of(cheap)} THEN true ELSE {any_of(dear)} END"


def _sure(questions: Iterable[str]) -> list[str]:
    return [f"coalesce({question}, false)" for question in questions]
