"""A browser's or a program's upload, sealed while Django parses the request: no temporary file is ever written in the clear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from goodstanding.intake import spool
from goodstanding.intake.models import Submission
from goodstanding.intake.spool import Sealed, Sealer
from goodstanding.rules.refusals import Refused

FIELD = "file"


@dataclass(frozen=True, slots=True)
class Upload:
    """A sealed file waiting to be taken in under the id it was sealed for."""

    submission: UUID
    sealed: Sealed
    name: str


class Sealing(FileUploadHandler):
    """Takes the one field ``file``. A refusal is kept until the sender has finished, so that the sender reads the sentence
    instead of a broken connection; what comes after it is thrown away.
    """

    chunk_size = spool.CHUNK

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.submission = uuid4()
        self.sealer: Sealer | None = None
        self.upload: Upload | None = None
        self.refused: Refused | None = None

    def new_file(self, field_name: str, file_name: str, *args: object, **kwargs: object) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)  # type: ignore[arg-type]
        if field_name != FIELD or self.sealer is not None:
            raise SkipFile
        try:
            self.sealer = Sealer(self.submission)
        except Refused as refused:
            self.refused = refused

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        if self.refused is None and self.sealer is not None:
            try:
                self.sealer.write(raw_data)
            except Refused as refused:
                self.refused = refused

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:  # noqa: ARG002 - Django's signature
        if self.refused is None and self.sealer is not None:
            try:
                self.upload = Upload(self.submission, self.sealer.close(), self.file_name or "")
            except Refused as refused:
                self.refused = refused
        return None

    def clean(self) -> None:
        """Leave nothing of a file that was not taken in."""
        if self.sealer is not None:
            self.sealer.abandon()


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[Upload | None]:
    """Parse the request; the file is sealed, or None where there is none. A file that was not taken in leaves nothing behind."""
    sealing = Sealing(request)
    request.upload_handlers = [sealing]
    try:
        _ = request.POST
        if sealing.refused is not None:
            raise sealing.refused
        yield sealing.upload
    finally:
        if not Submission.everything.filter(id=sealing.submission).exists():
            sealing.clean()
