"""A PDF that only shows something. Told by its bytes: nothing here interprets the file, and nothing of it is ever run.

A name may be written ``/J#61vaScript``, and objects may stand in compressed streams; both are undone before looking. How much is
decompressed has a limit, so that a small file cannot unfold into a large one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from goodstanding.papers.limits import MEGABYTE
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

ACTIVE = (b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToE", b"RichMedia", b"XFA", b"Rendition")
INSIDE = (b"EmbeddedFile", b"EmbeddedFiles")
LOCKED = (b"Encrypt",)
WORDS = {"active": ACTIVE, "inside": INSIDE, "locked": LOCKED}
"""What a paper has no use for, by the sentence that says so."""

_END = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$)"
_NAMES = {why: re.compile(rb"/(?:" + b"|".join(names) + rb")" + _END) for why, names in WORDS.items()}
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# Objects are never packed this way by a program that prints or scans; whoever does so hides something.
_ODD = re.compile(rb"/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt)" + _END)
_PACKED = re.compile(rb"/(?:ObjStm|XRef)" + _END)

FED = 16 * 1024
PIECE = MEGABYTE // 4
UNFOLDED = 400 * MEGABYTE
"""Scans are large: a page of A4 in colour at 300 dots an inch is 25 MB."""
READ_AGAIN = 4
"""Streams may be claimed to overlap; so many times the file is read at most."""
OVERLAP = 64
"""Longer than any name that is looked for, hexadecimal writing included."""


def look(content: bytes) -> None:
    """Raises ``Unusable`` where it is broken, locked, or does more than show."""
    if content.rfind(b"%%EOF", max(0, len(content) - 4096)) < 0:
        raise _refused("PDF_BROKEN", "pdf_broken")
    plain = _unescaped(content)
    _find(plain)
    if _PACKED.search(plain) and _ODD.search(plain):
        raise _refused("PDF_UNUSUAL", "pdf_unusual")
    for piece in _unfolded(content):
        _find(_unescaped(piece))


def _find(piece: bytes) -> None:
    for why, names in _NAMES.items():
        if names.search(piece):
            raise _refused(f"PDF_{why.upper()}", f"pdf_{why}")


def _unescaped(piece: bytes) -> bytes:
    """``/J#61vaScript`` as ``/JavaScript``."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), piece)


def _unfolded(content: bytes) -> Iterator[bytes]:
    """Every stream that zlib can unfold, in pieces that overlap a little. Raises ``Unusable`` beyond the limits."""
    out, taken = UNFOLDED, READ_AGAIN * len(content) + MEGABYTE
    for found in _STREAM.finditer(content):
        at, last = found.end(), b""
        unfolding = zlib.decompressobj()
        while _folded(content, found.end()) and not unfolding.eof and (unfolding.unconsumed_tail or at < len(content)):
            fed = unfolding.unconsumed_tail or content[at : at + FED]
            at += 0 if unfolding.unconsumed_tail else FED
            try:
                piece = unfolding.decompress(fed, PIECE)
            except zlib.error:
                taken -= len(fed)
                break
            taken -= len(fed) - len(unfolding.unconsumed_tail) - len(unfolding.unused_data)
            out -= len(piece)
            if out < 0 or taken < 0:
                raise _refused("PDF_TOO_MUCH", "pdf_too_much")
            yield last + piece
            last = (last + piece)[-OVERLAP:]


def _folded(content: bytes, at: int) -> bool:
    """Whether zlib's own two bytes stand there (RFC 1950)."""
    return at + 2 <= len(content) and content[at] & 15 == 8 and (content[at] << 8 | content[at + 1]) % 31 == 0


def _refused(code: str, words: str) -> Unusable:
    return Unusable(code, text("papers.refused", words))
