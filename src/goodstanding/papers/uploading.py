"""A form's files, in memory until they are sealed: nothing is ever written to a disk in the clear, however large it is.

A view that uses this is ``csrf_exempt`` and hands the parsed request to one that is ``csrf_protect``: the middleware would parse
the form before the files could be counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from goodstanding.papers.limits import ALTOGETHER, LARGEST, MEGABYTE, MOST
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


class TooLarge(Refused):
    """More than a form may bring."""

    status = 413


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came."""

    field: str
    name: str
    content: bytes


@dataclass(slots=True)
class Uploads:
    """What a form brought. ``refused``: why its files were not taken; the form's other fields can be read all the same."""

    files: list[Upload] = field(default_factory=list)
    refused: Refused | None = None

    def one(self, name: str) -> Upload | None:
        """The file of a field, if there is one. Raises what was refused."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list[Upload]:
        """The files of a field. Raises what was refused, so that nobody overlooks it."""
        if self.refused is not None:
            raise self.refused
        return [file for file in self.files if file.field == name]


class Gathering(FileUploadHandler):
    """Takes files into memory up to the limits. What is too much is thrown away while the sender finishes, so that the sender
    reads the sentence instead of a broken connection.
    """

    chunk_size = MEGABYTE // 2

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.found = Uploads()
        self._now = bytearray()
        self._left = ALTOGETHER
        self._count = 0

    def new_file(self, field_name: str, file_name: str, *args: object, **kwargs: object) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)  # type: ignore[arg-type]
        self._now = bytearray()
        self._count += 1
        if self._count > MOST:
            self.refuse("TOO_MANY_FILES", "too_many")
        if self.found.refused is not None:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        if self.found.refused is not None:
            return
        if len(self._now) + len(raw_data) > LARGEST:
            self.refuse("FILE_TOO_LARGE", "too_large")
        elif len(raw_data) > self._left:
            self.refuse("FILES_TOO_LARGE", "too_large_together")
        else:
            self._now += raw_data
            self._left -= len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if self.found.refused is None and file_size:
            self.found.files.append(Upload(self.field_name or "", self.file_name or "", bytes(self._now)))
        self._now = bytearray()
        return None

    def refuse(self, code: str, words: str) -> None:
        """Nothing of it is kept any longer; the first reason is the one that is told."""
        self._now, self.found.files = bytearray(), []
        said = text("papers.refused", words, largest=LARGEST // MEGABYTE, most=MOST, altogether=ALTOGETHER // MEGABYTE)
        self.found.refused = self.found.refused or TooLarge(code, said)


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[Uploads]:
    """Parse the form; ``request.POST`` can be read afterwards. Files are gone from memory when the block ends.

    What was too large is raised when a file is asked for, so that a form can say it beside what was typed.
    """
    gathering = Gathering(request)
    request.upload_handlers = [gathering]
    try:
        try:
            _ = request.POST
        except TooManyFilesSent:  # far more than the form's own limit: somebody tries
            gathering.refuse("TOO_MANY_FILES", "too_many")
        yield gathering.found
    finally:
        gathering.found.files = []
