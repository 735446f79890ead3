"""The locks on example cases, in the database itself: three people, a ground that stands, and no name in any version."""

from __future__ import annotations

import pgtrigger

WRONG_ENTRIES = ("objection", "annulled", "wrong", "abuse")
"""Of ``lists.models.ENDINGS``: the entry should not have been, or not so. Repaired, or a changed standard, is an end like any other."""
WRONG_RECORDS = ("withdrawn", "varied", "annulled", "unlawful", "void", "objection", "corrected", "taken_back")
"""Of ``records.models.ENDINGS``: what the document said no longer holds. Repaired, and what a regime ends, holds."""


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{one}'" for one in codes)


_RECORD_WRONG = f"(record.taken_back OR record.ended_because IN ({_listed(WRONG_RECORDS)}))"
WRONG = f"""
    EXISTS (
        SELECT 1 FROM lists_listing entry WHERE entry.state = 'ended' AND entry.ended_because IN ({_listed(WRONG_ENTRIES)})
            AND entry.id IN ({{1}}, (SELECT used.listing_id FROM measures_application used WHERE used.id = {{0}}))
    ) OR EXISTS (
        SELECT 1 FROM lists_rest rest JOIN records_record record ON record.public_id = rest.record_id
        WHERE rest.listing_id IN ({{1}}, (SELECT used.listing_id FROM measures_application used WHERE used.id = {{0}})) AND {_RECORD_WRONG}
    ) OR EXISTS (
        SELECT 1 FROM measures_ground ground JOIN records_record record ON record.public_id = ground.record_id
        WHERE ground.application_id = {{0}} AND {_RECORD_WRONG}
    )
"""
"""What the example is told from was wrong: ``{0}`` the application, ``{1}`` the listing; one of them is NULL."""
_PLAIN = r"regexp_replace(lower(normalize({0}, NFKC)), '[\s[:punct:]·—〔〕【】《》“”‘’、。，；：？！…]', '', 'g')"
_NAMES = f"""
    WITH RECURSIVE family AS (
        SELECT whose AS id
        UNION SELECT beside.id FROM family JOIN organisations_organisation body ON body.id = family.id
            JOIN organisations_organisation beside ON beside.id = body.merged_into_id OR beside.merged_into_id = body.id
    ), said AS (
        SELECT name AS word FROM organisations_organisation WHERE id IN (SELECT id FROM family)
        UNION SELECT name FROM organisations_name WHERE organisation_id IN (SELECT id FROM family)
        UNION SELECT uscc FROM organisations_organisation WHERE id IN (SELECT id FROM family)
        UNION SELECT value FROM organisations_identifier WHERE organisation_id IN (SELECT id FROM family)
        UNION SELECT core FROM organisations_identifier WHERE organisation_id IN (SELECT id FROM family)
    )
    SELECT 1 FROM said WHERE length({_PLAIN.format("word")}) > 1 AND strpos({_PLAIN.format("NEW.words::text")}, {_PLAIN.format("word")}) > 0
"""
_NAMELESS = f"""
    SELECT organisation_id, state INTO whose, current FROM efficacy_example WHERE id = NEW.example_id FOR NO KEY UPDATE;
    IF current <> 'draft' THEN
        RAISE EXCEPTION 'goodstanding: an example edited after it was handed on' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS ({_NAMES}) THEN
        RAISE EXCEPTION 'goodstanding: an example that names the organisation' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_LAWFUL = f"""
    IF OLD.state <> 'draft' AND (NEW.version <> OLD.version OR NEW.named <> OLD.named) THEN
        RAISE EXCEPTION 'goodstanding: an example edited after it was handed on' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.published_user, NEW.approved_user, NEW.approved_version)
        IS DISTINCT FROM (OLD.published_at, OLD.published_user, OLD.approved_user, OLD.approved_version) THEN
        RAISE EXCEPTION 'goodstanding: an example published twice' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = OLD.state THEN
        IF OLD.state = 'approved' AND (NEW.approved_user, NEW.approved_version)
            IS DISTINCT FROM (OLD.approved_user, OLD.approved_version) THEN
            RAISE EXCEPTION 'goodstanding: an approval was edited' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    -- 起草、审核、发布由三人分别办理: whoever wrote a word of it neither approves nor publishes it.
    IF NEW.state IN ('approved', 'published') AND EXISTS (
        SELECT 1 FROM efficacy_version version
        WHERE version.example_id = NEW.id
            AND version.by_user IN (NEW.approved_user, CASE WHEN NEW.state = 'published' THEN NEW.published_user END)
    ) THEN
        RAISE EXCEPTION 'goodstanding: an example approved or published by its author' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('submitted', 'approved', 'published') AND ({WRONG.format("NEW.application_id", "NEW.listing_id")}) THEN
        RAISE EXCEPTION 'goodstanding: an example told from what was wrong' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
LAWFUL = pgtrigger.Trigger(name="examples_are_lawful", when=pgtrigger.Before, operation=pgtrigger.Update, func=_LAWFUL)
NAMELESS = pgtrigger.Trigger(
    name="versions_name_nobody",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("whose", "bigint"), ("current", "text")],
    func=_NAMELESS,
)
