"""An address somebody typed in never leads into our own house."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.exchange import addressing, posting, schedule
from goodstanding.rules.refusals import Refused, Unusable
from tests.exchange.making import listening

INSIDE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "100.64.0.1",  # noqa: S104
    "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
    "2002:a00:1::", "::10.0.0.1", "192.0.2.1", "2001:db8::1",
)  # fmt: skip


@pytest.fixture
def _closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DELIVERY_NETWORKS", raising=False)
    monkeypatch.delenv("DELIVERY_HTTP_HOSTS", raising=False)


@pytest.mark.usefixtures("_closed")
@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not addressing.may_call(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused):
        addressing.checked(f"https://{host}/")
    # The same behind a name, even where another of its addresses is an open one.
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(socket.AF_INET, 1, 6, "", ("1.1.1.1", 443)), (family, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    assert posting.post("https://oa.example.cn/", b"{}", {}).fault == "address"


@pytest.mark.usefixtures("_closed")
@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2400:3200::1"])
def test_the_open_network_is(address: str) -> None:
    assert addressing.may_call(ip_address(address))


def test_a_network_that_was_named_is_called_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DELIVERY_NETWORKS", "10.20.0.0/16, fd00:20::/32")
    assert addressing.may_call(ip_address("10.20.3.4"))
    assert addressing.may_call(ip_address("::ffff:10.20.3.4"))
    assert addressing.may_call(ip_address("fd00:20::1"))
    assert not addressing.may_call(ip_address("10.21.0.1"))
    monkeypatch.setenv("DELIVERY_NETWORKS", "10.20.0.0/99")
    with pytest.raises(Unusable):
        addressing.allowed_networks()


def test_the_call_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time (DNS rebinding) is asked once only."""
    asked: list[Any] = []
    with listening() as receiver:
        port = int(receiver.url.rpartition(":")[2].partition("/")[0])
        real = socket.getaddrinfo

        def answer(host: str, *args: Any, **more: Any) -> Any:
            if host != "oa.example.cn":
                return real(host, *args, **more)
            asked.append(host)
            return [(socket.AF_INET, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        monkeypatch.setenv("DELIVERY_HTTP_HOSTS", "oa.example.cn")
        assert posting.post(f"http://oa.example.cn:{port}/x", b"{}", {}).received
        assert len(asked) == 1
        assert receiver.came[0][0]["host"] == f"oa.example.cn:{port}"


@pytest.mark.parametrize(
    "url",
    [
        "", "oa.example.cn",
        "http://oa.example.cn/", "ftp://oa.example.cn/", "file:///etc/passwd", "https://", "https://a b/",
        "https://u:p@oa.example.cn/",
        "https://oa.example.cn/#x", "https://oa.example.cn:99999/", "https://oa.example.cn\r\nX: y/", "https://[::1",
        "https://" + "a" * 600,
    ],
)  # fmt: skip
def test_other_addresses_are_refused_with_what_to_do(url: str) -> None:
    with pytest.raises(Refused) as refused:
        addressing.checked(url)
    assert refused.value.code in {"URL_WRONG", "URL_NOT_HTTPS", "URL_INSIDE"}


@given(st.text(max_size=80))
def test_whatever_is_typed_is_taken_apart_or_refused(typed: str) -> None:
    try:
        target = addressing.checked(f"https://{typed}")
    except Refused:
        return
    assert target.secure
    assert not any(sign in target.host + target.path for sign in "\r\n \t@")


def test_ten_attempts_over_three_days() -> None:
    waits = [schedule.wait(tries) for tries in range(1, 12)]
    assert waits[9:] == [None, None]
    total = sum(one.total_seconds() for one in waits[:9] if one)
    assert 75.5 * 3600 <= total <= 75.6 * 3600 * 1.1
    assert len({schedule.wait(9) for _ in range(50)}) > 1  # not all at once
