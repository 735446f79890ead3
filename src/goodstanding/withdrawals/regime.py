"""The end of a regime, or of one of its classes: everything that still shows under it ends, in bounded sets, resumed where it stopped."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.ledger.writing import write
from goodstanding.records import ending
from goodstanding.records.ending import Reason
from goodstanding.rules import persons
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text
from goodstanding.withdrawals import telling
from goodstanding.withdrawals.loaded import catalogue
from goodstanding.withdrawals.models import RegimeEnding
from goodstanding.withdrawals.numbering import next_number

CHUNK = 20_000
"""Records of one transaction: a second or two in which nobody else changes them."""
# In the order of the key, so that each chunk begins where the last one ended and the register is walked once.
_STILL_SHOWING = """
    SELECT public_id FROM records_record
    WHERE public_id > %s AND regime = %s AND (klass = %s OR %s = '') AND held = '' AND ended_on IS NULL AND shown_until >= %s
    ORDER BY public_id LIMIT %s
"""
_COUNT = """
    SELECT count(*) FROM records_record
    WHERE regime = %s AND (klass = %s OR %s = '') AND held = '' AND ended_on IS NULL AND shown_until >= %s
"""


def propose(regime: str, klass: str, *, basis: str, words: str, document: str = "", by: Standing) -> RegimeEnding:
    """Somebody else confirms. Raises ``Refused``, ``Conflict`` where one is under way."""
    require(by, "end_by_regime")
    found = next((one for one in catalogue().regimes if one.code == regime), None)
    said, law, paper = persons.mask(words.strip())[0], basis.strip(), persons.mask(document.strip()[:200])[0]
    if found is None or (klass and klass not in {one.code for one in found.classes}):
        raise Refused("REGIME_UNKNOWN", text("withdrawals.refused.regime_unknown"))
    if law.partition(":")[0] not in catalogue().laws:
        raise Refused("BASIS_UNKNOWN", text("withdrawals.refused.basis_unknown"))
    if not said:
        raise Refused("WORDS_MISSING", text("withdrawals.refused.words_missing"))
    try:
        with transaction.atomic():
            made = RegimeEnding.objects.create(
                number=next_number("ZD"), regime=regime, klass=klass, basis=law, document=paper, words=said,
                proposed_by=by.label, proposed_user=by.user_id,
            )  # fmt: skip
            step = PROCEDURES["regime_end"]["", "propose"]
            write(step.event, made, by=by, because=said, data={"to": step.to, "regime": regime, "class": klass, "showing": count(made)})
    except IntegrityError as error:
        raise Conflict("REGIME_UNDER_WAY", text("withdrawals.refused.regime_under_way")) from error
    return made


def confirm(made: RegimeEnding, *, by: Standing) -> None:
    """The head of the centre; never whoever proposed it. From now on :func:`run` may go."""
    require(by, "end_by_regime")
    if by.user_id is not None and by.user_id == made.proposed_user:
        raise Refused("TWO_PEOPLE", text("withdrawals.refused.two_people"))
    with transaction.atomic():
        _decided(made, by)
        move(made, "confirm", by=by)
    made.refresh_from_db()


def decline(made: RegimeEnding, *, because: str, by: Standing) -> None:
    """It is not done; also for whoever proposed it and has seen better."""
    require(by, "end_by_regime")
    words = persons.mask(because.strip())[0]
    if not words:
        raise Refused("REASON_MISSING", text("withdrawals.refused.reason_missing"))
    with transaction.atomic():
        _decided(made, by)
        RegimeEnding.objects.filter(pk=made.pk).update(declined_because=words)
        move(made, "decline", by=by, because=words)
    made.refresh_from_db()


def run(made: RegimeEnding, *, by: Standing = SYSTEM, chunk: int = CHUNK) -> int:
    """End what still shows, chunk by chunk, each one transaction; killed and run again, it goes on. Returns how many this run ended."""
    why = Reason(because="regime", basis=made.basis, words=made.words, document=made.document, case=made.pk)
    last, total = UUID(int=0), 0
    while True:
        with transaction.atomic():
            now = RegimeEnding.objects.select_for_update().get(pk=made.pk)
            if now.state != "confirmed":
                return total
            if not (ids := _next(now, last, chunk)):
                RegimeEnding.objects.filter(pk=now.pk).update(finished_at=timezone.now())
                move(now, "finish", by=SYSTEM, ended=now.ended)
                telling.tell_regime(now)
                return total
            ended = ending.end(ids, reason=why, by=by)
            RegimeEnding.objects.filter(pk=now.pk).update(ended=now.ended + len(ended))
        last, total = ids[-1], total + len(ended)


def run_all() -> int:
    """Whatever is confirmed and not finished: the job's work."""
    return sum(run(one) for one in RegimeEnding.objects.filter(state="confirmed").order_by("decided_at"))


def count(made: RegimeEnding) -> int:
    """How many still show."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [made.regime, made.klass, made.klass, timezone.localdate()])
        ((found,),) = cursor.fetchall()
    return int(found)


def _next(made: RegimeEnding, last: UUID, chunk: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_STILL_SHOWING, [last, made.regime, made.klass, made.klass, timezone.localdate(), chunk])
        return [found for (found,) in cursor.fetchall()]


def _decided(made: RegimeEnding, by: Standing) -> None:
    changed = RegimeEnding.objects.filter(pk=made.pk, state="proposed").update(
        decided_by=by.label, decided_user=by.user_id, decided_at=timezone.now()
    )
    if changed != 1:
        raise conflict()
