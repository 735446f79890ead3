"""Small files of every kind, made byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

END = b"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class File:
    """What an upload is."""

    name: str
    content: bytes


def pdf(*objects: bytes) -> bytes:
    """A PDF with a catalogue, a page and whatever else."""
    every = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", *objects)
    return b"%PDF-1.7\n" + b"\n".join(b"%d 0 obj\n%s\nendobj" % (n, one) for n, one in enumerate(every, 1)) + END


def stream(content: bytes, head: bytes = b"/Filter /FlateDecode") -> bytes:
    """An object with a compressed stream."""
    packed = zlib.compress(content, 9)
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)


def png(width: int = 2, height: int = 2, *extra: tuple[bytes, bytes]) -> bytes:
    """A grey picture; ``extra`` chunks stand before its content."""
    rows = zlib.compress(b"".join(b"\x00" + b"\x80" * min(width, 64) for _ in range(min(height, 64))))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), *extra, (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def jpeg(*, exif: bytes = b"", comment: bytes = b"", tail: bytes = b"") -> bytes:
    """The segments of a picture of 2 by 2, with something that looks like its content."""
    segments = [b"\xff\xe0" + _sized(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")]
    if exif:
        segments.append(b"\xff\xe1" + _sized(exif))
    if comment:
        segments.append(b"\xff\xfe" + _sized(comment))
    segments += [
        b"\xff\xdb" + _sized(b"\0" + b"\x01" * 64), b"\xff\xc0" + _sized(struct.pack(">BHHB", 8, 2, 2, 1) + b"\x01\x11\x00"),
        b"\xff\xda" + _sized(b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56\xff\xd0\x78",
    ]  # fmt: skip
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9" + tail


def _sized(content: bytes) -> bytes:
    return struct.pack(">H", len(content) + 2) + content


def exif(orientation: int, order: str = "<", secret: bytes = b"30.2741N 120.1551E") -> bytes:
    """A camera's own words: which way up, and where."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    entries = struct.pack(order + "H", 2)
    entries += struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "HHII", 0x8825, 4, 1, 26)
    return b"Exif\0\0" + head + entries + secret


def macro() -> bytes:
    """A Word file with a macro in it, as Office packs one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return made.getvalue()
