"""Writes ``docs/catalogue.md`` and ``docs/checks.md`` from the catalogue, with every basis and every doubt.

``python -m goodstanding.rules.documenting docs`` writes both; a test holds the committed ones against the catalogue.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from goodstanding.rules import documenting_listing
from goodstanding.rules.catalogue import Catalogue, CodeList, Field, Generation, Kind, PublicationClass, Regime, Rule
from goodstanding.rules.laws import cite
from goodstanding.rules.loading import load
from goodstanding.rules.markdown import UNSURE, both, note, table
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.reading_repairing import load_repair

MADE = "<!-- 由规则目录生成，勿手改。 Generated from the catalogue (python -m goodstanding.rules.documenting docs); do not edit. -->"
PRIVACY = {
    "public": "公开 public",
    "official": "仅记录页 record page only",
    "internal": "内部 internal",
    "drop": "入口删除 dropped at the door",
}
LAW_LEVELS = {
    "law": "法律 law",
    "regulation": "行政法规 administrative regulation",
    "central_policy": "中央政策文件 central policy",
    "ministry_rule": "部门规章 ministry's rule",
    "local_regulation": "地方性法规 local regulation",
    "normative": "规范性文件 normative document",
    "standard": "标准 standard",
    "own": "本系统 this system",
}
LEVELS = {
    "error": "错误：该行不入库 error: the row does not enter",
    "warning": "提醒：入库，请核对 warning: enters, please look",
    "info": "说明 info",
}


def write(folder: Path, catalogue: Catalogue) -> None:
    """Both documents."""
    for name, text in documents(catalogue).items():
        (folder / name).write_text(text, "utf-8")


def documents(catalogue: Catalogue) -> dict[str, str]:
    """File name -> text."""
    return {"catalogue.md": "\n".join(_catalogue(catalogue)) + "\n", "checks.md": "\n".join(_checks(catalogue)) + "\n"}


def _catalogue(catalogue: Catalogue) -> Iterator[str]:
    yield from (MADE, "", "# 规则目录 The catalogue", "")
    yield f"{UNSURE}表示未见官方原文，按数据保存，可随时改。 "
    yield f"{UNSURE}marks what was not seen in an official text; it is data and can be changed."
    yield ""
    for kind in catalogue.kinds.values():
        yield from _kind(kind)
    yield from ("## 代码表 Code lists", "")
    for codes in catalogue.codes.values():
        yield from _codes(codes)
    yield from _publication(catalogue)
    yield from _terms(catalogue)
    yield from _repair(catalogue)
    yield from documenting_listing.write(load_listing(), catalogue)
    yield from _laws(catalogue)
    yield from _calendar(catalogue)


def _kind(kind: Kind) -> Iterator[str]:
    yield from (f"## {kind.title.zh} {kind.title.en} (`{kind.code}`)", "")
    yield "同一记录 One record: " + " + ".join(f"`{code}`" for code in kind.key)
    yield ""
    heads = (
        "栏目 Column",
        "名称 Title",
        "类型 Type",
        "长度 Length",
        "必填 Required",
        "代码表 List",
        "公开 Privacy",
        "用途 Role",
        "说明 Note",
    )
    yield from table(heads, (_field(field) for field in kind.fields.values()))
    for generation in kind.generations:
        yield from _generation(generation)


def _field(field: Field) -> tuple[str, ...]:
    hint = both(field.hint) if field.hint.zh else ""
    doubt = note(field.sure, field.note)
    length = str(field.length or "")
    required = "是 yes" if field.required else ""
    codes = f"`{field.codes}`" + (" ;" if field.many else "") if field.codes else ""
    says = "<br>".join(part for part in (hint, doubt) if part)
    return f"`{field.code}`", both(field.title), field.type, length, required, codes, PRIVACY[field.privacy], field.role, says


def _generation(generation: Generation) -> Iterator[str]:
    yield from (f"### 模板 Template {generation.name}", "")
    yield "识别栏目 Recognised by: " + ", ".join(f"`{header}`" for header in generation.announces)
    yield ""
    joined = {part: f"{code} (;)" for code, parts in generation.joined.items() for part in parts}
    rows = []
    for header, code in (generation.columns | joined).items():
        values = "，".join(f"{old} → {new}" for old, new in generation.values.get(code, {}).items())
        rows.append((f"`{header}`", "、".join(generation.titles.get(header, ())), f"`{code}`" if code else "不导入 dropped", values))
    yield from table(("栏目 Column", "表头 Titles", "对应 Becomes", "值 Values"), rows)


def _codes(codes: CodeList) -> Iterator[str]:
    yield from (f"### {codes.title.zh} {codes.title.en} (`{codes.code}`)", "")
    if codes.note or not codes.sure:
        yield from (note(codes.sure, codes.note), "")
    rows = ((f"`{i.value}`", both(i.label), "、".join(i.aliases), "、".join(i.parts)) for i in codes.items)
    yield from table(("值 Value", "名称 Label", "别名 Aliases", "组成 Parts"), rows)


def _publication(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## 公示期限 Publication", "")
    yield "按决定之日的规定；到期自动停止公示。 By the rules of the decision's day; it ends by itself."
    yield ""
    rows = (_class(catalogue, regime, klass) for regime in catalogue.regimes for klass in regime.classes)
    yield from table(("规定 Regime", "决定日期 Decided", "类别 Class", "最短 Least", "最长 Most", "依据 Basis", "说明 Note"), rows)
    yield from ("### 入库而不公示 Kept, not shown", "")
    grounds = (
        (f"`{h.code}` ({h.kind})", both(h.title), "、".join(h.values), both(cite(h.basis, catalogue)), note(h.sure, h.note))
        for h in catalogue.held
    )
    yield from table(("代码 Code", "事由 Ground", "值 Values", "依据 Basis", "说明 Note"), grounds)


def _class(catalogue: Catalogue, regime: Regime, klass: PublicationClass) -> tuple[str, ...]:
    days = f"{regime.since} – {regime.until or '…'}"
    name = both(klass.title) + ("（未分类 unclassified）" if klass.code == regime.unclassified else "")
    most = "有效期内 while valid" if klass.most is None else f"{klass.most} 个月 months"
    most = most if klass.show else f"不公示 not shown ({most})"
    doubt = note(regime.sure, regime.note) if klass is regime.classes[0] else ""
    return f"`{regime.code}`", days, name, f"{klass.least} 个月 months", most, both(cite(regime.basis, catalogue)), doubt


def _repair(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## 信用修复 Repair", "")
    heads = ("公示制度 Regime", "受理、办理、延长 Terms", "条件 Conditions", "材料 Papers", "不得提前终止 Never", "依据 Basis", "说明 Note")
    rows = (
        (
            f"`{one.code}`", f"`{one.accept}` `{one.result}` `{one.extension}`", "、".join(c.title.zh for c in one.conditions),
            "、".join(c.title.zh for c in one.papers), "、".join(sorted(one.never)) or "-",
            both(cite(one.basis, catalogue)), note(one.sure, one.note),
        )
        for one in load_repair().regimes.values()
    )  # fmt: skip
    yield from table(heads, rows)


def _terms(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## 期限 Terms", "")
    units = {"working": "工作日 working days", "day": "日 days", "month": "个月 months"}
    rows = (
        (f"`{t.code}`", both(t.title), f"{t.count} {units[t.unit]}", t.starts, both(cite(t.basis, catalogue)), note(t.sure, t.note))
        for t in catalogue.terms.values()
    )
    yield from table(("代码 Code", "期限 Term", "长度 Length", "起算 Starts", "依据 Basis", "说明 Note"), rows)


def _laws(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## 依据 Laws", "")
    rows = (
        (
            f"`{law.code}`",
            both(law.title),
            law.number,
            LAW_LEVELS[law.level],
            str(law.since),
            str(law.until or ""),
            note(law.sure, law.note),
        )
        for law in catalogue.laws.values()
    )
    yield from table(("代码 Code", "名称 Title", "文号 Number", "层级 Level", "施行 In force", "终止 Until", "说明 Note"), rows)


def _calendar(catalogue: Catalogue) -> Iterator[str]:
    years = sorted(catalogue.calendar.years)
    yield from ("## 工作日 Working days", "")
    yield f"{years[0]}–{years[-1]}；其余年份未知，期限不作推算。 Other years are unknown; no deadline is guessed."


def _checks(catalogue: Catalogue) -> Iterator[str]:
    yield from (MADE, "", "# 检查项 The checks", "")
    yield "每一行逐项检查，逐条报告，不设上限。 Every row is checked by every rule and every finding is reported."
    yield "提示中的 `{field}` 等在报告里为该行的内容。 In a report `{field}` and the like are what the row says."
    yield ""
    for kind in catalogue.kinds.values():
        yield from (f"## {kind.title.zh} {kind.title.en}", "")
        yield from table(_HEADS, (_rule(rule, catalogue) for rule in kind.rules))
    yield from ("## 读取、清洗、匹配时的提示 Reading, cleaning, matching", "")
    yield from table(_HEADS, (_rule(rule, catalogue) for rule in catalogue.notices))


_HEADS = ("代码 Code", "名称 Title", "级别 Level", "提示 Message", "怎么办 What to do", "栏目 Columns", "依据 Basis", "说明 Note")


def _rule(rule: Rule, catalogue: Catalogue) -> tuple[str, ...]:
    fields = "、".join(f"`{code}`" for code in rule.fields)
    basis = both(cite(rule.basis, catalogue))
    says, suggestion = both(rule.message), both(rule.suggestion)
    return f"`{rule.code}`", both(rule.title), LEVELS[rule.level], says, suggestion, fields, basis, note(rule.sure, rule.note)


if __name__ == "__main__":
    write(Path(sys.argv[1]), load())
