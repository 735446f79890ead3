"""Where we may call: an address a department has typed in must not lead us into our own house (SSRF).

https only; the name is resolved once and every address it has must be of the open network, or of one that ``DELIVERY_NETWORKS`` names
(a government intranet); the call goes to the address that was checked, not to the name again. http only to ``DELIVERY_HTTP_HOSTS``.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

from goodstanding import env
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

NETWORKS, HTTP_HOSTS = "DELIVERY_NETWORKS", "DELIVERY_HTTP_HOSTS"
LONGEST = 500
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_WRAPPED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))
"""An IPv4 address in other clothes (NAT64, the old compatible form), by its last bits."""


class Forbidden(Exception):  # noqa: N818 - what became of an attempt
    """The name leads to an address that is not called."""


class Target(NamedTuple):
    """An address taken apart. ``path`` with its query."""

    secure: bool
    host: str
    port: int
    path: str


def checked(url: str) -> Target:
    """As far as it can be told without asking anybody. Raises ``Refused`` with what to do."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong("url_wrong") from None
    host = (parts.hostname or "").rstrip(".")
    plain = len(url) <= LONGEST and url.isascii() and url.isprintable() and not any(sign in url for sign in ' \\<>"')
    if not plain or not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise _wrong("url_wrong")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in env.words(HTTP_HOSTS)):
        raise _wrong("url_not_https")
    literal = _literal(host)
    if literal is not None and not may_call(literal):
        raise _wrong("url_inside")
    secure = parts.scheme == "https"
    return Target(secure, host, port or (443 if secure else 80), f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")


def resolved(target: Target) -> str:
    """The one address to call. Raises ``OSError`` where the name has none now, ``Forbidden`` where one of them is not called."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    known = allowed_networks()
    if not addresses or not all(may_call(ip_address(one.partition("%")[0]), known) for one in addresses):
        raise Forbidden
    return addresses[0]


def may_call(address: Address, networks: Sequence[Network] | None = None) -> bool:
    """Of the open network, or of one that was named. An IPv4 address inside an IPv6 one counts as what it is."""
    plain = _unwrapped(address)
    if any(plain in network for network in (allowed_networks() if networks is None else networks) if network.version == plain.version):
        return not plain.is_multicast and not plain.is_unspecified
    reserved = plain.is_multicast or plain.is_private or plain.is_loopback or plain.is_link_local or plain.is_reserved
    return plain.is_global and not reserved and not plain.is_unspecified


def allowed_networks() -> list[Network]:
    """Of this installation. Raises ``Unusable`` where the setting cannot be read, at the start."""
    try:
        return [ip_network(word) for word in env.words(NETWORKS)]
    except ValueError:
        raise env.nonsense(
            NETWORKS, "请填写网段，多个用逗号分隔，例如 10.20.0.0/16。", "write networks with commas between, such as 10.20.0.0/16."
        ) from None


def _unwrapped(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if any(address in network for network in _WRAPPED) and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _wrong(code: str) -> Refused:
    return Refused(code.upper(), text("exchange.refused", code))
