"""The form anybody may send."""

from __future__ import annotations

from typing import Any

from django import forms

from goodstanding.lists import remarking
from goodstanding.lists.forms_desk import said, words_field
from goodstanding.ui.texts import text


class RemarkForm(forms.Form):
    """What speaks against a candidate; no name, no address."""

    words = words_field(remarking.LONGEST, 8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(
            self.fields["words"], text("lists.public.remark.words"), hint=text("lists.public.remark.hint"),
            required=text("lists.refused.remark_missing"),
        )  # fmt: skip
