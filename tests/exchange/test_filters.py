"""The offline filter: no member is ever answered "not in", nothing is ever answered "clear", and what is wrong is "unknown"."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.exchange import filter_making, filter_writing, keys
from goodstanding.exchange.models import Filter
from goodstanding.organisations.models import Organisation
from tests.exchange.making import published
from tests.exchange.test_sending import offline
from tests.measures import making
from tests.measures.making import Office

__all__ = ["offline"]
ROOT = Path(__file__).resolve().parents[2]
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def key() -> str:
    from base64 import b64encode  # noqa: PLC0415 - beside its use

    return f"whpk_{b64encode(PRIVATE.public_key().public_bytes_raw()).decode()}"


def checked(seventeen: str) -> str:
    """With its check character (GB 32100)."""
    return seventeen + SIGNS[-sum(SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(seventeen)) % 31]


def header(**changed: Any) -> dict[str, Any]:
    now = timezone.now()
    known = {"as_of": now.isoformat(), "valid_until": (now + timedelta(hours=2)).isoformat(), "kinds": [], "coverage": {}}
    return {**known, **changed}


CODES = st.lists(st.text(SIGNS, min_size=17, max_size=17).map(checked), max_size=60, unique=True)


@given(CODES, st.binary(min_size=16, max_size=16))
@settings(max_examples=60, deadline=None)
def test_no_member_is_ever_answered_not_in(offline: ModuleType, members: list[str], salt: bytes) -> None:
    content = filter_writing.write(members, header(), PRIVATE.sign, salt=salt)
    read, bits = offline.opened(content, [key()])
    trusted = offline.signed
    try:
        offline.signed = lambda *_: True  # verified above; sixty times over would only take long
        for code in members:
            assert offline.look(content, [key()], code)[0] == "maybe"
            assert offline.look(content, [key()], f" {code[:8].lower()}-{code[8:]} ")[0] == "maybe"
    finally:
        offline.signed = trusted
    assert len(bits) * 8 <= max(12 * len(members), 8)
    assert read["entries"] == len(members)


def test_few_others_are_found(offline: ModuleType) -> None:
    chance = random.Random(5)
    codes = list({checked("".join(chance.choices(SIGNS, k=17))) for _ in range(44_000)})
    salt = bytes(16)
    content = filter_writing.write(codes[:4_000], header(), PRIVATE.sign, salt=salt)
    _, bits = offline.opened(content, [key()])
    found = sum(
        all(bits[at >> 3] >> (at & 7) & 1 for at in filter_writing.places(code, salt, len(bits) * 8)) for code in codes[4_000:]
    )  # fmt: skip
    assert found / len(codes[4_000:]) < 0.005


def test_whatever_is_wrong_is_unknown_and_nothing_is_clear(offline: ModuleType) -> None:
    member, stranger = checked("91340100MA2XXXXX1"), checked("91340100MA2YYYYY2")
    content = filter_writing.write([member], header(), PRIVATE.sign, salt=bytes(16))
    assert offline.look(content, [key()], stranger)[0] == "not_in"
    now = timezone.now().timestamp()
    other = keys_of_another()
    broken = [content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in (0, 20, len(content) - 65, len(content) - 1)]
    for file, known, code, when in (
        *((one, [key()], stranger, now) for one in broken), (b"", [key()], stranger, now), (content[:-10], [key()], stranger, now),
        (content, [other], stranger, now), (content, [], stranger, now), (content, ["whpk_x"], stranger, now),
        (content, [key()], stranger, now + 3 * 3600), (content, [key()], stranger, now - 3600),
        (content, [key()], stranger[:-1] + ("0" if stranger[-1] != "0" else "1"), now), (content, [key()], "123", now),
        (content, [key()], "", now), (content, [key()], "统一社会信用代码一二三四五六七八九十", now),
    ):  # fmt: skip
        kind, sentence = offline.look(file, known, code, when)
        assert kind == "unknown", (code, when - now)
        assert "无法判断" in sentence
    words = " ".join(offline.look(content, [key()], code)[1] for code in (member, stranger, ""))
    assert "clear" not in words.lower()
    assert "再次查询" in words


def keys_of_another() -> str:
    from base64 import b64encode  # noqa: PLC0415 - beside its use

    return f"whpk_{b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()}"


@pytest.mark.django_db(transaction=True)
def test_each_hour_of_each_public_list_and_each_purpose(office: Office, offline: ModuleType, tmp_path: Path) -> None:
    listed, merged, free = making.body(1), making.body(2), making.body(3)
    published(listed, office.department)
    Organisation.objects.filter(pk=merged.pk).update(merged_into=listed)
    assert filter_making.make_all() == len(filter_making.wanted())
    trusted = [keys.shown(one) for one in keys.valid(None)]
    for code in ("list-market_serious", "purpose-permit"):
        content = bytes(Filter.objects.get(code=code).content)
        assert offline.look(content, trusted, str(listed.uscc))[0] == "maybe"
        assert offline.look(content, trusted, str(merged.uscc))[0] == "maybe"  # shown as the one that is listed
        assert offline.look(content, trusted, str(free.uscc))[0] == "not_in"
        for secret in (listed.uscc, listed.name):
            assert str(secret).encode() not in content
    empty = bytes(Filter.objects.get(code="list-tax_a_level").content)
    assert offline.look(empty, trusted, str(listed.uscc))[0] == "not_in"
    assert not Filter.objects.filter(code__contains="scrutiny").exists()
    file = tmp_path / "x.gsfilter"
    file.write_bytes(bytes(Filter.objects.get(code="list-market_serious").content))
    command = [sys.executable, "-I", str(ROOT / "tools" / "offline.py"), str(file), trusted[0], str(listed.uscc), str(free.uscc)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [line.split("\t")[1] for line in said.splitlines()] == ["maybe", "not_in"]
