"""The last checkpoint that was published, kept outside the database too.

A database brought back from an older backup would sign another tree of a size that is known already: a fork, which everybody who verifies
would rightly hold against us. So the log stops there, and says so.
"""

from __future__ import annotations

import os
from pathlib import Path

import orjson
from django.conf import settings

from goodstanding.publiclog import reading
from goodstanding.publiclog.models import Checkpoint, Head
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import text

FILE = "log_published"


def check(head: Head) -> None:
    """Raises ``Conflict`` where more was published once than this database knows of."""
    try:
        known = orjson.loads(_path().read_bytes())
    except FileNotFoundError:
        return
    if known["log"] != str(head.log):
        return  # another log, made anew in the same place: it has an origin and a history of its own
    if known["size"] > head.size or reading.root_of(known["size"]).hex() != known["root"]:
        raise Conflict("LOG_BEHIND", text("publiclog.refused.behind", published=known["size"], size=head.size))


def remember(head: Head, published: Checkpoint) -> None:
    """After the commit. Two files never get mixed: written whole, then put in place."""
    whole = _path().with_suffix(f".{os.getpid()}")
    with whole.open("wb") as file:
        file.write(orjson.dumps({"log": str(head.log), "size": published.size, "root": bytes(published.root).hex()}))
        file.flush()
        os.fsync(file.fileno())
    whole.replace(_path())


def _path() -> Path:
    return Path(settings.DATA_DIR) / FILE
