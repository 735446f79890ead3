"""Settings that make no sense stop the start with a sentence, and never show the value."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from goodstanding import env
from goodstanding.rules.refusals import Unusable


@pytest.mark.parametrize("value", ["abc", "0", "65536", "-1", "1e3", "８０００", "80 00", "8000.0"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(Unusable, match="SETTING_WRONG") as refused:
        env.number("PORT", 8000, least=1, most=65535)
    assert "PORT" in refused.value.why.zh
    assert "PORT" in refused.value.why.en


@pytest.mark.parametrize(("value", "read"), [("8080", 8080), ("  8080 ", 8080), ("", 8000)])
def test_a_port(monkeypatch: pytest.MonkeyPatch, value: str, read: int) -> None:
    monkeypatch.setenv("PORT", value)
    assert env.number("PORT", 8000, least=1, most=65535) == read


@pytest.mark.parametrize(
    ("value", "read"), [("true", True), ("1", True), ("Yes", True), ("on", True), ("false", False), ("0", False), ("", False)]
)
def test_a_flag(monkeypatch: pytest.MonkeyPatch, value: str, *, read: bool) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG", default=not read) is read


def test_a_flag_that_is_neither_is_refused_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(Unusable):
        env.flag("DEBUG")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a@b/c",
        "postgresql://a:b@c:port/d",
        "postgresql://host",
        "postgresql://host/",
        "postgresql://host/db?sslmode=maybe",
        "sqlite:///x",
    ],
)
def test_a_database_that_is_none_is_refused_without_showing_the_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url.replace("://", "://user:geheim@", 1) if "@" not in url else url)
    with pytest.raises(Unusable, match="SETTING_WRONG") as refused:
        env.database("DATABASE_URL", tmp_path)
    assert "geheim" not in str(refused.value) + refused.value.why.en


def test_a_database_url_is_read_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://us%40er:p%2Fw@db.example:5433/na%20me?sslmode=require")
    found = env.database("DATABASE_URL", tmp_path)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "us@er",
        "p/w",
        "db.example",
        "5433",
        "na me",
    )
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_secret_may_come_from_a_file_but_not_from_two_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://a@b/c\n")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    assert env.secret("DATABASE_URL") == "postgresql://a@b/c"
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@b/d")
    with pytest.raises(Unusable):
        env.secret("DATABASE_URL")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "missing"))
    with pytest.raises(Unusable, match="DATABASE_URL_FILE"):
        env.secret("DATABASE_URL")


def test_a_secret_is_made_once_and_nobody_else_reads_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("FIELD_KEY", raising=False)
    first = env.kept_secret("FIELD_KEY", tmp_path / "new")
    assert env.kept_secret("FIELD_KEY", tmp_path / "new") == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "new" / "field_key").stat().st_mode) == 0o600
    monkeypatch.setenv("FIELD_KEY", "short")
    with pytest.raises(Unusable):
        env.kept_secret("FIELD_KEY", tmp_path)


def test_a_folder_that_is_a_file_or_missing_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("WATCH_DIR", str(tmp_path / "file"))
    with pytest.raises(Unusable):
        env.existing_folder("WATCH_DIR")
    monkeypatch.setenv("WATCH_DIR", str(tmp_path / "missing"))
    with pytest.raises(Unusable):
        env.existing_folder("WATCH_DIR")
    monkeypatch.setenv("WATCH_DIR", "")
    assert env.existing_folder("WATCH_DIR") is None


def test_a_deep_data_folder_gets_a_short_place_for_its_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    assert len(str(env.socket_folder(deep) / env.SOCKET_NAME)) <= env.SOCKET_LIMIT
    assert env.socket_folder(deep) != env.socket_folder(deep / "z")
