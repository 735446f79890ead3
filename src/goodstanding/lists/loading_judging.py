"""What becomes of each row: taken, held, refused, or there twice; every row gets one answer, and each has its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from django.db import connection

from goodstanding.lists import comparing
from goodstanding.lists.loading_matching import Found
from goodstanding.lists.models import Listing

State = Literal["taken", "held", "refused", "twice"]
STATES: tuple[State, ...] = ("taken", "held", "refused", "twice")
WHYS = (
    "person", "nothing", "unknown", "name_differs", "codes_disagree", "name_unknown", "name_several", "code_wrong", "against", "in_file",
    "decided_already",
)  # fmt: skip
_AT_ONCE = 5000
# Everything that is shown as one of these bodies, itself included.
_FAMILY = """
    WITH RECURSIVE family AS (
        SELECT id AS root, id FROM unnest(%s::bigint[]) AS id
        UNION SELECT family.root, body.id FROM organisations_organisation body JOIN family ON body.merged_into_id = family.id
    ) SELECT root, id FROM family
"""


class Answer(NamedTuple):
    """For one row. ``why`` is '' for what is taken."""

    state: State
    why: str
    organisation: int | None


def judge(found: Sequence[Found], *, against: Collection[int], decided: Collection[int]) -> list[Answer]:
    """One answer for each row, in their order. ``against``: organisations held back; ``decided``: listed by this decision already."""
    seen: set[int] = set()
    return [_one(one, seen, against, decided) for one in found]


def _one(one: Found, seen: set[int], against: Collection[int], decided: Collection[int]) -> Answer:
    body = one.organisation
    if body is None:
        return Answer("refused", one.why, None)
    if body in seen:
        return Answer("twice", "in_file", body)
    seen.add(body)
    if body in decided:
        return Answer("twice", "decided_already", body)
    return Answer("held", "against", body) if body in against else Answer("taken", "", body)


def counts(answers: Sequence[Answer]) -> dict[str, int]:
    """By state and, behind a colon, by reason."""
    return dict(Counter(one.state for one in answers)) | dict(Counter(f"{one.state}:{one.why}" for one in answers if one.why))


def against(bodies: Collection[int], colour: str) -> set[int]:
    """Red candidates against whom a black or scrutiny entry stands, or a black case is open (1798号: 红名单比对)."""
    if colour != "red" or not bodies:
        return set()
    family, members = families_of(bodies), set[int]()
    entries = sorted(family)
    for start in range(0, len(entries), _AT_ONCE):
        members |= {one.organisation_id for one in comparing.of_bodies(entries[start : start + _AT_ONCE])}
    return {family[entry] for entry in members}


def decided(bodies: Collection[int], kind: str, decision_no: str) -> set[int]:
    """Who is on the list by this decision already, whatever has become of the entry since."""
    family = families_of(bodies)
    there = Listing.everything.filter(kind_id=kind, decision_no=decision_no, load__isnull=False)
    return {family[entry] for entry in there.values_list("organisation_id", flat=True) if entry in family}


def families_of(bodies: Collection[int]) -> dict[int, int]:
    """Entry of the register -> the one of these it is shown as."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [sorted(bodies)])
        return {entry: root for root, entry in cursor.fetchall()}
