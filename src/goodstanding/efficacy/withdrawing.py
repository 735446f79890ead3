"""撤下: by hand, or by itself where what an example was told from was wrong; one that is not public yet is dropped."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.efficacy import locks, naming, telling
from goodstanding.efficacy.locking import locked
from goodstanding.efficacy.models import Example
from goodstanding.laws.sentences import Sentence
from goodstanding.ledger.moving import move, move_many
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

LONGEST = 1_000
OPEN = ("draft", "submitted", "approved")


def withdraw(example: Example, because: str, *, by: Standing) -> None:
    """By the department's head or the centre's director: it is gone from the site at once, its versions stay."""
    require(by, "withdraw_example", example)
    _over(example, "withdraw", because, by)


def drop(example: Example, because: str, *, by: Standing) -> None:
    """Before it was public."""
    require(by, "draft_example", example)
    _over(example, "drop", because, by)


def wrong(examples: QuerySet[Example]) -> QuerySet[Example]:
    """Those whose ground should not have been: the record was withdrawn or annulled, the entry was listed wrongly."""
    return examples.filter(Sentence(locks.WRONG, "application_id", "listing_id", day=timezone.localdate()))


def where_wrong(examples: QuerySet[Example]) -> int:
    """Of these, what was told from what was wrong comes down; in a few statements, however many. Returns how many."""
    words = text("efficacy.withdrawn_words").zh
    with transaction.atomic():
        found = list(wrong(examples.filter(state__in=(*OPEN, "published"))).values_list("pk", flat=True))
        if not found:
            return 0
        chosen, over = Example.objects.filter(pk__in=found), {"ended_on": timezone.localdate(), "ended_words": words}
        down = move_many(chosen, "withdraw", by=SYSTEM, because=words, data={"ground": "wrong"}, **over)
        dropped = move_many(chosen, "drop", by=SYSTEM, because=words, data={"ground": "wrong"}, **over)
        for one in chosen.filter(pk__in=[*down, *dropped]).select_related("department", "organisation"):
            telling.tell_office(one, one.state)
            if one.state == "withdrawn":
                telling.tell_subject(one, "withdrawn")
    return len(down) + len(dropped)


def ground_stands(example: Example) -> None:
    """Raises ``Refused`` where it does not."""
    if wrong(Example.objects.filter(pk=example.pk)).exists():
        raise Refused("EXAMPLE_WRONG", text("efficacy.refused.wrong"))


def _over(example: Example, action: str, because: str, by: Standing) -> None:
    words = persons.mask(because.strip()[:LONGEST])[0]
    if not words:
        raise Refused("REASONS_MISSING", text("efficacy.refused.reasons_missing"))
    with transaction.atomic():
        now = locked(example, action)
        if action == "withdraw":
            naming.hold(now, {"zh": {"reason": words}})  # everybody reads it where the example stood
        Example.objects.filter(pk=now.pk).update(ended_on=timezone.localdate(), ended_words=words)
        move(now, action, by=by, because=words, version=now.version)
        telling.tell_office(now, now.state)
        if now.state == "withdrawn":
            telling.tell_subject(now, "withdrawn")
    example.refresh_from_db()
