"""A list of bidders, sealed while Django parses the form: however large it is, nothing of it is written in the clear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from goodstanding.checks import files_keeping
from goodstanding.checks.models import Batch
from goodstanding.intake import spool
from goodstanding.intake.spool import Sealed, Sealer
from goodstanding.rules.refusals import Refused

FIELD = "file"
MOST_BYTES = 512 * 1024 * 1024
"""A million rows with a dozen columns; what a form's sender can be asked to wait for."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A sealed file, under the id of the batch it may become."""

    batch: UUID
    sealed: Sealed
    name: str


class Sealing(FileUploadHandler):
    """Takes the one field ``file``; why it was not taken is kept until the sender has finished, so that he can read it."""

    chunk_size = spool.CHUNK

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.batch = uuid4()
        self.sealer: Sealer | None = None
        self.upload: Upload | None = None
        self.refused: Refused | None = None

    def new_file(self, field_name: str, file_name: str, *args: object, **kwargs: object) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)  # type: ignore[arg-type]
        if field_name != FIELD or self.sealer is not None:
            raise SkipFile
        try:
            self.sealer = Sealer(self.batch, MOST_BYTES, files_keeping.source(self.batch))
        except Refused as refused:
            self.refused = refused

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        if self.refused is None and self.sealer is not None:
            try:
                self.sealer.write(raw_data)
            except Refused as refused:
                self.refused = refused

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if self.refused is None and self.sealer is not None and file_size:
            try:
                self.upload = Upload(self.batch, self.sealer.close(), self.file_name or "")
            except Refused as refused:
                self.refused = refused
        return None

    def clean(self) -> None:
        """Leave nothing of a file that was not taken in."""
        if self.sealer is not None:
            self.sealer.abandon()


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[Sealing]:
    """Parse the form; a file that no batch was made of leaves nothing behind."""
    sealing = Sealing(request)
    request.upload_handlers = [sealing]
    try:
        _ = request.POST
        yield sealing
    finally:
        if not Batch.objects.filter(pk=sealing.batch).exists():
            sealing.clean()
