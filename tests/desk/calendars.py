"""A strict reader of RFC 5545, written for these tests: what it does not expect is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

NEEDS = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}
WITHIN = {"VCALENDAR": "", "VEVENT": "VCALENDAR", "VALARM": "VEVENT"}
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
_LINE = re.compile(r"(?P<name>[A-Z][A-Z0-9-]*)(?P<parameters>(?:;[A-Z-]+=[^;:,\"]+)*):(?P<value>.*)", re.DOTALL)


@dataclass
class Part:
    """A component with its properties (each once) and what stands within it."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def day(self, name: str) -> date:
        assert f"{name};VALUE=DATE" in self.values
        return datetime.strptime(self.values[f"{name};VALUE=DATE"], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone


def read(feed: bytes) -> Part:
    """The calendar; ``AssertionError`` for the first thing that is not as the RFC says."""
    assert feed.endswith(b"\r\n")
    physical = feed.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical), "3.1: lines of 75 octets at most"
    assert not any(b"\n" in line or b"\r" in line or not line for line in physical), "3.1: lines end in CRLF"
    for raw in physical:
        raw.decode("utf-8")  # no character is cut in two
    lines = feed.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    open_parts: list[Part] = []
    whole: Part | None = None
    for line in lines:  # as they were before they were folded
        assert whole is None, "nothing after the end"
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), "3.1: no control characters"
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        if name == "BEGIN":
            assert WITHIN[value] == (open_parts[-1].name if open_parts else ""), "nested as it should be"
            open_parts.append(Part(value))
        elif name == "END":
            done = open_parts.pop()
            assert done.name == value
            assert {one.partition(";")[0] for one in done.values} >= NEEDS[value], f"{value} is whole"
            if open_parts:
                open_parts[-1].parts.append(done)
            else:
                whole = done
        else:
            _property(open_parts[-1], name + match["parameters"], value)
    assert whole is not None
    identities = [event.values["UID"] for event in whole.parts]
    assert len(set(identities)) == len(identities), "3.8.4.7: globally unique"
    for event in whole.parts:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.values["DTSTAMP"]), "3.8.7.2: in UTC"
        assert event.day("DTEND") > event.day("DTSTART"), "3.6.1"
    return whole


def _property(part: Part, name: str, value: str) -> None:
    assert name not in part.values, "each once"
    if name in TEXTS:
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "3.3.11: escaped"
        assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), "3.3.11: nothing else is escaped"
        value = re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
    part.values[name] = value
