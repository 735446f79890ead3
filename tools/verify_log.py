#!/usr/bin/env python3
"""独立核验公开日志：只用 Python 标准库，不依赖本系统。退出码 0 表示无误，1 表示有问题或者无法核验。
Independent verifier of the public log: nothing but Python, nothing of this system. Exit code 0: all is well; 1: it is not.

    python3 verify_log.py https://credit.example.cn/log --remember log.json [--proof log-….json] [--witness KEY] [--quick]

The log is C2SP tlog-tiles: checkpoints as signed notes (Ed25519), an RFC 9162 tree over SHA-256. Or give a folder with a copy of it.
"""

# Short enough to be read by somebody who knows nothing of this project, hence:
# ruff: noqa: ANN001, ANN201, ANN202, EXE001, N818, PTH105, PTH110, PTH118, PTH123, S310, T201
import argparse
import base64
import hashlib
import json
import os
import sys
import urllib.request

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, BASE = -121665 * pow(121666, -1, P) % P, bytes([88] + [102] * 31)


class Wrong(Exception):
    """What is wrong, in both languages."""


def need(holds, zh, en):
    if not holds:
        raise Wrong(f"{zh} / {en}")


# ---- Ed25519 (RFC 8032); a point is (x, y, z, t): x/z and y/z on the curve, t = xy/z
def add(one, two):
    a, b = (one[1] - one[0]) * (two[1] - two[0]), (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * D * one[3] * two[3], 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    total = (0, 1, 1, 0)
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
    x = x if x % 2 == odd else P - x
    return x, y, 1, x * y % P


def signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(s, point(BASE)), add(point(signature[:32]), times(k, point(key)))
    return len(signature) == 64 and s < ORDER and all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def opened(note, verifier):
    """(origin, size, root) of a checkpoint that this key (name+id+base64) has signed; a witness's is of type 4, and signs the time."""
    name, _, rest = verifier.partition("+")
    key = base64.b64decode(rest.partition("+")[2])
    key_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    text, _, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        said, _, raw = line[2:].partition(" ")
        raw, message = base64.b64decode(raw), (text + "\n").encode()
        if line[:2] == "\u2014 " and said == name and raw[:4] == key_id:
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


def push(frontier, one, size=1):
    while frontier and frontier[-1][0] == size:
        size, one = size * 2, node(frontier.pop()[1], one)
    frontier.append((size, one))


def root_of(frontier):
    found = frontier[-1][1] if frontier else hashlib.sha256(b"").digest()
    for _, left in reversed(frontier[:-1]):
        found = node(left, found)
    return found


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


def walk(source, size, first, frontier, seen):
    """Push every leaf from ``first`` on and tell ``seen``; the tiles of hashes must say what the leaves say."""
    level, number, row = 0, first // 256, []
    for index in range(number, (size + 255) // 256):
        bundle, hashes, at = tile(source, "entries", index, min(256, size - index * 256)), [], 0
        while at < len(bundle):
            end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
            hashes.append(leaf(bundle[at + 2 : end]))
            at = end
        need(len(hashes) == min(256, size - index * 256) and at == len(bundle), f"第 {index} 组条目残缺", f"bundle {index} is not whole")
        low = []
        for one in hashes[: max(0, first - index * 256)]:
            push(low, one)
        need(not low or low == [pair for pair in frontier if pair[0] < 256], "旧条目被改写", "leaves verified before were rewritten")
        for n, one in enumerate(hashes[max(0, first - index * 256) :], max(first, index * 256)):
            push(frontier, one)
            seen(n, one)
        row += hashes
    while row:  # level by level: the tiles that hold these hashes, and above them the hashes of those that are full
        start, above = number * 256, []
        for index in range(number, (start + len(row) + 255) // 256):
            here, low = row[index * 256 - start :][:256], []
            for one in here:
                push(low, one)
            known = tile(source, level, index, len(here))
            need(known == b"".join(here), f"第 {level} 层第 {index} 块哈希与条目不符", f"tile {level}/{index} is not that of the leaves")
            above += [low[0][1]] if len(here) == 256 else []
        if above and number % 256:  # to the left of them: verified before
            known = tile(source, level + 1, number // 256, min(256, number % 256 + len(above)))
            above = [known[at : at + 32] for at in range(0, number % 256 * 32, 32)] + above
        level, number, row = level + 1, number // 256, above


def check_proofs(given, now, roots):
    """What a record's page gave: it opens its leaves, and they stand in the log as it is now."""
    need(
        roots[given["size"]] == given["root"],
        "核验文件的检查点不属于这个日志，日志已分叉",
        "the file's checkpoint is not of this log: it has forked",
    )
    for act in given["acts"]:
        index, content = act["index"], act["content"].encode()
        commitment = base64.b64encode(hashlib.sha256(base64.b64decode(act["salt"]) + content).digest()).decode()
        need(json.loads(act["entry"])["commitment"] == commitment, f"内容与第 {index} 号条目不符", f"leaf {index} is not of this content")
        need(now.get(index) == leaf(act["entry"].encode()), f"日志第 {index} 号不是这一条", f"leaf {index} of the log is another")
        said = json.loads(content)
        print(f"第 {index} 号相符 / leaf {index} agrees: {said['event']} {said['at']} {said.get('decision_no', '')}")


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def verify(options):
    source = options.source.rstrip("/")
    known = read_json(options.remember) if options.remember and os.path.exists(options.remember) else {}
    note = fetch(source, "checkpoint").decode()
    key = options.key or known.get("key") or fetch(source, "key").decode().strip()
    origin, size, root = opened(note, key)
    need(known.get("key", key) == key and origin == key.partition("+")[0], "不是同一个日志或者密钥", "another log or another key")
    for witness in options.witness:
        opened(note, witness)
    before, old = known.get("size", 0), [(count, bytes.fromhex(one)) for count, one in known.get("frontier", [])]
    need(size >= before, f"日志被删减：此前 {before} 条，现在 {size} 条", f"the log was trimmed: {before} leaves before, {size} now")
    proofs = [read_json(path) for path in options.proof]
    for given in proofs:
        _, given["size"], given["root"] = opened(given["checkpoint"], key)
    first = before if options.quick and not proofs else 0
    frontier, leaves = list(old) if first else [], {}
    roots = {first: root_of(frontier)}
    sizes = {before, size, *(given["size"] for given in proofs)}

    def seen(index, one):
        if proofs:
            leaves[index] = one
        if index + 1 in sizes:
            roots[index + 1] = root_of(frontier)

    walk(source, size, first, frontier, seen)
    forked = "此前核验过的条目被改写，或者日志已分叉", "leaves verified before were rewritten, or the log has forked"
    need(roots[before] == root_of(old), *forked)
    need(roots[size] == root, *(forked if first else ("由条目算出的根哈希与检查点不符", "the leaves do not lead to the root")))
    for given in proofs:
        need(given["size"] in roots, "日志被删减：核验文件所载的更长", "the log was trimmed: the file's checkpoint is longer")
        check_proofs(given, leaves, roots)
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
