"""The letters of a case: 告知书, 认定决定书, 提醒函, 不予列入 and 移出名单. Made anew from what is kept each time somebody asks."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.lists import saying
from goodstanding.lists.models import Listing, Rest
from goodstanding.notices.letters import Letter
from goodstanding.rules.listing import ListKind
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

REVIEW, COURT = "review", "court_action"


def names(listing: Listing, *, for_subject: bool = False) -> list[str]:
    """The letters that exist so far; before the notice is served only the department has it."""
    if listing.load_id is not None:  # a body above has written them
        return ["ended"] if listing.state == "ended" else []
    found = ["notice"] if listing.colour == "black" and (listing.served_on or not for_subject) else []
    if listing.decided_on:
        found.append("reminder" if listing.colour == "scrutiny" else "decision")
    return found + [name for name in ("dropped", "ended") if listing.state == name]


def made(listing: Listing, name: str) -> Letter:
    """One of them."""
    paragraphs = {"notice": notice, "decision": decision, "reminder": reminder, "dropped": dropped, "ended": ended}[name](listing)
    day = {"notice": listing.served_on, "decision": listing.decided_on, "reminder": listing.decided_on}.get(name, listing.ended_on)
    whose = saying.named(listing.department)
    return Letter(
        title=text("lists.letters.title", name), number=listing.decision_no if name in {"decision", "reminder"} else listing.number,
        addressee=listing.organisation.name, paragraphs=tuple(paragraphs), signed=whose, day=day or timezone.localdate(), head=whose,
    )  # fmt: skip


def notice(listing: Listing) -> list[Text]:
    """国办发〔2020〕49号 item 8: 决定的事由、依据和当事人享有的权利 - and until when, how, and what follows."""
    known = saying.kind_of(listing)
    term = saying.span(known.answer) if known else Text("", "")
    rights = "rights_hearing" if listing.kind.hearing else "rights"
    return [
        text("lists.letters.notice.what", list=saying.title_of(listing.kind_id)),
        *_grounds(listing),
        text("lists.letters.notice", rights, term=term),
        text("lists.letters.notice.how", url=settings.PUBLIC_URL, number=listing.number, centre=_centre()),
        text("lists.letters.notice.silence"),
        text("lists.letters.notice.follows", term=_months(listing.kind.months)),
        *_remedies(known, None),
    ]


def decision(listing: Listing) -> list[Text]:
    """Grounds, what was answered and what became of it, reasons, basis, term, the way out, remedies."""
    known = saying.kind_of(listing)
    first = text("lists.letters.decision", listing.colour, list=saying.title_of(listing.kind_id))
    return [
        first,
        *_grounds(listing),
        *_said(listing),
        text("lists.letters.decision.reasons", reasons=listing.reasons),
        text("lists.letters.decision.term", since=_day(listing.decided_on), until=_day(listing.ends_on)),
        *_exits(listing, known),
        text("lists.letters.decision.publication") if listing.kind.public else text("lists.letters.decision.no_publication"),
        *_remedies(known, listing.decided_on),
    ]


def reminder(listing: Listing) -> list[Text]:
    """A reminder, and plainly nothing more."""
    known = saying.kind_of(listing)
    return [
        text("lists.letters.reminder.what", list=saying.title_of(listing.kind_id)),
        *_grounds(listing),
        text("lists.letters.reminder.reasons", reasons=listing.reasons),
        text("lists.letters.reminder.nothing", until=_day(listing.ends_on)),
        *_remedies(known, None),
    ]


def dropped(listing: Listing) -> list[Text]:
    """不予列入."""
    return [
        text("lists.letters.dropped.what", number=listing.number, list=saying.title_of(listing.kind_id), since=_told(listing)),
        text("lists.letters.dropped.reasons", reasons=listing.ended_words),
    ]


def ended(listing: Listing) -> list[Text]:
    """移出名单."""
    return [
        text("lists.letters.ended.what", number=listing.decision_no, list=saying.title_of(listing.kind_id), day=_day(listing.ended_on)),
        text("lists.letters.ended.reasons", ground=text("lists.ended_because", listing.ended_because), reasons=listing.ended_words),
        text("lists.letters.ended.effects"),
    ]


def document(rest: Rest) -> Text:
    """An effective document as a letter names it."""
    organ, number, day = (
        (rest.record.organ_name, rest.record.decision_no, rest.record.decided_on)
        if rest.record
        else (rest.organ, rest.document, rest.decided_on)
    )
    return text("lists.letters.document", organ=organ, number=number, day=_day(day))


def last_days(listing: Listing) -> list[tuple[str, date | None]]:
    """Until when review and a lawsuit are open, where the list's own remedies name them; counted from the decision."""
    known = saying.kind_of(listing)
    if known is None or listing.decided_on is None or listing.load_id is not None:
        return []
    named = "".join(one.zh for one in known.remedies)
    wanted = [(REVIEW, "行政复议"), (COURT, "行政诉讼")]  # a court's own list knows neither
    return [(term, due(term, listing.decided_on)) for term, word in wanted if word in named]


def _grounds(listing: Listing) -> list[Text]:
    known = saying.kind_of(listing)
    basis = next((one.basis for one in known.criteria if one.code == listing.criterion), "") if known else ""
    found = [text("lists.letters.facts", facts=listing.facts)]
    rests = [document(one) for one in listing.rests.filter(gone_on__isnull=True).select_related("record").order_by("pk")]
    if rests:
        found.append(_listed(text("lists.letters.documents"), rests))
    return [*found, text("lists.letters.basis", basis=_cited(listing, basis), criterion=saying.criterion_of(listing))]


def _cited(listing: Listing, condition: str) -> Text:
    """The list's basis and the article its condition stands in; once where both are of one text."""
    whole = listing.basis or listing.kind.basis
    if not condition or condition == whole:
        return saying.cited(whole)
    if condition.partition(":")[0] == whole.partition(":")[0]:
        return saying.cited(condition)
    both = saying.cited(whole), saying.cited(condition)
    return Text("、".join(one.zh for one in both), ", ".join(one.en for one in both))


def _said(listing: Listing) -> list[Text]:
    if listing.colour == "red":
        return [text("lists.letters.decision.publicised", since=_day(listing.publicised_on), until=_day(listing.answer_until))]
    if not listing.answer:
        return [text("lists.letters.decision.silent", served=_day(listing.served_on), until=_day(listing.answer_until))]
    words = [text("lists.letters.decision.answered", answer=listing.answer)]
    if listing.heard_on:
        words.append(text("lists.letters.decision.heard", day=_day(listing.heard_on)))
    return [*words, text("lists.letters.decision.weighed", weighed=listing.weighed)]


def _exits(listing: Listing, known: ListKind | None) -> list[Text]:
    if known is None or not known.exits:
        return []
    found = [_listed(text("lists.letters.exits"), list(known.exits))]
    day = saying.earliest(listing)
    return [*found, text("lists.letters.earliest", day=written(day))] if day else found


def _remedies(known: ListKind | None, decided_on: date | None) -> list[Text]:
    if known is None or not known.remedies:
        return []
    return [_listed(text("lists.letters.remedies" if decided_on else "lists.letters.remedies_then"), list(known.remedies))]


def _listed(head: Text, items: list[Text]) -> Text:
    """A numbered list inside one paragraph, line by line."""
    zh = "\n".join([head.zh, *(f"（{n}）{one.zh}" for n, one in enumerate(items, 1))])
    en = "\n".join([head.en, *(f"({n}) {one.en}" for n, one in enumerate(items, 1))])
    return Text(zh, en)


def _told(listing: Listing) -> Text:
    return _day(listing.served_on or listing.publicised_on)


def _months(count: int) -> Text:
    return text("lists.desk.span.month", n=count)


def _day(day: date | None) -> Text:
    return written(day) if day else text("lists.desk.day_unknown")


def _centre() -> Text:
    return Text(settings.CENTRE["name"], settings.CENTRE["name_en"])
