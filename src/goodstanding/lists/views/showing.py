"""What the pages of both sides show of a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from goodstanding.departments.allowing import may
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.ledger.models import Entry
from goodstanding.lists import comparing, letters, picturing, saying
from goodstanding.lists.models import OPEN, Listing, Rest
from goodstanding.papers import keeping
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

Row = dict[str, Any]
SYSTEM = frozenset({"system"})
OFFICE = frozenset({"steward", "head", "official"})


def rows(table: str, pairs: list[tuple[str, Any]]) -> list[Row]:
    """For the summary list; what is empty is left out."""
    return [{"key": text("lists.desk", table, name), "value": value} for name, value in pairs if value]


def facts(listing: Listing) -> list[Row]:
    """What is said, and by which list."""
    return rows("fact", [
        ("organisation", f"{listing.organisation.name} {listing.organisation.uscc or ''}".strip()),
        ("list", saying.title_of(listing.kind_id)), ("department", saying.named(listing.department)),
        ("criterion", saying.criterion_of(listing)), ("facts", listing.facts),
    ])  # fmt: skip


def terms(listing: Listing) -> list[Row]:
    """Basis, term and time to answer, as the catalogue says."""
    known = saying.kind_of(listing)
    answer = saying.span(known.answer) if known and listing.colour != "scrutiny" else None
    months = text("lists.desk.span.month", n=listing.kind.months)
    return rows("fact", [("basis", saying.cited(listing.basis or listing.kind.basis)), ("term", months), ("answer", answer)])


def case_page(listing: Listing, *, for_subject: bool = False) -> dict[str, Any]:
    """The case as it stands."""
    today = timezone.localdate()
    return {
        "listing": listing, "title": saying.title_of(listing.kind_id), "colour": text("lists.colour", listing.colour),
        "state": saying.state_of(listing), "tone": saying.tone_of(listing), "late": saying.time_is_over(listing, today),
        "next": text("lists.ours.next" if for_subject else "lists.desk.next", saying.doing(listing, today), until=saying.until(listing)),
        "left": saying.left(listing, today), "steps": picturing.steps(listing), "label": text("lists.desk.steps"),
        "facts": facts(listing), "terms": terms(listing), "decision": decision(listing), "publication": publication(listing),
        "procedure": procedure(listing), "public_url": _public(listing),
        "why_not": force.why_not(listing.basis or listing.kind.basis, today),
        "kind": saying.kind_of(listing), "earliest": saying.earliest(listing), "over": saying.is_over(listing, today),
        "disputes": list(listing.disputes.filter(lifted_at__isnull=True).order_by("pk")), "today": today,
        "history": tables.history(history(listing, for_subject=for_subject)), "stands": listing.state in saying.STANDS,
    }  # fmt: skip


def letters_of(listing: Listing, view: str, *place: object, for_subject: bool = False) -> list[tuple[Text, str]]:
    """What was written to it so far, each with its address."""
    names = letters.names(listing, for_subject=for_subject)
    return [(text("lists.letters.title", name), reverse(view, args=[*place, name])) for name in names]


def _public(listing: Listing) -> str:
    """Where everybody sees it now; '' where nobody does."""
    if listing.state == "publicised" and not saying.time_is_over(listing):
        return reverse("lists:remark", args=[listing.pk])
    shown = listing.state == "published" and Listing.public.filter(pk=listing.pk).exists()
    return reverse("lists:entry", args=[listing.pk]) if shown else ""


def procedure(listing: Listing) -> list[Row]:
    """Told, answered, heard, weighed."""
    served = text("lists.desk.fact.served_said", day=written(listing.served_on), how=_how(listing)) if listing.served_on else None
    publicised = None
    if listing.publicised_on:
        publicised = text("lists.desk.fact.publicised_said", since=written(listing.publicised_on), until=saying.until(listing))
    pairs: list[tuple[str, Any]] = [
        ("served", served), ("publicised", publicised),
        ("answer_until", saying.until(listing) if listing.served_on and listing.load_id is None else None), ("answered", listing.answer),
        ("hearing", text("lists.desk.fact.hearing_asked") if listing.hearing_asked else None),
        ("heard", written(listing.heard_on) if listing.heard_on else None), ("weighed", listing.weighed),
    ]  # fmt: skip
    return rows("fact", pairs)


def _how(listing: Listing) -> Text:
    return text("lists.served_how", listing.served_how) if listing.served_how else Text("", "")


def decision(listing: Listing) -> list[Row]:
    """What was decided; nothing before there is a decision."""
    if listing.decided_on is None:
        return []
    organ = listing.load.organ if listing.load else saying.named(listing.department)
    until = dict(letters.last_days(listing))
    pairs: list[tuple[str, Any]] = [
        ("decision_no", listing.decision_no), ("organ", organ), ("decided_on", written(listing.decided_on)), ("reasons", listing.reasons),
        ("ends_on", written(listing.ends_on) if listing.ends_on else None),
    ]  # fmt: skip
    pairs += [(term, written(day) if day else text("lists.desk.day_unknown")) for term, day in until.items()]
    return rows("fact", pairs)


def publication(listing: Listing) -> list[Row]:
    """Whether it is public and why; why it is over."""
    pairs: list[tuple[str, Any]] = []
    if listing.publication:
        shown = listing.state != "withheld"
        what = text("lists.state.published") if shown else text("lists.state.withheld")
        pairs += [("publication", what), ("publication_why", listing.publication)]
    if listing.ended_on:
        ground = text("lists.ended_because", listing.ended_because) if listing.ended_because else text("lists.state.dropped")
        pairs += [("ended_on", written(listing.ended_on)), ("ended_because", ground), ("ended_words", listing.ended_words)]
    return rows("fact", pairs)


def rests(listing: Listing, by: Standing, code: str = "") -> list[Row]:
    """The effective documents, each with how it stands now and where it can be read by whoever asks."""
    found = listing.rests.select_related("record", "paper").defer("paper__content").order_by("pk")
    return [
        {
            "document": letters.document(one), "url": _where(one.record, by, code), "paper": paper_row(listing, one.paper, code),
            **_standing(one),
        }
        for one in found
    ]  # fmt: skip


def _where(record: Record | None, by: Standing, code: str) -> str:
    """A record's page: the organisation's own, the desk's for whoever may see it there, else everybody's while it shows."""
    if record is None:
        return ""
    if code:
        return reverse("ours:record", args=[code, record.pk])
    if may(by, "see_record", record):
        return reverse("intake:record", args=[record.pk])
    return reverse("portal:record", args=[record.pk]) if record.is_shown() else ""


def _standing(rest: Rest) -> Row:
    """Whether it still carries the case."""
    record = rest.record
    if rest.gone_on:
        why = text("lists.desk.rest.gone", day=written(rest.gone_on), why=text("lists.ended_because", rest.gone_because))
        return {"state": why, "tone": "bad"}
    if record is not None and (record.taken_back or record.ended_on):
        return {"state": text("lists.desk.rest.over"), "tone": "bad"}
    if record is not None and record.is_suspended():
        return {"state": text("lists.desk.rest.suspended"), "tone": "wait"}
    return {"state": text("lists.desk.rest.record" if record else "lists.desk.rest.elsewhere"), "tone": "good"}


def paper_row(listing: Listing, paper: Paper | None, code: str = "", side: Text | None = None) -> Row | None:
    """A scan by its name, with its address as long as it is there, else with what became of it."""
    if paper is None:
        return None
    name, args = ("lists:ours_paper", [code, listing.pk, paper.pk]) if code else ("lists:paper", [listing.pk, paper.pk])
    return keeping.row(paper, reverse(name, args=args), side=side)


def conflicts(listing: Listing, by: Standing) -> list[Row]:
    """What stands against a red candidate: the numbers, and the way to those that whoever asks may see. Never which list it is."""
    if listing.colour != "red" or listing.state not in OPEN:
        return []
    return [
        {"number": one.number, "url": reverse("lists:case", args=[one.pk]) if may(by, "see_listing", one) else ""}
        for one in comparing.against(listing.organisation_id)
    ]  # fmt: skip


def papers(listing: Listing, code: str = "") -> list[Row]:
    """送达回证 and 听证笔录."""
    both = [("served", listing.served_paper), ("heard", listing.heard_paper)]
    return [row for what, one in both if (row := paper_row(listing, one, code, text("lists.desk.paper", what)))]


def has_paper(listing: Listing, paper: Any) -> Paper | None:
    """A paper of the case, by its id."""
    if paper in {listing.served_paper_id, listing.heard_paper_id} - {None}:
        return Paper.objects.defer("content").get(pk=paper)
    rest = listing.rests.filter(paper_id=paper).select_related("paper").defer("paper__content").first()
    return rest.paper if rest else None


def history(listing: Listing, *, for_subject: bool = False) -> list[Row]:
    """The ledger's entries, first to last. The organisation reads the department, not its officials' names."""
    entries = Entry.objects.filter(subject="lists.listing", subject_id=str(listing.pk), event__startswith="listing:").order_by("id")
    office = saying.named(listing.department)
    return [
        {
            "at": entry.at, "what": text("lists.desk.event", entry.event.partition(":")[2]), "because": entry.because,
            "who": _who(entry, office if for_subject else None),
        }
        for entry in entries
    ]  # fmt: skip


def _who(entry: Entry, office: Text | None) -> Text:
    if entry.role in SYSTEM:
        return text("lists.desk.system")
    return office if office and entry.role in OFFICE else Text(entry.label, entry.label)
