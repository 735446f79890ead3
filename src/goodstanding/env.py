"""Readers of the environment that refuse nonsense: a setting that cannot be understood stops the start, in both languages."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
SECRET_LENGTH = 50
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 103  # sun_path holds 108 bytes on Linux, 104 on macOS, one of them the closing NUL
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class Database(TypedDict):
    """One entry of Django's DATABASES."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    OPTIONS: dict[str, object]
    CONN_MAX_AGE: int
    CONN_HEALTH_CHECKS: bool
    ATOMIC_REQUESTS: bool


def nonsense(name: str, zh: str, en: str) -> Unusable:
    """The one refusal of this module; the value itself is never quoted, it may be a secret."""
    return Unusable("SETTING_WRONG", Text(f"环境变量 {name} 的值无效：{zh}", f"The environment variable {name} cannot be used: {en}"))


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise nonsense(name, "请填写 true 或 false。", "write true or false.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise nonsense(name, f"请填写 {least} 到 {most} 之间的整数。", f"write a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word for word in (part.strip() for part in text(name, default).split(",")) if word]


def origins(name: str) -> list[str]:
    """Origins such as ``https://oa.example.cn``, separated by commas: https (or this machine), no path, no wildcard."""
    found = words(name)
    for one in found:
        parts = urlsplit(one)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"})
        if (
            not safe
            or not parts.hostname
            or "*" in one
            or one != f"{parts.scheme}://{parts.netloc}"
            or any(c.isspace() or c in ";'" for c in one)
        ):
            raise nonsense(
                name, "请填写以 https:// 开头的来源，例如 https://oa.example.cn，多个用逗号分隔。",
                "write origins that begin with https://, such as https://oa.example.cn, separated by commas.",
            )  # fmt: skip
    return found


def folder(name: str, default: str) -> Path:
    """An absolute folder; it is made by whoever writes into it."""
    path = Path(text(name) or default).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise nonsense(name, "该路径不是文件夹。", "this path is not a folder.")
    return path


def data_dir() -> Path:
    """Where everything of this installation is kept."""
    return folder("DATA_DIR", "var")


def listening() -> tuple[str, int]:
    """The address and port of the site."""
    return text("BIND", "127.0.0.1"), number("PORT", 8000, least=1, most=65535)


def existing_folder(name: str) -> Path | None:
    """A folder that must be there already, None where the variable is not set."""
    if not text(name):
        return None
    path = folder(name, "")
    if not path.is_dir():
        raise nonsense(name, "该文件夹不存在。", "this folder does not exist.")
    return path


def secret(name: str) -> str:
    """The variable, or the content of the file that ``NAME_FILE`` names (the way containers and systemd hand over secrets)."""
    file = text(f"{name}_FILE")
    if not file:
        return text(name)
    if text(name):
        raise nonsense(name, f"{name} 与 {name}_FILE 只能设置其中一个。", f"set either {name} or {name}_FILE, not both.")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise nonsense(f"{name}_FILE", "无法读取该文件。", "the file cannot be read.") from None


def kept_secret(name: str, data_dir: Path) -> str:
    """A secret that is made once and kept, readable by nobody else, where none is given."""
    given = secret(name)
    if given:
        if len(given) < SECRET_LENGTH:
            raise nonsense(name, f"长度不足 {SECRET_LENGTH} 个字符。", f"it has fewer than {SECRET_LENGTH} characters.")
        return given
    path = data_dir / name.lower()
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(made)
    return made


def socket_folder(data_dir: Path) -> Path:
    """Where the embedded PostgreSQL listens: in its own folder, or, where that name is too long for a socket, in a short one."""
    own = data_dir / "postgres"
    if len(os.fsencode(own / SOCKET_NAME)) <= SOCKET_LIMIT:
        return own
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"goodstanding-{digest}"


def database(name: str, data_dir: Path) -> Database:
    """``postgresql://user:password@host:port/name?sslmode=…``; without one, the embedded server of the data folder."""
    url = secret(name)
    if not url:
        return _database("goodstanding", "goodstanding", "", str(socket_folder(data_dir)), "", {})
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise nonsense(name, "必须以 postgresql:// 开头。", "it has to begin with postgresql://.")
    options = dict(parse_qsl(parts.query))
    host = unquote(parts.hostname or "") or options.pop("host", "")
    try:
        port = str(parts.port or "")
    except ValueError:
        raise nonsense(name, "端口无效。", "the port is not a number.") from None
    if not parts.path.strip("/"):
        raise nonsense(name, "缺少数据库名称。", "the name of the database is missing.")
    if options.get("sslmode", "prefer") not in SSL_MODES:
        raise nonsense(name, "sslmode 无效。", "sslmode is not one PostgreSQL knows.")
    return _database(unquote(parts.path.lstrip("/")), unquote(parts.username or ""), unquote(parts.password or ""), host, port, options)


def _database(name: str, user: str, password: str, host: str, port: str, options: dict[str, str]) -> Database:
    return Database(
        ENGINE="goodstanding.web.postgres",
        NAME=name,
        USER=user,
        PASSWORD=password,
        HOST=host,
        PORT=port,
        OPTIONS={"application_name": "goodstanding", "connect_timeout": "10", **options},
        CONN_MAX_AGE=300,
        CONN_HEALTH_CHECKS=True,
        ATOMIC_REQUESTS=False,
    )
