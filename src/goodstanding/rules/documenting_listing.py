"""The part of ``docs/catalogue.md`` on lists, measures and the purposes of a look-up."""

from __future__ import annotations

from collections.abc import Iterator

from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.laws import cite
from goodstanding.rules.listing import ListingRules, ListKind, MeasureKind
from goodstanding.rules.markdown import both, note, table

COLOURS = {
    "black": "严重失信主体名单 black",
    "red": "守信激励对象名单 red",
    "scrutiny": "重点关注名单（内部提醒，不公开） scrutiny, an internal reminder",
}
SCOPES = {"national": "全国 national", "local": "地方 local"}
SIDES = {"restriction": "惩戒 restriction", "incentive": "激励 incentive"}
WEIGHTS = {"light": "轻 light", "medium": "中 medium", "severe": "重 severe"}


def write(rules: ListingRules, catalogue: Catalogue) -> Iterator[str]:
    """Three chapters."""
    yield from ("## 名单 Lists", "")
    yield "不以次数列入，不自动列入；列入前告知并听取陈述、申辩，由负责人签发决定，期满自行移出。 "
    yield "Nobody is listed by a count or by itself: notice, time to answer, a decision signed by the head, and an end."
    yield ""
    heads = ("代码 Code", "名单 List", "类别 Kind", "认定单位 Body", "期限 Term", "公开 Public", "依据 Basis", "说明 Note")
    yield from table(heads, (_list(kind, catalogue) for kind in rules.kinds.values()))
    for kind in rules.kinds.values():
        yield from _ways(kind, catalogue)
    yield from _measures(rules, catalogue)
    yield from ("## 查询目的 Purposes", "")
    rows = (
        (
            f"`{one.code}`", both(one.title), both(one.body), "、".join(f"`{what}`" for what in one.what),
            both(cite(one.basis, catalogue)), f"否 no：{both(cite(one.hidden, catalogue))}" if one.hidden else "是 yes",
            note(one.sure, one.note),
        )
        for one in rules.purposes.values()
    )  # fmt: skip
    asked = ("代码 Code", "目的 Purpose", "查询单位 Who", "可答内容 Answer", "依据 Basis", "主体可见 Seen by the organisation", "说明 Note")
    yield from table(asked, rows)


def _list(kind: ListKind, catalogue: Catalogue) -> tuple[str, ...]:
    early = f"，满 {kind.early_months} 个月可申请提前移出 early end after {kind.early_months}" if kind.early_months else ""
    if kind.early_months == 0:
        early = "，可随时申请提前移出 early end at any time"
    public = "是 yes" if kind.public else "否 no"
    answer = f"<br>`{kind.answer}`" if kind.answer else ""
    hearing = "，可申请听证 hearing" if kind.hearing else ""
    return (
        f"`{kind.code}`", both(kind.title), f"{COLOURS[kind.colour]}<br>{SCOPES[kind.scope]}", both(kind.body),
        f"最长 {kind.months} 个月 months at most{early}{answer}{hearing}", public, both(cite(kind.basis, catalogue)),
        f"{kind.since} – {kind.until or '…'} {note(kind.sure, kind.note)}",
    )  # fmt: skip


def _ways(kind: ListKind, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"### {kind.title.zh} {kind.title.en} (`{kind.code}`)", "")
    rows = [(f"`{one.code}`", both(one.text), both(cite(one.basis, catalogue))) for one in kind.criteria]
    yield from table(("代码 Code", "列入情形 Criterion", "依据 Basis"), rows)
    yield from table(("移出 Exits", "救济 Remedies"), [("<br>".join(map(both, kind.exits)), "<br>".join(map(both, kind.remedies)))])


def _measures(rules: ListingRules, catalogue: Catalogue) -> Iterator[str]:
    yield from ("## 措施 Measures", "")
    yield "只针对单位；任职、出行、就学等针对个人的措施无法录入。由实施单位逐一决定并告知，不自动实施。 "
    yield "For organisations only: what is aimed at a person cannot be expressed. Each use is a decision with notice, never automatic."
    yield ""
    heads = ["代码 Code", "措施 Measure", "种类 Type", "内容 Content", "依托 Rests on", "实施单位 Body"]
    heads += ["程度 Weight", "期限 Term", "依据 Basis", "说明 Note"]
    yield from table(heads, (_measure(one, rules, catalogue) for one in rules.measures.values()))


def _measure(one: MeasureKind, rules: ListingRules, catalogue: Catalogue) -> tuple[str, ...]:
    rests = [f"`{code}`" for code in one.lists] + [
        f"`{code}`" + ("（已生效且救济期满 final）" if one.final else "") for code in one.records
    ]
    term = f"最长 {one.months} 个月 months at most" if one.months else "列入名单期间 while listed"
    review = f"，每 {one.review_months} 个月复核 reviewed every {one.review_months}" if one.review_months else ""
    return (
        f"`{one.code}`", both(one.title), f"{SIDES[one.side]}<br>{both(rules.types[one.type].title)}<br>{SCOPES[one.scope]}",
        both(one.content), "<br>".join(rests), both(one.body), WEIGHTS[one.weight], term + review, both(cite(one.basis, catalogue)),
        f"{one.since} – {one.until or '…'} {note(one.sure, one.note)}",
    )  # fmt: skip
