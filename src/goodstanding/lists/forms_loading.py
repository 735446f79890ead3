"""The form of a list that a body above has decided; its file is taken beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.lists import catalogue, loading, saying
from goodstanding.lists.forms_desk import choices, day_field, said, words_field
from goodstanding.lists.loading_files import Said
from goodstanding.lists.models import Competence
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

NAMES = ("what", "organ", "decision_no", "decided_on", "ends_on", "served_on", "facts")


class LoadForm(forms.Form):
    """Which list and ground, whose decision, from when until when, and what it says."""

    what = forms.ChoiceField()
    organ = forms.CharField(max_length=200)
    decision_no = forms.CharField(max_length=200)
    decided_on = day_field()
    ends_on = day_field()
    served_on = day_field()
    facts = words_field(loading.LONGEST, 3)

    def __init__(self, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {one.pk: one for one in competences(standing)}
        choices(self.fields["what"], [("", text("lists.loading.form.choose")), *self._offered(standing)])
        self.fields["served_on"].required = False
        for name in NAMES:
            hint = text("lists.loading.hint", name) if name in {"what", "ends_on", "served_on", "facts"} else None
            said(self.fields[name], text("lists.loading.form", name), hint=hint, required=text("lists.loading.missing", name))

    def _offered(self, standing: Standing) -> list[tuple[str, Text]]:
        found = []
        for held in self.held.values():
            known = catalogue.rules().kinds.get(held.kind_id)
            for one in known.criteria if known else ():
                whose = saying.named(held.department) if standing.is_centre else Text("", "")
                title = saying.title_of(held.kind_id)
                found.append(
                    (
                        f"{held.pk}:{one.code}",
                        Text(f"{whose.zh} {title.zh}：{one.text.zh}".strip(), f"{whose.en} {title.en}: {one.text.en}".strip()),
                    )
                )
        return found

    def said(self) -> Said:
        """As the verb takes it."""
        typed = self.cleaned_data
        competence, _, criterion = typed["what"].partition(":")
        held = self.held[int(competence)]
        return Said(
            competence=held.pk, department=held.department_id, kind=held.kind_id, criterion=criterion, organ=loading.clean(typed["organ"]),
            decision_no=loading.clean(typed["decision_no"]), decided_on=typed["decided_on"].isoformat(),
            ends_on=typed["ends_on"].isoformat(), served_on=typed["served_on"].isoformat() if typed["served_on"] else "",
            facts=loading.clean(typed["facts"], loading.LONGEST),
        )  # fmt: skip


def competences(standing: Standing) -> list[Competence]:
    """Of today, for red and black lists: the department's own, or everybody's for the centre."""
    today = timezone.localdate()
    found = Competence.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, kind__colour__in=loading.COLOURS
    )
    if not standing.is_centre:
        found = found.filter(department_id=standing.department_id or 0)
    return list(found.select_related("department", "kind").order_by("kind_id", "department_id"))
