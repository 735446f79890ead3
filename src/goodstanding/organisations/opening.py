"""A clerk opens an organisation that no register file has brought yet."""

from __future__ import annotations

from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations.judging_codes import one
from goodstanding.organisations.models import CodeException, Identifier, Name, Organisation, PendingRow, Registration
from goodstanding.rules import names, uscc
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def open_from_queue(pending: PendingRow, *, by: Standing, because: str = "") -> Organisation:
    """Open the organisation a waiting row names: it needs a name and a valid code that is nobody's yet.

    Raises ``Refused`` (``CODE_NOT_VALID``, ``NAME_MISSING``), ``Conflict`` (``CODE_TAKEN``), ``Forbidden``.
    """
    require(by, "open_organisation", pending)
    return open_organisation(
        pending.name, pending.code, source=f"submission {pending.submission} row {pending.row}", by=by, because=because
    )


def open_organisation(name: str, code: str, *, source: str, by: Standing, because: str = "") -> Organisation:
    """Open one organisation with one code, in one transaction with its entry."""
    judged = one(code, "code", frozenset(CodeException.objects.filter(ended_at__isnull=True).values_list("code", flat=True)))
    if judged.kind is None or judged.value is None:
        raise Refused("CODE_NOT_VALID", text("organisations.refused.code_not_valid"))
    if not names.normal(name):
        raise Refused("NAME_MISSING", text("organisations.refused.name_missing"))
    with transaction.atomic():
        if _taken(judged.kind, judged.value):
            raise Conflict("CODE_TAKEN", text("organisations.refused.code_taken"))
        code_is_uscc = judged.kind == "uscc"
        organisation = Organisation.objects.create(
            uscc=judged.value if code_is_uscc else None, name=name, normal_name=names.normal(name), source=source,
            category=judged.value[:2] if code_is_uscc else "", district=judged.value[2:8] if code_is_uscc else "",
        )  # fmt: skip
        Name.objects.create(organisation=organisation, name=name, normal_name=organisation.normal_name, source=source)
        Identifier.objects.create(organisation=organisation, kind=judged.kind, value=judged.value, source=source)
        Registration.objects.create(organisation=organisation, status="", district=organisation.district, source=source)
        write(Event.ORGANISATION_OPENED, organisation, by=by, because=because, data={"source": source})
    return organisation


def _taken(kind: str, value: str) -> bool:
    """Somebody's already: as it stands, or by the organisation code inside."""
    known = Identifier.objects.filter(known_until__isnull=True)
    core = {"uscc": uscc.orgcode(value), "orgcode": value, "taxno": value[6:15]}.get(kind)
    return known.filter(kind=kind, value=value).exists() or (core is not None and known.filter(core=core).exists())
