"""What may be written to a log. A log line carries counts, ids and names of our own steps, never the content of a row.

Locks, because a log outlives everything: only known keys pass; other packages' lines lose their arguments; an exception is told by
its type and place, never by its message (a database error quotes the row that failed); what is left loses personal numbers.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from goodstanding.rules import persons

Event = MutableMapping[str, Any]

KEYS = frozenset({
    "event", "level", "logger", "timestamp", "request", "method", "route", "status", "ms", "user", "role", "department", "submission",
    "record", "organisation", "client", "kind", "action", "code", "count", "rows", "good", "faulty", "persons", "seconds", "job", "task",
    "attempt", "queue", "step", "share", "generation", "port", "address", "pid", "error", "frames", "dropped",
})  # fmt: skip
"""The keys of our own calls that may be written; of everything else the key alone is."""


def only_known_keys(_logger: object, _method: str, event: Event) -> Event:
    """Drop what is not on the list, and name its key: it is a mistake in the calling line."""
    dropped = [key for key in event if key not in KEYS and not key.startswith("_")]
    for key in dropped:
        del event[key]
    if dropped:
        event["dropped"] = dropped
    return event


def without_personal_numbers(_logger: object, _method: str, event: Event) -> Event:
    """Other packages' sentences may have been made with values already: what looks like a person's number is masked."""
    if "_record" in event and not event.get("_from_structlog"):
        event["event"] = persons.mask(str(event["event"]))[0]
    return event


def exceptions_by_place(_logger: object, _method: str, event: Event) -> Event:
    """``exc_info`` becomes the exception's type and where it came from."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = f"{info[0].__module__}.{info[0].__qualname__}"
        event["frames"] = [f"{f.filename.rsplit('site-packages/')[-1]}:{f.lineno} {f.name}" for f in traceback.extract_tb(info[2])[-12:]]
    return event


def configure(*, as_json: bool, level: str) -> None:
    """One handler on stderr for structlog and for the standard library, with the same locks on both."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer(colors=False)
    )
    locks: list[structlog.typing.Processor] = [without_personal_numbers, exceptions_by_place, only_known_keys]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        use_get_message=False,  # the template of another package's line without its arguments, which may be anything
        processors=[*locks, structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("django.request", "django.security", "procrastinate"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
