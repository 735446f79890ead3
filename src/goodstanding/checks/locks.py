"""The locks on receipts, in the database itself: they hold when our own code is bypassed."""

from __future__ import annotations

import pgtrigger

PURGING = "goodstanding.purging_checks"
"""A setting of the transaction: the day before which answers may be emptied (:mod:`purging`)."""
# A receipt is sealed once; its answer goes for good after its term, its hash never. Nothing else of it ever changes.
_FIXED = f"""
    IF (to_jsonb(NEW) - ARRAY['seal_id', 'answer', 'matter']) <> (to_jsonb(OLD) - ARRAY['seal_id', 'answer', 'matter'])
        OR OLD.seal_id IS NOT NULL AND NEW.seal_id IS DISTINCT FROM OLD.seal_id THEN
        RAISE EXCEPTION 'goodstanding: a receipt was edited' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.answer, NEW.matter) IS DISTINCT FROM (OLD.answer, OLD.matter) AND (
        NEW.answer <> '' OR NEW.matter <> '' OR NEW.seal_id IS NULL
        OR OLD.at >= coalesce(nullif(current_setting('{PURGING}', true), ''), '-infinity')::timestamptz
    ) THEN
        RAISE EXCEPTION 'goodstanding: an answer emptied before its time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def _not_emptied(name: str) -> pgtrigger.Trigger:
    """TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'goodstanding: cannot truncate %', TG_TABLE_NAME;",
    )  # fmt: skip


CHECK = (
    pgtrigger.Trigger(name="receipts_are_fixed", when=pgtrigger.Before, operation=pgtrigger.Update, func=_FIXED),
    pgtrigger.Protect(name="receipts_are_kept", operation=pgtrigger.Delete),
    _not_emptied("receipts_are_not_emptied"),
)
SEAL = (
    pgtrigger.Protect(name="seals_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
    _not_emptied("seals_are_not_emptied"),
)
FEEDBACK = (
    pgtrigger.Protect(name="feedback_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
    _not_emptied("feedback_is_not_emptied"),
)
