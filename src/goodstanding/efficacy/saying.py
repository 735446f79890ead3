"""What the pages say of an example: its words in the reader's language, who it is where that may be said, and its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from goodstanding.efficacy.composing import PARTS
from goodstanding.efficacy.models import Example, Version
from goodstanding.ledger.models import Entry
from goodstanding.lists import shown
from goodstanding.lists.models import Listing
from goodstanding.lists.saying import named as department_named
from goodstanding.lists.saying import title_of as list_title
from goodstanding.measures.catalogue import title_of
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

TONES = {"draft": "wait", "submitted": "wait", "approved": "wait", "published": "good", "dropped": "plain", "withdrawn": "bad"}


def body(words: dict[str, dict[str, str]]) -> dict[str, Any]:
    """In the language of the page; in Chinese, and said so, where there is no English."""
    english = (translation.get_language() or "").startswith("en") and bool(words.get("en", {}).get("title"))
    said = words["en" if english else "zh"]
    return {
        "title": said["title"], "lang": "en" if english else "zh-Hans", "untranslated": not english and translation.get_language() == "en",
        "parts": [(text("efficacy.part_title", part), said[part].split("\n")) for part in PARTS if part != "title"],
    }  # fmt: skip


def about(example: Example) -> Text:
    """The measure or the list."""
    return title_of(example.application.kind_id) if example.application else list_title(example.listing.kind_id if example.listing else "")


def who(example: Example) -> dict[str, Any] | None:
    """The body, where the page may name it today: as its department chose, and only while its entry shows."""
    if not example.named or example.entry is None:
        return None
    entry = Listing.public.filter(pk=example.entry.pk).select_related("organisation", "department", "load", "kind").first()
    if entry is None:
        return None
    (line,) = shown.lines([entry])
    return {"name": line.organisation.name, "code": line.code, "disputed": line.disputed, "url": reverse("lists:entry", args=[entry.pk])}


def facts(example: Example) -> list[dict[str, Any]]:
    """What the desk reads beside the text."""
    ground = example.ground
    where = reverse("measures:case" if example.application_id else "lists:case", args=[ground.pk])
    rows: list[tuple[str, Any, str]] = [
        ("ground", ground.number, where), ("organisation", example.organisation.name, ""), ("about", about(example), ""),
        ("department", department_named(example.department), ""), ("named", text("efficacy.named", "yes" if example.named else "no"), ""),
        ("drafted_by", example.drafted_by, ""), ("approved_by", example.approved_by, ""), ("published_by", example.published_by, ""),
        ("ended", example.ended_words, ""),
    ]  # fmt: skip
    return [{"key": text("efficacy.fact", key), "value": value, "url": url} for key, value, url in rows if value]


def history(example: Example) -> list[dict[str, Any]]:
    """The ledger's entries, first to last."""
    found = Entry.objects.filter(subject=Example._meta.label_lower, subject_id=str(example.pk), event__startswith="example:").order_by("id")
    return [
        {
            "at": one.at, "what": _event(one), "because": one.because,
            "who": text("efficacy.system") if one.role == "system" else one.label,
        }
        for one in found
    ]  # fmt: skip


def published(examples: Iterable[Example]) -> list[dict[str, Any]]:
    """For the public list: title and where it comes from, in three statements however many."""
    chosen = list(examples)
    words = {one.example_id: one for one in Version.objects.filter(example__in=chosen).order_by("number")}
    return [
        {"example": one, "body": body(words[one.pk].words), "about": about(one), "department": department_named(one.department)}
        for one in chosen
    ]


def _event(entry: Entry) -> Text:
    return text("efficacy.event", entry.event.partition(":")[2])
