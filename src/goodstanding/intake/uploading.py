"""A browser's or a program's upload, sealed while Django parses the request: no temporary file is ever written in the clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

    id: UUID
    sealed: Sealed
    name: str


class Sealing(FileUploadHandler):
    """Takes the one field ``file``. A refusal is kept until the sender has finished, so that the sender reads the sentence
    instead of a broken connection; what comes after it is thrown away.
    """

    chunk_size = spool.CHUNK

    def __init__(self, request: HttpRequest, begin: Callable[[UUID], Sealer]) -> None:
        super().__init__(request)
        self.id, self.begin = uuid4(), begin
        self.sealer: Sealer | None = None
        self.upload: Upload | None = None
        self.refused: Refused | None = None

    def new_file(self, field_name: str, file_name: str, *args: object, **kwargs: object) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)  # type: ignore[arg-type]
        if field_name != FIELD or self.sealer is not None:
            raise SkipFile
        try:
            self.sealer = self.begin(self.id)
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
                self.upload = Upload(self.id, self.sealer.close(), self.file_name or "")
            except Refused as refused:
                self.refused = refused
        return None

    def clean(self) -> None:
        """Leave nothing of a file that was not taken in."""
        if self.sealer is not None:
            self.sealer.abandon()


@contextmanager
def sealed(request: HttpRequest, begin: Callable[[UUID], Sealer], taken: Callable[[UUID], bool]) -> Iterator[Sealing]:
    """Parse the request. A file that is not ``taken`` in the end, under its id, leaves nothing behind."""
    sealing = Sealing(request, begin)
    request.upload_handlers = [sealing]
    try:
        _ = request.POST
        yield sealing
    finally:
        if not taken(sealing.id):
            sealing.clean()


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[Upload | None]:
    """A submission's file, sealed; None where there is none. Raises ``Refused`` where it could not be."""
    with sealed(request, Sealer, lambda pk: Submission.everything.filter(id=pk).exists()) as sealing:
        if sealing.refused is not None:
            raise sealing.refused
        yield sealing.upload
