"""Pages as words, and scans to hand in."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.papers.files import png


def words(response: Any) -> str:
    """What somebody reads, without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def scan(name: str = "回证.png") -> SimpleUploadedFile:
    """A small picture."""
    return SimpleUploadedFile(name, png(), "image/png")


def asked(response: Any) -> set[str]:
    """The names of the fields of a page's forms."""
    return set(re.findall(r'<(?:input|textarea|select)[^>]*? name="([^"]+)"', response.content.decode()))
