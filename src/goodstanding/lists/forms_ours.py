"""The organisation's own form: what it answers, and whether it asks for a hearing."""

from __future__ import annotations

from typing import Any

from django import forms

from goodstanding.lists.answering import LONGEST
from goodstanding.lists.forms_desk import said, words_field
from goodstanding.ui.texts import text


class AnswerForm(forms.Form):
    """陈述、申辩. The hearing is only offered where the list's rules know one."""

    words = words_field(LONGEST, 8)
    hearing = forms.BooleanField(required=False)

    def __init__(self, *args: Any, hearing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(
            self.fields["words"], text("lists.ours.answer.words"), hint=text("lists.ours.answer.words_hint"),
            required=text("lists.refused.answer_missing"),
        )  # fmt: skip
        if hearing:
            said(self.fields["hearing"], text("lists.ours.answer.hearing"))
        else:
            del self.fields["hearing"]
