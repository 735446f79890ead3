"""On which article each taking down rests."""

from __future__ import annotations

# 行政处罚法第四十八条：公开的行政处罚决定被依法变更、撤销、确认违法或者确认无效的，行政机关应当在三日内撤回行政处罚决定信息并公开说明理由。
# 行政许可法第八条（变更、撤回）、第六十九条（撤销）。
BASES = {
    "penalty": {"": "penalty-law:48"},
    "permit": {"withdrawn": "licensing-law:8", "varied": "licensing-law:8", "": "licensing-law:69"},
}


def basis(kind: str, because: str) -> str:
    """``law:article`` for what happened to a decision of that kind."""
    known = BASES.get(kind, BASES["penalty"])
    return known.get(because, known[""])
