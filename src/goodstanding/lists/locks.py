"""The locks on entries, in the database itself: they hold when our own code is bypassed, raw SQL of its own role included."""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger

BASIS_IN_FORCE = """
    ({0}, {1}) IN (
        SELECT criterion.kind_id, criterion.code FROM lists_criterion criterion JOIN lists_kind kind ON kind.code = criterion.kind_id
        WHERE kind.since <= %s AND (kind.until IS NULL OR kind.until >= %s)
            AND laws_in_force(kind.basis, %s) AND laws_in_force(criterion.basis, %s)
    )
"""
NOT_SILENT = """
    NOT EXISTS (
        SELECT 1 FROM lists_dispute dispute
        WHERE dispute.listing_id = {0} AND dispute.lifted_at IS NULL AND dispute.silent_from <= %s
    )
"""
_TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
# What a screen checks, checked again for whoever writes the row.
_LAWFUL = f"""
    SELECT * INTO chosen FROM lists_kind WHERE code = NEW.kind_id;
    IF NEW.colour <> chosen.colour THEN
        RAISE EXCEPTION 'goodstanding: an entry of another colour than its list' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    -- 谁认定: only a competent department begins and decides.
    IF NEW.state IN ('proposed', 'decided', 'reminded') AND NOT EXISTS (
        SELECT 1 FROM lists_competence held WHERE held.kind_id = NEW.kind_id AND held.department_id = NEW.department_id
            AND held.starts_on <= {_TODAY} AND (held.ends_on IS NULL OR held.ends_on >= {_TODAY})
    ) THEN
        RAISE EXCEPTION 'goodstanding: an entry by a department that is not competent' USING ERRCODE = 'check_violation';
    END IF;
    -- 依据在作出决定之日有效.
    IF NEW.state IN ('decided', 'reminded') AND NOT laws_in_force(NEW.basis, NEW.decided_on) THEN
        RAISE EXCEPTION 'goodstanding: an entry whose basis is not in force' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('decided', 'reminded', 'published') AND NOT EXISTS (
        SELECT 1 FROM lists_criterion criterion WHERE criterion.kind_id = NEW.kind_id AND criterion.code = NEW.criterion
            AND laws_in_force(criterion.basis, CASE NEW.state WHEN 'published' THEN {_TODAY} ELSE NEW.decided_on END)
    ) THEN
        RAISE EXCEPTION 'goodstanding: an entry under a condition that is not in force' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('decided', 'reminded') AND NEW.ends_on > NEW.decided_on + make_interval(months => chosen.months) THEN
        RAISE EXCEPTION 'goodstanding: an entry longer than its list allows' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'published' AND (NOT chosen.public OR NOT laws_in_force(NEW.basis, {_TODAY})) THEN
        RAISE EXCEPTION 'goodstanding: an entry published without a basis' USING ERRCODE = 'check_violation';
    END IF;
    -- 生效法律文书: a black listing rests on at least one that still stands; what a body above has decided names its decision.
    IF NEW.colour = 'black' AND NEW.state IN ('served', 'decided') AND NEW.load_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM lists_rest rest LEFT JOIN records_record record ON record.public_id = rest.record_id
        WHERE rest.listing_id = NEW.id AND rest.gone_on IS NULL AND record.ended_on IS NULL AND NOT coalesce(record.taken_back, FALSE)
    ) THEN
        RAISE EXCEPTION 'goodstanding: a black listing that rests on no effective document' USING ERRCODE = 'check_violation';
    END IF;
    -- 经核实的异议成立，或者异议尚未处理完毕: no red listing.
    IF NEW.colour = 'red' AND NEW.state = 'decided' AND EXISTS (
        SELECT 1 FROM lists_remark remark WHERE remark.listing_id = NEW.id AND remark.outcome <> 'unfounded'
    ) THEN
        RAISE EXCEPTION 'goodstanding: a red listing against which something is said' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
LAWFUL = pgtrigger.Trigger(
    name="listings_are_lawful",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("chosen", "lists_kind%ROWTYPE")],
    func=_LAWFUL,
)


def decided_stays(name: str, columns: Sequence[str]) -> pgtrigger.Trigger:
    """What was decided is not edited: a wrong entry ends, and another is decided."""
    same = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.decided_on IS NOT NULL AND ({same}) THEN
                RAISE EXCEPTION 'goodstanding: a decision was edited' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
