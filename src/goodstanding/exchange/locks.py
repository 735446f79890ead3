"""The locks on deliveries, in the database itself: they hold when our own code is bypassed."""

from __future__ import annotations

import pgtrigger

PURGING = "goodstanding.purging"
"""A setting of the transaction; deliveries can be deleted only while it is ``on`` (see :mod:`tidying`)."""
_TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
ADOPTED = "adoption.state = 'adopted' AND adoption.department_id = {department}"
# A department hears of lists it is competent for or whose measures it has adopted, and of measures it has adopted; of no other's.
_FIELD = f"""
    SELECT department_id INTO office FROM exchange_subscription WHERE id = NEW.subscription_id;
    IF NEW.target = 'measure' AND NOT EXISTS (
        SELECT 1 FROM measures_adoption adoption WHERE adoption.kind_id = NEW.code AND {ADOPTED.format(department="office")}
    ) OR NEW.target = 'list' AND (
        NOT EXISTS (SELECT 1 FROM lists_kind kind WHERE kind.code = NEW.code AND kind.public)
        OR NOT EXISTS (
            SELECT 1 FROM lists_competence held WHERE held.kind_id = NEW.code AND held.department_id = office
                AND held.starts_on <= {_TODAY} AND (held.ends_on IS NULL OR held.ends_on >= {_TODAY})
        ) AND NOT EXISTS (
            SELECT 1 FROM measures_adoption adoption JOIN measures_kind kind ON kind.code = adoption.kind_id
            WHERE NEW.code = ANY(kind.lists) AND {ADOPTED.format(department="office")}
        )
    ) THEN
        RAISE EXCEPTION 'goodstanding: a topic outside the field of the department' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
IN_ITS_FIELD = pgtrigger.Trigger(
    name="topics_in_their_field",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("office", "bigint")],
    func=_FIELD,
)
_ONLY_PURGED = f"""
    IF coalesce(current_setting('{PURGING}', true), '') <> 'on' THEN
        RAISE EXCEPTION 'goodstanding: a delivery goes only when its time is over' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
"""
PURGED_ONLY = pgtrigger.Trigger(name="deliveries_are_purged", when=pgtrigger.Before, operation=pgtrigger.Delete, func=_ONLY_PURGED)
ATTEMPTS_PURGED_ONLY = pgtrigger.Trigger(name="attempts_are_purged", when=pgtrigger.Before, operation=pgtrigger.Delete, func=_ONLY_PURGED)
