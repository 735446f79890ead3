"""The locks on the log, in the database itself: nothing of it is changed or removed by any statement of ours; tiles only grow."""

from __future__ import annotations

import pgtrigger

PURGING = "goodstanding.purging"
"""A setting of the transaction; openings can be deleted only while it is ``on`` (see :mod:`purging`)."""
_GROWS = """
    IF TG_OP = 'UPDATE' AND (
        (NEW.level, NEW.index) IS DISTINCT FROM (OLD.level, OLD.index) OR octet_length(NEW.data) <= octet_length(OLD.data)
        OR substring(NEW.data FROM 1 FOR octet_length(OLD.data)) <> OLD.data
    ) THEN
        RAISE EXCEPTION 'goodstanding: a tile of the public log only grows' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.level >= 0 AND (octet_length(NEW.data) % 32 <> 0 OR octet_length(NEW.data) NOT BETWEEN 32 AND 8192) THEN
        RAISE EXCEPTION 'goodstanding: not a tile' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_ONWARD = """
    IF (NEW.id, NEW.log) IS DISTINCT FROM (OLD.id, OLD.log) OR NEW.size < OLD.size THEN
        RAISE EXCEPTION 'goodstanding: the public log only goes on' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_ONLY_PURGED = f"""
    IF coalesce(current_setting('{PURGING}', true), '') <> 'on' THEN
        RAISE EXCEPTION 'goodstanding: an opening goes only when its record is purged' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
"""


def _before(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)


def _not_emptied(name: str) -> pgtrigger.Trigger:
    """TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'goodstanding: cannot truncate %', TG_TABLE_NAME;",
    )  # fmt: skip


HEAD = (
    _before("head_goes_on", pgtrigger.Update, _ONWARD),
    pgtrigger.Protect(name="head_is_kept", operation=pgtrigger.Delete),
    _not_emptied("head_is_not_emptied"),
)
TILE = (
    _before("tiles_grow", pgtrigger.Insert | pgtrigger.Update, _GROWS),
    pgtrigger.Protect(name="tiles_are_kept", operation=pgtrigger.Delete),
    _not_emptied("tiles_are_not_emptied"),
)
CHECKPOINT = (
    pgtrigger.Protect(name="checkpoints_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
    _not_emptied("checkpoints_are_not_emptied"),
)
OPENING = (
    pgtrigger.Protect(name="openings_are_fixed", operation=pgtrigger.Update),
    _before("openings_are_purged", pgtrigger.Delete, _ONLY_PURGED),
    _not_emptied("openings_are_not_emptied"),
)
