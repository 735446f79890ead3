"""One call of a receiver's address: to the address that was checked, in bounded time, with a bounded answer, following nothing."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from threading import Timer
from typing import NamedTuple

from goodstanding.exchange import addressing
from goodstanding.exchange.addressing import Target
from goodstanding.rules.refusals import Refused

PATIENCE = 20.0
"""Seconds for the whole call, its answer included (Standard Webhooks: 15 to 30)."""
CONNECT = 8.0
LONGEST = 4096
"""Bytes of the answer that are read; none are kept."""
LONGEST_REST = 24 * 60 * 60
"""Seconds a receiver may ask us to wait (Retry-After)."""


FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "timeout"), (ssl.SSLError, "tls"), (ConnectionError, "refused"),
)  # fmt: skip
"""What went wrong -> what it is called; the first that fits."""


class Said(NamedTuple):
    """What became of it: a status, or one of the faults; ``rest``: how many seconds the receiver asks us to wait."""

    status: int | None
    fault: str
    rest: int = 0

    @property
    def received(self) -> bool:
        """2xx; a redirection is a failure, because following it could lead anywhere."""
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str], *, patience: float = PATIENCE) -> Said:
    """Raises nothing: whatever a receiver does is an answer."""
    try:
        target = addressing.checked(url)
        address = addressing.resolved(target)
    except (Refused, addressing.Forbidden):
        return Said(None, "address")
    except (OSError, UnicodeError):
        return Said(None, "name")
    try:
        return _call(target, address, body, headers, patience)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Said(None, next((name for kind, name in FAULTS if isinstance(fault, kind)), "broken"))


def _call(target: Target, address: str, body: bytes, headers: Mapping[str, str], patience: float) -> Said:
    line = socket.create_connection((address, target.port), timeout=min(CONNECT, patience))
    late = _Late(line)
    watch = Timer(patience, late.cut)
    watch.daemon = True
    watch.start()
    connection = http.client.HTTPConnection(target.host, target.port)
    try:
        line.settimeout(patience)
        connection.sock = ssl.create_default_context().wrap_socket(line, server_hostname=target.host) if target.secure else line
        late.line = connection.sock
        connection.request("POST", target.path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(LONGEST)
        return Said(answer.status, "" if 200 <= answer.status < 300 else "status", _rest(answer.getheader("Retry-After", "")))
    except (OSError, http.client.HTTPException, ValueError):
        if late.is_cut:
            raise TimeoutError from None
        raise
    finally:
        watch.cancel()
        connection.close()
        line.close()


class _Late:
    """Cuts the line of a receiver that sends a byte now and then, for ever."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.is_cut = False

    def cut(self) -> None:
        """From another thread: whatever waits for the line wakes up."""
        self.is_cut = True
        try:
            self.line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _rest(said: str) -> int:
    return min(int(said), LONGEST_REST) if said.isascii() and said.isdigit() and len(said) < 10 else 0
