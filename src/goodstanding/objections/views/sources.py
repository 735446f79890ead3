"""A department's side: what it is asked, and its answer with the document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.objections import answering, clocking, comparing, entries, keeping, letters, listing, locking, saying
from goodstanding.objections.answering import Answer
from goodstanding.objections.forms import AnswerForm
from goodstanding.objections.models import Inquiry, Item
from goodstanding.papers import reading
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.rules.refusals import Conflict, Forbidden, Missing, Refused
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

PAGE = 50


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What waits for an answer, the nearest day first; and what was answered."""
    state = "answered" if request.GET.get("state") == "answered" else "asked"
    page = Paginator(listing.inquiries(standing, state).prefetch_related("objection__pauses"), PAGE).get_page(request.GET.get("page"))
    here_ = reverse("objections:inquiries")
    context = {
        "table": _table(page.object_list, page.paginator.count),
        "tabs": [{"text": text("objections.inquiries", one), "url": f"{here_}?state={one}", "current": one == state, "count": None}
                 for one in ("asked", "answered")],
        **tables.pages(page, request),
    }  # fmt: skip
    return render(request, "objections/inquiries.html", context)


@csrf_exempt  # Django would parse the files before they could be counted: checked in _answer
@require_http_methods(["GET", "HEAD", "POST"])
@desk
def inquiry(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """What the organisation says against which record, until when, and the form to answer."""
    found = _find(standing, number)
    if request.method != "POST":
        return _page(request, standing, found, _form(found, initial={"answer": found.answer, "words": found.words}))
    with uploaded(request) as uploads:
        return _answer(request, standing, found, uploads)


@require_safe
@desk
def letter(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """转办函, to print."""
    found = _find(standing, number)
    back = reverse("objections:inquiry", args=[found.pk])
    return render(request, "notices/letter.html", {"letter": letters.forwarding(found), "back": back})


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, number: UUID, paper: UUID) -> HttpResponseBase:  # noqa: ARG001 - every page has it
    """The organisation's evidence, and the source's own papers; no other source's."""
    found = _find(standing, number)
    one = found.objection.evidence.filter(paper_id=paper).select_related("paper").first()
    if one is None or (one.inquiry_id is not None and one.inquiry_id != found.pk):
        raise Missing("NO_PAPER", text("objections.refused.no_paper"))
    return reading.response(one.paper)


@csrf_protect
def _answer(request: HttpRequest, standing: Standing, found: Inquiry, uploads: Uploads) -> HttpResponseBase:
    require(standing, "answer_inquiry", found)
    form, trouble = _form(found, request.POST), None
    try:
        if uploads.refused:
            raise uploads.refused
        if form.is_valid():
            values = {item.record_id: _given(item, request.POST) for item in _items(found) if item.record_id}
            said = Answer(
                answer=form.cleaned_data["answer"], words=form.cleaned_data["words"], document=uploads.one("document"),
                values={record: given for record, given in values.items() if given},
            )  # fmt: skip
            answering.answer(found, said, by=standing)
            messages.success(request, here(text("objections.done.answer")))
            return redirect("objections:inquiry", found.pk)
    except (Forbidden, Conflict):
        raise
    except Refused as refused:
        if refused.code == "ANSWER_MISSING":
            form.add_error("answer", here(refused.why))
        else:
            trouble = refused
        found.refresh_from_db()
    return _page(request, standing, found, form, trouble)


def _form(found: Inquiry, *args: Any, **kwargs: Any) -> AnswerForm:
    return AnswerForm(*args, entries=entries.only(found), **kwargs)


def _page(request: HttpRequest, standing: Standing, found: Inquiry, form: AnswerForm, trouble: Refused | None = None) -> HttpResponseBase:
    papers = found.objection.evidence.select_related("paper").defer("paper__content")
    mine = [one for one in papers if one.inquiry_id in {None, found.pk}]
    values_wrong = trouble is not None and trouble.code in {
        "VALUES_MISSING",
        "CORRECTION_FAULTY",
        "FIELD_NOT_CORRECTED",
        "NOTHING_CORRECTED",
    }
    context = {
        "inquiry": found, "case": found.objection, "form": form, "parts": [_part(one, found, request.POST) for one in _items(found)],
        "due": saying.day_or_unknown(found.due_on), "late": _is_late(found), "state": text("objections.inquiry_state", found.state),
        "ground": text("objections.ground", found.objection.ground), "department": saying.named(found.department),
        "may_answer": found.state == "asked" and may(standing, "answer_inquiry", found),
        "answer": saying.answer_of(found) if found.state == "answered" else [], "decision": saying.decision(found.objection),
        "papers": keeping.rows(found.objection, mine, "objections:inquiry_paper", found.pk, sides=True),
        "file_error": trouble.why if trouble and not values_wrong else None,
        "values_error": trouble.why if trouble and values_wrong else None,
        "errors": [{"id": "values" if values_wrong else "id_document", "text": trouble.why}] if trouble else [],
        "paused": clocking.is_paused(found.objection),
    }  # fmt: skip
    return render(request, "objections/inquiry.html", context, status=422 if form.is_bound else 200)


def _items(found: Inquiry) -> list[Item]:
    return list(
        found.objection.items.filter(department=found.department_id).select_related("record", "listing", "department").order_by("pk")
    )


def _part(item: Item, found: Inquiry, posted: Any) -> dict[str, Any]:
    said = found.values.get(str(item.record_id), {})
    lines = comparing.compare(item).lines if item.record and not item.outcome else ()
    return saying.part(item) | {
        "lines": [
            {
                "line": one,
                "name": f"v-{item.pk}-{one.code}",
                "value": posted.get(f"v-{item.pk}-{one.code}", said.get(one.code, one.published)),
            }
            for one in lines
            if one.correctable and (one.disputed or not item.fields)
        ]
    }


def _given(item: Item, posted: Any) -> dict[str, str]:
    """The fields the source says otherwise than they stand."""
    assert item.record is not None  # noqa: S101 - asked for records alone
    now = comparing.published(item.record)
    given = {one.code: posted.get(f"v-{item.pk}-{one.code}") for one in comparing.compare(item).lines if one.correctable}
    return {code: value.strip() for code, value in given.items() if value is not None and value.strip() != now.get(code, "")}


def _find(standing: Standing, number: UUID) -> Inquiry:
    found = locking.inquiry(number)
    require(standing, "see_objection", found)
    return found


def _is_late(found: Inquiry) -> bool:
    if found.state != "asked" or found.due_on is None or clocking.is_paused(found.objection):
        return False
    return found.due_on < timezone.localdate()


def _table(found: Iterable[Inquiry], total: int) -> Table:
    columns = [text("objections.page", name) for name in ("number", "organisation", "ground", "source", "state", "answer_due")]
    return Table(text("objections.list.caption", n=total), columns, [_row(one) for one in found])


def _row(one: Inquiry) -> tuple[Cell, ...]:
    due = text("objections.day.paused") if clocking.is_paused(one.objection) else saying.day_or_unknown(one.due_on)
    late = ((text("objections.clock.late"), "bad"),) if _is_late(one) else ()
    return (
        tables.key(one.objection.number, reverse("objections:inquiry", args=[one.pk])), Cell(one.objection.organisation.name, chinese=True),
        Cell(text("objections.ground", one.objection.ground)), Cell(saying.named(one.department)),
        Cell(text("objections.inquiry_state", one.state)), Cell(due, also=late),
    )  # fmt: skip
