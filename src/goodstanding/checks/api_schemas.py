"""The shapes of a check's answer, as programs read it. What is null in an "unknown" answer is unknown, not empty."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from goodstanding.web.describing import Both, refusals


class Reason(Both):
    """A sentence and its code."""

    code: str


class ReceiptAnswer(Schema):
    """What to keep."""

    id: UUID
    number: str
    at: str
    url: Annotated[str, Field(description="逐字节重取答复的地址 / where the same bytes can be had again")]


class AskedAnswer(Schema):
    """As it was asked."""

    code: str
    matter: str


class OrganisationAnswer(Schema):
    """Whom the code names."""

    code: str
    name: str
    status: Reason


class PurposeAnswer(Schema):
    """What for, and by which law."""

    code: str
    title: Both
    basis: str
    basis_cited: Both


class MarkAnswer(Schema):
    """Somebody disputes it, with the organisation's own words."""

    kind: str
    title: Both
    case: str
    fields: list[str]
    words: str


Marks = list[MarkAnswer]


class RecordAnswer(Schema):
    """A decision that shows today."""

    id: UUID
    kind: str
    kind_title: Both
    document: str
    organ: str
    category: str
    decided_on: date
    shown_until: date
    basis: str
    disputed: bool
    marks: Marks
    url: str


class CheckedEntry(Schema):
    """An entry of a red or black list that shows today."""

    id: UUID
    number: str
    list: str
    colour: Literal["red", "black"]
    title: Both
    criterion: Both
    document: str
    organ: Both
    decided_on: date
    ends_on: date
    basis: str
    basis_cited: Both
    disputed: bool
    marks: Marks
    url: str


class MeasureAnswer(Schema):
    """What it is, its side and basis, and the body that acts."""

    measure: str
    title: Both
    content: Both
    side: Literal["restriction", "incentive"]
    basis: str
    basis_cited: Both
    body: Both


class AppliedAnswer(MeasureAnswer):
    """Decided by somebody, and in force today."""

    number: str
    weight: str
    document: str
    starts_on: date
    ends_on: date
    disputed: bool


class MayApplyAnswer(MeasureAnswer):
    """Somebody may decide it; ``rests_on``: the ids, in this answer, of what it may rest on."""

    adoption: str
    acts: str
    matters: str
    rests_on: list[UUID]


class MeasuresAnswer(Schema):
    """Applied already, and what may be decided."""

    applied: list[AppliedAnswer]
    may_apply: list[MayApplyAnswer]


class SourceAnswer(Schema):
    """One department's feed and how fresh it is."""

    department: Both
    kind: str
    kind_title: Both
    last: str | None
    due_on: date
    state: Literal["in_time", "late", "never"]


class MissingAnswer(Both):
    """A kind of record no department hands in here."""

    kind: str


class CoveredList(Schema):
    """A list, and whether it is kept here today."""

    list: str
    colour: str
    title: Both
    basis: str
    basis_cited: Both
    covered: bool


class CoverageAnswer(Schema):
    """What the answer covers and how fresh that is."""

    complete: bool
    current_to: date | None
    sources: list[SourceAnswer]
    missing: list[MissingAnswer]
    lists: list[CoveredList]


class CheckAnswer(Schema):
    """The answer to one check."""

    v: Literal[1]
    receipt: ReceiptAnswer
    day: date
    asked: AskedAnswer
    organisation: OrganisationAnswer | None
    purpose: PurposeAnswer
    kind: Annotated[
        Literal["found", "nothing", "unknown"],
        Field(description="查到；在所列来源中没有查到；无法确定 / found; nothing in these sources; unknown, never “clear”"),
    ]
    said: Both
    because: list[Reason]
    notes: list[Reason]
    records: list[RecordAnswer] | None
    records_total: int | None
    entries: list[CheckedEntry] | None
    measures: MeasuresAnswer | None
    disputed: bool | None
    coverage: CoverageAnswer | None
    conclusion: Both


class BatchIn(Schema):
    """Up to a thousand codes for one purpose and matter."""

    codes: Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], Field(min_length=1, max_length=1000)]
    purpose: Annotated[str, Field(min_length=1, max_length=40)]
    matter: Annotated[str, Field(max_length=200)] = ""


class BatchAnswer(Schema):
    """The answers, in the order of the codes."""

    batch: UUID
    number: str
    items: list[CheckAnswer]


class ProofAnswer(Schema):
    """RFC 9162 section 2.1.3: from the SHA-256 of the answer's bytes (the leaf) to the root; all in hexadecimal."""

    receipt: UUID
    number: str
    sha256: str
    seal: UUID
    index: int
    size: int
    path: list[str]
    root: str
    log: Annotated[str, Field(description="该封存在公开日志中的证明 / the proof that the seal stands in the public log")]


class FeedbackIn(Schema):
    """What was done."""

    outcome: Literal["seen", "applied", "not_applied", "not_applicable", "ended"]
    measure: Annotated[str, Field(max_length=60, description="答复中的措施代码 / a measure the answer named")] = ""
    listing: Annotated[UUID | None, Field(description="答复中的名单事项 / an entry the answer named")] = None
    reasons: Annotated[str, Field(max_length=2000, description="未采取的理由 / why it was not applied")] = ""
    effect: Annotated[str, Field(max_length=2000, description="成效 / what came of it")] = ""


class FeedbackAnswer(Schema):
    """As it was written down."""

    id: int
    receipt: UUID
    outcome: str
    at: str


_LIMIT = {name: {"schema": {"type": "string"}} for name in ("RateLimit-Policy", "RateLimit")}
REFUSED = (400, 401, 403, 404, 409, 410, 422, 429, 500, 503)


def described(examples: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Refusals (RFC 9457), the headers of the quota, and an example of each kind of answer."""
    answers = refusals(*REFUSED, headers=_LIMIT)
    answers[429]["headers"] = _LIMIT | {"Retry-After": {"schema": {"type": "integer"}}}
    answers[200] = {"headers": _LIMIT}
    if examples:
        answers[200]["content"] = {"application/json": {"examples": examples}}
    return {**more, "responses": answers}
