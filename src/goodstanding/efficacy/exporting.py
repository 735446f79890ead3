"""The figures as files: the same numbers as the pages, small ones kept back in public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from goodstanding.efficacy import counting, counting_checks, public_numbers
from goodstanding.efficacy.counting import PARTS, Row, Scope
from goodstanding.efficacy.counting_checks import Asked
from goodstanding.efficacy.showing import Named, departments, purpose_title
from goodstanding.lists.writing_tables import Row as Line
from goodstanding.measures.catalogue import rules, title_of
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

COLUMNS = ("what", "title", "department_code", "department", "year", "figure", "part", "n")


def headings() -> list[str]:
    """Both languages in one cell, as every file of the platform has them."""
    return [f"{said.zh} {said.en}" for said in (text("efficacy.export", column) for column in COLUMNS)]


def lines(scope: Scope, asked: Asked, *, public: bool) -> Iterator[Line]:
    """One number a line."""
    found, said, measures = counted(scope, asked)
    whose = departments([row.department for row in found] + [row.department for row in (*said, *measures)])
    for row in found:
        for figure, part, n in _figures(row, public=public):
            yield _line("measure", title_of(row.kind), whose, row.department, scope.year, _word(figure, part), part, n, public=public)
    for what, rows, names in (("purpose", said, counting_checks.FIGURES), ("feedback", measures, counting_checks.ON_MEASURES)):
        title = purpose_title if what == "purpose" else title_of
        for one in rows:
            for name in _followed(names, public=public):
                words = text("efficacy.followed", name)
                yield _line(what, title(one.what), whose, one.department, scope.year, words, "", one.n(name), public=public)


def answer(scope: Scope, asked: Asked, *, public: bool) -> dict[str, Any]:
    """The same as JSON: a small number is ``{"fewer_than": 5}``, a median of few is null."""
    found, said, measures = counted(scope, asked)
    whose = departments([row.department for row in found] + [row.department for row in (*said, *measures)])
    show = public_numbers.plain if public else int
    return {
        "year": scope.year, "fewer_than": public_numbers.FEW if public else None,
        "measures": [_measure(row, whose, public=public) for row in found],
        "checks": [_check("purpose", row, whose, _followed(counting_checks.FIGURES, public=public), show) for row in said],
        "feedback": [_check("measure", row, whose, counting_checks.ON_MEASURES, show) for row in measures],
    }  # fmt: skip


def counted(scope: Scope, asked: Asked) -> tuple[list[Row], list[counting_checks.Row], list[counting_checks.Row]]:
    """Everything there is."""
    return counting.counted(scope), counting_checks.by_purpose(asked), counting_checks.by_measure(asked, scope.side)


def _measure(row: Row, whose: Named, *, public: bool) -> dict[str, Any]:
    show = public_numbers.plain if public else int
    few = public and public_numbers.is_few(row.n("ended"))
    side = rules().measures[row.kind].side if row.kind in rules().measures else ""
    numbers: dict[str, Any] = {name: show(row.n(name)) for name in counting.FIGURES}
    for figure, names in PARTS.items():
        parts = {part: row.n(figure, part) for part in names}
        numbers[f"{figure}_by"] = public_numbers.broken_down(parts) if public else parts
    return {
        "measure": row.kind, "side": side, "title": _both(title_of(row.kind)), "department": _who(whose, row.department), **numbers,
        "median_days": None if few else row.median,
    }  # fmt: skip


def _check(what: str, row: counting_checks.Row, whose: Named, names: Sequence[str], show: Any) -> dict[str, Any]:
    title = purpose_title(row.what) if what == "purpose" else title_of(row.what)
    numbers = {name: show(row.n(name)) for name in names}
    return {what: row.what, "title": _both(title), "department": _who(whose, row.department), **numbers}


def _figures(row: Row, *, public: bool) -> Iterator[tuple[str, str, int]]:
    for figure in counting.FIGURES:
        yield figure, "", row.n(figure)
        parts = {part: row.n(figure, part) for part in PARTS.get(figure, ())}
        shown = public_numbers.broken_down(parts) if public else parts
        yield from ((figure, part, n) for part, n in (shown or {}).items())
    if row.median is not None and not (public and public_numbers.is_few(row.n("ended"))):
        yield "median", "", row.median


def _followed(names: Sequence[str], *, public: bool) -> list[str]:
    """What was not answered yet is the desk's: in public it would give small numbers away."""
    return [one for one in names if not (public and one == counting_checks.SILENT)]


def _word(figure: str, part: str) -> Text:
    return (
        text("efficacy.part", part) if part else text("efficacy.column.median") if figure == "median" else text("efficacy.figure", figure)
    )


def _line(what: str, title: Text, whose: Named, department: int, year: int, words: Text, part: str, n: int, *, public: bool) -> Line:
    who = whose[department]
    median = words == text("efficacy.column.median")
    kind = text("efficacy.export_kind", what)
    return [
        kind.zh, title.zh, who.code, who.name, str(year), f"{words.zh} {words.en}", part,
        str(n if median or not public else public_numbers.cell(n)),
    ]  # fmt: skip


def _both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def _who(whose: Named, department: int) -> dict[str, str]:
    who = whose[department]
    return {"code": who.code, "name": who.name}
