"""What the things in the ledger are called: the number of a submission, the name of an organisation. An id says nothing to anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from goodstanding.departments.models import ApiClient, Appointment, Department, User
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import CodeException, Judgement, Merge, Organisation, PendingRow
from goodstanding.records.models import Record

Names = Mapping[tuple[str, str], str]
"""Subject and its key -> what it is called."""


def names(entries: Iterable[Entry]) -> Names:
    """Of everything a page of entries is about, one question for each sort of thing; what is no more has no name."""
    keys: dict[str, set[str]] = {}
    for entry in entries:
        keys.setdefault(entry.subject, set()).add(entry.subject_id)
    return {
        (subject, key): called for subject, wanted in keys.items() if subject in _ASKED for key, called in _ASKED[subject](wanted).items()
    }


def _uuids(keys: Iterable[str]) -> list[UUID]:
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]


def _submissions(keys: Iterable[str]) -> dict[str, str]:
    found = Submission.everything.filter(id__in=_uuids(keys)).only("id", "received_at")
    return {str(one.id): one.reference for one in found}


def _records(keys: Iterable[str]) -> dict[str, str]:
    found = Record.everything.filter(public_id__in=_uuids(keys)).values_list("public_id", "decision_no")
    return {str(key): number for key, number in found}


def _organisations(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in Organisation.objects.filter(pk__in=_numbers(keys)).values_list("pk", "name")}


def _departments(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in Department.objects.filter(pk__in=_numbers(keys)).values_list("pk", "name")}


def _users(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in User.objects.filter(pk__in=_numbers(keys)).values_list("pk", "username")}


def _appointments(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in Appointment.objects.filter(pk__in=_numbers(keys)).values_list("pk", "user__username")}


def _clients(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in ApiClient.objects.filter(pk__in=_numbers(keys)).values_list("pk", "name")}


def _rows(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in PendingRow.objects.filter(pk__in=_numbers(keys)).values_list("pk", "name")}


def _exceptions(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): code for key, code in CodeException.objects.filter(pk__in=_numbers(keys)).values_list("pk", "code")}


def _judgements(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in Judgement.objects.filter(pk__in=_numbers(keys)).values_list("pk", "normal_name")}


def _merges(keys: Iterable[str]) -> dict[str, str]:
    return {str(key): name for key, name in Merge.objects.filter(pk__in=_numbers(keys)).values_list("pk", "absorbed__name")}


_ASKED: dict[str, Callable[[Iterable[str]], dict[str, str]]] = {
    "intake.submission": _submissions,
    "records.record": _records,
    "organisations.organisation": _organisations,
    "organisations.pendingrow": _rows,
    "organisations.codeexception": _exceptions,
    "organisations.judgement": _judgements,
    "organisations.merge": _merges,
    "departments.department": _departments,
    "departments.user": _users,
    "departments.appointment": _appointments,
    "departments.apiclient": _clients,
}
