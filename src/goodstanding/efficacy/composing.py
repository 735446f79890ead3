"""A first text, put together from the data of one case: what happened, by which rule, what was done about it, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from goodstanding.lists import saying as listed
from goodstanding.lists.cards import organ
from goodstanding.lists.models import Listing
from goodstanding.measures.catalogue import content_of, quoted, title_of
from goodstanding.measures.models import Application
from goodstanding.rules import persons
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

PARTS = ("title", "happened", "basis", "measure", "did", "outcome")
"""In the order a reader meets them."""
Said = dict[str, dict[str, str]]


def compose(ground: Application | Listing, clean: Callable[[str], str]) -> Said:
    """Both languages. ``clean`` takes out of free words whatever tells who it is."""
    made = _of_application(ground, clean) if isinstance(ground, Application) else _of_listing(ground, clean)
    return {
        "zh": {part: persons.mask(made[part].zh)[0] for part in PARTS},
        "en": {part: persons.mask(made[part].en)[0] for part in PARTS},
    }


def _of_application(one: Application, clean: Callable[[str], str]) -> dict[str, Text]:
    side, measure = one.side, title_of(one.kind_id)
    where = listed.named(one.department)
    if one.decided_on and one.starts_on and one.ends_on:
        said = {
            "department": where,
            "starts": written(one.starts_on),
            "ends": written(one.ends_on),
            "content": _stopless(content_of(one.kind_id)),
        }
        if side == "incentive":
            done = text("efficacy.draft.granted", reasons=_free(one.reasons, clean), **said)
        else:
            done = text("efficacy.draft.applied", reasons=_free(one.proportion, clean), **said)
    else:
        done = text("efficacy.draft.not_applied", department=where, measure=measure, reasons=_free(one.ended_words, clean))
    title = "not_applied" if one.decided_on is None else side
    return {
        "title": text("efficacy.draft.title", title, measure=measure),
        "happened": text("efficacy.draft.happened", on=_rests(one), grounds=_free(one.grounds, clean)),
        "basis": text("efficacy.draft.basis", basis=quoted(one.basis or one.kind.basis)),
        "measure": done,
        "did": _did(one, one.listing, clean, asked=one.notified_on is not None),
        "outcome": _outcome_of_application(one, clean),
    }


def _of_listing(one: Listing, clean: Callable[[str], str]) -> dict[str, Text]:
    title, where = listed.title_of(one.kind_id), organ(one)
    days = {"on": written(one.decided_on) if one.decided_on else "", "ends": written(one.ends_on) if one.ends_on else ""}
    return {
        "title": text("efficacy.draft.title.listing", list=title),
        "happened": text("efficacy.draft.happened_listing", criterion=_stopless(listed.criterion_of(one)), facts=_free(one.facts, clean)),
        "basis": text("efficacy.draft.basis", basis=listed.cited(one.basis or one.kind.basis)),
        "measure": text("efficacy.draft.listed", department=where, list=title, reasons=_free(one.reasons, clean), **days),
        "did": _did(one, one, clean, asked=one.served_on is not None and one.load_id is None),
        "outcome": _outcome_of_listing(one, clean),
    }


def _did(one: Application | Listing, entry: Listing | None, clean: Callable[[str], str], *, asked: bool) -> Text:
    """What the organisation did: said something, put it right; nothing, where it was asked; else nothing is known here."""
    pieces: list[Text] = []
    if one.answer:
        pieces.append(text("efficacy.draft.answered", weighed=_free(one.weighed, clean)))
    if entry is not None and entry.ended_because == "repaired":
        pieces.append(text("efficacy.draft.repaired"))
    if not pieces:
        return text("efficacy.draft.did_nothing") if asked else text("efficacy.draft.not_recorded")
    return _joined(pieces)


def _outcome_of_application(one: Application, clean: Callable[[str], str]) -> Text:
    if one.state == "ended" and one.ended_on:
        why = text("measures.ended_because", one.ended_because)
        return text("efficacy.draft.ended", day=written(one.ended_on), why=why, words=_sentence(one.ended_words, clean))
    if one.state == "dropped" and one.ended_on:
        return text("efficacy.draft.dropped", day=written(one.ended_on))
    return _by_term(one.ends_on, one.ends_on is not None and one.ends_on < timezone.localdate())


def _outcome_of_listing(one: Listing, clean: Callable[[str], str]) -> Text:
    if one.state == "ended" and one.ended_on:
        why = text("lists.ended_because", one.ended_because)
        return text("efficacy.draft.off_list", day=written(one.ended_on), why=why, words=_sentence(one.ended_words, clean))
    return _by_term(one.ends_on, listed.is_over(one))


def _by_term(day: date | None, over: bool) -> Text:
    until = written(day) if day else ""
    return text("efficacy.draft.term_over", day=until) if over else text("efficacy.draft.in_force", day=until)


def _rests(one: Application) -> Text:
    if one.listing is not None:
        return text("efficacy.draft.on_list", list=listed.title_of(one.listing.kind_id))
    return text("efficacy.draft.on_records", n=one.rests.count())


def _free(words: str, clean: Callable[[str], str]) -> str:
    """Words somebody wrote, without what tells who it is, and with a full stop of our own behind them."""
    return clean(words).strip().rstrip("。.;；")


def _sentence(words: str, clean: Callable[[str], str]) -> str:
    """The same as a sentence of its own; nothing where nothing is left."""
    said = _free(words, clean)
    return f"{said}。" if said else ""


def _stopless(said: Text) -> Text:
    """A sentence of the catalogue inside one of ours."""
    return Text(said.zh.rstrip("。；"), said.en.rstrip("."))


def _joined(pieces: list[Text]) -> Text:
    return Text("".join(one.zh for one in pieces), " ".join(one.en for one in pieces))
