"""Files in a form: counted and weighed while they come, never on a disk in the clear."""

from __future__ import annotations

import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.test import RequestFactory

from goodstanding.papers import uploading
from goodstanding.papers.limits import ALTOGETHER, LARGEST, MEGABYTE
from goodstanding.papers.uploading import uploaded
from goodstanding.rules.refusals import Refused

BOUNDARY = b"----------------boundary"


class Slowly:
    """A body that is made while it is read, as a sender sends it: how much was read is known."""

    def __init__(self, parts: list[tuple[str, int]], field: str = "letter") -> None:
        self.parts, self.field, self.read_so_far = parts, field, 0
        self.total = sum(len(piece) for piece in self._pieces())
        self._left, self._rest = self._pieces(), b""

    def _pieces(self) -> Any:
        for name, size in self.parts:
            yield b"--" + BOUNDARY + f'\r\nContent-Disposition: form-data; name="{self.field}"; filename="{name}"\r\n\r\n'.encode()
            for start in range(0, size, MEGABYTE):
                yield b"x" * min(MEGABYTE, size - start)
            yield b"\r\n"
        yield b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="words"\r\n\r\n' + "办理异议".encode() + b"\r\n"
        yield b"--" + BOUNDARY + b"--\r\n"

    def read(self, size: int = -1) -> bytes:
        size = MEGABYTE if size < 0 else size
        while len(self._rest) < size and (piece := next(self._left, b"")):
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        self.read_so_far += len(given)
        return given

    def readline(self, size: int = -1) -> bytes:  # noqa: ARG002 - as a file has it
        raise AssertionError("a form is not read by lines")


def request(*parts: tuple[str, int]) -> tuple[HttpRequest, Slowly]:
    body = Slowly(list(parts))
    environ = RequestFactory().post("/x").environ | {
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY.decode()}", "CONTENT_LENGTH": str(body.total), "wsgi.input": body,
    }  # fmt: skip
    made = WSGIRequest(environ)
    return made, body


def test_a_file_and_the_other_fields_are_read() -> None:
    made, _ = request(("a.pdf", 1000))
    with uploaded(made) as files:
        found = files.one("letter")
        assert found is not None
        assert (found.name, len(found.content)) == ("a.pdf", 1000)
        assert files.all("evidence") == []
        assert made.POST["words"] == "办理异议"
    assert files.files == []


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([("large.pdf", 200 * MEGABYTE)], "FILE_TOO_LARGE"),
        ([("a.pdf", LARGEST)] * 4, "FILES_TOO_LARGE"),
        ([("a.pdf", 10)] * 11, "TOO_MANY_FILES"),
    ],
)
def test_too_much_is_refused_in_a_sentence_while_the_sender_finishes_and_in_little_memory(parts: list[tuple[str, int]], code: str) -> None:
    made, body = request(*parts)
    before = {one for one in Path(tempfile.gettempdir()).iterdir() if one.name.endswith(".upload")}
    tracemalloc.start()
    with uploaded(made) as files:
        with pytest.raises(Refused) as refusal:
            files.one("letter")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert made.POST["words"] == "办理异议"
    assert (refusal.value.code, refusal.value.status) == (code, 413)
    assert body.read_so_far == body.total, "all of it was read: whoever sends hears the answer"
    assert most < ALTOGETHER + 3 * LARGEST
    assert {one for one in Path(tempfile.gettempdir()).iterdir() if one.name.endswith(".upload")} == before


def test_exactly_as_much_as_is_allowed_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 5000)
    made, _ = request(("a.pdf", 5000))
    with uploaded(made) as files:
        assert files.one("letter") is not None
    made, _ = request(("a.pdf", 5001))
    with uploaded(made) as files, pytest.raises(Refused):
        files.all("letter")
