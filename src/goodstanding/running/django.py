"""Django and its database, for a command."""

from __future__ import annotations

import os

import django
from django.conf import settings

from goodstanding.running import embedded


def start() -> None:
    """Settings and models and, where no DATABASE_URL is given, our own PostgreSQL for as long as this process runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.settings")
    if settings.EMBEDDED:
        embedded.for_this_process(settings.DATA_DIR)
    django.setup()
