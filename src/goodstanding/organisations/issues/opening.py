"""Findings become issues: one for each code and body, with evidence, owner and deadline. Found again, it stays the one it is."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write_many
from goodstanding.rules.events import Event
from goodstanding.rules.procedure import CODE_ISSUE

PLACES = 20
"""So many places are listed as evidence; how often it was seen is counted beyond them."""
_GATHERED = f"""
    CREATE TEMP TABLE issues_gathered ON COMMIT DROP AS
    SELECT min(row) AS first, kind, code, organisation_id, other_id,
        coalesce((array_agg(name ORDER BY row) FILTER (WHERE name <> ''))[1], '') AS name,
        jsonb_build_object(
            'seen', count(DISTINCT (place, rule)), 'rules', jsonb_agg(DISTINCT rule),
            'names', coalesce(jsonb_agg(DISTINCT normal_name) FILTER (WHERE normal_name <> ''), '[]'),
            'places', jsonb_path_query_array(jsonb_agg(DISTINCT place || jsonb_build_object('name', name)), '$[0 to {PLACES - 1}]'),
            'held', bool_or(held), 'claimed', bool_or(claimed)) AS evidence
    FROM issues_found GROUP BY kind, code, organisation_id, other_id
"""
# The registering department is known by the code's first character and the district: the body's where there is one, else the code's own.
OWNER = """
    (SELECT registrar.department_id FROM organisations_registrar registrar
     WHERE registrar.authority = substr(coalesce(body.uscc, CASE WHEN length({code}) = 18 THEN {code} END), 1, 1)
         AND registrar.district IN
             ('', coalesce(nullif(body.district, ''), CASE WHEN length({code}) = 18 THEN substr({code}, 3, 6) END, ''))
     ORDER BY registrar.district DESC LIMIT 1)
"""
# What was looked into and found to be no fault is not asked again, unless the evidence it rested on (an exception) has ended since.
_OPENED = f"""
    INSERT INTO organisations_codeissue (kind, code, organisation_id, other_id, name, evidence, found_in, department_id, due_on)
    SELECT found.kind, found.code, found.organisation_id, found.other_id, found.name, found.evidence, %(found_in)s,
        {OWNER.format(code="found.code")}, %(due_on)s
    FROM issues_gathered found LEFT JOIN organisations_organisation body ON body.id = coalesce(found.organisation_id, found.other_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM organisations_codeissue past
        WHERE past.kind = found.kind AND past.code = found.code AND past.organisation_id IS NOT DISTINCT FROM found.organisation_id
            AND past.other_id IS NOT DISTINCT FROM found.other_id AND past.state IN ('kept', 'dismissed') AND NOT EXISTS (
                SELECT 1 FROM organisations_codeexception ended WHERE ended.code = past.code AND ended.ended_at > past.closed_at))
    ORDER BY found.first ON CONFLICT DO NOTHING RETURNING id
"""
_AGAIN = """
    UPDATE organisations_codeissue issue SET evidence = issue.evidence || jsonb_build_object('last', %(found_in)s::text)
    FROM issues_gathered found
    WHERE issue.closed_at IS NULL AND issue.kind = found.kind AND issue.code = found.code AND issue.found_in <> %(found_in)s
        AND issue.organisation_id IS NOT DISTINCT FROM found.organisation_id AND issue.other_id IS NOT DISTINCT FROM found.other_id
"""
_FOUND = """
    SELECT issue.id FROM organisations_codeissue issue JOIN issues_gathered found ON issue.kind = found.kind AND issue.code = found.code
        AND issue.organisation_id IS NOT DISTINCT FROM found.organisation_id AND issue.other_id IS NOT DISTINCT FROM found.other_id
    WHERE issue.closed_at IS NULL
"""
_ENTRY = """
    SELECT 'organisations.codeissue', id, department_id,
        jsonb_build_object('action', 'open', 'from', '', 'to', state, 'kind', kind, 'code', code, 'found_in', found_in)
    FROM organisations_codeissue WHERE id = ANY(%s)
"""


def open_found(cursor: CursorWrapper, *, found_in: str, by: Standing) -> tuple[list[int], set[int]]:
    """Open what ``issues_found`` holds. Returns the new issues, and all open ones that were found now."""
    values = {"found_in": found_in, "due_on": deadline("open")}
    cursor.execute("DROP TABLE IF EXISTS issues_gathered")
    cursor.execute(_GATHERED)
    cursor.execute(_OPENED, values)
    new = [number for (number,) in cursor.fetchall()]
    cursor.execute(_AGAIN, values)
    cursor.execute(_FOUND)
    found = {number for (number,) in cursor.fetchall()}
    if new:
        write_many(cursor, Event.CODE_ISSUE_OPENED, _ENTRY, [new], by=by)
    return new, found


def deadline(action: str, today: date | None = None) -> date | None:
    """When the department has to answer, counted from today; None where the calendar does not reach: a deadline is never guessed."""
    term = next(move.term for (_, named), move in CODE_ISSUE.items() if named == action)
    return due(term, today or timezone.localdate())
