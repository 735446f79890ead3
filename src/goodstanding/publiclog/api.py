"""The log through the API: where it stands, and its proofs."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from goodstanding.publiclog import keys, proving, reading
from goodstanding.publiclog.answering import as_json
from goodstanding.web.describing import refusing

router = Router(tags=["公开日志 / public log"])
REFUSALS = refusing(404, 422)
Size = Annotated[int, Query(ge=0, lt=2**62, description="日志大小，即检查点第二行 / size of the log: a checkpoint's second line")]
Index = Annotated[int, Query(ge=0, lt=2**62, description="日志中的序号，从 0 起 / number in the log, from 0")]


class Log(Schema):
    """Where it stands."""

    origin: str
    key: str
    size: int
    root: str
    at: datetime
    checkpoint: str


class Inclusion(Schema):
    """Hashes from the leaf to the root, base64."""

    index: int
    size: int
    entry: str
    root: str
    proof: list[str]


class Consistency(Schema):
    """Hashes that show the old log to be the beginning of the new one, base64."""

    old: int
    new: int
    old_root: str
    new_root: str
    proof: list[str]


class Act(Schema):
    """One public act on a record."""

    index: int
    entry: str
    salt: str
    content: str
    proof: list[str]


class Proofs(Schema):
    """Everything about a record that can be proved today."""

    format: str
    checkpoint: str
    acts: list[Act]


@router.get("/public/log", response=Log, openapi_extra=REFUSALS, summary="公开日志的现状 / Where the public log stands")
def log(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - ninja's own
    """最新检查点、大小、根哈希和验证公钥。 / The newest checkpoint, its size and root, and the key to verify it."""
    now = reading.published() or reading.current()
    verifier = keys.verifier()
    return as_json({
        "origin": verifier.name, "key": str(verifier), "size": now.size, "root": _text(now.root), "at": now.at,
        "checkpoint": reading.served(now),
    })  # fmt: skip


@router.get("/public/log/inclusion", response=Inclusion, openapi_extra=REFUSALS, summary="包含证明 / Inclusion proof")
def inclusion(request: HttpRequest, index: Index, size: Size) -> HttpResponse:  # noqa: ARG001
    """证明某序号的条目在该大小的日志中（RFC 9162 第 2.1.3 节）。 / That a leaf stands in the log of that size (RFC 9162, 2.1.3)."""
    proof = reading.inclusion(index, size)
    root, entry = reading.root_of(size), reading.entry(index).decode()
    return as_json({"index": index, "size": size, "entry": entry, "root": _text(root), "proof": [_text(one) for one in proof]})


@router.get("/public/log/consistency", response=Consistency, openapi_extra=REFUSALS, summary="一致性证明 / Consistency proof")
def consistency(request: HttpRequest, old: Size, new: Size) -> HttpResponse:  # noqa: ARG001
    """证明旧日志是新日志的开头，没有删改（RFC 9162 第 2.1.4 节）。 / That the old log is the beginning of the new one (RFC 9162, 2.1.4)."""
    proof = reading.consistency(old, new)
    roots = {"old_root": _text(reading.root_of(old)), "new_root": _text(reading.root_of(new))}
    return as_json({"old": old, "new": new, **roots, "proof": [_text(one) for one in proof]})


@router.get(
    "/public/records/{uuid:record_id}/proofs", response=Proofs, openapi_extra=REFUSALS, summary="一条信息的日志证明 / A record's proofs"
)
def proofs(request: HttpRequest, record_id: UUID) -> HttpResponse:  # noqa: ARG001
    """该信息每次公开行为的开启数据和包含证明；停止公示后不再提供。

    What opens each of its leaves, with the inclusion proof; given only while the record shows.
    """
    return as_json(proving.prove(record_id))


def _text(value: bytes | memoryview) -> str:
    return b64encode(value).decode()
