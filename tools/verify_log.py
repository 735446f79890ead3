#!/usr/bin/env python3
"""独立核验公开日志：只用 Python 标准库，不依赖本系统。退出码 0 表示无误，1 表示有问题或者无法核验。
Independent verifier of the public log: nothing but Python, nothing of this system. Exit code 0: all is well; 1: it is not.

    python3 verify_log.py https://credit.example.cn/log --remember log.json [--proof log-….json] [--witness KEY] [--quick]

The log is C2SP tlog-tiles: checkpoints as signed notes (Ed25519), an RFC 9162 tree over SHA-256. Or give a folder with a copy of it.
"""

# Short enough to be read by somebody who knows nothing of this project, hence:
# ruff: noqa: ANN001, ANN201, EXE001, N818, PTH105, PTH110, PTH118, PTH123, S310, T201
import argparse
import base64
import hashlib
import json
import os
import sys
import urllib.request
from functools import reduce

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, BASE = -121665 * pow(121666, -1, P) % P, bytes([88] + [102] * 31)


class Wrong(Exception):
    """What is wrong, in both languages."""


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
    y, odd = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    need(len(raw) == 32 and y < P and x * x % P == square and (x or not odd), "密钥或者签名无效", "not a key or signature")
    return x if x % 2 == odd else P - x, y


def signed(key, message, signature):
    s, k = (int.from_bytes(raw, "little") for raw in (signature[32:], hashlib.sha512(signature[:32] + key + message).digest()))
    right = add(point(signature[:32]), times(k % ORDER, point(key)))
    return len(signature) == 64 and s < ORDER and times(s, point(BASE)) == right


def opened(note, verifier):
    """(origin, size, root) of a checkpoint that this key (name+id+base64) has signed; a witness's is of type 4, and signs the time."""
    name, _, encoded = verifier.split("+", 2)
    key, (text, _, lines) = base64.b64decode(encoded), note.rpartition("\n\n")
    for line in lines.splitlines():
        said, _, raw = line.removeprefix("\u2014 ").partition(" ")
        raw, message = base64.b64decode(raw), f"{text}\n".encode()
        if said == name and raw[:4] == hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]:
            if key[0] == 4:
                message, raw = b"cosignature/v1\ntime %d\n" % int.from_bytes(raw[4:12], "big") + message, raw[8:]
            need(signed(key[1:], message, raw[4:]), f"{name} 的签名无效", f"the signature of {name} is wrong")
            origin, size, root = text.split("\n")[:3]
            return origin, int(size), base64.b64decode(root)
    raise Wrong(f"检查点上没有 {name} 的签名 / {name} has not signed the checkpoint")


# ---- the tree as a frontier: (leaves, hash) of its perfect subtrees, from the left
def leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def push(frontier, one):
    size = 1
    while frontier and frontier[-1][0] == size:
        size, one = size * 2, node(frontier.pop()[1], one)
    return [*frontier, (size, one)]


def root_of(frontier):
    if not frontier:
        return hashlib.sha256(b"").digest()
    return reduce(lambda right, left: node(left, right), [one for _, one in reversed(frontier)])


# ---- reading
def fetch(source, path):
    try:
        with urllib.request.urlopen(f"{source}/{path}", timeout=60) if "://" in source else open(os.path.join(source, path), "rb") as file:
            return file.read()
    except OSError as error:
        raise Wrong(f"无法读取 {path} / cannot read {path}: {error}") from None


def tile(source, level, index, width):
    place = "".join(f"x{index // 1000**n % 1000:03}/" for n in range(5, 0, -1) if index >= 1000**n) + f"{index % 1000:03}"
    return fetch(source, f"tile/{level}/{place}" + (f".p/{width}" if width < 256 else ""))


def bundle(source, index, width):
    """The hashes of a bundle's entries."""
    data, hashes, at = tile(source, "entries", index, width), [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        hashes.append(leaf(data[at + 2 : end]))
        at = end
    need(len(hashes) == width and at == len(data), f"第 {index} 组条目残缺", f"bundle {index} is not whole")
    return hashes


def check_tiles(source, level, start, hashes):
    """The tiles that hold these hashes, from number ``start`` on; then those above them, which hold what full ones come to."""
    above, number = [], start // 256
    for at in range(0, len(hashes), 256):
        here, index = hashes[at : at + 256], number + at // 256
        same = tile(source, level, index, len(here)) == b"".join(here)
        need(same, f"第 {level} 层第 {index} 块哈希与条目不符", f"tile {level}/{index} is not that of the leaves")
        above += [root_of(reduce(push, here, []))] if len(here) == 256 else []
    if above:  # to the left of them stands what was verified before
        beside = tile(source, level + 1, number // 256, min(256, number % 256 + len(above))) if number % 256 else b""
        left = [beside[at * 32 : at * 32 + 32] for at in range(number % 256)]
        check_tiles(source, level + 1, number - number % 256, left + above)


def leaves(source, size, first, frontier):
    """(index, hash) of every leaf from ``first`` on; those of its bundle that the frontier covers must be there still."""
    start, hashes = first - first % 256, []
    for index in range(start // 256, (size + 255) // 256):
        hashes += bundle(source, index, min(256, size - index * 256))
    covered = [pair for pair in frontier if pair[0] < 256]
    need(reduce(push, hashes[: first - start], []) == covered, "旧条目被改写", "leaves verified before were rewritten")
    yield from enumerate(hashes[first - start :], first)
    check_tiles(source, 0, start, hashes)


def check_proofs(given, now, roots):
    """What a record's page gave: it opens its leaves, and they stand in the log as it is now."""
    need(given["size"] in roots, "日志被删减：核验文件所载的更长", "the log was trimmed: the file's checkpoint is longer")
    need(roots[given["size"]] == given["root"], "核验文件不属于这个日志，日志已分叉", "the file is not of this log: it has forked")
    for act in given["acts"]:
        index, content = act["index"], act["content"].encode()
        commitment = base64.b64encode(hashlib.sha256(base64.b64decode(act["salt"]) + content).digest()).decode()
        need(json.loads(act["entry"])["commitment"] == commitment, f"内容与第 {index} 号条目不符", f"leaf {index} is not of this content")
        need(now.get(index) == leaf(act["entry"].encode()), f"日志第 {index} 号不是这一条", f"leaf {index} of the log is another")
        said = json.loads(content)
        print(f"第 {index} 号相符 / leaf {index} agrees: {said['event']} {said['at']} {said.get('decision_no', '')}")


def verify(options):
    source = options.source.rstrip("/")
    known = json.loads(fetch("", options.remember)) if options.remember and os.path.exists(options.remember) else {}
    note = fetch(source, "checkpoint").decode()
    key = options.key or known.get("key") or fetch(source, "key").decode().strip()
    origin, size, root = opened(note, key)
    need(known.get("key", key) == key and origin == key.partition("+")[0], "不是同一个日志或者密钥", "another log or another key")
    for witness in options.witness:
        opened(note, witness)
    before, old = known.get("size", 0), [(count, bytes.fromhex(one)) for count, one in known.get("frontier", [])]
    need(size >= before, f"日志被删减：此前 {before} 条，现在 {size} 条", f"the log was trimmed: {before} leaves before, {size} now")
    proofs = [json.loads(fetch("", path)) for path in options.proof]
    for given in proofs:
        _, given["size"], given["root"] = opened(given["checkpoint"], key)
    first = before if options.quick and not proofs else 0
    frontier, now = list(old) if first else [], {}
    roots, sizes = {first: root_of(frontier)}, {before, size, *(given["size"] for given in proofs)}
    for index, one in leaves(source, size, first, frontier):
        frontier = push(frontier, one)
        now |= {index: one} if proofs else {}
        if index + 1 in sizes:
            roots[index + 1] = root_of(frontier)
    forked = "此前核验过的条目被改写，或者日志已分叉", "leaves verified before were rewritten, or the log has forked"
    need(roots[before] == root_of(old), *forked)
    need(roots[size] == root, *(forked if first else ("由条目算出的根哈希与检查点不符", "the leaves do not lead to the root")))
    for given in proofs:
        check_proofs(given, now, roots)
    if options.remember:
        with open(options.remember + ".new", "w", encoding="utf-8") as file:
            json.dump({"key": key, "size": size, "frontier": [(count, one.hex()) for count, one in frontier]}, file)
        os.replace(options.remember + ".new", options.remember)
    if not options.key and not known:
        print(f"首次核验，公钥取自该网站，请另找途径核对 / first time, the key is the site's own; compare it elsewhere: {key}")
    print(f"无误：{origin} 共 {size} 条，承接此前的 {before} 条 / all is well: {size} leaves, which continue the {before} seen before")


def main():
    parser = argparse.ArgumentParser(description="核验公开日志 / verify the public log")
    parser.add_argument("source", help="日志网址或者文件夹 / the log's address, or a folder")
    parser.add_argument("--key", help="验证公钥 / verifier key")
    parser.add_argument("--remember", metavar="FILE", help="记住核验过的状态 / keeps what was verified")
    parser.add_argument("--proof", metavar="FILE", action="append", default=[], help="信息的核验文件 / a record's proofs")
    parser.add_argument("--witness", metavar="KEY", action="append", default=[], help="须有该见证方附署 / must be cosigned by it")
    parser.add_argument("--quick", action="store_true", help="只读新增条目 / only the new leaves")
    try:
        verify(parser.parse_args())
    except (Wrong, ValueError, KeyError, IndexError) as wrong:
        print(f"有问题 / something is wrong: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
