"""Pictures without what a camera writes beside them: place, time, device, comments. Which way up stays.

Only whole segments and chunks are left out, so the picture is the same bit for bit. What stands behind its end is cut off.
"""

from __future__ import annotations

import struct
import zlib

from goodstanding.papers.limits import PIXELS
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD"})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_JFIF, _EXIF, _ADOBE, _COMMENT = 0xE0, 0xE1, 0xEE, 0xFE
_START_OF_SCAN, _END = 0xDA, 0xD9
_ORIENTATION = 0x0112


def cleaned_png(content: bytes) -> bytes:
    """The chunks that make the picture. Raises ``Unusable`` where it is none."""
    kept, at, shown = [PNG], len(PNG), False
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        whole = content[at : at + 12 + length]
        if len(whole) < 12 + length or struct.unpack(">I", whole[-4:])[0] != zlib.crc32(whole[4:-4]):
            break
        if kind == b"IHDR" and length == 13:
            _check(*struct.unpack_from(">II", whole, 8))
            shown = True
        if kind in _PNG_KEPT:
            kept.append(whole)
        if kind == b"IEND" and shown:
            return b"".join(kept)
        at += 12 + length
    raise _broken()


def cleaned_jpeg(content: bytes) -> bytes:
    """The segments that make the picture, and which way up it is. Raises ``Unusable`` where it is none."""
    kept, at, shown = [b"\xff\xd8"], 2, False
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _END and shown:
            return b"".join([*kept, b"\xff\xd9"])
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        end = at + 2 if marker in _BARE else at + 2 + _length(content, at + 2)
        segment = content[at:end]
        if marker in _FRAMES and len(segment) >= 9:
            height, width = struct.unpack_from(">HH", segment, 5)
            _check(width, height)
            shown = True
        if marker == _START_OF_SCAN:
            end = _scanned(content, end)
            segment = content[at:end]
        kept.append(_kept(marker, segment))
        at = end
    raise _broken()


def _kept(marker: int, segment: bytes) -> bytes:
    if marker == _EXIF:
        return _which_way_up(segment)
    dropped = marker == _COMMENT or (_JFIF <= marker <= 0xEF and marker not in {_JFIF, _ADOBE})
    return b"" if dropped else segment


def _length(content: bytes, at: int) -> int:
    if at + 2 > len(content) or (length := int(struct.unpack_from(">H", content, at)[0])) < 2:
        raise _broken()
    return length


def _scanned(content: bytes, at: int) -> int:
    """Where the next segment begins: behind the picture's own bytes, in which FF is followed by 00 or a restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and content[at + 1] not in _BARE and content[at + 1] != 0xFF:
            return at
        at += 2 if content[at + 1] != 0xFF else 1
    raise _broken()


def _which_way_up(segment: bytes) -> bytes:
    """An EXIF segment with nothing but the orientation; nothing at all where it has none or cannot be read."""
    head = segment[10:18]
    if segment[4:10] != b"Exif\0\0" or head[:4] not in {b"II*\0", b"MM\0*"}:
        return b""
    order = "<" if head[:2] == b"II" else ">"
    try:
        first = 10 + struct.unpack(order + "I", head[4:8])[0]
        for entry in range(min(struct.unpack_from(order + "H", segment, first)[0], 100)):
            tag, kind, count, value = struct.unpack_from(order + "HHIH", segment, first + 2 + 12 * entry)
            if (tag, kind, count) == (_ORIENTATION, 3, 1) and 1 <= value <= 8:
                body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
                return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    except struct.error:
        return b""
    return b""


def _check(width: int, height: int) -> None:
    if not 0 < width * height <= PIXELS:
        raise Unusable("PICTURE_TOO_LARGE", text("papers.refused.picture_too_large"))


def _broken() -> Unusable:
    return Unusable("PICTURE_BROKEN", text("papers.refused.picture_broken"))
