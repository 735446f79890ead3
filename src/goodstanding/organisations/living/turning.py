"""How one statement about an organisation follows another, in sets: what is no longer believed keeps its row and an end of knowledge.

A change ends the old statement on a day: its row stops being known, a copy with that end is known instead, and the new one begins.
A correction says that the old statement was never right: it stops being known, and what stood before it reaches to where the right one
begins. What a list says of a day before the present statement began is older than what is known, and changes nothing; where the row itself
names the very day the present one began, it contradicts it, and only a correction may: so a list that was corrected since can come again.
"""

from __future__ import annotations

from typing import NamedTuple

CLOSED = "('revoked', 'revoked_deregistered', 'deregistered', 'withdrawn', 'moved')"
"""Statuses a list gives a closing day for: the ones ``statuses.toml`` calls closed, written out for SQL (a test holds them together)."""


class Statement(NamedTuple):
    """A kind of dated row: its table, what it says, which rows are of its kind, the query for what turns, and of what there is one.

    The query gives ``organisation_id, row, correct, was_id, was_from, ends, stated, begins`` and the columns: when the old one ends,
    whether the row itself says so, when the new one begins.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    only: str
    select: str
    key: str = "organisation_id"

    @property
    def turn(self) -> str:
        """The temporary table of what turns."""
        return f"register_turn_{self.name}"

    def statements(self) -> tuple[str, ...]:
        """What is to be executed, with the values ``known``, ``source`` and ``as_of``."""
        given = {"turn": self.turn, "table": self.table, "only": self.only, "select": self.select, "name": self.name, "key": self.key}
        columns = {"columns": ", ".join(self.columns), "known": ", ".join(f"known.{column}" for column in self.columns)}
        return tuple(statement.format(**given, **columns) for statement in (_MAKE, _OLDER, _ANALYZE, _END, _BEGIN))


_MAKE = """
    CREATE TEMP TABLE {turn} ON COMMIT DROP AS
    SELECT DISTINCT ON ({key}) * FROM ({select}) turning ORDER BY {key}, row
"""
_OLDER = """
    WITH older AS (DELETE FROM {turn} WHERE NOT correct AND was_id IS NOT NULL
        AND (ends < was_from OR stated AND ends = was_from) RETURNING row)
    INSERT INTO register_findings SELECT row, 'OLDER_THAN_KNOWN', '{name}', NULL FROM older
"""
_ANALYZE = "ANALYZE {turn}"
# Under a correction the rows before are cut, or stretched, to where the right statement begins; least() passes over a NULL.
_UNTIL = """
    CASE WHEN known.id = turn.was_id THEN CASE WHEN NOT turn.correct THEN turn.ends END
         WHEN known.valid_until = turn.was_from THEN turn.begins
         ELSE least(known.valid_until, turn.begins) END
"""
_END = (
    """
    WITH gone AS (
        UPDATE {table} known SET known_until = %(known)s FROM {turn} turn
        WHERE known.organisation_id = turn.organisation_id AND known.known_until IS NULL AND {only}
          AND (known.id = turn.was_id OR turn.correct AND known.valid_until IS DISTINCT FROM """
    + _UNTIL
    + """)
        RETURNING known.organisation_id, {known}, known.valid_from, known.source, """
    + _UNTIL
    + """ AS until
    )
    INSERT INTO {table} (organisation_id, {columns}, valid_from, valid_until, source, known_from)
    SELECT organisation_id, {columns}, valid_from, until, source, %(known)s FROM gone
    WHERE until IS NOT NULL AND (valid_from IS NULL OR valid_from < until)
    -- Sorted, so that every row has stopped being known before the first one is written again: constraints look at each row.
    ORDER BY organisation_id, until
    """
)
_BEGIN = """
    INSERT INTO {table} (organisation_id, {columns}, valid_from, source, known_from)
    SELECT organisation_id, {columns}, begins, %(source)s, %(known)s FROM {turn}
"""

# A list that names earlier names tells when the present one ended; else the row's own day, else the list's. The same name in other brackets
# is no renaming: the spelling changes where the row says that it corrects.
NAMES = Statement(
    "name",
    "organisations_name",
    ("name", "normal_name"),
    "true",
    """
    SELECT *, CASE WHEN correct AND was_normal = normal_name THEN was_from
                   WHEN correct AND was_id IS NOT NULL THEN coalesce(changed_on, was_from)
                   ELSE greatest(ends, (SELECT max(valid_until) FROM register_former said WHERE said.organisation_id = one.organisation_id))
              END AS begins
    FROM (
        SELECT given.organisation_id, given.row, given.correct, given.changed_on, given.name, given.normal_name,
               was.id AS was_id, was.valid_from AS was_from, was.name AS was_name, was.normal_name AS was_normal,
               coalesce(former.valid_until, given.changed_on, %(as_of)s::date) AS ends,
               coalesce(former.valid_until, given.changed_on) IS NOT NULL AS stated
        FROM register_rows given
        LEFT JOIN organisations_name was
            ON was.organisation_id = given.organisation_id AND was.valid_until IS NULL AND was.known_until IS NULL
        LEFT JOIN register_former former ON former.organisation_id = given.organisation_id AND former.normal_name = was.normal_name
        WHERE given.outcome IN ('renamed', 'recoded') OR given.correct AND given.outcome = 'same'
    ) one
    WHERE was_normal IS DISTINCT FROM normal_name OR correct AND was_name <> name
    """,
)
# A code that another body gave up is this one's from then on at the earliest.
CODES = Statement(
    "uscc",
    "organisations_identifier",
    ("kind", "value"),
    "known.kind = 'uscc' AND known.issue = ''",
    """
    SELECT given.organisation_id, given.row, given.correct, 'uscc' AS kind, given.uscc AS value, was.id AS was_id,
           was.valid_from AS was_from, coalesce(given.changed_on, %(as_of)s::date) AS ends, given.changed_on IS NOT NULL AS stated,
           greatest(CASE WHEN given.correct AND was.id IS NOT NULL THEN coalesce(given.changed_on, was.valid_from)
                         ELSE coalesce(given.changed_on, %(as_of)s::date) END,
                    (SELECT max(other.valid_until) FROM organisations_identifier other
                     WHERE other.value = given.uscc AND other.kind = 'uscc' AND other.known_until IS NULL AND other.issue = ''
                       AND other.organisation_id <> given.organisation_id)) AS begins
    FROM register_rows given
    LEFT JOIN organisations_identifier was ON was.organisation_id = given.organisation_id AND was.kind = 'uscc' AND was.issue = ''
        AND was.valid_until IS NULL AND was.known_until IS NULL
    WHERE given.outcome = 'recoded' AND was.value IS DISTINCT FROM given.uscc
    """,
)
# What a row does not say stays as it was. A household's address is not kept: where the code does not tell, none is.
STANDINGS = Statement(
    "standing",
    "organisations_registration",
    ("status", "district", "address"),
    "true",
    """
    SELECT *, CASE WHEN was_id IS NULL THEN coalesce(own, since) WHEN correct THEN coalesce(own, was_from) ELSE ends END AS begins
    FROM (
        SELECT *, coalesce(own, %(as_of)s::date) AS ends, own IS NOT NULL AS stated FROM (
            SELECT given.organisation_id, given.row, given.correct, given.since,
                   coalesce(CASE WHEN given.status IN """
    + CLOSED
    + """ THEN given.closed_on END, given.changed_on) AS own,
                   was.id AS was_id, was.valid_from AS was_from,
                   coalesce(was.status, body.status) AS was_status, coalesce(was.district, body.district) AS was_district,
                   coalesce(was.address, '') AS was_address,
                   coalesce(given.status, was.status, body.status) AS status,
                   coalesce(given.district, nullif(was.district, ''), nullif(body.district, ''), substr(given.uscc, 3, 6), '') AS district,
                   CASE WHEN given.address IS NULL OR coalesce(given.uscc, body.uscc, '92') LIKE '92%%' THEN coalesce(was.address, '')
                        ELSE given.address END AS address
            FROM register_rows given JOIN organisations_organisation body ON body.id = given.organisation_id
            LEFT JOIN organisations_registration was
                ON was.organisation_id = given.organisation_id AND was.valid_until IS NULL AND was.known_until IS NULL
            WHERE given.differs AND given.outcome NOT IN ('new', 'refused')
        ) said
    ) one
    WHERE (status, district, address) IS DISTINCT FROM (was_status, was_district, was_address)
       OR correct AND own IS NOT NULL AND own IS DISTINCT FROM was_from
    """,
)
REGISTER = (NAMES, CODES, STANDINGS)
