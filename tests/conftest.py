"""What all tests share: a real PostgreSQL, and people with a standing.

Without DATABASE_URL the session starts the embedded PostgreSQL in a folder of its own and stops it in the end; workers of
pytest-xdist share that server, each with a database of its own. Data files go into a folder of the session.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from goodstanding.running.embedded import Server, in_use

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
"""A test's server need not survive a power cut."""
_session = ExitStack()
# The same examples each time, so that a change is judged by what it changes and not by luck; the nightly run looks for others.
# Nothing fails for being slow on a busy machine.
_UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis.register_profile("repeatable", derandomize=True, **_UNTIMED)
hypothesis.register_profile("nightly", **_UNTIMED)
hypothesis.load_profile("nightly" if os.environ.get("NIGHTLY") else "repeatable")


def prepare() -> None:
    """Before pytest-django reads the settings, which is why they are named here and not in pyproject.toml."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "goodstanding.settings"
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"]) / worker)
        Path(os.environ["DATA_DIR"]).mkdir(exist_ok=True)
        return
    folder = Path(tempfile.mkdtemp(prefix="goodstanding-tests-"))
    _session.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(DATA_DIR=str(folder), LOG_LEVEL="WARNING", DEMO="true")
    for name in ("WATCH_DIR", "CITY_CATALOGUE", "PUBLIC_URL", "PORT"):
        os.environ.pop(name, None)
    if not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE")):
        os.environ["DATABASE_URL"] = _session.enter_context(in_use(Server(folder, FAST))).url


def pytest_sessionstart(session: pytest.Session) -> None:
    """The people are models' rows: they are imported when pytest-django has set up Django."""
    session.config.pluginmanager.import_plugin("tests.people")
    session.config.pluginmanager.import_plugin("tests.browser")


atexit.register(_session.close)
prepare()
# The same way to keep a password as everywhere, at a price that thousands of people in tests can pay.
ScryptPasswordHasher.work_factor, ScryptPasswordHasher.parallelism = 16, 1
assert settings.INSTALLED_APPS  # read now, so that pytest-django finds them and sets up Django


@pytest.fixture(scope="session", autouse=True)
def _emptied_row_by_row() -> Iterator[None]:
    """A test that commits is cleaned up by DELETE: our tables are nearly empty, and to TRUNCATE a hundred of them takes twenty times
    as long. Locks and references rest for it (which takes a superuser). What Django writes of its own models stays as it is.
    """
    truncate, kept = DatabaseOperations.sql_flush, {"django_content_type", "auth_permission"}

    def delete(self: DatabaseOperations, _style: Any, tables: list[str], **_how: Any) -> list[str]:
        rows = [f"DELETE FROM {self.quote_name(one)}" for one in tables if one not in kept]
        return ["SET session_replication_role = replica", *rows, "SET session_replication_role = origin"]

    DatabaseOperations.sql_flush = delete  # type: ignore[method-assign]
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    yield
    DatabaseOperations.sql_flush = truncate  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nobody_spoke_before() -> None:
    """An English page asked for in the test before leaves this thread in English, and addresses with it."""
    translation.deactivate()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files, which are not part of the repository."""
    folder = Path(os.environ.get("GOODSTANDING_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"NOT RUN: the real files are not at {folder}; set GOODSTANDING_SHARED_DATA")
    return folder
