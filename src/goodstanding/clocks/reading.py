"""Read days as people write them: a list of days and stretches, or the State Council's notice itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

LONGEST = 31
"""Days of one stretch; a longer one is a slip of the pen."""
_DAY = re.compile(
    r"(?:(?P<year>\d{4})\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?|(?P<only>\d{1,2})\s*[日号]"
)
_STRETCH = re.compile(r"\s*(?:至|到|~|～|—+|–|-|to|until)\s*")
SEPARATORS = " \t\r\n　、，,;；。和及"
_BETWEEN = re.compile(f"[{SEPARATORS}]*")
_ASIDE = re.compile(r"\s*[（(](?P<words>[^（）()]*)[）)]")
_WEEKDAY = re.compile(r"(?:周|星期)(?P<name>[一二三四五六日天])")
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from one to another, both included; often one day only."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says: the stretches that are off, the days that are worked, and what in it cannot be."""

    off: list[Stretch] = field(default_factory=list)
    worked: list[Stretch] = field(default_factory=list)
    wrong: list[Text] = field(default_factory=list)


def entries(written_by_hand: str, year: int) -> tuple[list[Stretch], list[Text]]:
    """A list such as ``1月1日至3日、2027-02-14``; a year that is not written is ``year``. What cannot be read is named."""
    found, wrong, left = _stretches(written_by_hand, year)
    unread = [piece.strip(SEPARATORS) for piece in left if not _BETWEEN.fullmatch(piece)]
    return found, wrong + [text("clocks.reading.unread", what=piece[:40]) for piece in unread]


def notice(words: str, year: int) -> Notice:
    """The State Council's notice: sentences with 放假 name what is off, sentences with 上班 what is worked."""
    read = Notice()
    for sentence in re.split(r"[。；;\n]", words):
        into = read.worked if "上班" in sentence else read.off if "放假" in sentence else None
        if into is not None:
            found, wrong, _ = _stretches(sentence, year)
            into += found
            read.wrong.extend(wrong)
    return read


def listed(stretches: list[Stretch]) -> str:
    """As :func:`entries` reads it again, a line each."""
    return "\n".join(f"{one.first}" if one.first == one.last else f"{one.first} 至 {one.last}" for one in stretches)


def together(days: list[date]) -> list[Stretch]:
    """Days as stretches, in order."""
    found: list[Stretch] = []
    for day in sorted(set(days)):
        if found and found[-1].last + timedelta(days=1) == day:
            found[-1] = Stretch(found[-1].first, day)
        else:
            found.append(Stretch(day, day))
    return found


def _stretches(words: str, year: int) -> tuple[list[Stretch], list[Text], list[str]]:
    """Stretches, what is wrong with them, and the words between them."""
    found: list[Stretch] = []
    wrong: list[Text] = []
    left: list[str] = []
    last: date | None = None
    reaches = False  # the words before say "until"
    at = 0
    for match in _DAY.finditer(words):
        between, at = words[at : match.start()], match.end()
        reaches = last is not None and _STRETCH.fullmatch(between) is not None
        if not reaches:
            left.append(between)
        day = _day(match, year, last)
        aside = _ASIDE.match(words, at)
        at = aside.end() if aside else at
        if day is None:
            wrong.append(text("clocks.reading.no_day", what=match.group().strip()))
            last = None
            continue
        wrong += _weekday(day, aside["words"] if aside else "")
        wrong += _take(found, day, reaches=reaches)
        last = day
    left.append(words[at:])
    return found, wrong, left


def _day(match: re.Match[str], year: int, before: date | None) -> date | None:
    """The day that is meant; ``11日`` alone is of the month named before it."""
    try:
        if match["only"]:
            return before.replace(day=int(match["only"])) if before else None
        return date(int(match["year"]) if match["year"] else year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _weekday(day: date, aside: str) -> Iterator[Text]:
    """A notice names the day of the week too: where it is another, the notice is of another year."""
    named = _WEEKDAY.search(aside)
    if named and WEEKDAYS.index(named["name"].replace("天", "日")) != day.weekday():
        yield text("clocks.reading.weekday", day=written(day), named=named.group(), weekday=f"周{WEEKDAYS[day.weekday()]}")


def _take(found: list[Stretch], day: date, *, reaches: bool) -> list[Text]:
    """A day of its own, or the end of the stretch that began with the day before it."""
    if not reaches:
        found.append(Stretch(day, day))
        return []
    first = found.pop().first
    if not first <= day < first + timedelta(days=LONGEST):
        return [text("clocks.reading.stretch", first=written(first), last=written(day), most=LONGEST)]
    found.append(Stretch(first, day))
    return []
