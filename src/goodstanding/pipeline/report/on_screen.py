"""The report in a terminal: numbers, rules by frequency, the first findings, and a closing sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.report import listing
from goodstanding.pipeline.report.as_json import said
from goodstanding.pipeline.report.styling import LEVELS
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.findings import title
from goodstanding.rules.texts import Text

_NUMBERS = Text(
    "{kind}（{generation} 模板）：共 {rows} 行，可入库 {good} 行，需修改 {faulty} 行，自然人信息 {persons} 行（不接收）。",
    "{kind} (template {generation}): {rows} rows, {good} may enter, {faulty} to fix, {persons} about natural persons (not taken).",
)
_CLEAN = Text("检查通过，没有需要修改的内容，可以报送。", "Nothing to correct: the file can be handed in.")
_LOOK = Text(
    "没有错误，可以报送；请先看一看以上 {warnings} 条提醒。",
    "No errors, the file can be handed in; please look at the {warnings} warnings first.",
)
_FIX = Text(
    "请修改以上 {errors} 处错误后再报送；没有错误的行可以先入库。",
    "Correct the {errors} errors before handing in; rows without errors may enter meanwhile.",
)
_FATAL = Text(
    "整个文件暂不能入库，请先解决表头等文件级错误。",
    "Nothing of this file may enter until the errors of the file as a whole are corrected.",
)
_PERSONS = Text(
    "自然人信息不在归集范围，请从文件中删除后报送。", "Natural persons are out of scope: take their rows out before handing in."
)
_MORE = Text("另有 {count} 条，完整清单请用 --report 结果.xlsx 查看。", "{count} more; write them all with --report result.xlsx.")
_WRITTEN = Text("完整结果已写入 {path}", "The whole report is in {path}")
_ONLY_SHEETS = {"CSV", "JSON"}  # what a file without sheets is called; nothing a reader knows
_TITLE = Text("问题汇总（多的在前）", "Findings, most frequent first")
_WHAT = Text("问题", "What")
_COLUMNS = (_WHAT, Text("级别", "Level"), Text("次数", "Findings"), Text("行数", "Rows"))
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def needs_attention(found: Examined) -> bool:
    """Whether somebody has to correct or look at something; what was merely cleaned does not count."""
    return found.fatal or bool(found.persons or found.levels.get("error") or found.levels.get("warning"))


class Screen:
    """Writes to a console, in both languages or in one."""

    def __init__(self, console: Console, language: str | None) -> None:
        self._console = console
        self._language = language

    def refuse(self, code: str, why: Text) -> None:
        """Why the file cannot be used."""
        self._say(why, style="bold red")
        self._console.print(f"[{code}]", markup=False)

    def show(self, folder: Path, found: Examined, catalogue: Catalogue, *, first: int, report: Path | None) -> None:
        """The whole report on one screen or two."""
        kind = catalogue.kinds[found.kind].title
        numbers = {"generation": found.generation, "rows": found.rows, "good": found.good, "faulty": found.faulty, "persons": found.persons}
        self._say(Text(_NUMBERS.zh.format(kind=kind.zh, **numbers), _NUMBERS.en.format(kind=kind.en, **numbers)))
        if found.levels:
            self._rules(folder, found, catalogue)
            self._first(folder, found, catalogue, first, complete=report is not None)
        for text in _closing(found):
            self._say(text, style="bold")
        if report:
            self._say(_WRITTEN.filled(path=report))

    def _rules(self, folder: Path, found: Examined, catalogue: Catalogue) -> None:
        table = Table(title=self._one(_TITLE), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        for heading in _COLUMNS:
            numbers = heading.en in {"Findings", "Rows"}
            table.add_column(
                self._one(heading, between="\n"), justify="right" if numbers else "left", ratio=1 if heading is _WHAT else None
            )
        for count in listing.counts(folder):
            what = self._one(title(count.rule, catalogue.kinds[found.kind], catalogue))
            level = self._one(LEVELS[count.level], between="\n")
            table.add_row(
                f"{escape(what)}\n[dim]{count.rule}[/dim]", level, f"{count.findings:,}", f"{count.rows:,}", style=_STYLES[count.level]
            )
        self._console.print(table)

    def _first(self, folder: Path, found: Examined, catalogue: Catalogue, first: int, *, complete: bool) -> None:
        """Errors before warnings, warnings before what was merely cleaned."""
        read = [finding for level in LEVELS for finding in listing.read(folder, level=level, limit=first)][:first]
        shown = listing.together(read)
        for finding in shown:
            sheet = "" if finding.sheet in _ONLY_SHEETS else f"{finding.sheet} "
            line = Text("整个文件", "the file") if finding.line is None else Text(f"第 {finding.line} 行", f"line {finding.line}")
            self._console.print(f"[bold]{escape(sheet)}{self._one(line)}[/bold] [dim]{finding.rule}[/dim]", highlight=False)
            self._say(said(finding, found, catalogue), style=_STYLES[finding.level])
        rest = sum(found.levels.values()) - len(read)
        if rest > 0 and shown and not complete:
            self._say(_MORE.filled(count=f"{rest:,}"))

    def _one(self, text: Text, between: str = " ") -> str:
        return text.in_language(self._language) if self._language else f"{text.zh}{between}{text.en}"

    def _say(self, text: Text, style: str = "") -> None:
        self._console.print(self._one(text, between="\n"), markup=False, style=style, highlight=False)


def _closing(found: Examined) -> list[Text]:
    """What to do now."""
    errors, warnings = found.levels.get("error", 0), found.levels.get("warning", 0)
    ends = [_PERSONS] if found.persons else []
    if found.fatal:
        return [*ends, _FATAL]
    if errors:
        return [*ends, _FIX.filled(errors=errors)]
    if warnings:
        return [*ends, _LOOK.filled(warnings=warnings)]
    return ends or [_CLEAN]
