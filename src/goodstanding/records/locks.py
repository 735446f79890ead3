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
# Ended needs its reason on paper; what turned out to be another organisation's has its undoing instead.
_ENDED_FOR_A_REASON = """
    IF EXISTS (
        SELECT 1 FROM written WHERE ended_on IS NOT NULL AND NOT taken_back AND (
            SELECT why.because FROM records_ending why WHERE why.record_id = written.public_id
        ) IS DISTINCT FROM written.ended_because
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record ended without its reason' USING ERRCODE = 'check_violation';
    END IF;
"""
_SUSPENDED_AS_SAID = """
    IF EXISTS (
        SELECT 1 FROM written WHERE ended_on IS NULL AND suspended_from IS DISTINCT FROM (
            SELECT min(open.since) FROM records_suspension open WHERE open.record_id = written.public_id AND open.lifted_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record suspended otherwise than its suspensions say' USING ERRCODE = 'check_violation';
    END IF;
"""
_KEEP_SUSPENDED = """
    UPDATE records_record SET suspended_from = said.since FROM (
        SELECT touched.record_id, (
            SELECT min(open.since) FROM records_suspension open WHERE open.record_id = touched.record_id AND open.lifted_at IS NULL
        ) AS since FROM (SELECT DISTINCT record_id FROM written) touched
    ) said WHERE records_record.public_id = said.record_id AND records_record.suspended_from IS DISTINCT FROM said.since
        AND records_record.ended_on IS NULL;  -- ended is final: it stays as it was then
"""
# The day a record is archived: so long after its decision, and never while it still shows.
ARCHIVED_ON = """
    greatest(
        {record}.decided_on + make_interval(months => {retention}.archived_after),
        coalesce(least({record}.shown_until, {record}.ended_on), {record}.decided_on)
    )::date
"""
PURGED_WHEN_DUE = f"""
    IF NOT EXISTS (
        SELECT 1 FROM records_record found JOIN records_retention term ON term.kind = found.kind
        WHERE found.public_id = NEW.record_id AND {ARCHIVED_ON.format(record="found", retention="term")} = NEW.archived_on
            AND NEW.archived_on + make_interval(months => term.kept_for) < current_date
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record purged before its time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def kept_unless_purged(name: str, record: str = "record_id") -> pgtrigger.Trigger:
    """Nobody deletes it, unless the record it belongs to has been purged in due time."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
    IF (SELECT true FROM records_purge done WHERE done.record_id = OLD.{record}) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'goodstanding: cannot delete from %', TG_TABLE_NAME;
""",
    )


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
    _after("guard_new", pgtrigger.Insert, _KNOWN_ENDS + _WITHIN_THE_LAW + _WITH_ITS_WORDS + _ENDED_FOR_A_REASON),
    _after("guard_changed", pgtrigger.Update, _WITHIN_THE_LAW + _WITH_ITS_WORDS + _ENDED_FOR_A_REASON + _SUSPENDED_AS_SAID),
    pgtrigger.ReadOnly(name="identity_is_fixed", fields=["public_id", "kind", "identity", "organisation", "department", "entered_at"]),
    # What ended stays ended: showing it again needs a new decision, and so a new record. It may only turn out to have been another's.
    pgtrigger.Protect(
        name="ended_is_final",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__ended_on__isnull=False)
        & (pgtrigger.Q(old__taken_back=True) | pgtrigger.Q(new__taken_back=False) | pgtrigger.Q(new__ended_on__isnull=True)),
    ),
    kept_unless_purged("records_are_kept", "public_id"),
    _not_emptied("records_are_not_emptied"),
)

REVISION = (
    pgtrigger.Protect(name="revisions_are_fixed", operation=pgtrigger.Update),
    kept_unless_purged("revisions_are_kept"),
    _not_emptied("revisions_are_not_emptied"),
)

SUSPENSION = (
    kept_unless_purged("suspensions_are_kept"),
    pgtrigger.ReadOnly(name="suspensions_are_fixed", exclude=["lifted_at"]),
    pgtrigger.Protect(
        name="lifted_suspensions_stay_lifted", operation=pgtrigger.Update, condition=pgtrigger.Q(old__lifted_at__isnull=False)
    ),
    _not_emptied("suspensions_are_not_emptied"),
    _after("suspends_new", pgtrigger.Insert, _KEEP_SUSPENDED),
    _after("suspends_changed", pgtrigger.Update, _KEEP_SUSPENDED),
)
