"""Rows no rule could tell, but that are sure all the same: judged before, certain by two agreements, or clear because a merge stands.

After :mod:`matching`, in sets, in the same transaction. Whatever attaches here does so through a PendingRow (records.writing), so
that a clerk can look at it and undo it. And the other way round: a row a clerk has taken off an organisation is not put there again,
however exactly it matches.

* ``remembered``: a clerk has said of exactly this name and code that it is this organisation; nothing about the organisation has
  changed since, and its code names nobody who was not there when it was said.
* ``certain``: the name is exactly one organisation's, a code of the row is that organisation's too (the organisation code inside,
  or an older number through its dated identifiers), and no code of the row speaks for another alone. Nothing about its codes is in doubt.
* ``merged``: two entries of the register are one body while their merge stands: the code of one with the name of the other.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.matching import CORES, KEYS

ATTACHED = "attached"
"""The column of ``{table}_matched`` that says how a row attached: one of ``models.BY_ITSELF``, '' where it did not."""
CODE = "coalesce({0}.uscc, {0}.orgcode, {0}.taxno, {0}.regno, {0}.institution, {0}.social, '')"
"""The code a judgement is remembered under: the first that was handed in."""

_LATEST = "SELECT DISTINCT ON (normal_name, code, organisation_id) * FROM organisations_judgement"
# The latest word on the pair is that it is not this organisation, or nobody is sure any more.
_NOT_THIS = """
    coalesce((SELECT said.verdict FROM organisations_judgement said WHERE said.normal_name = {row}.normal_name AND said.code = {row}.code
     AND said.organisation_id = {body} ORDER BY said.id DESC LIMIT 1), '') IN ('different', 'unsure', 'withdrawn')
"""
# Asked only of rows whose organisation somebody has said "different" about at all, which are few.
_TAKEN_OFF = f"""
    UPDATE {{table}}_matched matched SET organisation_id = NULL, fault = 'TAKEN_BACK' FROM (
        SELECT given.row, given.normal_name, {CODE.format("given")} AS code FROM {{table}} given
    ) given
    WHERE matched.row = given.row AND matched.organisation_id IN (
        SELECT said.organisation_id FROM organisations_judgement said WHERE said.verdict = 'different'
    ) AND (
        SELECT said.verdict FROM organisations_judgement said WHERE said.normal_name = given.normal_name AND said.code = given.code
        AND said.organisation_id = matched.organisation_id ORDER BY said.id DESC LIMIT 1
    ) = 'different'
"""
_OPEN = f"""
    CREATE TEMP TABLE {{table}}_open ON COMMIT DROP AS
    SELECT given.row, given.normal_name, {CODE.format("given")} AS code, given.uscc, given.orgcode, given.regno, given.taxno,
        given.institution, given.social, given.decided_on, matched.fault, matched.candidate_id
    FROM {{table}} given JOIN {{table}}_matched matched USING (row) WHERE matched.organisation_id IS NULL
"""
# Who each row's codes name, each code for itself; a code with an issue names somebody too, but is not trusted.
_NAMED = """
    CREATE TEMP TABLE {table}_named ON COMMIT DROP AS
    WITH RECURSIVE named AS (
        SELECT key.row, key.rank, code.organisation_id, code.issue = '' AS trusted
        FROM ({keys}) key JOIN organisations_identifier code ON code.value = key.value AND code.kind = key.kind
        WHERE code.known_until IS NULL
        UNION ALL SELECT key.row, key.rank, code.organisation_id, code.issue = ''
        FROM ({cores}) key JOIN organisations_identifier code ON code.core = key.core WHERE code.known_until IS NULL
    ), up AS (
        SELECT DISTINCT organisation_id AS entry, organisation_id AS above FROM named
        UNION SELECT up.entry, body.merged_into_id FROM up JOIN organisations_organisation body ON body.id = up.above
        WHERE body.merged_into_id IS NOT NULL
    )
    SELECT named.row, named.rank, named.organisation_id, named.trusted, up.above AS root
    FROM named JOIN up ON up.entry = named.organisation_id
    JOIN organisations_organisation body ON body.id = up.above AND body.merged_into_id IS NULL
"""
# Whose name it is or was on the day of the decision, entry by entry; `root`: the body it is shown as.
_CALLED = """
    CREATE TEMP TABLE {table}_called ON COMMIT DROP AS
    WITH RECURSIVE called AS (
        SELECT DISTINCT given.row, known.organisation_id FROM {table}_open given
        JOIN organisations_name known ON known.normal_name = given.normal_name AND known.known_until IS NULL
            AND (known.valid_until IS NULL OR given.decided_on IS NULL OR given.decided_on < known.valid_until)
    ), up AS (
        SELECT DISTINCT organisation_id AS entry, organisation_id AS above FROM called
        UNION SELECT up.entry, body.merged_into_id FROM up JOIN organisations_organisation body ON body.id = up.above
        WHERE body.merged_into_id IS NOT NULL
    )
    SELECT called.row, called.organisation_id, up.above AS root FROM called JOIN up ON up.entry = called.organisation_id
    JOIN organisations_organisation body ON body.id = up.above AND body.merged_into_id IS NULL
"""
# A code or a merge that has come into doubt since the clerk looked; a name handed in differently is what he looked at.
_AS_IT_WAS = """
    NOT EXISTS (
        SELECT 1 FROM organisations_codeissue doubt WHERE said.organisation_id IN (doubt.organisation_id, doubt.other_id)
        AND doubt.closed_at IS NULL AND doubt.opened_at > said.at AND doubt.kind <> 'name_differs'
    ) AND NOT EXISTS (
        SELECT 1 FROM organisations_merge merge WHERE said.organisation_id IN (merge.absorbed_id, merge.into_id)
        AND (merge.state = 'merged' AND merge.merged_at > said.at OR merge.merged_at <= said.at AND merge.undone_at > said.at)
    )
"""
_REMEMBERED = f"""
    UPDATE {{table}}_matched matched SET organisation_id = sure.organisation_id, {ATTACHED} = 'remembered' FROM (
        SELECT given.row, min(said.organisation_id) AS organisation_id
        FROM {{table}}_open given
        JOIN LATERAL (
            {_LATEST} WHERE normal_name = given.normal_name AND code = given.code ORDER BY normal_name, code, organisation_id, id DESC
        ) said ON said.verdict = 'same' AND {_AS_IT_WAS}
        LEFT JOIN organisations_pendingrow seen ON seen.id = said.pending_id
        WHERE (given.candidate_id IS NULL OR given.candidate_id IN (said.organisation_id, seen.candidate_id))
            AND (given.code <> '' OR NOT EXISTS (
                SELECT 1 FROM {{table}}_called other WHERE other.row = given.row AND other.root NOT IN (
                    SELECT coalesce(body.merged_into_id, body.id) FROM organisations_organisation body WHERE body.id = said.organisation_id)
            ))
        GROUP BY given.row HAVING count(*) = 1
    ) sure WHERE matched.row = sure.row
"""
# "The code of one with the name of another" needs nothing else: where a merge stands they are one body. The entry the code names
# keeps the row, so that undoing the merge finds it there.
_MERGED = f"""
    UPDATE {{table}}_matched matched SET organisation_id = sure.organisation_id, {ATTACHED} = 'merged' FROM (
        SELECT given.row, (array_agg(named.organisation_id ORDER BY named.rank, named.organisation_id))[1] AS organisation_id,
            given.normal_name, given.code
        FROM {{table}}_open given JOIN {{table}}_named named ON named.row = given.row AND named.trusted
        WHERE given.fault IN ('NAME_MISMATCH', 'CODES_DISAGREE')
            AND EXISTS (SELECT 1 FROM {{table}}_called called WHERE called.row = given.row AND called.root = named.root)
            AND NOT EXISTS (SELECT 1 FROM {{table}}_named other WHERE other.row = given.row AND other.trusted AND other.root <> named.root)
            AND EXISTS (SELECT 1 FROM organisations_organisation body WHERE body.merged_into_id IS NOT NULL
                        AND (body.id = named.organisation_id OR body.merged_into_id = named.root))
        GROUP BY given.row, given.normal_name, given.code, given.uscc HAVING given.uscc IS NULL OR min(named.rank) <= 2
    ) sure WHERE matched.row = sure.row AND matched.organisation_id IS NULL AND NOT {{not_this}}
"""
_CERTAIN = f"""
    UPDATE {{table}}_matched matched SET organisation_id = sure.organisation_id, {ATTACHED} = 'certain' FROM (
        SELECT given.row, min(called.organisation_id) AS organisation_id, given.normal_name, given.code, given.uscc
        FROM {{table}}_open given JOIN {{table}}_called called ON called.row = given.row
        WHERE given.fault <> 'TAKEN_BACK'
        GROUP BY given.row, given.normal_name, given.code, given.uscc HAVING count(DISTINCT called.organisation_id) = 1
    ) sure JOIN organisations_organisation body ON body.id = sure.organisation_id
    WHERE matched.row = sure.row AND matched.organisation_id IS NULL AND body.merged_into_id IS NULL
        AND (sure.uscc IS NULL OR length(sure.uscc) <> 18 OR body.uscc IS NULL OR body.uscc = sure.uscc)
        AND EXISTS (SELECT 1 FROM {{table}}_named named
                    WHERE named.row = sure.row AND named.organisation_id = sure.organisation_id AND named.trusted)
        AND NOT EXISTS (
            SELECT 1 FROM {{table}}_named other
            WHERE other.row = sure.row AND other.trusted AND other.organisation_id <> sure.organisation_id
            AND NOT EXISTS (SELECT 1 FROM {{table}}_named own WHERE own.row = sure.row AND own.rank = other.rank
                            AND own.organisation_id = sure.organisation_id)
        )
        AND NOT EXISTS (SELECT 1 FROM organisations_codeissue doubt WHERE body.id IN (doubt.organisation_id, doubt.other_id)
            AND doubt.closed_at IS NULL AND doubt.kind <> 'name_differs')
        AND NOT {{not_this}}
"""


def recall(cursor: CursorWrapper, table: str) -> None:
    """Add the column :data:`ATTACHED` to ``{table}_matched`` and attach what is sure; ``fault`` keeps saying why no rule could tell."""
    cursor.execute(f"ALTER TABLE {table}_matched ADD COLUMN {ATTACHED} text NOT NULL DEFAULT ''")
    cursor.execute(_TAKEN_OFF.format(table=table))
    cursor.execute(f"DROP TABLE IF EXISTS {table}_open, {table}_named, {table}_called")
    cursor.execute(_OPEN.format(table=table))
    if cursor.rowcount:
        keys, cores = (asked.format(table=f"{table}_open") for asked in (KEYS, CORES))
        not_this = _NOT_THIS.format(row="sure", body="sure.organisation_id")
        cursor.execute(f"ANALYZE {table}_open")
        cursor.execute(_NAMED.format(table=table, keys=keys, cores=cores))
        for statement in (_CALLED, _REMEMBERED, _MERGED, _CERTAIN):
            cursor.execute(statement.format(table=table, not_this=not_this))
        cursor.execute(f"DROP TABLE {table}_named, {table}_called")
    cursor.execute(f"DROP TABLE {table}_open")
