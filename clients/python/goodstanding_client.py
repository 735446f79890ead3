"""Ask goodstanding about organisations, from an office system. One file, the standard library only: copy it, or put it on the path.

    checks = Client("https://credit.example.cn", client_id="12", secret="gs_…")
    answer = checks.check("91340000MA2MXXXX0X", purpose="tender", matter="ZB-2026-17")
    if answer.kind == "found":
        ...                    # records, entries, measures: a person reads them and decides
    elif answer.kind == "nothing":
        ...                    # nothing in these sources, current to answer.current_to; look at answer.complete
    else:
        ...                    # unknown: never "nothing"; answer.said says what to do

There is no fourth answer and no truth value: ``if answer`` raises, so that nobody takes "unknown" for "clear".
"""

from __future__ import annotations

import hashlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

__all__ = ["Answer", "Client", "Problem", "Proof", "verify"]
MOST = 1_000
"""Codes in one batch."""
EARLY = 30.0
"""Seconds before its end at which an access token is renewed."""


class Problem(Exception):  # noqa: N818 - the API calls it so (RFC 9457)
    """What the service refused, in its words: ``status``, ``code``, ``title`` and ``detail``; ``retry_after`` seconds where it says so."""

    def __init__(self, status: int, said: dict[str, Any], retry_after: float | None = None) -> None:
        super().__init__(f"{status} {said.get('code', '')} {said.get('detail') or said.get('title') or ''}".strip())
        self.status, self.said, self.retry_after = status, said, retry_after

    @property
    def code(self) -> str:
        """Which refusal: stable, for programs."""
        return str(self.said.get("code", ""))


@dataclass(frozen=True)
class Answer:
    """One receipt. ``content``: the bytes, to be kept; ``said``: the same as data."""

    content: bytes
    said: dict[str, Any]

    @classmethod
    def of(cls, content: bytes) -> Answer:
        """From the bytes."""
        return cls(content, json.loads(content))

    def __bool__(self) -> NoReturn:
        raise TypeError('an answer is "found", "nothing" or "unknown": ask for its kind')

    @property
    def kind(self) -> str:
        """``found``, ``nothing`` (in these sources) or ``unknown``."""
        return str(self.said["kind"])

    @property
    def id(self) -> str:
        """For :meth:`Client.again`, :meth:`Client.proof` and :meth:`Client.feed_back`."""
        return str(self.said["receipt"]["id"])

    @property
    def number(self) -> str:
        """What people quote."""
        return str(self.said["receipt"]["number"])

    @property
    def complete(self) -> bool:
        """Every source that is needed has handed in, in time."""
        return bool((self.said.get("coverage") or {}).get("complete"))

    @property
    def current_to(self) -> str | None:
        """The day to which all sources are current."""
        found: str | None = (self.said.get("coverage") or {}).get("current_to")
        return found

    @property
    def sha256(self) -> str:
        """Of the bytes: the leaf of the proof."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Proof:
    """From an answer's hash to the root that stands in the public log (RFC 9162)."""

    sha256: str
    index: int
    size: int
    path: tuple[str, ...]
    root: str
    log: str


class Client:
    """One department's program. The secret is exchanged for an access token of some minutes, which is renewed by itself."""

    def __init__(self, address: str, *, client_id: str, secret: str, language: str = "zh", timeout: float = 30.0) -> None:
        parts = urllib.parse.urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
            raise ValueError("the address must begin with https://")
        self._api = f"{address.rstrip('/')}/api/v1"
        self._id, self._secret, self._language, self._timeout = client_id, secret, language, timeout
        self._token, self._until = "", 0.0

    def check(self, code: str, *, purpose: str, matter: str = "") -> Answer:
        """One organisation."""
        query = urllib.parse.urlencode({"purpose": purpose, "matter": matter})
        return Answer.of(self._send("GET", f"/organisations/{urllib.parse.quote(code, safe='')}/check?{query}"))

    def check_many(self, codes: Sequence[str], *, purpose: str, matter: str = "", key: str = "") -> Iterator[dict[str, Any]]:
        """Any number, a thousand at a time, in their order: each answer as data.

        ``key``: the same again after a fault gets the same answers, and asks nothing twice. Without one, each call asks anew.
        """
        stem = key or str(uuid.uuid4())
        for number, start in enumerate(range(0, len(codes), MOST)):
            body = {"codes": list(codes[start : start + MOST]), "purpose": purpose, "matter": matter}
            answered = json.loads(self._send("POST", "/checks", body, {"Idempotency-Key": f"{stem}-{number}"}))
            yield from answered["items"]

    def again(self, receipt: str) -> Answer:
        """The same bytes as when it was asked."""
        return Answer.of(self._send("GET", f"/checks/{receipt}"))

    def proof(self, receipt: str) -> Proof:
        """Raises :class:`Problem` 409 in the minute before it is sealed."""
        said = json.loads(self._send("GET", f"/checks/{receipt}/proof"))
        return Proof(said["sha256"], said["index"], said["size"], tuple(said["path"]), said["root"], said["log"])

    def feed_back(
        self, receipt: str, outcome: str, *, measure: str = "", listing: str | None = None, reasons: str = "", effect: str = ""
    ) -> dict[str, Any]:
        """``seen``, ``applied``, ``not_applied`` (with reasons), ``not_applicable`` or ``ended``; of a measure or entry it named."""
        body = {"outcome": outcome, "measure": measure, "listing": listing, "reasons": reasons, "effect": effect}
        said: dict[str, Any] = json.loads(self._send("POST", f"/checks/{receipt}/feedback", body))
        return said

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None, more: dict[str, str] | None = None) -> bytes:
        headers = {"Authorization": f"Bearer {self._access()}", "Accept-Language": self._language, **(more or {})}
        content = None
        if body is not None:
            content, headers["Content-Type"] = json.dumps(body, ensure_ascii=False).encode(), "application/json"
        return self._open(urllib.request.Request(f"{self._api}{path}", content, headers, method=method))  # noqa: S310 - https, see __init__

    def _access(self) -> str:
        if time.monotonic() > self._until:
            basic = b64encode(f"{urllib.parse.quote_plus(self._id)}:{urllib.parse.quote_plus(self._secret)}".encode()).decode()
            headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
            asked = urllib.request.Request(f"{self._api}/oauth/token", b"grant_type=client_credentials", headers)  # noqa: S310 - as below
            said = json.loads(self._open(asked))
            self._token, self._until = said["access_token"], time.monotonic() + float(said["expires_in"]) - EARLY
        return self._token

    def _open(self, request: urllib.request.Request) -> bytes:
        try:
            with _OPENER.open(request, timeout=self._timeout) as answer:
                found: bytes = answer.read()
                return found
        except urllib.error.HTTPError as error:
            with error:
                raise _problem(error) from None


class _Stays(urllib.request.HTTPRedirectHandler):
    """A token is sent to no other address."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:  # noqa: ARG002 - the handler's signature
        return None


_OPENER = urllib.request.build_opener(_Stays)


def _problem(error: urllib.error.HTTPError) -> Problem:
    try:
        said = json.loads(error.read())
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    after = error.headers.get("Retry-After", "")
    known = {"code": said.get("error", ""), "detail": said.get("error_description", ""), **said}
    return Problem(error.code, known, float(after) if after.isdigit() else None)


def verify(answer: Answer, proof: Proof) -> bool:
    """Whether these very bytes stand under that root (RFC 9162, 2.1.3.2). Compare it with the one in the public log (``proof.log``)."""
    if answer.sha256 != proof.sha256 or not 0 <= proof.index < proof.size:
        return False
    place, last = proof.index, proof.size - 1
    found = hashlib.sha256(b"\x00" + bytes.fromhex(proof.sha256)).digest()
    for one in map(bytes.fromhex, proof.path):
        if last == 0:
            return False
        if place % 2 or place == last:
            found = hashlib.sha256(b"\x01" + one + found).digest()
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            found = hashlib.sha256(b"\x01" + found + one).digest()
        place, last = place // 2, last // 2
    return last == 0 and found.hex() == proof.root
