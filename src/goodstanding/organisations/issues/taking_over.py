"""What the register takes over from an accepted answer: a code ends, another begins, both dated; nothing is overwritten."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations.issues.answering import NEW
from goodstanding.organisations.issues.codes import TAKEN_OVER, fit
from goodstanding.organisations.models import CodeIssue, Identifier, Organisation
from goodstanding.rules.events import Event


def take_over(issue: CodeIssue, *, by: Standing) -> dict[str, list[str]]:
    """Returns the codes that ended and began. A body that is not on the register yet comes with the next list that names it.

    Raises ``Conflict`` where the new code has become somebody's since the answer.
    """
    if issue.organisation_id is None or issue.kind not in TAKEN_OVER:
        return {"ended": [], "began": []}
    body = Organisation.objects.select_for_update().get(pk=issue.organisation_id)
    new = fit(issue.new_code, issue) if issue.operation == NEW else ""
    live = Identifier.objects.filter(organisation=body, known_until__isnull=True, valid_until__isnull=True)
    # A body has one code: with a new one, whatever other it had ends.
    going = [one for one in live if one.value == issue.code or (new and one.kind == "uscc" and one.value != new)]
    first = max([timezone.localdate(), *(_end(one) for one in going)])
    began = [] if not new or live.filter(kind="uscc", value=new).exists() else [_begin(body, new, first, issue)]
    _today(body, {one.value for one in going}, new)
    changed = {"ended": [one.value for one in going], "began": began}
    if going or began:
        write(Event.ORGANISATION_IDENTIFIED, body, by=by, data={"code_issue": issue.pk, **changed})
    return changed


def _end(identifier: Identifier) -> date:
    """It was the body's until today: that is known from now on, and that it still is is believed no more. One that began today ends
    tomorrow, for a code is somebody's for a day at least.
    """
    day = max(timezone.localdate(), (identifier.valid_from or date.min) + timedelta(days=1))
    Identifier.objects.filter(pk=identifier.pk).update(known_until=timezone.now())
    Identifier.objects.create(
        organisation_id=identifier.organisation_id, kind=identifier.kind, value=identifier.value,
        valid_from=identifier.valid_from, valid_until=day, source=identifier.source,
    )  # fmt: skip
    return day


def _begin(body: Organisation, code: str, first: date, issue: CodeIssue) -> str:
    Identifier.objects.create(organisation=body, kind="uscc", value=code, valid_from=first, source=f"code issue {issue.pk}")
    return code


def _today(body: Organisation, ended: set[str], new: str) -> None:
    """The body's present code follows; its kind of body too, for that is what the code says."""
    if new:
        Organisation.objects.filter(pk=body.pk).update(uscc=new, category=new[:2])
    elif body.uscc in ended:
        Organisation.objects.filter(pk=body.pk).update(uscc=None)
