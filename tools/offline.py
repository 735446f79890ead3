#!/usr/bin/env python3
"""接收单位用：核对离线文件，验证推送签名。只用 Python 标准库。
For receivers: read an offline filter, verify a webhook. Nothing but Python, nothing of this system.

    python3 offline.py list-market_serious.gsfilter whpk_… 91340100MA2XXXXXXX …

Three answers, and none of them says that all is clear: maybe (ask), not_in (as of a moment; ask again when the line is back), unknown.
A webhook: verify(headers, body, keys, seen) raises Wrong, or returns its id; keep `seen` (a set) for as long as TOLERANCE.
"""

# Short enough to be read by somebody who knows nothing of this project, hence:
# ruff: noqa: ANN001, ANN201, EXE001, N818, PTH123, T201
import base64
import hashlib
import json
import sys
import time
import unicodedata
from datetime import datetime

MAGIC, TOLERANCE = b"GSFILTER1\n", 300
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


class Wrong(Exception):
    """Why it is not believed, in both languages."""


def need(holds, zh, en):
    if not holds:
        raise Wrong(f"{zh} / {en}")


# ---- Ed25519 (RFC 8032), points as (x, y)
def add(one, two):
    (a, b), (c, d) = one, two
    k = D * a * b * c * d
    return (a * d + b * c) * pow(1 + k, -1, P) % P, (b * d + a * c) * pow(1 - k, -1, P) % P


def times(number, point):
    total = (0, 1)
    for bit in f"{number:b}":
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total


def point(raw):
    need(len(raw) == 32, "密钥或者签名无效", "not a key or signature")
    y, odd = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and x * x % P == square and (x or not odd), "密钥或者签名无效", "not a key or signature")
    return x if x % 2 == odd else P - x, y


def signed(key, message, signature):
    """`key`: whpk_… as the centre shows it."""
    try:
        public = base64.b64decode(key.removeprefix("whpk_"), validate=True)
        s = int.from_bytes(signature[32:], "little")
        k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
        right = add(point(signature[:32]), times(k, point(public)))
        return len(signature) == 64 and s < ORDER and times(s, point(bytes([88] + [102] * 31))) == right
    except (Wrong, ValueError):
        return False


# ---- webhooks (Standard Webhooks 1.0, v1a)
def verify(headers, body, keys, seen, now=None):
    """The id of a call that is ours, fresh and not seen before. `headers`: names in lower case; `body`: the bytes as they came."""
    name, sent, given = (str(headers.get(f"webhook-{one}", "")) for one in ("id", "timestamp", "signature"))
    need(name and sent.isascii() and sent.isdigit(), "缺少推送的标识或者时间", "an id or a timestamp is missing")
    need(
        abs((time.time() if now is None else now) - int(sent)) <= TOLERANCE, "时间相差过大，请校准时钟", "too old or too new: set the clock"
    )
    message = f"{name}.{sent}.".encode() + body
    try:
        found = [base64.b64decode(one[4:], validate=True) for one in given.split() if one.startswith("v1a,")]
    except ValueError:
        found = []
    need(any(signed(key, message, one) for key in keys for one in found), "签名无效", "the signature is wrong")
    need(name not in seen, "此前已经收到", "it has come before")
    seen.add(name)
    return name


# ---- offline filters
def opened(content, keys, now=None):
    """The header and the bits of a file that is whole, signed and of today. Raises Wrong."""
    head, found, rest = content.removeprefix(MAGIC).partition(b"\n")
    need(content.startswith(MAGIC) and found and len(rest) > 64, "不是离线核对文件", "not an offline filter")
    need(any(signed(key, content[:-64], content[-64:]) for key in keys), "签名无效", "the signature is wrong")
    header, bits = json.loads(head), rest[:-64]
    need(len(bits) == header["bytes"] and header["hashes"] == 8, "文件不完整", "the file is not whole")
    moment = time.time() if now is None else now
    since, until = (datetime.fromisoformat(header[one]).timestamp() for one in ("as_of", "valid_until"))
    need(since <= moment + TOLERANCE and moment <= until, "文件不在有效期内", "the file is not valid now")
    return header, bits


def clean(code):
    """As a code is written; raises Wrong for one that cannot be right (GB 32100): what was mistyped is not in any file."""
    plain = "".join(unicodedata.normalize("NFKC", code).split()).replace("-", "").upper()
    values = [SIGNS.find(sign) for sign in plain]
    need(len(plain) == 18 and min(values) >= 0, "不是统一社会信用代码", "not a unified social credit code")
    check = -sum(value * pow(3, place, 31) for place, value in enumerate(values[:17])) % 31
    need(check == values[17], "代码校验位不符，请核对", "the code's check character is wrong; compare it")
    return plain


def look(content, keys, code, now=None):
    """(kind, sentence): kind is maybe, not_in or unknown."""
    try:
        header, bits = opened(content, keys, now)
        digest = hashlib.sha256(bytes.fromhex(header["salt"]) + clean(code).encode()).digest()
    except (Wrong, ValueError, KeyError, TypeError, AttributeError) as fault:
        return "unknown", f"无法判断：{fault}。请联网查询。 / Unknown: {fault}. Ask on line."
    places = [int.from_bytes(digest[at : at + 4], "big") * len(bits) * 8 >> 32 for at in range(0, 32, 4)]
    if all(bits[place >> 3] >> (place & 7) & 1 for place in places):
        return "maybe", "可能在名单内，请联网查询后再作处理。 / Maybe: ask on line before you go on."
    moment = header["as_of"]
    return (
        "not_in",
        f"截至 {moment} 不在本文件内；恢复联网后请再次查询。 / Not in the filter as of {moment}; ask again when the line is back.",
    )


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        whole = file.read()
    answers = [(one, *look(whole, sys.argv[2].split(","), one)) for one in sys.argv[3:]]
    print("\n".join("\t".join(line) for line in answers))
    sys.exit(1 if any(kind == "unknown" for _, kind, _ in answers) else 0)
