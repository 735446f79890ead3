"""The letters of a case: 采取措施告知书 and 采取措施决定书. Made anew from what is kept each time somebody asks."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from goodstanding.measures.catalogue import content_of, laws, quoted, title_of
from goodstanding.measures.models import Application
from goodstanding.notices.letters import Letter
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


def there(application: Application) -> list[str]:
    """The letters that exist: the notice as soon as it is to be served, the decision once it is made."""
    notice = ["notice"] if application.side == "restriction" else []
    return notice + (["decision"] if application.decided_on else [])


def made(application: Application, name: str) -> Letter:
    """One of them."""
    paragraphs = {"notice": _notice, "decision": _decision}[name](application)
    day: date = (application.notified_on if name == "notice" else application.decided_on) or timezone.localdate()
    office = named(application)
    return Letter(
        title=text("measures.letter", name, "title", side=text("measures.side", application.side)), number=_number(application, name),
        addressee=application.organisation.name, paragraphs=tuple(paragraphs), signed=office, day=day, head=office,
    )  # fmt: skip


def named(application: Application) -> Text:
    """The acting department; its Chinese name where it has no other."""
    office = application.department
    return Text(office.name, office.name_en or office.name)


def _number(application: Application, name: str) -> str:
    return application.decision_no if name == "decision" else application.number


def rests(application: Application) -> list[Text]:
    """What it rests on, one line each: named in full, never counted."""
    if application.listing is not None:
        return [text("measures.letter.entry", number=application.listing.number, document=application.listing.decision_no)]
    grounds = application.rests.select_related("record").order_by("pk")
    return [
        text("measures.letter.record", organ=one.record.organ_name, document=one.record.decision_no, day=written(one.record.decided_on))
        for one in grounds
    ]


def _notice(application: Application) -> list[Text]:
    until = written(application.answer_until) if application.answer_until else text("measures.letter.after_service", n=_answer_days())
    return [
        text(
            "measures.letter.notice.what",
            measure=title_of(application.kind_id),
            content=content_of(application.kind_id),
            number=application.number,
        ),
        text("measures.letter.notice.grounds", grounds=application.grounds),
        *rests(application),
        text("measures.letter.notice.related", related=application.related),
        text("measures.letter.basis", basis=quoted(application.kind.basis)),
        text("measures.letter.notice.rights", until=until),
        text("measures.letter.notice.nothing_yet"),
    ]


def _decision(application: Application) -> list[Text]:
    starts, ends = application.starts_on or timezone.localdate(), application.ends_on or timezone.localdate()
    said = [
        text("measures.letter.decision.what", measure=title_of(application.kind_id), content=content_of(application.kind_id)),
        text("measures.letter.notice.grounds", grounds=application.grounds),
        *rests(application),
    ]
    if application.answered_at:
        said.append(text("measures.letter.decision.weighed", weighed=application.weighed))
    said += [
        text("measures.letter.decision.reasons", reasons=application.reasons),
        text("measures.letter.decision.weight", weight=text("measures.weight", application.weight), proportion=application.proportion),
        text("measures.letter.basis", basis=quoted(application.basis)),
        text("measures.letter.decision.term", starts=written(starts), ends=written(ends)),
        text("measures.letter.decision.ends_with"),
    ]
    terms = laws().terms
    remedies = text("measures.letter.decision.remedies", days=terms["review"].count, months=terms["court_action"].count)
    return [*said, remedies] if application.side == "restriction" else said


def _answer_days() -> int:
    term = laws().terms.get("application_answer")
    return term.count if term else 0
