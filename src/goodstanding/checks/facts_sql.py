"""The query of a check, as a function of the database: one snapshot, planned once, one way there and back for a thousand codes.

It is made of the same sentences the lists' and measures' own queries and locks are made of, and is written anew after every migration, so
it cannot fall behind them. Row 0 is about the whole request, row n about the n-th code.
"""

from __future__ import annotations

from django.db import connections

from goodstanding.lists.locks import BASIS_IN_FORCE, NOT_SILENT
from goodstanding.measures.locks import KIND_IN_FORCE, RESTS_ON_WHAT_STANDS

NAME = "checks_facts"
ARGUMENTS = "_codes text[], _day date, _department bigint, _purpose text, _basis text, _kinds text[], _colours text[], _measures text[]"


def _on(sentence: str, *columns: str) -> str:
    """A sentence of another part with its columns and the day filled in."""
    return sentence.format(*columns).replace("%s", "_day")


# Whoever halts a law holds this lock for himself alone (laws.halting.lock): a check that runs has its answer committed before, one that
# comes later waits and sees what was halted. The snapshot is taken after the lock: in a function each statement has its own.
_HEADER = """
    SELECT json_build_object(
        'granted', EXISTS (
            SELECT 1 FROM checks_grant held WHERE held.department_id = _department AND held.purpose = _purpose
                AND held.starts_on <= _day AND (held.ends_on IS NULL OR held.ends_on >= _day)
        ),
        'basis', laws_in_force(_basis, _day),
        'version', concat_ws('.',
            (SELECT max(entry.id) FROM ledger_entry entry),
            (SELECT sum(hashtextextended(feed::text, 0)) FROM departments_feed feed),
            (SELECT count(*) FROM laws_halt), (SELECT count(lifted_on) FROM laws_halt)
        )
    )
"""
# By its code today; else whoever has or had it, unless it is doubted. While merges stand, all entries shown as one body are one.
_FAMILY = """
    WITH RECURSIVE named AS (
        SELECT body.id, body.merged_into_id, 'current' AS how FROM organisations_organisation body WHERE body.uscc = asked.code
        UNION ALL
        SELECT body.id, body.merged_into_id, CASE WHEN known.valid_until <= _day THEN 'former' ELSE known.kind END
        FROM organisations_identifier known JOIN organisations_organisation body ON body.id = known.organisation_id
        WHERE known.value = asked.code AND known.issue = '' AND known.known_until IS NULL
            AND NOT EXISTS (SELECT 1 FROM organisations_organisation now WHERE now.uscc = asked.code)
    ), up AS (
        SELECT named.id, named.merged_into_id FROM named
        UNION SELECT body.id, body.merged_into_id FROM up JOIN organisations_organisation body ON body.id = up.merged_into_id
    ), down AS (
        SELECT up.id FROM up WHERE up.merged_into_id IS NULL
        UNION SELECT body.id FROM organisations_organisation body JOIN down ON body.merged_into_id = down.id
    )
    SELECT
        (SELECT array_agg(DISTINCT up.id) FROM up WHERE up.merged_into_id IS NULL) AS roots,
        (SELECT array_agg(down.id) FROM down) AS members,
        (SELECT min(named.how) FROM named) AS how,
        EXISTS (SELECT 1 FROM named WHERE named.merged_into_id IS NOT NULL) AS merged
"""
_ISSUES = """
    SELECT json_agg(DISTINCT open.kind) FROM (
        SELECT issue.kind FROM organisations_codeissue issue WHERE issue.closed_at IS NULL AND issue.code = asked.code
        UNION SELECT issue.kind FROM organisations_codeissue issue WHERE issue.organisation_id = ANY(family.members)
            AND issue.closed_at IS NULL
        UNION SELECT issue.kind FROM organisations_codeissue issue WHERE issue.closed_at IS NULL AND issue.other_id = ANY(family.members)
        UNION SELECT 'doubted' FROM organisations_identifier known
            WHERE known.value = asked.code AND known.issue <> '' AND known.known_until IS NULL
    ) open
"""
# What anybody may see today (records.models.Records.shown); a decision handed in under two entries of one body is one.
_RECORDS = """
    SELECT json_agg(json_build_object(
        'id', one.public_id, 'kind', one.kind, 'document', one.decision_no, 'organ', one.organ_name, 'category', one.category,
        'decided_on', one.decided_on, 'shown_until', one.shown_until, 'basis', one.basis,
        'marks', (
            SELECT json_agg(json_build_object('kind', mark.kind, 'case', mark.number, 'fields', mark.fields, 'words', mark.words)
                ORDER BY mark.id)
            FROM records_mark mark WHERE mark.record_id = one.public_id AND mark.lifted_at IS NULL
        )
    ) ORDER BY one.decided_on DESC, one.public_id DESC)::text AS said, array_agg(DISTINCT one.kind) AS kinds
    FROM (
        SELECT DISTINCT ON (record.identity) record.* FROM records_record record
        WHERE record.organisation_id = ANY(family.members) AND NOT record.taken_back AND record.kind = ANY(_kinds) AND record.held = ''
            AND record.ended_on IS NULL AND record.shown_from <= _day AND record.shown_until >= _day
            AND (record.suspended_from IS NULL OR record.suspended_from > _day)
        ORDER BY record.identity, record.public_id DESC
    ) one
"""
# Published and in force: a reminder of key scrutiny can be neither, and is no colour of any purpose.
_ENTRIES = f"""
    SELECT json_agg(json_build_object(
        'id', listing.id, 'number', listing.number, 'list', listing.kind_id, 'colour', listing.colour, 'criterion', listing.criterion,
        'document', listing.decision_no, 'decided_on', listing.decided_on, 'ends_on', listing.ends_on, 'basis', listing.basis,
        'organ', coalesce(load.organ, unit.name), 'organ_en', CASE WHEN load.id IS NULL THEN unit.name_en ELSE '' END,
        'disputes', (
            SELECT json_agg(json_build_object('kind', 'objection', 'case', dispute.number, 'words', dispute.words) ORDER BY dispute.id)
            FROM lists_dispute dispute WHERE dispute.listing_id = listing.id AND dispute.lifted_at IS NULL
        )
    ) ORDER BY listing.decided_on DESC, listing.id)::text AS said, array_agg(DISTINCT listing.kind_id) AS kinds
    FROM lists_listing listing JOIN lists_kind kind ON kind.code = listing.kind_id
        JOIN departments_department unit ON unit.id = listing.department_id LEFT JOIN lists_load load ON load.id = listing.load_id
    WHERE listing.organisation_id = ANY(family.members) AND listing.state = 'published' AND listing.colour = ANY(_colours)
        AND listing.colour IN ('red', 'black') AND kind.public AND listing.decided_on <= _day AND listing.ends_on >= _day
        AND {_on(BASIS_IN_FORCE, "listing.kind_id", "listing.criterion")} AND {_on(NOT_SILENT, "listing.id")}
"""
# Adopted, reviewed in time, its law and itself in force; what of the answer it may rest on is compared outside.
_MAY_APPLY = f"""
    SELECT json_agg(json_build_object(
        'adoption', adoption.number, 'measure', adoption.kind_id, 'basis', adoption.basis, 'acts', adoption.acts,
        'matters', adoption.matters, 'body', unit.name, 'body_en', unit.name_en, 'adopted_on', adoption.adopted_on
    ) ORDER BY adoption.number)::text
    FROM measures_adoption adoption JOIN measures_kind kind ON kind.code = adoption.kind_id
        JOIN departments_department unit ON unit.id = adoption.department_id
    WHERE (records.kinds IS NOT NULL OR entries.kinds IS NOT NULL) AND adoption.state = 'adopted' AND adoption.kind_id = ANY(_measures)
        AND (kind.lists && entries.kinds OR kind.records && records.kinds)
        AND adoption.adopted_on <= _day AND adoption.review_on >= _day AND {_on(KIND_IN_FORCE, "adoption.kind_id", "adoption.basis")}
"""
_APPLIED = f"""
    SELECT json_agg(json_build_object(
        'number', applied.number, 'measure', applied.kind_id, 'basis', applied.basis, 'weight', applied.weight,
        'document', applied.decision_no, 'starts_on', applied.starts_on, 'ends_on', applied.ends_on,
        'body', unit.name, 'body_en', unit.name_en,
        'disputed', EXISTS (SELECT 1 FROM lists_dispute dispute WHERE dispute.listing_id = applied.listing_id AND dispute.lifted_at IS NULL)
            OR EXISTS (
                SELECT 1 FROM measures_ground ground JOIN records_mark mark ON mark.record_id = ground.record_id
                WHERE ground.application_id = applied.id AND mark.lifted_at IS NULL
            )
    ) ORDER BY applied.number)::text
    FROM measures_application applied JOIN departments_department unit ON unit.id = applied.department_id
    WHERE applied.organisation_id = ANY(family.members) AND applied.state = 'applied' AND applied.kind_id = ANY(_measures)
        AND applied.starts_on <= _day AND applied.ends_on >= _day AND {_on(KIND_IN_FORCE, "applied.kind_id", "applied.basis")}
        AND {_on(RESTS_ON_WHAT_STANDS, "applied.listing_id", "applied.kind_id", "applied.id")}
"""
FUNCTION = f"""
CREATE FUNCTION {NAME}({ARGUMENTS}) RETURNS TABLE (place integer, said text) LANGUAGE plpgsql VOLATILE
-- Planning it takes ten times as long as answering it, and every plan is the same.
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    header json;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('goodstanding.laws', 0));
    header := ({_HEADER});
    RETURN QUERY SELECT 0, header::text;
    IF NOT (header->>'granted')::boolean OR NOT (header->>'basis')::boolean THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT asked.place::integer, json_build_object(
        'n', nextval('checks_number'), 'roots', family.roots, 'how', family.how, 'merged', family.merged,
        'id', body.id, 'code', body.uscc, 'name', body.name, 'status', body.status,
        'issues', ({_ISSUES}), 'records', records.said::json, 'entries', entries.said::json,
        'may_apply', ({_MAY_APPLY})::json, 'applied', ({_APPLIED})::json
    )::text
    FROM unnest(_codes) WITH ORDINALITY asked (code, place)
        CROSS JOIN LATERAL ({_FAMILY}) family
        LEFT JOIN organisations_organisation body ON body.id = CASE WHEN cardinality(family.roots) = 1 THEN family.roots[1] END
        LEFT JOIN LATERAL ({_RECORDS}) records ON body.id IS NOT NULL
        LEFT JOIN LATERAL ({_ENTRIES}) entries ON body.id IS NOT NULL
    ORDER BY asked.place;
END
$$
"""


# Who a program is, and one code counted, unless its quota for this minute is spent: then nothing is written and `used` is NULL.
ADMIT = """
CREATE FUNCTION checks_admit(_hash text, _client bigint, _day date, _minute bigint, _scope text, _most integer)
RETURNS TABLE (id bigint, name text, department_id bigint, scopes text[], last_used_on date, token_hash text, unit text, used integer)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH alive AS (
        SELECT client.id, client.name, client.department_id, client.scopes, client.last_used_on, client.token_hash::text, unit.name AS unit
        FROM departments_apiclient client LEFT JOIN departments_department unit ON unit.id = client.department_id
        WHERE (client.token_hash = _hash OR client.id = _client)
            AND client.revoked_at IS NULL AND client.starts_on <= _day AND client.ends_on >= _day
    ), counted AS (
        INSERT INTO checks_quota AS quota (client_id, minute, used)
        SELECT alive.id, _minute, 1 FROM alive WHERE _scope = ANY(alive.scopes)
        ON CONFLICT (client_id) DO UPDATE SET minute = excluded.minute,
            used = CASE WHEN quota.minute = excluded.minute THEN quota.used + excluded.used ELSE excluded.used END
        WHERE quota.minute <> excluded.minute OR quota.used + excluded.used <= _most RETURNING quota.used
    ) SELECT alive.*, (SELECT counted.used FROM counted) FROM alive;
END
$$
"""
KEEP = """
CREATE FUNCTION checks_keep(
    _ids uuid[], _numbers text[], _organisations bigint[], _codes text[], _kinds text[], _answers bytea[], _hashes bytea[],
    _at timestamptz, _purpose text, _basis text, _matter text, _hidden boolean, _department bigint, _label text, _role text,
    _user bigint, _client bigint, _batch uuid
) RETURNS void LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO checks_check (
        id, number, organisation_id, code, kind, answer, sha256,
        at, purpose, basis, matter, hidden, department_id, label, role, user_id, client_id, batch_id
    ) SELECT one.*, _at, _purpose, _basis, _matter, _hidden, _department, _label, _role, _user, _client, _batch
    FROM unnest(_ids, _numbers, _organisations, _codes, _kinds, _answers, _hashes) one;
END
$$
"""


def install(using: str = "default") -> None:
    """After each migration. Their shapes may have changed, so they are made anew."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DROP FUNCTION IF EXISTS {NAME}, checks_admit, checks_keep")
        for function in (FUNCTION, ADMIT, KEEP):
            cursor.execute(function)
