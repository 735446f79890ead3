"""What a file is by its content, and whether it may come in: a picture or a PDF that only shows something."""

from __future__ import annotations

from dataclasses import dataclass

from goodstanding.papers import pdf, pictures
from goodstanding.papers.limits import LARGEST, MEGABYTE
from goodstanding.papers.models import MEDIA_TYPES
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

OFFICE = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
"""Word, Excel, WPS, OFD and every other archive: what may hold a macro is not opened to see whether it does."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What it is, and the bytes that are kept of it."""

    media_type: str
    content: bytes


def look(name: str, content: bytes) -> Looked:
    """Raises ``Unusable`` with what to do instead."""
    if not content:
        raise Unusable("PAPER_EMPTY", text("papers.refused.empty"))
    if len(content) > LARGEST:
        raise Unusable("FILE_TOO_LARGE", text("papers.refused.too_large", largest=LARGEST // MEGABYTE))
    if content.startswith(OFFICE):
        raise Unusable("PAPER_OFFICE", text("papers.refused.office"))
    media_type = told(content)
    if not name.lower().endswith(MEDIA_TYPES[media_type]):
        raise Unusable("PAPER_NAME_DISAGREES", text("papers.refused.name_disagrees"))
    if media_type == "application/pdf":
        pdf.look(content)
        return Looked(media_type, content)
    return Looked(media_type, pictures.cleaned_jpeg(content) if media_type == "image/jpeg" else pictures.cleaned_png(content))


def told(content: bytes) -> str:
    """The type its first bytes say."""
    for media_type, begins in (("application/pdf", b"%PDF-"), ("image/jpeg", b"\xff\xd8\xff"), ("image/png", pictures.PNG)):
        if content.startswith(begins):
            return media_type
    raise Unusable("PAPER_TYPE_UNKNOWN", text("papers.refused.type_unknown"))
