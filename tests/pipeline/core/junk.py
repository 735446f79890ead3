# ruff: noqa: E501 - lists of junk read better unbroken
"""Rows with something wrong everywhere: good rows, and cells of every sort of junk put into them, by seed."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

from goodstanding.rules import legacy, loading, uscc
from goodstanding.rules.catalogue import Catalogue, Field, Kind


def code(random_: random.Random, start: str = "91", *, area: str = "330106") -> str:
    """A USCC with both check characters right."""
    inner = "".join(random_.choice(uscc.ALPHABET) for _ in range(8))
    first17 = start + area + inner + legacy.orgcode_check_character(inner)
    return first17 + uscc.check_character(first17)


def regno(random_: random.Random) -> str:
    """A registration number of 15 digits with its check digit."""
    first14 = "330106" + "".join(random_.choice("0123456789") for _ in range(8))
    return first14 + legacy.regno_check_digit(first14)


def good_row(kind: Kind, random_: random.Random) -> dict[str, str]:
    """A row nothing is to be said about, but for its age."""
    day = f"{random_.randint(2022, 2026)}/{random_.randint(1, 9):02}/{random_.randint(1, 28):02}"
    number = random_.randint(1, 10**6)
    fine = random_.randint(1, 99)
    by_role = {
        "party.name": f"杭州{random_.choice('明月清风华光海天')}{random_.choice('达远盛泰和')}科技有限公司",
        "party.class": "法人及非法人组织",
        "party.uscc": code(random_),
        "party.representative": "王明",
        "decision.title": "关于准予许可的决定",
        "decision.number": f"杭环罚〔{day[:4]}〕{number}号",
        "decision.violation": "违反《中华人民共和国大气污染防治法》第四十五条",
        "decision.facts": f"{day[:4]}年3月，执法人员检查发现当事人未按规定运行污染防治设施，共计{number}次。",
        "decision.basis": "《中华人民共和国大气污染防治法》第一百零八条第一项",
        "decision.category": "普通" if kind.code == "permit" else "罚款",
        "decision.content": f"罚款人民币{fine * 1000}元",
        "fine": f"{fine / 10}",
        "decision.date": day,
        "valid.from": day,
        "valid.until": "2099/12/31",
        "publish.until": f"{int(day[:4]) + 1}{day[4:]}",
        "organ.name": "杭州市生态环境局",
        "organ.code": code(random_, "11"),
        "source.name": "杭州市生态环境局",
        "source.code": code(random_, "11"),
        "status": "1",
        "permit.certificate": "排污许可证",
        "permit.number": f"XK{number}",
    }
    return {field.code: by_role.get(field.role, "") for field in carried(kind)}


def carried(kind: Kind) -> list[Field]:
    """The fields of the newest template."""
    return [field for field in kind.fields.values() if kind.generations[0].carries(field.code)]


TEXTS = (
    "", " ", "无", "测试", "xxx", "１２３", "张三", "=cmd()", "<b>x</b>", "&nbsp;", "锟斤拷", "a\u200bb", "\ufeff名称", " 前后有空格 ", "'撇号", "????",
    "联系电话13800138000", "身份证33010619900101123X", "卡号6222021234567890128", "家住杭州市西湖区文三路1号2幢301室", "a@b.com", "护照E12345678",
    "电话：0571-87654321", "一三八〇〇一三八〇〇〇", "138 0013 8000", "（未配对", "配对）（", "有限公司（杭州）", "名称123456789012", "a" * 250, "字" * 210,
    "2018-05-03 10:20:30", "杭环罚(2021)12号", "杭环罚〔2012〕12号", "12", "没有数字的文号", "多\n行\t文字", '引"号,逗号', "…" * 70, "㈱某某", "Ⅱ号①", "一般",
    "法", "第三条", "罚款2000元", "罚款人民币贰万元整", "罚款 0.5 万元", "12000元罚款", "罚款金额1,000元", "暂扣或者吊销许可证、暂扣或者吊销执照",
)  # fmt: skip
CODES = (
    "", "00000000000000000X", "0", "-", "无", "９１３３０１０６ＭＡ２７ＸＬ７Ｕ４Ｑ", "91330106ma27xl7u4q", "913301001922038216", "913301001922038217",
    " 914403001922038216", "9144 0300 1922 038216", "91440300192203821", "9144030019220382166", "A1440300192203821X", "33010619900101123X",
    "19220382-1", "192203821", "192203822", "110108000000016", "110108000000017", "330301192203821", "440301103097413", "3301001234567",
    "企独浙总字第001号", "13800138000", "12330000470051726F", "52330000MJ87654321", "N2330103MF01234518", "99330106MA27XL7U4Q", "91990106MA27XL7U4Q",
)  # fmt: skip
DATES = (
    "", "2021/13/45", "2021-02-30", "20210305", "2021年3月5日", "2021.3.5", "2021-3-5", "2021/03-05", "44260", "44260.5", "1899-12-31", "0", "-", "长期",
    "2099/12/31", "9999-12-31", "2026/12/31", "1930/01/01", "2021-03-05 00:00:00", "2021-03-04T16:00:00Z", "２０２１／０３／０５", " 2021/03/05", "2021/03/05 ",
    "5/3/2021", "二〇二一年三月五日", "2021\\03\\05", "12021/1/1", "2021 3 5", "epoch", "infinity", "2021/3/5x", "0000-00-00",
)  # fmt: skip
AMOUNTS = (
    "", "0", "-1", "0.2", "2000", "1,000", "1,00", "0.1234567", "2000元", "0.2万元", "１.５", "1e3", "+5", ".5", "5.", " 1", "1_000", "100000", "999999999999.5",
    "9999999999999", "无", "/", "0.30", "NaN", "inf",
)  # fmt: skip
LISTED = ("", "其他", "其他-责令改正", "其它", "自然人", "个体工商户", "个体户", "法人", "罚款;没收违法所得", "罚款；警告", "罚款;", "警告", "警告;通报批评", "行政拘留",
          "没收违法所得、没收非法财物", "暂扣或者吊销许可证", "01", "9", "乱写", " 罚款", "普通许可", "2", "有效", "撤销", "轻微", "严重")  # fmt: skip
POOLS = {
    "date": DATES,
    "money": AMOUNTS,
    "number": AMOUNTS,
    "code": LISTED,
    "uscc": CODES,
    "orgcode": CODES,
    "regno": CODES,
    "taxno": CODES,
}


def junk(field: Field, random_: random.Random) -> str:
    """One cell of junk for a field: usually of its own sort, sometimes of another."""
    pool = POOLS.get(field.type, TEXTS) if random_.random() < 0.9 else random_.choice([TEXTS, CODES, DATES, AMOUNTS, LISTED])
    return random_.choice(pool)


def rows(kind: Kind, count: int, seed: int, *, most: int = 4) -> list[dict[str, str]]:
    """Rows of the kind with up to ``most`` cells of junk each."""
    random_ = random.Random(seed)
    fields = carried(kind)
    made = []
    for _ in range(count):
        row = good_row(kind, random_)
        for _ in range(random_.randint(0, most)):
            field = random_.choice(fields)
            row[field.code] = junk(field, random_)
        if random_.random() < 0.05:  # two columns that should differ
            first, second = random_.sample([field.code for field in fields], 2)
            row[first] = row[second]
        made.append(row)
    return made


def write_csv(to: Path, rows_: Sequence[dict[str, str]], *, quoting: int = csv.QUOTE_MINIMAL) -> Path:
    """A plain CSV in UTF-8."""
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows_[0]), quoting=quoting, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows_)
    return to


def catalogue_of(*, city: bool) -> Catalogue:
    """The catalogue, with the example city's columns or without."""
    return loading.load(loading.EXAMPLE_CITY if city else None)
