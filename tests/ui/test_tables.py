"""Tables as data: every cell under its column's name, escaped; the history of a case; pages that keep what was asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table


def drawn(table: Table, language: str = "zh-hans") -> str:
    with override(language):
        return Template('{% include "ui/components/table.html" %}').render(Context({"table": table}))


def test_each_cell_stands_under_its_columns_name() -> None:
    row = (
        tables.key("甲1号", "/a?b=1&c=2"), Cell(Text("逾期", "Late"), tone="bad"),
        Cell("<b>", chinese=True, also=((Text("注", "Note"), "note"),)),
        tables.number(12345, "/n", spoken=tables.joined(Text("按时", "In time"), Text("局", "Bureau"))), tables.day(date(2026, 3, 4)),
        Cell("页面", below=("/x", "/y")),
    )  # fmt: skip
    names = [Text(name, name.upper()) for name in "abcdef"]
    html = " ".join(drawn(Table(Text("表", "Table"), names, [row]), "en").split())
    for said in (
        '<th role="rowheader" scope="row" class="govuk-table__header gs-number" >', '<a class="govuk-link" href="/a?b=1&amp;c=2">甲1号</a>',
        'data-label="B"', '<strong class="gs-tag gs-tag--bad">Late</strong>', "&lt;b&gt;", 'gs-tag--note">Note', 'lang="zh-Hans"',
        '12,345<span class="govuk-visually-hidden"> In time Bureau</span>', "4 March 2026", '<span class="gs-period">/y</span>',
        'aria-label="Table"',
    ):  # fmt: skip
        assert said in html, said
    assert "<b>" not in html
    with pytest.raises(ValueError, match="argument"):
        drawn(Table(Text("表", "Table"), names[:2], [row]))  # a cell without a name would say nothing on a phone


def test_a_history_says_when_what_who_and_why() -> None:
    said = {"at": datetime(2026, 3, 4, 2, 30, tzinfo=UTC), "what": Text("受理", "Accepted"), "who": "Bob", "because": "材料齐全"}
    html = drawn(tables.history([said]))
    for one in ("办理经过", "2026年3月4日 10:30", "受理", "Bob", "材料齐全"):
        assert one in html
    assert "rowheader" not in html


def test_pages_keep_what_was_asked_for() -> None:
    request = RequestFactory().get("/x?state=late&page=2")
    middle = Paginator(range(30), 10).get_page(2)
    assert tables.pages(middle, request) == {"total": 30, "first": "?state=late", "next": "?state=late&page=3"}
    only = Paginator(range(3), 10).get_page(1)
    assert tables.pages(only, RequestFactory().get("/x")) == {"total": 3, "first": "", "next": ""}
