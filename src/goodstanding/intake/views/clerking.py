"""The clerk's queue: rows whose organisation no rule could tell, each beside the organisations it may mean."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.intake import proposing, settling
from goodstanding.intake.forms import AttachForm, ReasonForm
from goodstanding.intake.judging_forms import JudgeForm
from goodstanding.intake.models import Submission
from goodstanding.intake.views import deciding
from goodstanding.intake.views.desk import desk, sent
from goodstanding.intake.views.looking import named
from goodstanding.intake.views.tabs import queue_tabs
from goodstanding.organisations.matching import PENDING
from goodstanding.organisations.models import PendingRow
from goodstanding.records import undoing
from goodstanding.records.settling import give_back as return_row
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import TextError, here, text
from goodstanding.ui.values import spoken

PAGE = 50
ORDERS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@desk
def queue(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What waits, the oldest first, narrowed as asked."""
    require(standing, "see_queue")
    chosen = _chosen(request)
    page = Paginator(_narrowed(chosen), PAGE).get_page(request.GET.get("page"))
    rows = [
        {"row": row, "reason": text("organisations.reason", row.reason), "department": named(row.department)} for row in page.object_list
    ]
    query = urlencode(chosen)
    departments = Department.objects.filter(pk__in=PendingRow.objects.filter(state="waiting").values("department"))
    context = {
        "rows": rows, "total": page.paginator.count, "chosen": chosen, "query": f"?{query}" if query else "", "tabs": queue_tabs("queue"),
        "reasons": [(code, text("organisations.reason", code)) for code in PENDING],
        "departments": [(one.code, named(one)) for one in departments],
        "first": f"{reverse('intake:queue')}?{query}" if page.number > 1 else "",
        "next": f"?{urlencode(chosen | {'page': page.next_page_number()})}" if page.has_next() else "",
        "may_settle": may(standing, "settle"), "last": deciding.last(request),
    }  # fmt: skip
    return render(request, "intake/queue.html", context)


@require_safe
@desk
def row(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """One row beside whom it may mean: what agrees, what differs, what was said before, and the decision."""
    found = find(standing, row, "see_queue")
    return render(request, "intake/row.html", page_of(request, standing, found, JudgeForm(initial=deciding.habit(request))))


@require_http_methods(["POST"])
@desk
def judge(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """Same, different or unsure, of one of the organisations shown; the next row comes at once."""
    found = find(standing, row, "settle")
    form = JudgeForm(request.POST)
    choices = {choice.organisation.pk: choice for choice in proposing.choices(found)}
    chosen = choices.get(form.choice)
    if not form.is_valid() or chosen is None:
        if chosen is None:
            form.add_error(None, here(text("intake.judging.choose_first")))
        return render(request, "intake/row.html", page_of(request, standing, found, form), status=422)
    deciding.decide(request, standing, found, chosen, form)
    stays = form.cleaned_data["verdict"] == "different"
    return _onward(request, found, stays=stays)


@ORDERS
@desk
def open_organisation(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """Open the organisation the row names; it enters, and so do the others that name it."""
    found = find(standing, row, "open_organisation")
    form = ReasonForm(here(text("intake.queue.open_evidence")), sent(request))
    if request.method == "POST" and form.is_valid():
        rows = [found, *settling.alike(found)[: settling.AT_ONCE]]
        organisation = settling.open_and_settle(found, by=standing, because=form.cleaned_data["because"])
        said = text("intake.queue.opened", name=organisation.name)
        deciding.remember(request, said, rows=rows)
        return _onward(request, found)
    return _ask(request, form, found, "open")


@ORDERS
@desk
def attach(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """The row is that organisation's, though nobody proposed it, for a reason."""
    found = find(standing, row, "settle")
    form = AttachForm(sent(request), initial={"code": found.candidate.uscc if found.candidate else ""})
    if request.method == "POST" and form.is_valid():
        organisation = settling.attach_by_code(found, form.cleaned_data["code"], by=standing, because=form.cleaned_data["because"])
        deciding.remember(request, text("intake.queue.attached", name=organisation.name), rows=[found])
        return _onward(request, found)
    return _ask(request, form, found, "attach")


@ORDERS
@desk
def give_back(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """Back to the department, with what has to be put right."""
    found = find(standing, row, "settle")
    form = ReasonForm(here(text("intake.queue.give_back_because")), sent(request))
    if request.method == "POST" and form.is_valid():
        return_row(found, by=standing, because=form.cleaned_data["because"])
        messages.success(request, here(text("intake.queue.returned")))
        return _onward(request, found)
    return _ask(request, form, found, "give_back")


def find(standing: Standing, row: int, action: str) -> PendingRow:
    """The row, if this standing may do that."""
    require(standing, action)
    found = PendingRow.objects.select_related("department", "candidate", "organisation").filter(pk=row).first()
    if found is None:
        raise Missing("NO_ROW", text("intake.refused.no_row"))
    return found


def page_of(request: HttpRequest, standing: Standing, found: PendingRow, form: JudgeForm) -> dict[str, Any]:
    """Everything the page of a row shows."""
    may_settle = found.state == "waiting" and may(standing, "settle", found)
    rows = _narrowed(_chosen(request))
    query = urlencode(_chosen(request))
    following = settling.after(found, rows)
    before = rows.filter(received_at__lt=found.received_at).count() + rows.filter(received_at=found.received_at, pk__lt=found.pk).count()
    alike = settling.alike(found).count() if may_settle else 0
    return {
        "row": found, "reason": text("organisations.reason", found.reason), "advice": _advice(found.reason), "said": said_by(found),
        "submission": Submission.everything.filter(id=found.submission).first(), "department": named(found.department),
        "may_settle": may_settle, "may_undo": found.state == "settled" and may(standing, "undo", found), "form": form,
        "record": undoing.record_of(found) if found.state == "settled" else None,
        "choices": proposing.choices(found) if found.state == "waiting" else [], "chosen": form.choice, "alike": alike,
        "place": before + 1, "total": rows.count(), "query": f"?{query}" if query else "", "following": following,
        "last": deciding.last(request), "grounds": deciding.grounds(),
    }  # fmt: skip


def said_by(found: PendingRow) -> list[dict[str, Any]]:
    """What the row says, field by field."""
    catalogue = load(settings.CITY_CATALOGUE)
    kind = catalogue.kinds[found.kind]
    filled = ((field, found.fields.get(code)) for code, field in kind.fields.items())
    return [{"key": field.title, "value": spoken(field, value, catalogue)} for field, value in filled if value]


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters, as the address has them."""
    return {name: request.GET[name] for name in ("reason", "department", "doubt") if request.GET.get(name)}


def _narrowed(chosen: dict[str, str]) -> QuerySet[PendingRow]:
    return settling.waiting(reason=chosen.get("reason", ""), department=chosen.get("department", ""), doubt=bool(chosen.get("doubt")))


def _onward(request: HttpRequest, found: PendingRow, *, stays: bool = False) -> HttpResponseBase:
    """To the next row, within the same filters."""
    chosen = _chosen(request)
    query = f"?{urlencode(chosen)}" if chosen else ""
    following = found if stays else settling.after(found, _narrowed(chosen))
    return redirect((reverse("intake:row", args=[following.pk]) if following else reverse("intake:queue")) + query)


def _advice(reason: str) -> Text:
    """What a clerk does about it; nothing where nobody has written it yet."""
    try:
        return text("intake.advice", reason)
    except TextError:
        return Text("", "")


def _ask(request: HttpRequest, form: Any, found: PendingRow, what: str) -> HttpResponseBase:
    """The question before a decision."""
    words = {
        "title": text("intake.queue", what),
        "lead": text("intake.queue", f"{what}_lead"),
        "send": text("intake.queue", f"{what}_send"),
    }
    context = {"form": form, "row": found, "back": reverse("intake:row", args=[found.pk]), "warning": False, **words}
    return render(request, "intake/reason.html", context, status=422 if form.is_bound else 200)
