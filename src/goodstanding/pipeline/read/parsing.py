"""XML of strangers, read as a stream of events: no document types, no entities, no text longer than a cell may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, NoReturn
from xml.parsers import expat  # guarded below as defusedxml does, without its cost per element

from goodstanding.pipeline.read.refusing import refuse

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Chars = Callable[[str], None]
_BLOCK = 1 << 16


def parse(source: IO[bytes], start: Start, end: End, chars: Chars) -> None:
    """Call the handlers for all of ``source``."""
    for _ in parse_in_steps(source, start, end, chars):
        pass


def parse_in_steps(source: IO[bytes], start: Start, end: End, chars: Chars) -> Iterator[None]:
    """The same, yielding after every 64 KiB, so that what the handlers gathered can be passed on. Names come without prefix."""
    parser = _guarded(start, end, chars)
    try:
        while block := source.read(_BLOCK):
            parser.Parse(block, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as fault:
        raise refuse("FILE_CORRUPT", what=f"XML {fault.lineno}:{fault.offset}") from None
    except LookupError:  # an encoding nobody knows
        raise refuse("FILE_CORRUPT", what="XML") from None


def _guarded(start: Start, end: End, chars: Chars) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = chars

    def forbid(*_: object) -> NoReturn:
        raise refuse("FILE_UNSAFE_XML")

    # As defusedxml: a spreadsheet has no business declaring any of these.
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = forbid
    parser.ExternalEntityRefHandler = forbid
    return parser
