"""A code explained on a terminal: its parts as a row, below them what is wrong, what it converts to and what cannot be known."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from goodstanding.pipeline.codes.run import Told
from goodstanding.rules.codes.explaining import Explanation, Reading
from goodstanding.rules.codes.words import word
from goodstanding.rules.persons import MASK
from goodstanding.rules.texts import Text

_TONES = {"right": "green", "unchecked": "yellow", "personal": "magenta"}
_SUGGESTED = Text("建议 {code}：{why}。{only}。", "Suggested {code}: {why}. {only}.")
_CANNOT = Text("不能推得{title}：{why}", "Not computable: {title}; {why}")
_COUNTED = Text("共 {rows} 行：{parts}", "{rows} lines: {parts}")
_SUGGESTIONS = Text("有更正建议 {n}", "{n} with a suggestion")
_FOUND = Text("得到统一社会信用代码 {n}", "{n} led to a Unified Social Credit Code")


class Screen:
    """Writes in one language, or in both, Chinese first."""

    def __init__(self, console: Console, language: str | None) -> None:
        self._console = console
        self._languages = [language] if language else ["zh", "en"]

    def explain(self, it: Explanation) -> None:
        """Everything about one code."""
        title = Line(it.code or MASK, style="bold")
        title.append(f"  {self._both(it.title)} · ")
        title.append(self._both(it.says), style=_TONES.get(it.verdict, "red"))
        self._console.print(title)
        for reading in it.readings:
            self._read(reading)
        for line in self._lines(it):
            self._console.print(line, highlight=False, markup=False, soft_wrap=True)
        self._console.print()

    def told(self, told: Told) -> None:
        """What came of a file."""
        for language in self._languages:
            parts = [f"{word('verdict', verdict).in_language(language)} {n:,}" for verdict, n in told.verdicts.most_common()]
            parts += [text.in_language(language).format(n=f"{n:,}") for text, n in ((_SUGGESTIONS, told.suggested), (_FOUND, told.found))]
            joined = ("；" if language == "zh" else "; ").join(parts)
            self._console.print(_COUNTED.in_language(language).format(rows=f"{told.rows:,}", parts=joined), highlight=False, soft_wrap=True)

    def _read(self, reading: Reading) -> None:
        if not reading.parts:
            return
        table = Table(box=box.SQUARE, show_header=True, header_style="bold")
        for part in reading.parts:
            places = str(part.first) if part.first == part.last else f"{part.first}-{part.last}"
            table.add_column(f"{part.value}\n{places}", overflow="fold")
        table.add_row(*(self._both(part.title, "\n") for part in reading.parts))
        table.add_row(*(self._both(part.meaning, "\n") for part in reading.parts))
        self._console.print(table)

    def _lines(self, it: Explanation) -> Iterator[str]:
        for fault in it.faults:
            for language in self._languages:
                yield f"✗ [{fault.code}] {fault.says.in_language(language)} {fault.do.in_language(language)}"
        if it.suggestion.why.zh:
            yield from self._suggested(it)
        for reading in it.readings:
            yield from (f"→ {self._both(one.title)} {one.value}  {self._both(one.why)}" for one in reading.derived)
            for one in reading.cannot:
                for language in self._languages:
                    title, why = one.title.in_language(language), one.why.in_language(language)
                    yield f"· {_CANNOT.in_language(language).format(title=title, why=why)}"
        yield from (f"· {self._both(note)}" for note in it.notes)

    def _suggested(self, it: Explanation) -> Iterator[str]:
        only = word("suggestion", "only")
        for language in self._languages:
            why = it.suggestion.why.in_language(language)
            said = _SUGGESTED.in_language(language).format(code=it.suggestion.code, why=why, only=only.in_language(language))
            yield f"? {said}" if it.suggestion.code else " ".join(("?", why, *it.suggestion.others))

    def _both(self, text: Text, between: str = " ") -> str:
        return between.join(dict.fromkeys(text.in_language(language) for language in self._languages))
