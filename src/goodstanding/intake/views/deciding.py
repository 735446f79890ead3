"""A decision in the queue, and taking the last one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.standing import Standing
from goodstanding.intake import settling
from goodstanding.intake.judging_forms import GROUNDS, JudgeForm
from goodstanding.intake.proposing import Choice
from goodstanding.intake.views.desk import desk
from goodstanding.organisations import judging
from goodstanding.organisations.models import Judgement, PendingRow
from goodstanding.records import undoing
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

LAST = "intake_last_decision"
HABIT = "intake_last_ground"


def decide(request: HttpRequest, standing: Standing, found: PendingRow, chosen: Choice, form: JudgeForm) -> None:
    """Do what the form says, and keep it at hand so that it can be taken back."""
    body, verdict, because = chosen.organisation, form.cleaned_data["verdict"], form.because
    request.session[HABIT] = form.cleaned_data["ground"]
    if verdict == "same":
        together = form.cleaned_data["together"]
        rows = settling.attach(found, body, by=standing, because=because, together=together, likeness=chosen.kept())
        remember(request, text("intake.judging.done.same", n=len(rows), name=body.name), rows=rows)
        return
    said = judging.judge(found, body, verdict, by=standing, because=because, likeness=chosen.kept())
    remember(request, text("intake.judging.done", verdict, name=body.name), rows=[found], judgement=said)


def remember(request: HttpRequest, said: Text, *, rows: Sequence[PendingRow], judgement: Judgement | None = None) -> None:
    """The last decision, for the button that takes it back."""
    request.session[LAST] = {"said": list(said), "rows": [row.pk for row in rows], "judgement": judgement.pk if judgement else None}


def last(request: HttpRequest) -> Text | None:
    """What was decided last, in words."""
    kept: dict[str, Any] | None = request.session.get(LAST)
    return Text(*kept["said"]) if kept else None


def habit(request: HttpRequest) -> dict[str, Any]:
    """What the next decision probably rests on: the same as the last."""
    return {"ground": request.session.get(HABIT, ""), "together": True}


def grounds() -> list[tuple[str, Text]]:
    """To choose from."""
    return [(code, text("intake.judging.ground", code)) for code in GROUNDS]


@require_http_methods(["POST"])
@desk
def undo_last(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """A slip: what was decided last is undone at once, and the row is there again."""
    kept: dict[str, Any] | None = request.session.get(LAST)
    if kept is None:
        raise Missing("NOTHING_TO_UNDO", text("intake.judging.nothing_to_undo"))
    because = text("records.taken_back.at_once").zh
    if kept["judgement"]:
        said = Judgement.objects.select_related("pending", "organisation").get(pk=kept["judgement"])
        assert said.pending is not None  # noqa: S101 - judged of a row: decide
        judging.judge(said.pending, said.organisation, "withdrawn", by=standing, because=because)
    else:
        undoing.undo(list(PendingRow.objects.filter(pk__in=kept["rows"], state="settled")), by=standing, because=because)
    del request.session[LAST]
    messages.success(request, here(text("intake.judging.undone")))
    return redirect("intake:row", kept["rows"][0])
