"""Forms of the desk: what they ask, in the words of texts.toml. Files are not Django's here: see papers.uploading."""

from __future__ import annotations

from typing import Any

from django import forms

from goodstanding.departments.models import Department
from goodstanding.lists import catalogue, deciding, ending, proposing, publishing, saying
from goodstanding.lists.models import OUTCOMES, SERVED_HOW, Kind, Listing
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import here, text

WHY = {"publish": publishing.LONGEST, "withhold": publishing.LONGEST, "drop": 1000, "weigh": 5000}
"""How much may be written, by the deed."""


def said(field: forms.Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    """A field's words."""
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)
    if isinstance(field, forms.DateField):
        field.error_messages["invalid"] = here(text("lists.desk.form.day_wrong"))
    if isinstance(field, forms.ChoiceField) and required:
        field.error_messages["invalid_choice"] = here(required)


def choices(field: forms.Field, wanted: list[tuple[str, Text]]) -> None:
    """A field's choices."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared
    field.choices = [(code, here(title)) for code, title in wanted]


def day_field() -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d"])


def words_field(longest: int, rows: int = 5) -> forms.CharField:
    """Sentences."""
    return forms.CharField(max_length=longest, widget=forms.Textarea(attrs={"rows": rows}))


class WhyForm(forms.Form):
    """Why something is done, as others will read it."""

    def __init__(self, deed: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"] = words_field(WHY[deed])
        said(
            self.fields["because"], text("lists.desk.deed", deed, "because"), hint=text("lists.desk.deed", deed, "hint"),
            required=text("lists.desk.refused.reason_missing"),
        )  # fmt: skip


class ServeForm(forms.Form):
    """How and when the notice reached the organisation."""

    how = forms.ChoiceField(widget=forms.RadioSelect)
    on = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices(self.fields["how"], [(one, text("lists.served_how", one)) for one in SERVED_HOW])
        said(self.fields["how"], text("lists.desk.form.how"), required=text("lists.refused.served_how"))
        said(self.fields["on"], text("lists.desk.form.served_on"), required=text("lists.refused.served_on"))


class HearForm(forms.Form):
    """When the hearing was."""

    on = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(self.fields["on"], text("lists.desk.form.heard_on"), required=text("lists.refused.heard_on"))


class DecideForm(forms.Form):
    """The decision: number, reasons, last day."""

    number = forms.CharField(max_length=200)
    reasons = words_field(deciding.LONGEST, 8)
    ends_on = day_field()

    def __init__(self, listing: Listing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = written(saying.latest_end(listing))
        what = "reminder" if listing.colour == "scrutiny" else "decision"
        said(self.fields["number"], text("lists.desk.form.number", what), required=text("lists.refused.number_missing"))
        said(
            self.fields["reasons"], text("lists.desk.form.reasons"), hint=text("lists.desk.form.reasons_hint"),
            required=text("lists.desk.refused.reason_missing"),
        )  # fmt: skip
        said(
            self.fields["ends_on"], text("lists.desk.form.ends_on"), hint=text("lists.desk.form.ends_on_hint", until=latest),
            required=text("lists.refused.term_too_long", until=saying.latest_end(listing).isoformat()),
        )  # fmt: skip


class EndForm(forms.Form):
    """Why an entry leaves the list before its time."""

    because = forms.ChoiceField(widget=forms.RadioSelect)
    words = words_field(1000)

    def __init__(self, listing: Listing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in ending.BY_HAND if one != "abuse" or listing.colour == "red"]
        choices(self.fields["because"], [(one, text("lists.ended_because", one)) for one in offered])
        said(self.fields["because"], text("lists.desk.form.because"), required=text("lists.refused.ended_because"))
        said(
            self.fields["words"], text("lists.desk.form.end_words"), hint=text("lists.desk.form.end_words_hint"),
            required=text("lists.desk.refused.reason_missing"),
        )  # fmt: skip


class SettleForm(forms.Form):
    """What became of something said against a candidate."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect)
    reasons = words_field(2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices(self.fields["outcome"], [(one, text("lists.desk.outcome", one)) for one in OUTCOMES])
        said(self.fields["outcome"], text("lists.desk.form.outcome"), required=text("lists.refused.remark_unsettled"))
        said(self.fields["reasons"], text("lists.desk.form.settle_reasons"), required=text("lists.desk.refused.reason_missing"))


class DocumentForm(forms.Form):
    """An effective document that is no record here."""

    organ = forms.CharField(max_length=200)
    number = forms.CharField(max_length=200)
    decided_on = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("organ", "number", "decided_on"):
            said(self.fields[name], text("lists.desk.propose", name), required=text("lists.refused.document_incomplete"))


class FactsForm(forms.Form):
    """What happened."""

    facts = words_field(proposing.LONGEST, 8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(
            self.fields["facts"], text("lists.desk.propose.facts"), hint=text("lists.desk.propose.facts_hint"),
            required=text("lists.refused.facts_missing"),
        )  # fmt: skip


class CompetenceForm(forms.Form):
    """Which department may list under which kind, from when."""

    kind = forms.ModelChoiceField(Kind.objects.none())
    department = forms.ModelChoiceField(Department.objects.none(), to_field_name="code")
    starts_on = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, department = self.fields["kind"], self.fields["department"]
        assert isinstance(kind, forms.ModelChoiceField)  # noqa: S101 - as declared
        assert isinstance(department, forms.ModelChoiceField)  # noqa: S101 - as declared
        kind.queryset = Kind.objects.filter(pk__in=catalogue.rules().kinds).order_by("pk")
        department.queryset = Department.objects.order_by("name")
        kind.label_from_instance = lambda obj: here(saying.title_of(obj.pk))  # type: ignore[method-assign]
        department.label_from_instance = lambda obj: here(saying.named(obj))  # type: ignore[method-assign]
        for name in ("kind", "department", "starts_on"):
            said(self.fields[name], text("lists.desk.competence", name), required=text("lists.desk.competence.missing"))


class LastDayForm(forms.Form):
    """The last day of something."""

    ends_on = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(self.fields["ends_on"], text("lists.desk.competence.ends_on"), required=text("lists.desk.form.day_wrong"))
