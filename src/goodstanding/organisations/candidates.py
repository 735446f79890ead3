"""Whom may a waiting row mean? The index or the set engine finds, ``rules.names`` compares and says why; a clerk decides.

A batch's rows are looked up together, once, by the pipeline's set engine, which reads the whole register's names; a few, or one that
is opened before that was done, through the index. Only who may be meant is stored: reasons are worked out when somebody looks, from
what the register believes then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone
from rapidfuzz import fuzz, process

from goodstanding.organisations import families
from goodstanding.organisations.copying import copy_out
from goodstanding.organisations.matching import CORES, INPUT, KEYS
from goodstanding.organisations.models import Candidate, Name, PendingRow
from goodstanding.organisations.searching import weighing
from goodstanding.organisations.waiting_codes import codes_of
from goodstanding.pipeline import candidates as engine
from goodstanding.rules import names

BEST = 10
FEW = 200
"""Rows up to this many are looked up one by one when they are opened; the engine would read the whole register for them."""
_NEAR = 40
_SHARING = 2_000
_CLOSELY = 60
"""Names that are compared part by part."""
_WINDOW = 3
_KNOWN = pa.schema([("organisation_id", pa.int64()), ("normal_name", pa.string())])
_BELIEVED = "SELECT organisation_id, normal_name FROM organisations_name WHERE known_until IS NULL"
# The search's keys find what is one character off; a name opened a minute ago has none yet, so its pieces are asked too. Each piece asks
# the index for itself, and only for so many: a common one cannot read the whole register.
_BY_PIECES = f"""
    SELECT DISTINCT near.organisation_id, near.normal_name FROM unnest(%s::text[]) piece, LATERAL (
        SELECT organisation_id, normal_name FROM organisations_name known
        WHERE organisations_grams(known.normal_name, 2) @> organisations_grams(piece, 2) AND strpos(known.normal_name, piece) > 0
            AND known.known_until IS NULL LIMIT {_NEAR}
    ) near
    UNION SELECT organisation_id, normal_name FROM organisations_name WHERE normal_name = %s AND known_until IS NULL
    UNION SELECT known.organisation_id, known.normal_name FROM (
        SELECT name_id FROM organisations_searchkey WHERE pairs && %s::integer[] LIMIT {_SHARING}
    ) key JOIN organisations_name known ON known.id = key.name_id AND known.known_until IS NULL
"""
_BY_CODES = """
    SELECT code.organisation_id FROM ({keys}) key JOIN organisations_identifier code ON code.value = key.value AND code.kind = key.kind
    WHERE code.known_until IS NULL
    UNION SELECT code.organisation_id FROM ({cores}) key JOIN organisations_identifier code ON code.core = key.core
    WHERE code.known_until IS NULL
"""


def propose(submission: UUID) -> int:
    """Find and store candidates for a submission's waiting rows, where they are many. Returns for how many rows."""
    rows = list(PendingRow.objects.filter(submission=submission, state="waiting", candidates__isnull=True).order_by("id"))
    if len(rows) <= FEW:
        return 0
    with connection.cursor() as cursor:
        known = copy_out(cursor, _BELIEVED, _KNOWN)
    asked = [row.normal_name for row in rows]
    found = engine.find(asked, _shards(known)).to_pydict()
    organisations, spelled = known.column("organisation_id"), known.column("normal_name")
    stored = {
        (rows[at].pk, organisations[place].as_py()): (spelled[place].as_py(), score)
        for at, place, score in sorted(zip(found["row"], found["known"], found["score"], strict=True), key=lambda one: one[2])
    }
    _store([Candidate(pending_id=pk, organisation_id=body, name=name, score=score) for (pk, body), (name, score) in stored.items()])
    return len(rows)


def of(row: PendingRow) -> list[int]:
    """The organisations one row may mean, the likeliest of them; looked up now where nobody has, and stored."""
    stored = list(Candidate.objects.filter(pending=row).order_by("-score").values_list("organisation_id", flat=True))
    if not stored:
        near = nearest(row.normal_name)
        _store([Candidate(pending=row, organisation_id=body, name=name, score=score) for body, (name, score) in near.items()])
        stored = list(near)
    return list(dict.fromkeys([*by_codes(row), *([row.candidate_id] if row.candidate_id else []), *stored]))


def nearest(normal_name: str) -> dict[int, tuple[str, float]]:
    """The organisations whose names are nearest, each with that name and its score, the best first."""
    best: dict[int, tuple[str, float]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a piece that is common would seem cheaper to read everything for
        cursor.execute(_BY_PIECES, [pieces(normal_name), normal_name, weighing.rarest(normal_name)])
        found: list[tuple[int, str]] = cursor.fetchall()
    spelled = {n: name for n, (_, name) in enumerate(found)}
    closest = {n for _, _, n in process.extract(normal_name, spelled, scorer=fuzz.partial_ratio, limit=_CLOSELY)}
    for body, name in (found[n] for n in sorted(closest)):
        score = names.compare_normal(normal_name, name).score
        if score > best.get(body, ("", -1.0))[1]:
            best[body] = (name, score)
    return dict(sorted(best.items(), key=lambda one: (-one[1][1], one[0]))[:BEST])


def pieces(normal_name: str) -> list[str]:
    """Runs of three characters of what is the name's own (brand and trade), and of two of the brand: one wrong character spoils few."""
    parts = names.parts(normal_name)
    own, brand = parts.core or normal_name, parts.brand or parts.core or normal_name
    threes = [own[at : at + _WINDOW] for at in range(max(1, min(len(own), 40) - _WINDOW + 1))]
    twos = [brand[at : at + 2] for at in range(max(1, min(len(brand), 20) - 1))]
    return [piece for piece in dict.fromkeys([*twos, *threes]) if len(piece) > 1]


def by_codes(row: PendingRow) -> list[int]:
    """Whoever any of the row's codes names, trusted or not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE asked_codes ({INPUT}) ON COMMIT DROP")
        cursor.execute(f"INSERT INTO asked_codes VALUES ({', '.join(['%s'] * 9)})", codes_of(row))
        cursor.execute(_BY_CODES.format(keys=KEYS.format(table="asked_codes"), cores=CORES.format(table="asked_codes")))
        found = [body for (body,) in cursor.fetchall()]
        cursor.execute("DROP TABLE asked_codes")
    return sorted(found)


def likenesses(row: PendingRow, organisation_ids: Sequence[int]) -> dict[int, names.Likeness]:
    """How the row's name compares with the names of each body, former ones within their dates, all entries of a merge together."""
    family = {body: families.members(body) for body in organisation_ids}
    known: defaultdict[int, list[names.Dated]] = defaultdict(list)
    believed = Name.objects.filter(organisation_id__in=[one for each in family.values() for one in each], known_until__isnull=True)
    for one in believed:
        known[one.organisation_id].append(names.Dated(one.name, one.valid_from, one.valid_until))
    on = decided(row)
    return {body: names.compare_any(row.name, [name for one in each for name in known[one]], on) for body, each in family.items()}


def decided(row: PendingRow) -> date:
    """The day of the decision; today where it cannot be read."""
    day = codes_of(row)[-1]
    return date.fromisoformat(str(day)) if day else timezone.localdate()


def _shards(known: pa.Table) -> Iterator[Sequence[str]]:
    for first in range(0, known.num_rows, engine.SHARD):
        yield known.column("normal_name").slice(first, engine.SHARD).to_pylist()


def _store(found: list[Candidate]) -> None:
    Candidate.objects.bulk_create(found, batch_size=5000, ignore_conflicts=True)
