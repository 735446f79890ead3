"""两书同达: with each penalty decision the department serves a notice of credit repair (信用修复告知书), made here, ready for printing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.notices.letters import Letter
from goodstanding.records.models import Record, Revision
from goodstanding.repairs import looking, saying
from goodstanding.repairs.looking import catalogue, class_title
from goodstanding.rules.laws import cite
from goodstanding.rules.refusals import Missing
from goodstanding.rules.repairing import Eligibility, RepairRegime
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


def letter(record: Record, *, day: date | None = None) -> Letter:
    """What it is, until when it shows, from which day it may be repaired, on which conditions, with which papers, where, free of charge.

    Raises ``Missing`` for what has no repair: a permit, or what is not published.
    """
    if record.kind != "penalty" or record.held or record.shown_until is None:
        raise Missing("NO_NOTICE", text("repairs.refused.no_notice"))
    regime = looking.regime_of(record.regime)
    # As on the day it is served, whatever has become of it since: a bar of a later case says nothing about this decision.
    answer = looking.look_on(record, record.shown_from or record.decided_on)
    return Letter(
        title=text("repairs.notice.title"), number="", addressee=record.organisation.name,
        paragraphs=tuple(_paragraphs(record, regime, answer)), signed=saying.named(record.department), day=day or timezone.localdate(),
    )  # fmt: skip


def of_submission(submission: UUID) -> QuerySet[Record]:
    """The penalties that this submission brought and that show; in the order of its rows' records."""
    brought = Revision.objects.filter(submission=submission, number=1).values("record_id")
    found = Record.everything.filter(pk__in=brought, kind="penalty", held="", taken_back=False, shown_until__isnull=False)
    return found.select_related("organisation", "department").order_by("pk")


def _paragraphs(record: Record, regime: RepairRegime, answer: Eligibility) -> list[Text]:
    terms, until = catalogue().terms, record.shown_until or record.decided_on
    said = [
        text("repairs.notice.what", day=written(record.decided_on), organ=record.organ_name, document=record.decision_no),
        text("repairs.notice.shows", basis=cite(record.basis, catalogue()), klass=class_title(record), until=written(until)),
    ]
    if answer.earliest is None:
        return [*said, answer.reasons[0], text("repairs.notice.ends_by_itself"), _where()]
    said.append(text("repairs.notice.earliest", day=written(answer.earliest)))
    said.append(_listed("conditions", [(one.title, one.text) for one in answer.conditions]))
    said.append(_listed("papers", [(one.title, one.text) for one in regime.papers]))
    said.append(_where())
    days = {"accept": terms[regime.accept].count, "result": terms[regime.result].count}
    return [*said, text("repairs.notice.time", **days), text("repairs.notice.false", months=terms[regime.bar].count)]


def _listed(what: str, items: list[tuple[Text, Text]]) -> Text:
    """A numbered list inside one paragraph, line by line."""
    head = text("repairs.notice", what)
    zh = "\n".join([head.zh, *(f"（{n}）{title.zh}：{words.zh}" for n, (title, words) in enumerate(items, 1))])
    en = "\n".join([head.en, *(f"({n}) {title.en}: {words.en}" for n, (title, words) in enumerate(items, 1))])
    return Text(zh, en)


def _where() -> Text:
    return text("repairs.notice.where", url=settings.PUBLIC_URL, centre=Text(settings.CENTRE["name"], settings.CENTRE["name_en"]))
