"""Tables as data: what each cell says, and where it leads. ``ui/components/table.html`` draws them; on a phone their rows become cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.templatetags import texts
from goodstanding.ui.texts import text

WHOLE = "gs-whole"


@dataclass(frozen=True, slots=True)
class Cell:
    """``tone``: it stands as a tag; ``also``: tags behind it; ``below``: lines beneath; ``spoken``: more of a link, for the ear alone."""

    value: Text | str
    url: str = ""
    tone: str = ""
    style: str = ""
    chinese: bool = False
    also: tuple[tuple[Text, str], ...] = ()
    below: tuple[str, ...] = ()
    spoken: Text | str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``titled``: its caption is seen, not only heard; ``headed``: the first cell of a row is its name."""

    caption: Text
    columns: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    titled: bool = True
    headed: bool = True

    @property
    def lines(self) -> Iterator[list[tuple[Text, Cell]]]:
        """Each cell with the name of its column."""
        return (list(zip(self.columns, row, strict=True)) for row in self.rows)


def key(words: str, url: str = "") -> Cell:
    """A number people quote."""
    return Cell(words, url, style="gs-number")


def number(value: int, url: str = "", spoken: Text | str = "") -> Cell:
    """How many."""
    return Cell(texts.count(value), url, spoken=spoken)


def joined(*words: Text) -> Text:
    """Several pieces one after the other, in each language."""
    return Text(" ".join(one.zh for one in words), " ".join(one.en for one in words))


def day(value: date | datetime | None) -> Cell:
    """A day, never broken over two lines."""
    return Cell(written(value) if value else "", style=WHOLE)


def moment(value: datetime | None) -> Cell:
    """A day and a time of day."""
    return Cell(texts.moment(value), style=WHOLE)


def history(entries: Iterable[dict[str, Any]]) -> Table:
    """What happened, first to last: dictionaries with ``at``, ``what``, ``who`` and ``because``."""
    columns = [text("ui.history", name) for name in ("at", "what", "who", "because")]
    rows = [(moment(one["at"]), Cell(one["what"]), Cell(one["who"]), Cell(one["because"])) for one in entries]
    return Table(text("ui.history.title"), columns, rows, titled=False, headed=False)


def pages(page: Page[Any], request: HttpRequest) -> dict[str, Any]:
    """What ``pagination.html`` reads: the addresses keep what was asked for."""
    query = request.GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    following = f"{kept}&" if kept else ""
    return {
        "total": page.paginator.count, "first": f"?{kept}" if page.number > 1 else "",
        "next": f"?{following}page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
