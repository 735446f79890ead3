"""What of a repair may go, and when: with its record alone, when that is purged in due time. In the database itself."""

from __future__ import annotations

import pgtrigger

TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
# A bar is about the organisation: while it is in force it outlives the record it came from, without the repair.
BAR_IS_OVER = f"(until < {TODAY} OR lifted_on IS NOT NULL)"
_PURGED = """EXISTS (
            SELECT 1 FROM repairs_repair one JOIN records_purge done ON done.record_id = one.record_id WHERE one.id = OLD.repair_id
        )"""


def _only(name: str, operation: pgtrigger.Operation, condition: str) -> pgtrigger.Trigger:
    kept = "NEW" if operation is pgtrigger.Update else "OLD"
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
    IF {condition} THEN
        RETURN {kept};
    END IF;
    RAISE EXCEPTION 'goodstanding: cannot take from %', TG_TABLE_NAME;
""",
    )


EVIDENCE_KEPT = _only("evidence_is_kept", pgtrigger.Delete, _PURGED)
BAR_KEPT = _only(
    "bars_are_kept",
    pgtrigger.Delete,
    f"(OLD.until < {TODAY} OR OLD.lifted_on IS NOT NULL) AND (OLD.repair_id IS NULL OR {_PURGED})",
)
BAR_OUTLIVES = _only(
    "bars_lose_what_is_purged",
    pgtrigger.Update,
    f"NEW.repair_id IS NOT DISTINCT FROM OLD.repair_id OR (NEW.repair_id IS NULL AND {_PURGED})",
)
MASKING_KEPT = _only(
    "maskings_are_kept",
    pgtrigger.Delete,
    """NOT EXISTS (
            SELECT 1 FROM records_suspension why WHERE why."case" = OLD.id
                AND NOT EXISTS (SELECT 1 FROM records_purge done WHERE done.record_id = why.record_id)
        )""",
)
