"""The catalogue this city uses."""

from __future__ import annotations

from django.conf import settings

from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import load


def catalogue() -> Catalogue:
    """The standard catalogue with the city's own folder laid over it, read once."""
    return load(settings.CITY_CATALOGUE)
