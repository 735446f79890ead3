"""Codes that are lawful although their check digit fails: admitted one by one, with the evidence seen, and ended with a reason."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations.models import CodeException
from goodstanding.rules import uscc
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def admit(code: str, *, evidence: str, by: Standing) -> CodeException:
    """Admit a code of the right shape whose check digit fails; ``evidence`` says what was seen and where."""
    require(by, "except_code")
    clean = uscc.clean(code)
    faults = set(uscc.check(clean).faults)
    if not faults & {"USCC_CHECK", "USCC_INNER_CHECK"}:
        raise Refused("EXCEPTION_NOT_NEEDED", text("organisations.refused.exception_not_needed"))
    if not evidence.strip():
        raise Refused("EVIDENCE_MISSING", text("organisations.refused.evidence_missing"))
    try:
        with transaction.atomic():
            exception = CodeException.objects.create(code=clean, evidence=evidence.strip(), recorded_by=by.label)
            write(Event.CODE_EXCEPTION_ADMITTED, exception, by=by, because=evidence.strip(), data={"code": clean})
    except IntegrityError as error:
        raise Conflict("EXCEPTION_THERE", text("organisations.refused.exception_there")) from error
    return exception


def end(exception: CodeException, *, because: str, by: Standing) -> None:
    """From now on the code is judged by its digits again; what has entered with it stays."""
    require(by, "except_code")
    if not because.strip():
        raise Refused("REASON_MISSING", text("organisations.refused.reason_missing"))
    with transaction.atomic():
        live = CodeException.objects.filter(pk=exception.pk, ended_at__isnull=True)
        if live.update(ended_at=timezone.now(), ended_because=because.strip()) != 1:
            raise Conflict("EXCEPTION_ENDED", text("organisations.refused.exception_ended"))
        write(Event.CODE_EXCEPTION_ENDED, exception, by=by, because=because.strip(), data={"code": exception.code})
