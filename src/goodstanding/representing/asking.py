"""Ask for the power to act for an organisation, with a letter of authority (授权委托书)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.allowing import refuse, require
from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.ledger.writing import write
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.representing.acting import is_official
from goodstanding.representing.letters import PURPOSE, destroy
from goodstanding.representing.models import Power
from goodstanding.rules import persons
from goodstanding.rules.loading import load
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.terms import months_after
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

LONGEST = 500
MOST = 20
"""Requests of one account that wait at a time: an agency's clients, not a flood."""


@dataclass(frozen=True, slots=True)
class Wish:
    """From when until when somebody wants to act (both days included), and what for in his own words."""

    starts_on: date
    ends_on: date
    words: str = ""


def latest(start: date) -> date:
    """The last day a power may have that begins then."""
    return months_after(start, load(settings.CITY_CATALOGUE).terms["power_longest"].count)


def checked(wish: Wish) -> Wish:
    """As it will be kept. Raises ``Refused``."""
    if wish.starts_on < timezone.localdate():
        raise Refused("STARTS_IN_THE_PAST", text("representing.refused.starts_in_the_past"))
    if wish.ends_on < wish.starts_on:
        raise Refused("ENDS_BEFORE_IT_STARTS", text("representing.refused.ends_before"))
    if wish.ends_on > latest(wish.starts_on):
        raise Refused("POWER_TOO_LONG", text("representing.refused.too_long", day=written(latest(wish.starts_on))))
    return Wish(wish.starts_on, wish.ends_on, as_kept(wish.words))


def as_kept(words: str) -> str:
    """Without a person's numbers, which are looked for before anything is cut off: half of one is not recognised."""
    return persons.mask(words.strip())[0][:LONGEST]


def allow(user: User, *, by: Standing) -> None:
    """Before a form is shown or a paper taken. Raises ``Forbidden``, ``Refused``."""
    require(by, "ask_power")
    if is_official(user):
        raise Refused("OFFICE_ACCOUNT", text("representing.refused.office_account"))
    if Power.objects.filter(user=user, state="asked").count() >= MOST:
        raise Refused("TOO_MANY_ASKED", text("representing.refused.too_many_asked", n=MOST))


def ask(user: User, organisation: Organisation, wish: Wish, letter: Paper, *, by: Standing) -> Power:
    """The centre decides within the term ``power_decide``. Asked twice, it is one question: the second is a ``Conflict``."""
    allow(user, by=by)
    kept = checked(wish)
    if letter.purpose != PURPOSE or letter.user_id != user.pk:
        raise _no_letter()
    step = PROCEDURES["power"]["", "ask"]
    try:
        with transaction.atomic():
            _hold(letter)
            power = Power.objects.create(
                user=user, organisation=organisation, letter=letter, words=kept.words, wanted_from=kept.starts_on,
                wanted_until=kept.ends_on, due_on=due(step.term, timezone.localdate()),
            )  # fmt: skip
            data = {"organisation": organisation.pk, "letter": letter.sha256, "to": step.to}
            write(step.event, power, by=by, data=data)
    except IntegrityError as error:
        raise Conflict("POWER_THERE", text("representing.refused.power_there")) from error
    power.refresh_from_db()
    return power


def _hold(letter: Paper) -> None:
    """It is there, and stays until the request is: what was left for long is being destroyed at the same time (``letters``)."""
    there = Paper.objects.select_for_update().filter(pk=letter.pk, destroyed_at__isnull=True)
    if there.values_list("pk", flat=True).first() is None:
        raise _no_letter()


def _no_letter() -> Refused:
    return Refused("LETTER_MISSING", text("representing.refused.letter_missing"))


def withdraw(power: Power, *, by: Standing) -> None:
    """Whoever asked no longer wants it; the letter is destroyed."""
    if by.user_id != power.user_id:
        refuse(by, "ask_power", power)
    with transaction.atomic():
        move(power, "withdraw", by=by, organisation=power.organisation_id)
        destroy(power, by=by, because="withdrawn")
    power.refresh_from_db()
