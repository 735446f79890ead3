"""Components: fields with their errors, pictures, cursors, navigation, preferences, and the pages for what went wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules.refusals import Forbidden
from goodstanding.rules.texts import Text
from goodstanding.ui import navigation, views
from goodstanding.ui.building import INTO
from goodstanding.ui.paging import BadCursor, decode, encode
from goodstanding.ui.pictures import LEAST, Showing, draw, lengths, shares

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


class Enquiry(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label="名称", help_text="与证照一致", error_messages={"required": "请填写名称"})
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    file = forms.FileField(label="文件", required=False)
    agree = forms.BooleanField(label="已核对", required=False)


def drawn(form: forms.Form) -> str:
    source = '{% load components %}{% include "ui/components/error_summary.html" %}{% fields form %}'
    return Template(source).render(Context({"form": form}))


def test_a_field_says_its_error_where_it_is_and_the_summary_leads_there() -> None:
    page = drawn(Enquiry({"kind": "a"}))
    assert '<a href="#id_name">请填写名称</a>' in page
    assert 'id="id_name_error"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'class="govuk-input govuk-input--error"' in page


def test_a_field_without_error_has_no_summary() -> None:
    page = drawn(Enquiry({"name": "甘泉", "kind": "a"}))
    assert "error" not in page
    assert page.count("<label") >= 4
    assert '<fieldset class="govuk-fieldset"' in page


def test_what_somebody_typed_stays_and_is_escaped() -> None:
    assert "&lt;script&gt;" in drawn(Enquiry({"name": "<script>", "kind": "a"}))


@given(DAYS, st.integers(0, 20_000), DAYS, st.one_of(st.none(), DAYS))
def test_marks_never_leave_the_picture(shown_from: date, days: int, today: date, earliest: date | None) -> None:
    bar = draw(Showing(shown_from, shown_from + timedelta(days=days), today, earliest))
    assert 0 <= bar.today <= 100
    assert bar.earliest is None or 0 < bar.earliest < 100
    assert bar.days_left >= 0


def test_the_picture_is_said_in_words_for_who_cannot_see_it() -> None:
    source = "{% load components %}{% showing start end today earliest %}"
    start = date(2026, 1, 1)
    days = {"start": start, "end": date(2026, 12, 31), "today": date(2026, 7, 1), "earliest": date(2026, 4, 1)}
    with override("en"):
        page = Template(source).render(Context(days))
    assert 'aria-label="Shown from 1 January 2026 until 31 December 2026; 183 days remain."' in page
    assert 'role="img"' in page
    assert "style=" not in page


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_a_cursor_comes_back_as_it_went(pieces: list[str]) -> None:
    assert decode(encode(*pieces), len(pieces)) == pieces


@given(st.text(max_size=60), st.integers(1, 3))
def test_a_forged_cursor_is_refused_or_is_only_text(cursor: str, length: int) -> None:
    with suppress(BadCursor):
        assert all(isinstance(piece, str) for piece in decode(cursor, length))


def test_the_longest_address_is_the_current_one_and_the_front_page_only_on_itself(db: None) -> None:
    with override("zh-hans"):
        assert [link.url for link in navigation.links("PUBLIC", path="/catalogue/penalty/checks") if link.current] == ["/catalogue"]
        assert [link.url for link in navigation.links("PUBLIC", path="/") if link.current] == ["/"]
        assert [link.url for link in navigation.links("PUBLIC", path="/about") if link.current] == []
    with override("en"):
        assert [link.url for link in navigation.links("PUBLIC", path="/en/permits") if link.current] == ["/en/permits"]
        assert [link.url for link in navigation.links("PUBLIC", path="/en/about") if link.current] == []


def test_somebody_without_a_role_sees_nothing_of_the_desk(db: None) -> None:
    def desk(role: str) -> list[str]:
        return [link.url for link in navigation.links("DESK", role=role) if link.url.startswith("/desk/")]

    with override("zh-hans"):
        assert desk("") == []
        assert desk("steward") != []


def test_every_entry_of_the_navigation_has_a_page_and_a_text(db: None) -> None:
    for where in ("PUBLIC", "DESK"):
        for item in navigation.items(where):
            assert navigation.links(where, role=next(iter(item.roles), ""))


def test_entries_of_one_menu_stand_under_its_word_and_one_alone_stays_an_entry(db: None) -> None:
    with override("zh-hans"):
        clerks, heads = (navigation.gathered(navigation.links("DESK", role=role, path="/desk/lists/")) for role in ("clerk", "head"))
    words = [one.text.zh for one in clerks if isinstance(one, navigation.Menu)]
    assert words == list(dict.fromkeys(words)) != []
    assert [one.text.zh for one in clerks if one.current] == ["名单、措施与查询"]
    assert all(len(one.links) > 1 for one in (*clerks, *heads) if isinstance(one, navigation.Menu))
    assert sum(len(getattr(one, "links", [one])) for one in clerks) == len(navigation.links("DESK", role="clerk"))


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "http:evil.example"])
def test_the_size_of_letters_leads_nowhere_else(client: Client, db: None, back: str) -> None:
    response = client.get("/ui/letters/large", {"back": back})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_the_size_of_letters_is_kept_and_given_up(client: Client, db: None) -> None:
    response = client.get("/ui/letters/large", {"back": "/about"})
    assert response["Location"] == "/about"
    assert b"gs-large" in client.get("/about").content
    client.get("/ui/letters/ordinary", {"back": "/about"})
    assert b"gs-large" not in client.get("/about").content


def asked(path: str = "/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.session = {}  # type: ignore[assignment]
    return request


def test_a_refusal_is_a_page_with_its_code_its_reason_and_its_status(db: None) -> None:
    refusal = Forbidden("NOT_YOURS", Text("不是本部门的报送。", "Not your department's."))
    page = views.refused(asked(), refusal)
    assert page.status_code == 403
    assert "不是本部门的报送。" in page.content.decode()
    assert "NOT_YOURS" in page.content.decode()
    with override("en"):
        assert "Not your department" in views.refused(asked("/en/"), refusal).content.decode()


@pytest.mark.parametrize(("view", "status"), [("bad_request", 400), ("forbidden", 403), ("not_found", 404)])
def test_every_trouble_has_a_page_that_says_what_to_do(db: None, view: str, status: int) -> None:
    page = getattr(views, view)(asked(), exception=Exception("secret detail"))
    assert page.status_code == status
    assert "secret detail" not in page.content.decode()


def test_a_fault_of_ours_never_reads_as_nothing_found(db: None) -> None:
    page = views.broken(asked())
    assert page.status_code == 500
    assert "这不表示查无记录" in page.content.decode()


def test_no_page_carries_style_or_script_of_its_own() -> None:
    package = Path(views.__file__).parents[1]
    for path in package.glob("*/templates/**/*.html"):
        source = path.read_text("utf-8")
        for inline in (" style=", "<style", " onclick=", " onchange=", " onload=", "<script>"):
            assert inline not in source, f"{path.name}: {inline}"


def test_the_built_theme_is_ours_and_asks_nobody_else_for_anything() -> None:
    css = (INTO / "goodstanding.css").read_text("utf-8")
    assert "GDS Transport" not in css
    assert "@import" not in css
    assert [address for address in re.findall(r"url\(([^)]*)\)", css) if not address.strip("\"'").startswith(("data:", "hills.svg"))] == []
    assert {path.name for path in INTO.iterdir()} >= {"goodstanding.css", "components.js", "start.js", "htmx.js", "mark.svg", "hills.svg"}


def test_a_page_keeps_the_frame_when_it_adds_a_class_of_its_own(client: Client, db: None) -> None:
    assert 'class="govuk-template__body gs-front"' in client.get("/").content.decode()


@given(st.lists(st.integers(0, 10**7), max_size=6))
def test_shares_fill_the_bar_and_leave_nothing_out(numbers: list[int]) -> None:
    found = shares(numbers)
    assert [share.width > 0 for share in found] == [number > 0 for number in numbers]
    assert not any(numbers) or abs(sum(share.width for share in found) - 100) < 0.1
    assert all(abs(one.begins + one.width - other.begins) < 0.02 for one, other in pairwise(found))


def test_the_longest_bar_is_full_and_the_shortest_can_be_seen() -> None:
    assert lengths([1_000_000, 500_000, 1, 0]) == [100.0, 50.0, LEAST, 0.0]
    assert lengths([]) == []


def test_a_picture_of_shares_says_the_same_in_words() -> None:
    source = "{% load components %}{% shares parts %}"
    parts = [(Text("合格", "good"), 1234, "good"), (Text("有误", "faulty"), 0, "bad")]
    drawn_so = Template(source).render(Context({"parts": parts}))
    assert "合格 <strong>1,234</strong>" in drawn_so
    assert "有误" not in drawn_so
    assert "<svg" not in Template(source).render(Context({"parts": []}))
