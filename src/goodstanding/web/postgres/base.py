"""The connection a request takes over: is it still there? Django asks the server each time, a way there and back for every request.

A server that has gone (restarted, failed over, the connection ended by hand) closes the line, and that can be seen without asking. Only
after a while, after an error, or when there is something to be read is the server asked.
"""

from __future__ import annotations

import select
import time

from django.db.backends.postgresql import base

ASK_AFTER = 5.0
"""Seconds since the server last answered: a line that died without a word is noticed by the first request after a pause."""


class DatabaseWrapper(base.DatabaseWrapper):
    """``CONN_HEALTH_CHECKS``, without the question where a look is enough."""

    _asked_at = 0.0

    def is_usable(self) -> bool:
        """Django's own question."""
        if self.connection is None or self.connection.closed:
            return False
        recent = time.monotonic() - self._asked_at < ASK_AFTER
        if recent and not self.errors_occurred and not _something_to_read(self.connection.fileno()):
            return True
        answered: bool = super().is_usable()
        self._asked_at = time.monotonic()
        return answered


def _something_to_read(line: int) -> bool:
    """Between two requests the server says nothing, unless it says goodbye."""
    looked = select.poll()
    looked.register(line, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(looked.poll(0))
