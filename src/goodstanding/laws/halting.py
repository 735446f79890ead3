"""The kill switch: a law, some of its articles, or a measure is repealed or suspended; what rests on it stops in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.laws import bases, depending, force, targets, telling
from goodstanding.laws.depending import Dependant
from goodstanding.laws.models import KINDS, Affected, Halt, Law
from goodstanding.laws.numbering import next_number
from goodstanding.laws.previewing import preview
from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.papers.models import Paper
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

__all__ = ("Said", "checked", "halt", "preview")
SET = 2_000
"""Lines of the list written in one statement."""
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was decided elsewhere. ``key`` is the halt's own: sent twice, it is done once."""

    target: str
    code: str
    kind: str
    document: str
    words: str
    since: date
    articles: str = ""
    key: UUID = field(default_factory=uuid4)


def checked(said: Said) -> Said:
    """As it will be kept and published. Raises ``Refused`` with what to do, ``Missing`` where there is no such thing."""
    target = targets.find(said.target, said.code)
    articles = bases.written(said.articles)
    kept = replace(
        said, articles=articles or "", document=persons.mask(said.document.strip()[:200])[0],
        words=persons.mask(said.words.strip()[:LONGEST])[0],
    )  # fmt: skip
    wrong = {
        "KIND_UNKNOWN": said.kind not in KINDS, "ARTICLES_UNREADABLE": articles is None or bool(articles and said.target != "law"),
        "DOCUMENT_MISSING": not kept.document, "WORDS_MISSING": not kept.words,
        # What is repealed from a day to come stays in force until then: the catalogue gives that law its last day.
        "SINCE_IN_FUTURE": said.since > timezone.localdate(),
        "SINCE_TOO_EARLY": target.since is not None and said.since < target.since,
    }  # fmt: skip
    if found := next((code for code, is_so in wrong.items() if is_so), ""):
        raise Refused(found, text("laws.refused", found.lower()))
    return kept


def halt(said: Said, *, by: Standing, paper: Paper | None = None) -> Halt:
    """Do it: the list is written, the halt closes it, every part stops what rests on it, those concerned are told.

    Raises ``Refused`` where something is missing, ``Conflict`` where it is halted already. The same ``key`` again gives the same halt.
    """
    require(by, "halt_basis")
    kept = checked(said)
    with transaction.atomic():
        lock(kept.target, kept.code)
        if done := Halt.objects.filter(pk=kept.key).first():
            return done
        _not_halted_already(kept)
        affected = _keep(kept, depending.dependants(kept.target, kept.code, kept.articles))
        made = Halt.objects.create(
            id=kept.key, number=next_number(), target=kept.target, code=kept.code, articles=kept.articles, kind=kept.kind,
            document=kept.document, words=kept.words, since=kept.since, paper=paper, affected=affected, by=by.label, by_user=by.user_id,
        )  # fmt: skip
        for part in depending.parts():
            part.stop(made, by=by)
        data = {
            "target": kept.target, "code": kept.code, "articles": kept.articles, "kind": kept.kind, "since": kept.since,
            "affected": affected,
        }  # fmt: skip
        write(Event.LAW_HALTED, made, by=by, because=kept.words, data=data)
        telling.begin(made, "halted")
    made.refresh_from_db()
    return made


def lock(target: str, code: str) -> None:
    """For this transaction alone: whoever holds it as a basis (:func:`force.hold`) has finished, or waits and sees this.

    One halt at a time: what rests on two laws would otherwise be locked from both sides.
    """
    with connection.cursor() as cursor:
        cursor.execute(force.ALONE, ["goodstanding.laws"])
        if target == "law":
            cursor.execute(f"SELECT 1 FROM {Law._meta.db_table} WHERE code = %s FOR UPDATE", [code])
        else:
            cursor.execute(force.ALONE, [force.lock_name(target, code)])


def _not_halted_already(said: Said) -> None:
    """Once repealed nothing is left to repeal or suspend; a suspension may still become a repeal."""
    open_halts = Halt.objects.filter(target=said.target, code=said.code, lifted_on__isnull=True)
    for one in open_halts:
        covers = not one.articles or (
            said.articles and bases.parse(f":{said.articles}").articles <= bases.parse(f":{one.articles}").articles
        )
        if covers and one.kind in ("repealed", said.kind):
            raise Conflict("HALTED_ALREADY", text("laws.refused.halted_already", number=one.number, document=one.document))


def _keep(said: Said, found: Iterable[Dependant]) -> int:
    """The list as it stands now, in sets; a suspension pauses what a repeal would stop. Returns how many lines."""
    lines, total = iter(_lines(said, found)), 0
    while some := list(islice(lines, SET)):
        Affected.objects.bulk_create(some)
        total += len(some)
    return total


def _lines(said: Said, found: Iterable[Dependant]) -> Iterator[Affected]:
    for one in found:
        became = "paused" if said.kind == "suspended" and one.became == "stopped" else one.became
        yield Affected(
            halt_id=said.key, part=one.part, subject=one.subject, subject_id=one.subject_id, organisation_id=one.organisation_id,
            title_zh=one.title.zh, title_en=one.title.en, n=one.n, became=became, public=one.public,
        )  # fmt: skip
