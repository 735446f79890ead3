"""The words of an answer: titles out of the catalogue, bases as people quote them. In both languages, always."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from goodstanding.measures.catalogue import quoted
from goodstanding.rules.loading import load
from goodstanding.rules.texts import Text

_ANY = UUID(int=0)


def both(said: Text) -> dict[str, str]:
    """As a program reads it."""
    return {"zh": said.zh, "en": said.en}


def cited(basis: str) -> Text:
    """A basis as people quote it."""
    return _cited(basis, settings.CITY_CATALOGUE)


@lru_cache(maxsize=1024)
def _cited(basis: str, city: Path | None) -> Text:  # noqa: ARG001 - what it is remembered by
    return quoted(basis)


def kind_of_record(kind: str) -> Text:
    """行政处罚, 行政许可."""
    known = load(settings.CITY_CATALOGUE).kinds.get(kind)
    return known.title if known else Text(kind, kind)


def url(name: str, key: object) -> str:
    """The address of a page, under the Chinese language whatever language is asked in: the bytes are the same for everybody."""
    return f"{settings.PUBLIC_URL}{_path(name).replace(str(_ANY), str(key))}"


@cache
def _path(name: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=[_ANY])
