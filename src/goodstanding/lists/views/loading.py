"""Handing in a list that a body above has decided: the file, what would become of each row, one click, the answer as a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.lists import loading, loading_answering, loading_files, loading_judging, loading_reading, loading_waiting, saying
from goodstanding.lists.forms_loading import LoadForm
from goodstanding.lists.loading_files import File
from goodstanding.lists.loading_judging import STATES, Answer
from goodstanding.lists.models import Load
from goodstanding.lists.views.asking import Errors
from goodstanding.lists.views.desk import own
from goodstanding.lists.writing_tables import TYPES, response
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.rules.refusals import Forbidden, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
FEW, LATEST = 10, 10
_TONES = {"taken": "good", "held": "wait", "refused": "bad", "twice": "plain"}


@csrf_exempt  # Django would parse the file before it could be weighed: checked in _handed_in
@FORMS
@desk
def hand_in(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The file and what it is a decision of."""
    require(standing, "load_listings", own(standing))
    if request.method != "POST":
        return _form(request, standing, LoadForm(standing), [])
    with uploaded(request) as uploads:
        answer: HttpResponseBase = _handed_in(request, standing, uploads)
        return answer


@csrf_protect
def _handed_in(request: HttpRequest, standing: Standing, uploads: Uploads) -> HttpResponseBase:
    """Read and sealed; what was typed stays where something is missing."""
    form = LoadForm(standing, request.POST)
    errors: Errors = []
    if not form.is_valid():
        return _form(request, standing, form, errors)
    said = form.said()
    try:
        upload = uploads.one("file")
        if upload is None:
            return _form(request, standing, form, [{"id": "id_file", "text": text("lists.loading.refused.no_file")}])
        loading.check(said, by=standing)
        sha256 = hashlib.sha256(upload.content).hexdigest()
        loading.new(said, sha256)
        rows = loading_reading.kept(loading_reading.read(upload.name, upload.content))
    except Forbidden:
        raise
    except Refused as refused:
        at = "id_file" if not refused.code.startswith("LOAD_T") else "id_ends_on"
        return _form(request, standing, form, [{"id": at, "text": refused.why}])
    made = File(user=standing.user_id, said=said, name=loading.clean(upload.name), sha256=sha256, rows=rows)
    loading.look(made)
    loading_files.keep(made)
    return redirect("lists:load_look", made.id)


def _form(request: HttpRequest, standing: Standing, form: LoadForm, errors: Errors) -> HttpResponseBase:
    department = own(standing)
    latest = (
        Load.objects.filter(**({} if department is None else {"department": department})).select_related("kind").order_by("-at")[:LATEST]
    )
    told = [{"id": field.id_for_label, "text": error} for field in form for error in field.errors]
    context = {
        "form": form, "errors": [*told, *errors], "most": loading_reading.MOST,
        "file_error": next((one["text"] for one in errors if one["id"] == "id_file"), ""),
        "latest": [{"load": one, "title": saying.title_of(one.kind_id)} for one in latest],
    }  # fmt: skip
    return render(request, "lists/loading_form.html", context, status=422 if context["errors"] else 200)


@FORMS
@desk
def look(request: HttpRequest, standing: Standing, file: UUID) -> HttpResponseBase:
    """What would become of each row; confirmed, what became of it."""
    found = _found(standing, file)
    if found.load:
        return _look(request, found, [], 200)
    if loading_waiting.is_waiting(found):
        return render(request, "lists/loading_wait.html", {"file": found, "facts": _facts(found)})
    errors: Errors = [{"id": "", "text": Text(*found.failed)}] if found.failed else []
    status = 200
    if request.method == "POST":
        errors, status = _confirm(found, standing, _seen(request.POST.get("seen", "")))
        if not errors:
            if found.load:
                messages.success(request, here(text("lists.loading.done", number=found.load)))
            return redirect("lists:load_look", found.id)
        found.answers = [list(one) for one in loading.preview(found)]
        loading_files.keep(found)
    return _look(request, found, errors, status)


def _confirm(found: File, standing: Standing, seen: dict[str, int]) -> tuple[Errors, int]:
    """Entered here, or by a worker where it is long."""
    changed: Errors = [{"id": "", "text": text("lists.loading.refused.changed")}]
    if seen != loading_judging.counts(loading.answers_of(found)):
        return changed, 409
    try:
        loading.check(found.said, by=standing)
        loading.new(found.said, found.sha256)
        if len(found.rows) > loading_waiting.AT_ONCE:
            loading_waiting.begin(found, by=standing, seen=seen)
        elif loading.load(found, by=standing, seen=seen) is None:
            return changed, 409
    except Forbidden:
        raise
    except Refused as refused:
        return [{"id": "", "text": refused.why}], refused.status
    return [], 200


def _look(request: HttpRequest, found: File, errors: Errors, status: int) -> HttpResponseBase:
    answers = loading.answers_of(found)
    counted = loading_judging.counts(answers)
    given = loading.rows_of(found)
    groups = [_group(key, n, given, answers) for key, n in sorted(counted.items()) if ":" in key]
    shares = [(text("lists.loading.state", _word(one, found)), counted.get(one, 0), _TONES[one]) for one in STATES]
    context: dict[str, Any] = {
        "file": found, "rows": len(answers), "shares": shares, "groups": groups, "errors": errors,
        "taken": counted.get("taken", 0), "facts": _facts(found), "done": bool(found.load), "seen": orjson.dumps(counted).decode(),
    }  # fmt: skip
    return render(request, "lists/loading_look.html", context, status=status)


def _group(key: str, n: int, given: Sequence[loading_reading.Row], answers: Sequence[Answer]) -> dict[str, Any]:
    """One reason, how many rows it is of, and the first of them; of persons nothing but the number."""
    state, _, why = key.partition(":")
    which = [place for place, one in enumerate(answers) if (one.state, one.why) == (state, why)][:FEW]
    examples = [(given[place].line, loading_answering.repeated(given[place], answers[place])) for place in which]
    word = text("lists.loading.state", state)
    return {
        "state": word,
        "tone": _TONES[state],
        "why": text("lists.loading.why", why),
        "n": n,
        "examples": [] if why == "person" else examples,
    }


def _word(state: str, found: File) -> str:
    return "entered" if found.load and state == "taken" else state


def _facts(found: File) -> list[dict[str, Any]]:
    said = found.said
    department = Department.objects.get(pk=said.department)
    pairs: list[tuple[str, Text | str]] = [
        ("what", saying.title_of(said.kind)), ("department", saying.named(department)), ("organ", said.organ),
        ("decision_no", said.decision_no), ("decided_on", _day(said.decided_on)), ("ends_on", _day(said.ends_on)),
        ("served_on", _day(said.served_on)),
        ("facts", said.facts), ("file", found.name),
    ]  # fmt: skip
    return [{"key": text("lists.loading.form", name), "value": value} for name, value in pairs if value]


def _day(said: str) -> Text | str:
    return written(date.fromisoformat(said)) if said else ""


def _seen(said: str) -> dict[str, int]:
    """The counts the page showed; nonsense is what nobody saw."""
    try:
        found = orjson.loads(said)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


@require_safe
@desk
def answer(request: HttpRequest, standing: Standing, file: UUID, ending: str) -> HttpResponseBase:  # noqa: ARG001 - a view
    """Each row with what became, or would become, of it."""
    found = _found(standing, file)
    if ending not in TYPES:
        raise Http404
    rows = loading_answering.rows(loading.rows_of(found), loading.answers_of(found), found.load)
    made = response(loading_answering.headings(), rows, ending=ending, name=here(text("lists.loading.answer_name")))
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _found(standing: Standing, file: UUID) -> File:
    """His own only; entitled still."""
    found = loading_files.find(file, standing.user_id)
    require(standing, "load_listings", Department.objects.filter(pk=found.said.department).first())
    if found.load and not loading.entered(found):  # written beside a transaction that never ended
        found.load = ""
        found.answers = [list(one) for one in loading.preview(found)]
    return found
