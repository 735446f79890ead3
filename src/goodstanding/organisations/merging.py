"""One chunk of a register file into the register, in sets: who is it, and what is new about it?"""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.matching import match

OUTCOMES = ("new", "same", "renamed", "recoded", "refused")
_KINDS = ("uscc", "orgcode", "regno", "taxno", "institution", "social")

_STAGE = (
    "DROP TABLE IF EXISTS register_rows, register_findings, register_former, register_codes",
    """
    CREATE TEMP TABLE register_rows (
        row bigint, name text, normal_name text, uscc text, orgcode text, regno text, taxno text, institution text, social text,
            decided_on date,
        former text, district text, status text, since date, organisation_id bigint, outcome text, old_uscc text
    ) ON COMMIT DROP
    """,
    "CREATE TEMP TABLE register_findings (row bigint, rule text, field text, value text) ON COMMIT DROP",
)
# A live USCC with another name is a renaming; an older code with another name may be anything, and waits for a clerk. A USCC that nobody
# has is a new body, even where an older code beside it is somebody else's: that code alone is left out.
_JUDGE = """
    UPDATE register_rows AS given SET
        organisation_id = coalesce(found.organisation_id, CASE WHEN found.how = 'uscc' THEN found.candidate_id END),
        old_uscc = body.uscc,
        outcome = CASE
            WHEN found.fault = 'UNKNOWN_ORGANISATION' THEN 'new'
            WHEN found.organisation_id IS NULL AND given.uscc IS NOT NULL AND found.how NOT IN ('uscc', 'uscc_core') THEN 'new'
            WHEN found.fault = 'NAME_MISMATCH' AND found.how = 'uscc' AND body.uscc = given.uscc THEN 'renamed'
            WHEN found.fault IN ('NAME_MISMATCH', 'CODES_DISAGREE') THEN 'refused'
            WHEN given.uscc IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM organisations_identifier known WHERE known.organisation_id = body.id AND known.kind = 'uscc'
                AND known.value = given.uscc AND known.known_until IS NULL) THEN 'recoded'
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
    INSERT INTO organisations_organisation (id, uscc, name, normal_name, category, district, status, source)
    SELECT organisation_id, uscc, name, normal_name, coalesce(substr(uscc, 1, 2), ''), coalesce(district, substr(uscc, 3, 6), ''),
           coalesce(status, ''), %(source)s
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
_RENAME = (
    """
    UPDATE organisations_name known SET valid_until = greatest(coalesce(former.valid_until, %(as_of)s), known.valid_from)
    FROM register_rows given LEFT JOIN register_former former USING (organisation_id)
    WHERE known.organisation_id = given.organisation_id AND given.outcome IN ('renamed', 'recoded')
        AND known.normal_name <> given.normal_name
      AND known.valid_until IS NULL AND known.known_until IS NULL AND (former.normal_name IS NULL OR former.normal_name = known.normal_name)
    """,
    """
    UPDATE organisations_name known SET valid_until = greatest(%(as_of)s, known.valid_from)
    FROM register_rows given
    WHERE known.organisation_id = given.organisation_id AND given.outcome IN ('renamed', 'recoded')
        AND known.normal_name <> given.normal_name
      AND known.valid_until IS NULL AND known.known_until IS NULL
    """,
    """
    INSERT INTO organisations_name (organisation_id, name, normal_name, valid_from, valid_until, source)
    SELECT organisation_id, name, normal_name, valid_from, valid_until, %(source)s FROM register_former former
    WHERE NOT EXISTS (
        SELECT 1 FROM organisations_name known WHERE known.organisation_id = former.organisation_id
            AND known.normal_name = former.normal_name
        AND known.known_until IS NULL)
    """,
    """
    INSERT INTO organisations_name (organisation_id, name, normal_name, valid_from, source)
    SELECT given.organisation_id, given.name, given.normal_name,
           coalesce((SELECT max(earlier.valid_until) FROM organisations_name earlier WHERE earlier.organisation_id = given.organisation_id
                     AND earlier.known_until IS NULL), given.since), %(source)s
    FROM register_rows given WHERE given.outcome <> 'refused' AND NOT EXISTS (
        SELECT 1 FROM organisations_name known WHERE known.organisation_id = given.organisation_id AND known.valid_until IS NULL
        AND known.known_until IS NULL)
    """,
)
# The planner has to know that almost nothing is renamed or recoded, or it compares every row with every identifier.
_KNOWN, _KNOWN_FORMER = "ANALYZE register_rows", "ANALYZE register_former"
_RECODE = """
    UPDATE organisations_identifier old SET valid_until = greatest(%(as_of)s, old.valid_from + 1)
    FROM register_rows given
    WHERE old.organisation_id = given.organisation_id AND given.outcome = 'recoded' AND old.kind = 'uscc' AND old.value <> given.uscc
      AND old.valid_until IS NULL AND old.known_until IS NULL
"""
_GIVEN_CODES = " UNION ALL ".join(
    f"SELECT row, organisation_id, outcome, '{kind}' AS kind, {kind} AS value FROM register_rows" for kind in _KINDS
)
_CODES = (
    f"""
    CREATE TEMP TABLE register_codes ON COMMIT DROP AS
    SELECT code.*, (SELECT min(known.organisation_id) FROM organisations_identifier known WHERE known.value = code.value
        AND known.kind = code.kind
                    AND known.known_until IS NULL AND known.issue = '' AND (known.valid_until IS NULL
                        OR known.organisation_id = code.organisation_id)
                   ) AS holder,
        (SELECT max(known.valid_until) FROM organisations_identifier known WHERE known.value = code.value AND known.kind = code.kind
         AND known.known_until IS NULL AND known.issue = '') AS free_from
    FROM ({_GIVEN_CODES}) code WHERE value IS NOT NULL AND outcome <> 'refused'
    """,
    """
    INSERT INTO register_findings SELECT row, 'CODE_OF_ANOTHER', kind, value FROM register_codes WHERE holder <> organisation_id
    """,
    """
    INSERT INTO organisations_identifier (organisation_id, kind, value, valid_from, source)
    SELECT organisation_id, kind, value, greatest(free_from, CASE WHEN outcome = 'recoded' AND kind = 'uscc' THEN %(as_of)s END), %(source)s
    FROM register_codes WHERE holder IS NULL
    """,
)
_TODAY = """
    UPDATE organisations_organisation body SET
        name = given.name, normal_name = given.normal_name, uscc = CASE given.outcome WHEN 'recoded' THEN given.uscc ELSE body.uscc END,
        category = CASE given.outcome WHEN 'recoded' THEN substr(given.uscc, 1, 2) ELSE body.category END,
            district = coalesce(given.district, nullif(body.district, ''), substr(given.uscc, 3, 6), ''),
        status = coalesce(given.status, body.status)
    FROM register_rows given
    WHERE body.id = given.organisation_id AND given.outcome IN ('same', 'renamed', 'recoded')
      AND (given.outcome = 'recoded' OR (body.name, body.district, body.status) IS DISTINCT FROM
           (given.name, coalesce(given.district, body.district), coalesce(given.status, body.status)))
"""


def stage(cursor: CursorWrapper) -> None:
    """The temporary tables ``register_rows`` and ``register_findings`` of one transaction."""
    for statement in _STAGE:
        cursor.execute(statement)


def merge(cursor: CursorWrapper, *, source: str, as_of: date) -> None:
    """Take ``register_rows`` into the register; each row gets its ``outcome`` (:data:`OUTCOMES`), what is refused its finding."""
    values: dict[str, str | date] = {"source": source, "as_of": as_of}
    cursor.execute("SET LOCAL gin_pending_list_limit = '256MB'")
    cursor.execute("SET LOCAL work_mem = '128MB'")
    cursor.execute("ANALYZE register_rows (row, uscc)")
    match(cursor, "register_rows")
    cursor.execute("ANALYZE register_rows_matched")
    cursor.execute(_JUDGE)
    cursor.execute(_REFUSED)
    for statement in (*_OPEN, _KNOWN, _FORMER, _KNOWN_FORMER, *_RENAME, _RECODE, *_CODES, _TODAY):
        cursor.execute(statement, values)
