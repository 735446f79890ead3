"""The locks on records and revisions, in the database itself: they hold when our own code is bypassed.

Set-wise: checked once for a whole statement over the rows it wrote. A foreign key asks once for every row, which costs
a bulk load a third of its time; what it guards is guarded here, and organisations and departments are never deleted.
"""

from __future__ import annotations

import pgtrigger

# Scalar subqueries: each row asks the index, the planner never reads a whole register instead.
_KNOWN_ENDS = """
    IF EXISTS (
        SELECT 1 FROM written WHERE (SELECT body.id FROM organisations_organisation body WHERE body.id = written.organisation_id) IS NULL
    ) OR EXISTS (
        SELECT 1 FROM (SELECT DISTINCT department_id FROM written) one
        WHERE (SELECT unit.id FROM departments_department unit WHERE unit.id = one.department_id) IS NULL
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record of an unknown organisation or department' USING ERRCODE = 'foreign_key_violation';
    END IF;
"""
_WITHIN_THE_LAW = """
    IF EXISTS (
        SELECT 1 FROM (
            SELECT kind, regime, klass, decided_on, valid_until, max(shown_until) AS longest FROM written WHERE held = ''
            GROUP BY kind, regime, klass, decided_on, valid_until
        ) said WHERE NOT EXISTS (
            SELECT 1 FROM records_window w WHERE (w.kind, w.regime, w.klass) = (said.kind, said.regime, said.klass)
            AND said.longest <= CASE WHEN w.months IS NULL
                THEN said.valid_until ELSE said.decided_on + make_interval(months => w.months) END
        )
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record shown longer than its regime allows' USING ERRCODE = 'check_violation';
    END IF;
"""
_WITH_ITS_WORDS = """
    IF EXISTS (
        SELECT 1 FROM written WHERE (
            SELECT said.number FROM records_revision said WHERE said.record_id = written.public_id AND said.number = written.revision
        ) IS NULL
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record without the revision it stands on' USING ERRCODE = 'foreign_key_violation';
    END IF;
"""


def _after(name: str, operation: pgtrigger.Operation, checks: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="written"),  # type: ignore[no-untyped-call]
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
    _after("guard_new", pgtrigger.Insert, _KNOWN_ENDS + _WITHIN_THE_LAW + _WITH_ITS_WORDS),
    _after("guard_changed", pgtrigger.Update, _WITHIN_THE_LAW + _WITH_ITS_WORDS),
    pgtrigger.ReadOnly(name="identity_is_fixed", fields=["public_id", "kind", "identity", "organisation", "department", "entered_at"]),
    # What ended stays ended: showing it again needs a new decision, and so a new record. It may only turn out to have been another's.
    pgtrigger.Protect(
        name="ended_is_final",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__ended_on__isnull=False)
        & (pgtrigger.Q(old__taken_back=True) | pgtrigger.Q(new__taken_back=False) | pgtrigger.Q(new__ended_on__isnull=True)),
    ),
    pgtrigger.Protect(name="records_are_kept", operation=pgtrigger.Delete),
    _not_emptied("records_are_not_emptied"),
)

REVISION = (
    pgtrigger.Protect(name="revisions_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
    _not_emptied("revisions_are_not_emptied"),
)
