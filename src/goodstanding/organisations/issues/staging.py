"""Where findings gather before they become issues: a temporary table, and whose the codes in it are.

A finding is one code seen in one place. ``organisation_id`` and ``other_id`` are filled here, with the matcher everybody uses and
the dated identifiers; what could be a person's number leaves before anything is kept.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.matching import match

COLUMNS = ("kind", "code", "rule", "place", "name", "normal_name", "orgcode", "regno", "taxno", "institution", "social")
"""What a search gives: the kind of issue, the code, which rule spoke, where (JSON), and who the row says it is."""
_TABLES = (
    "DROP TABLE IF EXISTS issues_found",
    """
    CREATE TEMP TABLE issues_found (
        row bigint GENERATED ALWAYS AS IDENTITY, kind text, code text, rule text, place jsonb, name text, normal_name text,
        uscc text, orgcode text, regno text, taxno text, institution text, social text, decided_on date,
        organisation_id bigint, other_id bigint, held boolean DEFAULT false, claimed boolean DEFAULT false
    ) ON COMMIT DROP
    """,
)
# 18 characters are kept, and lengths beside it where a letter shows that it is no number of a person. A date of birth where an identity
# number has it is enough to let a code go: of real codes only few look so, and of a person nothing may stay.
_PERSONAL = r"""
    DELETE FROM issues_found
    WHERE coalesce(code, '') = '' OR NOT held AND (
        code !~ '^[0-9A-Z]{8,20}$' AND kind IN ('wrong', 'placeholder')
        OR length(code) >= 16 AND code ~ '^[1-8][0-9]{5}(18|19|20)[0-9]{2}'
        OR kind = 'wrong' AND length(code) <> 18 AND code !~ '[A-WY-Z]')
"""
# The code in question is no witness for whose row it is; the row's other codes are.
_OWN = """
    UPDATE issues_found seen SET
        uscc = CASE WHEN kind = 'shared' AND uscc <> code THEN uscc END,
        orgcode = nullif(orgcode, code), regno = nullif(regno, code), taxno = nullif(taxno, code),
        institution = nullif(institution, code), social = nullif(social, code)
    WHERE organisation_id IS NULL
"""
_MATCHED = """
    UPDATE issues_found seen SET organisation_id = found.organisation_id FROM issues_found_matched found
    WHERE found.row = seen.row AND seen.organisation_id IS NULL AND found.organisation_id IS NOT NULL
"""
_HOLDER = """
    (SELECT min(coalesce(body.merged_into_id, body.id)) FROM organisations_identifier known
        JOIN organisations_organisation body ON body.id = known.organisation_id
     WHERE {which} AND known.known_until IS NULL AND known.valid_until IS NULL)
"""
_EXACT = _HOLDER.format(which="known.value = seen.code")
_BY_CORE = _HOLDER.format(which="known.core = CASE length(seen.code) WHEN 18 THEN substr(seen.code, 9, 9) WHEN 9 THEN seen.code END")
# One code on two bodies: each of them is asked about its own. Where the code is written against one body only, or against none that is on
# the register, one issue says so.
_SHARED = (
    "DROP TABLE IF EXISTS issues_holders",
    f"""
    CREATE TEMP TABLE issues_holders ON COMMIT DROP AS
    SELECT row, organisation_id AS own, {_EXACT} AS exact, {_BY_CORE} AS core FROM issues_found seen
    WHERE kind IN ('shared', 'several') AND NOT held
    """,
    """
    INSERT INTO issues_found (kind, code, rule, place, name, normal_name, organisation_id, other_id, claimed)
    SELECT kind, code, rule, place, name, normal_name, exact, own, true FROM issues_found JOIN issues_holders USING (row)
    WHERE kind = 'shared' AND own <> exact
    """,
    """
    UPDATE issues_found seen SET
        organisation_id = CASE WHEN seen.kind = 'several' THEN coalesce(exact, core, own) WHEN own <> exact THEN own
            WHEN exact IS NOT NULL THEN exact WHEN core IS NOT NULL AND own = core THEN NULL ELSE own END,
        other_id = CASE WHEN seen.kind = 'several' THEN NULL WHEN own <> exact THEN exact WHEN exact IS NULL THEN core END
    FROM issues_holders WHERE issues_holders.row = seen.row
    """,
    "UPDATE issues_found SET other_id = NULL WHERE other_id = organisation_id",
)
# A row that used a code that has ended: whose it was.
_RETIRED = """
    UPDATE issues_found seen SET organisation_id = (
        SELECT known.organisation_id FROM organisations_identifier known
        WHERE known.value = seen.code AND known.kind = 'uscc' AND known.known_until IS NULL ORDER BY known.valid_until DESC LIMIT 1)
    WHERE kind = 'retired'
"""
# A placeholder matters where the body has no code: a department that wrote one although there is a code made a fault of its own report.
_CODED = """
    DELETE FROM issues_found seen USING organisations_organisation body
    WHERE seen.kind = 'placeholder' AND body.id = seen.organisation_id AND body.uscc IS NOT NULL
"""


def stage(cursor: CursorWrapper) -> None:
    """The empty table ``issues_found`` of one transaction."""
    for statement in _TABLES:
        cursor.execute(statement)


def resolve(cursor: CursorWrapper) -> None:
    """Whose the codes are, as far as the register knows."""
    cursor.execute(_PERSONAL)
    cursor.execute(_OWN)
    match(cursor, "issues_found")
    cursor.execute(_MATCHED)
    for statement in (*_SHARED, _RETIRED, _CODED):
        cursor.execute(statement)
