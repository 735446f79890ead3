"""The locks on measures, in the database itself: they hold when our own code is bypassed, raw SQL of its own role included.

The same sentences of SQL say what is in force (:meth:`models.Applications.in_force`), what may be decided (the triggers below), and how
many organisations a measure could concern (:mod:`trying`). Each ``%s`` is the day.
"""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger

from goodstanding.lists.locks import BASIS_IN_FORCE, NOT_SILENT
from goodstanding.records.locks import ARCHIVED_ON

TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
KIND_STANDS = (
    "kind.since <= %s AND (kind.until IS NULL OR kind.until >= %s) AND laws_in_force(kind.basis, %s)"
    " AND NOT laws_halted('measure', kind.code, %s)"
)
"""依据有效: in use, its law in force, neither repealed nor suspended itself."""
KIND_IN_FORCE = (
    "EXISTS (SELECT 1 FROM measures_kind kind WHERE kind.code = {0} AND " + KIND_STANDS
    + " AND ({1} = kind.basis OR laws_in_force({1}, %s)))"
)  # fmt: skip
LISTING_STANDS = (
    "listing.state IN ('decided', 'published', 'withheld') AND listing.decided_on <= %s AND listing.ends_on >= %s"
    f" AND {BASIS_IN_FORCE.format('listing.kind_id', 'listing.criterion')} AND {NOT_SILENT.format('listing.id')}"
)
"""An entry in force that day, and not kept back because its department has not answered a dispute."""
RECORD_STANDS = (
    "record.held = '' AND record.ended_on IS NULL AND NOT record.taken_back"
    " AND (record.suspended_from IS NULL OR record.suspended_from > %s)"
    # What is younger than the shortest term is no archive's: asked once, not for each record.
    " AND (record.decided_on > (SELECT %s - make_interval(months => min(every.archived_after)) FROM records_retention every)"
    " OR NOT EXISTS (SELECT 1 FROM records_retention term WHERE term.kind = record.kind AND "
    + ARCHIVED_ON.format(record="record", retention="term") + " < %s))"
)  # fmt: skip
"""Published (浙江 art. 11: 适用简易程序的除外), neither ended nor another's, not kept from showing for the time being, and not archived:
what is archived is used for nothing."""
UNCONTESTED = (
    "NOT EXISTS (SELECT 1 FROM records_mark mark WHERE mark.record_id = record.public_id AND mark.kind IN ('review', 'lawsuit')"
    " AND (mark.at AT TIME ZONE 'Asia/Shanghai')::date <= %s"
    " AND (mark.lifted_at IS NULL OR (mark.lifted_at AT TIME ZONE 'Asia/Shanghai')::date > %s))"
)
"""No review and no lawsuit is open that day."""
RESTS_ON_WHAT_STANDS = f"""
    CASE WHEN {{0}} IS NOT NULL THEN EXISTS (
        SELECT 1 FROM lists_listing listing
        WHERE listing.id = {{0}} AND {LISTING_STANDS}
    ) ELSE EXISTS (
        SELECT 1 FROM measures_ground ground JOIN records_record record ON record.public_id = ground.record_id
        JOIN measures_kind kind ON kind.code = {{1}}
        WHERE ground.application_id = {{2}} AND ground.gone_on IS NULL AND {RECORD_STANDS}
            AND (NOT kind.final OR {UNCONTESTED})
    ) END
"""


def _on(sentence: str, day: str) -> str:
    return sentence.replace("%s", day)


_FAMILY = """
    WITH RECURSIVE family AS (
        SELECT NEW.organisation_id AS id
        UNION SELECT body.id FROM organisations_organisation body JOIN family ON body.merged_into_id = family.id
    ) SELECT id FROM family
"""
_RANK = "array_position(ARRAY['light', 'medium', 'severe'], {0})"
# What a screen checks, checked again for whoever writes the row.
_ADOPTED = f"""
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    SELECT * INTO chosen FROM measures_kind WHERE code = NEW.kind_id;
    IF NEW.state IN ('proposed', 'adopted') AND NOT EXISTS (
        SELECT 1 FROM measures_kind kind WHERE kind.code = NEW.kind_id AND {_on(KIND_STANDS, f"coalesce(NEW.adopted_on, {TODAY})")}
    ) THEN
        RAISE EXCEPTION 'goodstanding: a measure whose basis is not in force' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'adopted' AND (NEW.basis <> chosen.basis OR chosen.review_months IS NOT NULL
        AND NEW.review_on > NEW.adopted_on + make_interval(months => chosen.review_months)) THEN
        RAISE EXCEPTION 'goodstanding: a measure adopted for longer than the catalogue allows' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_LAWFUL = f"""
    SELECT * INTO chosen FROM measures_kind WHERE code = NEW.kind_id;
    SELECT * INTO adopted FROM measures_adoption WHERE id = NEW.adoption_id;
    IF NEW.kind_id <> adopted.kind_id OR NEW.department_id <> adopted.department_id OR NEW.side <> chosen.side THEN
        RAISE EXCEPTION 'goodstanding: a measure the department has not adopted' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state OR NEW.state NOT IN ('proposed', 'notified', 'applied') THEN
        RETURN NEW;
    END IF;
    today := coalesce(NEW.decided_on, greatest({TODAY}, NEW.notified_on));
    -- 未经公布的措施，不得实施: adopted by the department, its review day not passed.
    IF NOT EXISTS (
        SELECT 1 FROM measures_adoption held WHERE held.kind_id = NEW.kind_id AND held.department_id = NEW.department_id
            AND held.state = 'adopted' AND held.review_on >= today
    ) THEN
        RAISE EXCEPTION 'goodstanding: a measure the department has not adopted' USING ERRCODE = 'check_violation';
    END IF;
    -- 依据在当日有效.
    IF NOT EXISTS (SELECT 1 FROM measures_kind kind WHERE kind.code = NEW.kind_id AND {_on(KIND_STANDS, "today")})
        OR NEW.basis <> '' AND NOT laws_in_force(NEW.basis, today) THEN
        RAISE EXCEPTION 'goodstanding: a measure whose basis is not in force' USING ERRCODE = 'check_violation';
    END IF;
    -- One entry, of a list the measure names, of this very organisation.
    IF NEW.listing_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM lists_listing listing
        WHERE listing.id = NEW.listing_id AND listing.kind_id = ANY(chosen.lists)
            AND {_on(LISTING_STANDS, "CASE WHEN NEW.state = 'applied' THEN today ELSE greatest(today, listing.decided_on) END")}
            AND listing.colour = CASE WHEN NEW.side = 'restriction' THEN 'black' ELSE 'red' END
            AND listing.organisation_id IN ({_FAMILY})
            AND (NEW.ends_on IS NULL OR NEW.ends_on <= listing.ends_on)
    ) THEN
        RAISE EXCEPTION 'goodstanding: a measure that rests on no entry in force' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.listing_id IS NULL AND NEW.state IN ('notified', 'applied') AND (
        NOT EXISTS (SELECT 1 FROM measures_ground ground WHERE ground.application_id = NEW.id AND ground.gone_on IS NULL)
        OR EXISTS (
            SELECT 1 FROM measures_ground ground LEFT JOIN records_record record ON record.public_id = ground.record_id
            WHERE ground.application_id = NEW.id AND ground.gone_on IS NULL AND (record.public_id IS NULL
                OR NOT (record.kind = ANY(chosen.records) AND record.organisation_id IN ({_FAMILY}) AND {_on(RECORD_STANDS, "today")})
                -- 在法定期限内未提起行政复议、行政诉讼，或者经行政复议、行政诉讼最终维持原决定的.
                OR chosen.final AND NOT (record.decided_on + chosen.final_days < today AND {_on(UNCONTESTED, "today")}))
        )
    ) THEN
        RAISE EXCEPTION 'goodstanding: a measure that rests on no final record' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> 'applied' THEN
        RETURN NEW;
    END IF;
    -- 过惩相当.
    IF {_RANK.format("NEW.weight")} > {_RANK.format("chosen.weight")} THEN
        RAISE EXCEPTION 'goodstanding: a measure heavier than the catalogue allows' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ends_on > NEW.starts_on + make_interval(months => coalesce(chosen.months, chosen.review_months)) THEN
        RAISE EXCEPTION 'goodstanding: a measure longer than the catalogue allows' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_GROUND = """
    SELECT * INTO whose FROM measures_application WHERE id = NEW.application_id;
    IF whose.state <> 'proposed' OR whose.listing_id IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM records_record record JOIN measures_kind kind ON record.kind = ANY(kind.records)
        WHERE record.public_id = NEW.record_id AND kind.code = whose.kind_id
    ) THEN
        RAISE EXCEPTION 'goodstanding: a record this measure does not rest on' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
ADOPTED = pgtrigger.Trigger(
    name="adoptions_are_lawful",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("chosen", "measures_kind%ROWTYPE")],
    func=_ADOPTED,
)
LAWFUL = pgtrigger.Trigger(
    name="applications_are_lawful",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("chosen", "measures_kind%ROWTYPE"), ("adopted", "measures_adoption%ROWTYPE"), ("today", "date")],
    func=_LAWFUL,
)
GROUND = pgtrigger.Trigger(
    name="grounds_are_lawful",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("whose", "measures_application%ROWTYPE")],
    func=_GROUND,
)


def decided_stays(name: str, marker: str, columns: Sequence[str]) -> pgtrigger.Trigger:
    """What was decided is not edited: a wrong measure ends, and another is decided."""
    same = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.{marker} IS NOT NULL AND ({same}) THEN
                RAISE EXCEPTION 'goodstanding: a decision was edited' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
