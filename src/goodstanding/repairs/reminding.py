"""Too early today: whoever wants is told on the day from which the record may be repaired."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.notices.telling import tell
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.repairs import looking
from goodstanding.repairs.filing import belonging
from goodstanding.repairs.models import Reminder
from goodstanding.repairs.saying import TOLD
from goodstanding.representing.telling import representatives
from goodstanding.rules.refusals import Refused
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


def remind(record: Record, organisation: Organisation, *, by: Standing) -> Reminder:
    """On the earliest day, once, however often it is asked for."""
    require(by, "apply_for_repair", organisation)
    belonging(record, organisation)
    day = looking.look(record).earliest
    if day is None or day <= timezone.localdate() or by.user_id is None:
        raise Refused("NOTHING_TO_WAIT_FOR", text("repairs.refused.nothing_to_wait_for"))
    return Reminder.objects.get_or_create(record=record, user_id=by.user_id, on=day, defaults={"organisation": organisation})[0]


def tell_due() -> int:
    """Whoever still acts for the organisation is told where the record can still be repaired; the others' wish is over too."""
    today, told = timezone.localdate(), 0
    waiting = Reminder.objects.filter(on__lte=today, told_at__isnull=True).select_related("record", "organisation").order_by("pk")
    for one in list(waiting[:1000]):
        with transaction.atomic():
            mine = Reminder.objects.select_for_update(skip_locked=True).filter(pk=one.pk, told_at__isnull=True)
            if not mine.exists():
                continue
            Reminder.objects.filter(pk=one.pk).update(told_at=timezone.now())
            if one.user_id in representatives(one.organisation) and looking.look(one.record).may:
                url = f"{reverse('repairs:new', args=[code_of(one.organisation)])}?record={one.record_id}"
                tell([one.user_id], TOLD["reminder"], url=url, document=one.record.decision_no, day=written(one.on))
                told += 1
    return told
