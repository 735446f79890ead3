"""The shapes of the search's JSON answers."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from goodstanding.organisations import searching
from goodstanding.organisations.searching import counting, wording
from goodstanding.portal.answers import Summary, both, summary
from goodstanding.web.describing import Both


class Difference(Schema):
    """What differs between what was typed and what is registered."""

    kind: str = Field(description="substituted 不同、missing 缺少、added 多出、swapped 颠倒")
    typed: str = Field(description="输入的字 / the characters typed")
    right: str = Field(description="登记的字 / the characters registered")


class Hit(Schema):
    """An organisation found, and by what."""

    code: str
    uscc: str | None
    name: str
    category: str = Field(description="统一社会信用代码前两位，空为未知 / first two characters of its code, empty: unknown")
    district: str = Field(description="行政区划代码，空为未知 / district code, empty: unknown")
    status: str = Field(description="登记状态代码，空为未知 / registration status, empty: unknown")
    found_by: str = Field(
        description="code, name, short 简称, near 相差一字, similar 相近, sound 拼音, initials 拼音首字母；"
        "former_ 为曾用名或原代码，merged_ 为已归并条目 / behind former_ or merged_ where it is not its own of today"
    )
    matched: str = Field(description="相符的名称或代码 / the name or code that fits")
    difference: Difference | None
    why: Both = Field(description="查到的原因 / why it was found, in words")


class Value(Schema):
    """A value the results can be narrowed to."""

    value: str
    label: Both
    number: int


class Facets(Schema):
    """按名称或代码相符的主体统计，最多1000个。 / Counted over those whose name or code fits, a thousand at most."""

    total: int
    more: bool = Field(description="实际多于 total / there are more than total")
    district: list[Value]
    trade: list[Value]
    category: list[Value]
    status: list[Value]


class Found(Schema):
    items: list[Hit]
    next: str
    facets: Facets
    coverage: Summary


def hits_answer(found: searching.Found, counted: counting.Counted) -> dict[str, Any]:
    """Organisations found, why, and what they can be narrowed to."""
    return {"items": [_hit(hit) for hit in found.items], "next": found.next, "facets": _facets(counted), "coverage": summary()}


def _hit(hit: searching.Hit) -> dict[str, Any]:
    difference = {"kind": hit.difference, "typed": hit.typed, "right": hit.right} if hit.difference else None
    shown = ("code", "uscc", "name", "category", "district", "status", "found_by", "matched")
    return {name: getattr(hit, name) for name in shown} | {"difference": difference, "why": both(wording.why(hit))}


def _facets(counted: counting.Counted) -> dict[str, Any]:
    values = {
        facet: [
            {"value": value, "label": both(wording.label(facet, value)), "number": number}
            for value, number in counted.facets.get(facet, [])
        ]
        for facet in counting.FACETS
    }
    return {"total": counted.total, "more": counted.more, **values}
