"""Whoever acts for an organisation concerned is told, and the head of every department: in sets, resumed where they stopped."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from goodstanding.laws import targets
from goodstanding.laws.models import Affected, Halt, Telling
from goodstanding.notices.telling import holders, tell
from goodstanding.organisations.models import Organisation
from goodstanding.representing.models import Power
from goodstanding.representing.telling import tell_organisation
from goodstanding.ui.texts import text

HEADS = {"halted": "laws.told.heads_halted", "lifted": "laws.told.heads_lifted"}
OTHERS = {"halted": "laws.told.halted", "lifted": "laws.told.lifted"}
AT_ONCE = 100
"""Organisations told within the deed's own transaction; the job tells the others, so that the law is not held long."""
SET = 200
"""Organisations of one of the job's transactions."""


def begin(halt: Halt, what: str) -> None:
    """In the deed's transaction: the heads, and the first organisations."""
    round_ = Telling.objects.create(halt=halt, what=what)
    heads = {*holders("head"), *holders("director")}
    tell(heads, HEADS[what], url=_url(halt), **_values(halt, what), n=halt.affected)
    _go_on(round_, AT_ONCE)


def go_on(round_id: int) -> int:
    """Until everybody is told, each set a transaction of its own. Returns how many organisations this run told."""
    told = 0
    while True:
        with transaction.atomic():
            round_ = Telling.objects.select_for_update(of=("self",)).select_related("halt").get(pk=round_id)
            if round_.finished_at is not None:
                return told
            told += _go_on(round_, SET)


def go_on_all() -> int:
    """The job's work: whatever is not finished."""
    return sum(go_on(pk) for pk in Telling.objects.filter(finished_at__isnull=True).order_by("pk").values_list("pk", flat=True))


def _go_on(round_: Telling, most: int) -> int:
    concerned = _concerned(round_.halt_id, round_.last, most)
    bodies = Organisation.objects.in_bulk([body for body, _ in concerned])
    for body, n in concerned:
        tell_organisation(bodies[body], OTHERS[round_.what], url=_url(round_.halt), **_values(round_.halt, round_.what), n=n)
    round_.last = concerned[-1][0] if concerned else round_.last
    round_.told += len(concerned)
    round_.finished_at = timezone.now() if len(concerned) < most else None
    round_.save(update_fields=["last", "told", "finished_at"])
    return len(concerned)


def _concerned(halt: UUID, after: int, most: int) -> list[tuple[int, int]]:
    """The next organisations somebody acts for today, with how many of theirs: the entry each is shown as, in the order of the keys."""
    held = Power.objects.in_force().values("organisation_id")
    lines = Affected.objects.filter(Q(organisation_id__in=held) | Q(organisation__merged_into_id__in=held), halt_id=halt)
    rows = lines.exclude(became="stays").annotate(body=Coalesce(F("organisation__merged_into_id"), F("organisation_id")))
    counted = rows.filter(body__gt=after).order_by("body").values("body").annotate(n=Count("pk")).values_list("body", "n")
    return list(counted[:most])


def _url(halt: Halt) -> str:
    return reverse("laws:halt", args=[halt.number])


def _values(halt: Halt, what: str) -> dict[str, object]:
    """``what``, the document and the number may go by mail; they name no organisation."""
    said = text("laws.told.what", halt.kind if what == "halted" else what, title=targets.of_halt(halt).title)
    return {"what": said, "number": halt.number, "document": halt.document}
