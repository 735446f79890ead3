"""The locks on objections in the database itself: they hold when our own code is bypassed."""

from __future__ import annotations

import pgtrigger


def kept(name: str, case: str = "objection_id") -> pgtrigger.Trigger:
    """Nothing of it is deleted while any part of the case is left; a part goes only with its record, when that is purged in due time."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
    IF NOT EXISTS (SELECT 1 FROM objections_item part WHERE part.objection_id = OLD.{case}) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'goodstanding: cannot delete from %', TG_TABLE_NAME;
""",
    )


def final(name: str, *states: str) -> pgtrigger.Trigger:
    """What is over does not change."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=states))


# Who decides did not answer for the source: nobody checks himself.
DECIDED_BY_ANOTHER = pgtrigger.Trigger(
    name="decided_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(new__state="decided"),
    func="""
        IF EXISTS (
            SELECT 1 FROM objections_inquiry asked
            WHERE asked.objection_id = NEW.id AND asked.answered_user IS NOT NULL AND asked.answered_user = NEW.decided_user
        ) THEN
            RAISE EXCEPTION 'goodstanding: an objection decided by whoever answered for the source' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM objections_item item WHERE item.objection_id = NEW.id AND item.outcome = '') THEN
            RAISE EXCEPTION 'goodstanding: an objection decided with a part left open' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
# A part of a case is settled once.
SETTLED_ONCE = pgtrigger.Protect(name="items_settled_once", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__outcome=""))
