"""A worker, as the product runs it: here until the queue is empty, or as a process of its own that can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

ROOT = Path(__file__).parents[2]


def work() -> None:
    """Do the jobs that wait, and return: in a thread, because a browser's test leaves an event loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(_work).result()


def _work() -> None:
    """Jobs run in threads that outlive the test, so their connections must not be kept."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    with app.replace_connector(cast(DjangoConnector, app.connector).get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def worker(first: str) -> subprocess.CompletedProcess[bytes]:
    """A worker process that runs the lines ``first`` before it begins, such as ones that kill it in the middle of its work."""
    lines = (
        "import django",
        "django.setup()",
        "import os, signal",
        first,
        "from goodstanding.running.working import worker",
        "worker(standalone_mode=False)",
    )
    program = "\n".join(lines)
    return subprocess.run([sys.executable, "-c", program], env=environment(), cwd=ROOT, check=False, capture_output=True, timeout=120)


def environment() -> dict[str, str]:
    """This test's database and data folder, for another process."""
    here: dict[str, Any] = connection.settings_dict
    password = f":{here['PASSWORD']}" if here["PASSWORD"] else ""
    socket = here["HOST"].startswith("/")
    where = f"@/{here['NAME']}?host={here['HOST']}" if socket else f"@{here['HOST']}:{here['PORT']}/{here['NAME']}"
    url = f"postgresql://{here['USER']}{password}{where}"
    keys = {"SECRET_KEY": settings.SECRET_KEY, "FIELD_KEY": settings.FIELD_KEY}  # the folder is the test's own, the keys are not in it
    path = os.pathsep.join(filter(None, sys.path))
    return os.environ | keys | {"DATABASE_URL": url, "DATA_DIR": str(settings.DATA_DIR), "PYTHONPATH": path}
