"""The locks on records and revisions, in the database itself: they hold when our own code is bypassed.

Set-wise: checked once for a whole statement over the rows it wrote. A foreign key asks once for every row, which costs
a bulk load a third of its time; what it guards is guarded here, and organisations and departments are never deleted.
"""

from __future__ import annotations

import pgtrigger

_KNOWN_ENDS = """
    IF EXISTS (SELECT 1 FROM written LEFT JOIN organisations_organisation body ON body.id = written.organisation_id WHERE body.id IS NULL)
    OR EXISTS (SELECT 1 FROM (SELECT DISTINCT department_id FROM written) one
               LEFT JOIN departments_department unit ON unit.id = one.department_id WHERE unit.id IS NULL) THEN
        RAISE EXCEPTION 'goodstanding: a record of an unknown organisation or department' USING ERRCODE = 'foreign_key_violation';
    END IF;
"""
_WITHIN_THE_LAW = """
    IF EXISTS (
        SELECT 1 FROM written LEFT JOIN records_window w ON (w.kind, w.regime, w.klass) = (written.kind, written.regime, written.klass)
        WHERE written.held = '' AND (w.id IS NULL OR written.shown_until > (written.decided_on + make_interval(months => w.months))::date)
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record shown longer than its regime allows' USING ERRCODE = 'check_violation';
    END IF;
"""
_OF_A_RECORD = """
    IF EXISTS (
        SELECT 1 FROM written LEFT JOIN records_record one ON one.public_id = written.record_id
        WHERE one.public_id IS NULL OR written.number > one.revision
    ) THEN
        RAISE EXCEPTION 'goodstanding: a revision without its record' USING ERRCODE = 'foreign_key_violation';
    END IF;
"""


def _after(name: str, operation: pgtrigger.Operation, checks: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="written"),
        func=f"{checks}    RETURN NULL;",
    )


def _not_emptied(name: str) -> pgtrigger.Trigger:
    """TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'goodstanding: cannot truncate %', TG_TABLE_NAME;",
    )


RECORD = (
    _after("guard_new", pgtrigger.Insert, _KNOWN_ENDS + _WITHIN_THE_LAW),
    _after("guard_changed", pgtrigger.Update, _WITHIN_THE_LAW),
    pgtrigger.ReadOnly(name="identity_is_fixed", fields=["public_id", "kind", "identity", "organisation", "department", "entered_at"]),
    # What ended stays ended: showing it again needs a new decision, and so a new record.
    pgtrigger.Protect(name="ended_is_final", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_on__isnull=False)),
    pgtrigger.Protect(name="records_are_kept", operation=pgtrigger.Delete),
    _not_emptied("records_are_not_emptied"),
)

REVISION = (
    _after("guard_new", pgtrigger.Insert, _OF_A_RECORD),
    pgtrigger.Protect(name="revisions_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
    _not_emptied("revisions_are_not_emptied"),
)
