"""One chunk of a register file into the register, in sets: who is it, and what is new about it?"""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.living import turning
from goodstanding.organisations.matching import match

OUTCOMES = ("new", "same", "renamed", "recoded", "changed", "corrected", "refused")
_KINDS = ("uscc", "orgcode", "regno", "taxno", "institution", "social")

_STAGE = (
    "DROP TABLE IF EXISTS register_rows, register_findings, register_former, register_codes, "
    + ", ".join(one.turn for one in turning.REGISTER),
    """
    CREATE TEMP TABLE register_rows (
        row bigint, name text, normal_name text, uscc text, orgcode text, regno text, taxno text, institution text, social text,
            decided_on date,
        former text, district text, status text, since date, changed_on date, closed_on date, address text, correct boolean,
        organisation_id bigint, outcome text, differs boolean
    ) ON COMMIT DROP
    """,
    "CREATE TEMP TABLE register_findings (row bigint, rule text, field text, value text) ON COMMIT DROP",
)
_AHEAD = """
    WITH ahead AS (
        UPDATE register_rows SET changed_on = CASE WHEN changed_on <= %(today)s THEN changed_on END,
            closed_on = CASE WHEN closed_on <= %(today)s THEN closed_on END
        WHERE changed_on > %(today)s OR closed_on > %(today)s RETURNING row
    )
    INSERT INTO register_findings SELECT row, 'DAY_AHEAD', NULL, NULL FROM ahead
"""
# A live USCC with another name is a renaming; an older code with another name may be anything, and waits for a clerk. A USCC that nobody
# has is a new body, even where an older code beside it is somebody else's: that code alone is left out. `differs` says whether the row
# may say something else than today's copies do.
_JUDGE = """
    UPDATE register_rows AS given SET
        organisation_id = coalesce(found.organisation_id, CASE WHEN found.how = 'uscc' THEN found.candidate_id END),
        differs = given.correct OR given.address IS NOT NULL OR given.status <> body.status OR given.district <> body.district
            OR body.district = '' AND given.uscc IS NOT NULL,
        outcome = CASE
            WHEN found.fault = 'UNKNOWN_ORGANISATION' THEN 'new'
            WHEN found.organisation_id IS NULL AND given.uscc IS NOT NULL AND found.how NOT IN ('uscc', 'uscc_core') THEN 'new'
            WHEN found.fault = 'NAME_MISMATCH' AND found.how = 'uscc' AND body.uscc = given.uscc THEN 'renamed'
            WHEN found.fault IN ('NAME_MISMATCH', 'CODES_DISAGREE') THEN 'refused'
            WHEN given.uscc IS NOT NULL AND (given.correct AND body.uscc IS DISTINCT FROM given.uscc OR NOT EXISTS (
                SELECT 1 FROM organisations_identifier known WHERE known.organisation_id = body.id AND known.kind = 'uscc'
                AND known.value = given.uscc AND known.known_until IS NULL)) THEN 'recoded'
            WHEN body.normal_name <> given.normal_name THEN 'renamed'
            ELSE 'same'
        END
    FROM register_rows_matched found LEFT JOIN organisations_organisation body ON body.id = found.candidate_id
    WHERE found.row = given.row
"""
_REFUSED = """
    INSERT INTO register_findings
    SELECT given.row, CASE found.fault WHEN 'CODES_DISAGREE' THEN 'CODES_DISAGREE' ELSE 'CODE_OF_ANOTHER' END,
        CASE found.how WHEN 'uscc_core' THEN 'uscc' ELSE found.how END,
           body.name
    FROM register_rows given JOIN register_rows_matched found USING (row)
        LEFT JOIN organisations_organisation body ON body.id = found.candidate_id
    WHERE given.outcome = 'refused'
"""
_OPEN = (
    "UPDATE register_rows SET organisation_id = nextval(pg_get_serial_sequence('organisations_organisation', 'id')) WHERE outcome = 'new'",
    """
    INSERT INTO organisations_organisation (id, uscc, name, normal_name, category, district, status, source, opened_at)
    SELECT organisation_id, uscc, name, normal_name, coalesce(substr(uscc, 1, 2), ''), coalesce(district, substr(uscc, 3, 6), ''),
           coalesce(status, ''), %(source)s, %(known)s
    FROM register_rows WHERE outcome = 'new'
    """,
    # How it stands: since the latest day the row names. What was before that day the row does not say.
    f"""
    INSERT INTO organisations_registration (organisation_id, status, district, address, valid_from, source, known_from)
    SELECT organisation_id, coalesce(status, ''), coalesce(district, substr(uscc, 3, 6), ''),
           CASE WHEN address IS NULL OR coalesce(uscc, '92') LIKE '92%%' THEN '' ELSE address END,
           coalesce(CASE WHEN status IN {turning.CLOSED} THEN closed_on END, changed_on, since), %(source)s, %(known)s
    FROM register_rows WHERE outcome = 'new'
    """,
)
# Earlier names with their times: name|normal|from|until;…
_FORMER = """
    CREATE TEMP TABLE register_former ON COMMIT DROP AS
    SELECT DISTINCT ON (organisation_id, split_part(piece, '|', 2)) organisation_id, split_part(piece, '|', 1) AS name,
        split_part(piece, '|', 2) AS normal_name,
           nullif(split_part(piece, '|', 3), '')::date AS valid_from, split_part(piece, '|', 4)::date AS valid_until
    FROM (SELECT organisation_id, unnest(string_to_array(former, ';')) AS piece FROM register_rows WHERE former <> ''
        AND outcome <> 'refused') said
    ORDER BY organisation_id, normal_name, valid_until DESC
"""
_NAME = (
    """
    INSERT INTO organisations_name (organisation_id, name, normal_name, valid_from, valid_until, source, known_from)
    SELECT organisation_id, name, normal_name, valid_from, valid_until, %(source)s, %(known)s FROM register_former former
    WHERE NOT EXISTS (
        SELECT 1 FROM organisations_name known WHERE known.organisation_id = former.organisation_id
            AND known.normal_name = former.normal_name
        AND known.known_until IS NULL)
    """,
    """
    INSERT INTO organisations_name (organisation_id, name, normal_name, valid_from, source, known_from)
    SELECT given.organisation_id, given.name, given.normal_name, coalesce(earlier.until, given.since), %(source)s, %(known)s
    FROM register_rows given
    LEFT JOIN (SELECT organisation_id, max(valid_until) AS until FROM register_former GROUP BY organisation_id) earlier
        USING (organisation_id)
    WHERE given.outcome = 'new'
    """,
)
# The planner has to know that almost nothing is renamed or recoded, or it compares every row with every identifier.
_KNOWN, _KNOWN_FORMER = "ANALYZE register_rows", "ANALYZE register_former"
_GIVEN_CODES = " UNION ALL ".join(
    f"SELECT row, organisation_id, outcome, '{kind}' AS kind, {kind} AS value FROM register_rows" for kind in _KINDS
)
_CODES = (
    f"""
    CREATE TEMP TABLE register_codes ON COMMIT DROP AS
    SELECT code.*, (SELECT min(known.organisation_id) FROM organisations_identifier known WHERE known.value = code.value
        AND known.kind = code.kind
                    AND known.known_until IS NULL AND (known.valid_until IS NULL OR known.organisation_id = code.organisation_id)
                   ) AS holder,
        (SELECT max(known.valid_until) FROM organisations_identifier known WHERE known.value = code.value AND known.kind = code.kind
         AND known.known_until IS NULL AND known.issue = '') AS free_from
    FROM ({_GIVEN_CODES}) code WHERE value IS NOT NULL AND outcome <> 'refused' AND (kind <> 'uscc' OR outcome = 'new')
    """,
    """
    INSERT INTO register_findings SELECT row, 'CODE_OF_ANOTHER', kind, value FROM register_codes WHERE holder <> organisation_id
    """,
    """
    INSERT INTO organisations_identifier (organisation_id, kind, value, valid_from, source, known_from)
    SELECT organisation_id, kind, value, free_from, %(source)s, %(known)s
    FROM register_codes WHERE holder IS NULL
    """,
)
_TURNED = " UNION ".join(f"SELECT organisation_id, row, correct FROM {one.turn}" for one in turning.REGISTER)
_TODAY = f"""
    UPDATE organisations_organisation body SET
        name = called.name, normal_name = called.normal_name, uscc = coalesce(code.value, body.uscc),
        category = coalesce(substr(code.value, 1, 2), body.category), district = stands.district, status = stands.status
    FROM (SELECT DISTINCT organisation_id FROM ({_TURNED}) one) turned
    JOIN organisations_name called USING (organisation_id)
    LEFT JOIN organisations_identifier code ON code.organisation_id = turned.organisation_id AND code.kind = 'uscc' AND code.issue = ''
        AND code.valid_until IS NULL AND code.known_until IS NULL
    LEFT JOIN LATERAL (
        SELECT status, district FROM organisations_registration one
        WHERE one.organisation_id = turned.organisation_id AND one.valid_until IS NULL AND one.known_until IS NULL
        UNION ALL SELECT one.status, one.district FROM organisations_organisation one WHERE one.id = turned.organisation_id
        LIMIT 1
    ) stands ON true
    WHERE body.id = turned.organisation_id AND called.valid_until IS NULL AND called.known_until IS NULL
"""
_TURNS = tuple(statement for one in turning.REGISTER for statement in one.statements())
# Before the codes are taken: what is older than what is known brings nothing else along.
_OUTCOMES = f"""
    UPDATE register_rows given SET outcome = CASE
        WHEN turned.row IS NULL THEN 'refused' WHEN turned.correct THEN 'corrected' WHEN outcome = 'same' THEN 'changed' ELSE outcome END
    FROM (SELECT row FROM register_findings WHERE rule = 'OLDER_THAN_KNOWN' UNION SELECT row FROM ({_TURNED}) one) concerned
        LEFT JOIN ({_TURNED}) turned USING (row)
    WHERE concerned.row = given.row
"""


def stage(cursor: CursorWrapper) -> None:
    """The temporary tables ``register_rows`` and ``register_findings`` of one transaction."""
    for statement in _STAGE:
        cursor.execute(statement)


def merge(cursor: CursorWrapper, *, source: str, as_of: date, today: date) -> None:
    """Take ``register_rows`` into the register; each row gets its ``outcome`` (:data:`OUTCOMES`), what is refused its finding.

    What turned stays in the tables of :data:`turning.REGISTER` until the transaction ends.
    """
    # One moment for everything this chunk makes known, later than any before it: the caller holds the register's lock.
    cursor.execute("SELECT clock_timestamp()")
    values = {"source": source, "as_of": as_of, "today": today, "known": cursor.fetchone()[0]}
    cursor.execute("SET LOCAL gin_pending_list_limit = '256MB'")
    cursor.execute("SET LOCAL work_mem = '128MB'")
    cursor.execute("ANALYZE register_rows (row, uscc)")
    cursor.execute(_AHEAD, values)
    match(cursor, "register_rows", doubted=True)
    cursor.execute("ANALYZE register_rows_matched")
    cursor.execute(_JUDGE)
    cursor.execute(_REFUSED)
    for statement in (*_OPEN, _KNOWN, _FORMER, _KNOWN_FORMER, *_TURNS, _OUTCOMES, *_NAME, *_CODES, _TODAY):
        cursor.execute(statement, values)
