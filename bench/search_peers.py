"""Ways of asking for a mistyped name, ours and others, on the same names in the same database."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import Indel

from goodstanding.organisations.searching import search, wording
from goodstanding.rules import names

BUDGET = 1_000
"""Names that the bigrams looked up may stand in, together."""
_FREQUENCIES = (
    "DROP TABLE IF EXISTS bench_bigram",
    """
    CREATE TABLE bench_bigram AS SELECT gram, count(*)::int AS number
    FROM (SELECT unnest(organisations_grams(normal_name, 2)) AS gram FROM organisations_name) every GROUP BY gram
    """,
    "ALTER TABLE bench_bigram ADD PRIMARY KEY (gram)",
    "ANALYZE bench_bigram",
)


def ours(typed: str) -> list[str]:
    """The product's search, with its explanations; the names that the hits were found by."""
    hits = search(typed, limit=10).items
    for hit in hits:
        wording.why(hit)
    return [names.normal(hit.matched) for hit in hits]


def every_bigram() -> Callable[[str], list[str]]:
    """The index that fragments use, asked for any of the rarest bigrams; candidates put in order, nothing described."""
    with connection.cursor() as cursor:
        for statement in _FREQUENCIES:
            cursor.execute(statement)

    def ask(typed: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gram, number FROM bench_bigram WHERE gram = ANY(organisations_grams(%s, 2)) ORDER BY number", [typed])
            taken: list[int] = []
            spent = 0
            for gram, number in cursor.fetchall():
                spent += number
                if taken and spent > BUDGET:
                    break
                taken.append(gram)
            cursor.execute(
                "SELECT string_agg(normal_name, chr(10)) FROM organisations_name WHERE organisations_grams(normal_name, 2) && %s::bigint[]",
                [taken],
            )
            (joined,) = cursor.fetchone()
        return [name for name, _, _ in process.extract(typed, (joined or "").split("\n"), scorer=Indel.normalized_similarity, limit=10)]

    return ask


def trigrams(url: str) -> Callable[[str], list[str]]:
    """PostgreSQL's pg_trgm with its default threshold: in a database of its own, for where LC_CTYPE is C it sees no Chinese letter."""
    with psycopg.connect(url, autocommit=True) as maker:
        maker.execute("DROP DATABASE IF EXISTS bench_trigram")
        maker.execute("CREATE DATABASE bench_trigram TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C.UTF-8'")
    peer = psycopg.connect(url, dbname="bench_trigram", autocommit=True)
    peer.execute("CREATE EXTENSION pg_trgm")
    peer.execute('CREATE TABLE name (normal_name text COLLATE "C.utf8")')
    with (
        psycopg.connect(url) as source,
        source.cursor().copy("COPY (SELECT normal_name FROM organisations_name) TO STDOUT") as out,
        peer.cursor().copy("COPY name FROM STDIN") as into,
    ):
        for block in out:
            into.write(block)
    peer.execute("CREATE INDEX ON name USING gin (normal_name gin_trgm_ops)")
    peer.execute("VACUUM ANALYZE name")
    peer.execute("SET pg_trgm.similarity_threshold = 0.3")

    def ask(typed: str) -> list[str]:
        rows = peer.execute(
            "SELECT normal_name FROM name WHERE normal_name %% %s ORDER BY similarity(normal_name, %s) DESC LIMIT 10", [typed, typed]
        )
        return [name for (name,) in rows.fetchall()]

    return ask
