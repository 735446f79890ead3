"""Texts: both languages, the same placeholders, every key used exists and every text is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from goodstanding.rules.texts import Text
from goodstanding.ui import checking, texts
from goodstanding.ui.texts import TextError, text


@pytest.fixture
def part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A part of its own, which the texts and the checker take for the whole package."""
    folder = tmp_path / "shop"
    (folder / "templates" / "shop").mkdir(parents=True)
    for module in (texts, checking):
        monkeypatch.setattr(module, "PACKAGE", tmp_path)
    texts.texts.cache_clear()
    yield folder
    texts.texts.cache_clear()


def write(part: Path, toml: str, template: str = "", code: str = "") -> list[str]:
    (part / "texts.toml").write_text(toml, "utf-8")
    (part / "templates" / "shop" / "page.html").write_text(template, "utf-8")
    (part / "views.py").write_text(code, "utf-8")
    return checking.check()


def test_our_own_texts_are_in_order() -> None:
    assert checking.check() == []


def test_a_text_without_english_is_named(part: Path) -> None:
    assert "shop.open: needs zh and en" in write(part, 'open = { zh = "营业", en = "" }')[0]
    texts.texts.cache_clear()
    assert "shop.open: needs zh and en" in write(part, 'open = { zh = "营业" }')[0]


def test_placeholders_that_differ_between_the_languages_are_named(part: Path) -> None:
    faults = write(part, 'n = { zh = "{n}件", en = "{count} things" }', '{% t "shop.n" n=1 %}')
    assert faults == ["shop.n: zh has ['n'], en has ['count']"]


def test_a_key_that_does_not_exist_is_named_with_its_line(part: Path) -> None:
    assert write(part, "", '\n\n{% t "shop.gone" %}') == ["shop/templates/shop/page.html:3: no text has the key shop.gone"]
    assert write(part, "", code='text("shop.gone")') == ["shop/views.py:1: no text has the key shop.gone"]


def test_values_that_are_not_the_placeholders_are_named(part: Path) -> None:
    faults = write(part, 'n = { zh = "{n}", en = "{n}" }', '{% t "shop.n" %}')
    assert faults == ["shop/templates/shop/page.html:1: shop.n is given [] and needs ['n']"]


def test_an_unused_text_is_named_and_a_family_of_texts_is_used_as_a_whole(part: Path) -> None:
    toml = 'old = { zh = "旧", en = "old" }\n[state]\na = { zh = "甲", en = "A" }\nb = { zh = "乙", en = "B" }'
    assert write(part, toml, '{% t "shop.state" state %}') == ["shop.old: is used nowhere"]


def test_a_text_named_in_a_table_of_plain_data_is_used(part: Path) -> None:
    assert write(part, 'nav = { zh = "导航", en = "nav" }', code='ITEM = ("shop.nav", "shop:home")') == []


def test_chinese_in_a_template_is_named_but_not_in_its_comments(part: Path) -> None:
    assert write(part, "", "{# 说明 #}<p>营业</p>") == ["shop/templates/shop/page.html:1: Chinese that stands in no texts.toml"]


def test_a_value_that_is_a_text_is_filled_in_each_language() -> None:
    both = text("ui.showing.today", day=Text("明日", "tomorrow"))
    assert both == Text("今天 明日", "Today, tomorrow")


def test_an_unknown_key_is_an_error_and_never_an_empty_page() -> None:
    with pytest.raises(TextError, match="no text has the key"):
        text("ui.no_such")


def test_values_are_escaped_in_a_page() -> None:
    made = Template('{% load texts %}{% t "ui.refused.code" code=code %}').render(Context({"code": "<b>"}))
    assert made.endswith("&lt;b&gt;")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "2026年2月3日"), ("en", "3 February 2026")])
def test_days_are_written_as_people_write_them(language: str, words: str) -> None:
    from datetime import date  # noqa: PLC0415

    with override(language):
        assert Template("{% load texts %}{{ day|day }}").render(Context({"day": date(2026, 2, 3)})) == words
        assert Template("{% load texts %}{{ day|day }}").render(Context({"day": None})) == ""
        end = Template("{% load texts %}{{ day|day }}").render(Context({"day": date(2099, 12, 31)}))
        assert end in {"长期", "no end date"}
