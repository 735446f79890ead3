"""The checks that no table of fields and values can state. Each looks at one row through one rule and answers with the
finding's detail, or None where all is well. The contract: total (never raises), no side effects, today comes from outside.

Wherever a check is a pattern, the pattern is written so that RE2 understands it: the bulk path runs the same ones in DuckDB.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from goodstanding.rules import amounts, dates, legacy, names, publication, uscc
from goodstanding.rules.catalogue import OTHER, Rule
from goodstanding.rules.rows import Row
from goodstanding.rules.workdays import UnknownYear

GARBLED = r"\x{fffd}|锟斤拷|烫烫烫|\?{4,}"
FORMULA = r"^(?:=|[@+\-][A-Za-z(=@]|[@+\-].*\|.*!)"
DIGITS_LOST = r"^[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{1,3}$"
MARKUP = r"</?[A-Za-z][^<>]{0,80}>|&(?:nbsp|lt|gt|amp|quot|#[0-9]{1,5});"
PLACEHOLDER = (
    r"(?i)^(?:无|暂无|没有|不详|未知|不明|空|略|同上|待定|待补充?|待填|测试(?:数据|企业|单位)?[0-9]*|样例|示例|test(?:ing)?[0-9]*|null|none|n/?a"
    r"|nan|undefined|[x×*]{2,}|[.\-_/—?]+|0+|1{2,}|123(?:4(?:5(?:6)?)?)?)$"
)
NUMBER_YEAR = r"[〔(\[{【〈《]((?:19|20)[0-9]{2})[〕)\]}】〉》]"
PLAIN_YEAR = r"[(\[{【〈《]((?:19|20)[0-9]{2})[)\]}】〉》]"
LONG_NUMBER = r"[0-9]{9,}|[0-9A-Z]{15,}"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾"
    "夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁房蒲滕屈饶解牟艾尤阳时穆农司古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
PERSONAL_NAME = (
    rf"^(?:[{_SURNAMES}]|欧阳|上官|司马|诸葛|东方|皇甫|尉迟|慕容|令狐|司徒)[\x{{4e00}}-\x{{9fff}}]?"
    r"[^0-9A-Za-z\s().·店厂社部所院校局会行馆司站场队坊铺园室吧屋庄库居楼阁轩堂斋记号处委办组户村镇乡县市区省团府苑城港矿]$"
)
"""Two or three characters (four with a double surname) that no shop or organ would end with."""
HUGE = 100_000
"""Ten thousand yuan times this is a thousand million: yuan were probably meant."""
SIMPLE_MOST = Decimal("0.3")
"""3,000 yuan."""

Algorithm = Callable[[Row, Rule, str], str | None]


def python(pattern: str) -> re.Pattern[str]:
    """A pattern in RE2's spelling, compiled by Python."""
    return re.compile(re.sub(r"\\x\{([0-9a-f]+)\}", lambda m: rf"\U{m[1]:0>8}", pattern))


_GARBLED, _FORMULA, _MARKUP, _PLACEHOLDER, _DIGITS_LOST = map(python, (GARBLED, FORMULA, MARKUP, PLACEHOLDER, DIGITS_LOST))
_NUMBER_YEAR, _PLAIN_YEAR, _LONG_NUMBER, _PERSONAL_NAME = map(python, (NUMBER_YEAR, PLAIN_YEAR, LONG_NUMBER, PERSONAL_NAME))
_BRACKETS = str.maketrans("([{【〈《)]}】〉》", "〔〔〔〔〔〔〕〕〕〕〕〕")


def check_uscc(row: Row, rule: Rule, field: str) -> str | None:
    """GB 32100; ``values[1]`` is the fault this rule speaks of. A code with recorded evidence has no wrong check characters."""
    verdict = uscc.check(row[field])
    fault = rule.values[1]
    if not row[field] or fault not in verdict.faults:
        return None
    if verdict.code in row.exceptions and fault in ("USCC_CHECK", "USCC_INNER_CHECK"):
        return None
    return str(len(verdict.code)) if fault == "USCC_LENGTH" else ""


def orgcode(row: Row, _: Rule, field: str) -> str | None:
    """Nine characters with their check character; a USCC or registration number here is another rule's business."""
    code = row.code(field)
    return "" if code and not (legacy.orgcode_ok(code) or uscc.passes(code) or legacy.regno_ok(code)) else None


def regno(row: Row, _: Rule, field: str) -> str | None:
    """15 digits with check digit, or a form from before 2007."""
    code = row.code(field)
    return "" if code and not (legacy.regno_may_be(code) or uscc.passes(code) or legacy.orgcode_ok(code)) else None


def regno_kind(row: Row, rule: Rule, field: str) -> str | None:
    """GS15-2006: the seventh digit is 0-3 for domestic, 4-5 for foreign-invested companies, 6-9 for individual businesses."""
    if field != rule.fields[0] or not legacy.regno_ok(row[field]):
        return None
    individual = row.code(field)[6] >= "6"
    klass = row[rule.fields[1]]
    if individual and klass.startswith("法人"):
        return "individual"
    return "company" if not individual and klass.startswith("个体") else None


def taxno(row: Row, _: Rule, field: str) -> str | None:
    """A length that exists, and where an organisation code must be inside, a right one."""
    code = row.code(field)
    if not code or code in row.exceptions:
        return None
    wrong = not legacy.taxno_may_be(code) or (len(code) == 15 and not legacy.orgcode_of_taxno(code))
    return "" if wrong or (len(code) == 18 and not uscc.passes(code)) else None


def code_in_other_column(row: Row, rule: Rule, field: str) -> str | None:
    """A valid code of another sort."""
    code, is_regno_column = row.code(field), field == rule.fields[0]
    if uscc.passes(code):
        return "a_uscc"
    if is_regno_column and legacy.orgcode_ok(code):
        return "an_orgcode"
    return "a_regno" if not is_regno_column and legacy.regno_ok(code) else None


def orgcode_disagrees(row: Row, rule: Rule, field: str) -> str | None:
    """Two right codes of two bodies."""
    code, whole = row.code(field), row.code(rule.fields[1])
    if field != rule.fields[0] or not row.sound(whole):
        return None
    inner = code if legacy.orgcode_ok(code) else uscc.orgcode(code) if uscc.passes(code) else ""
    return uscc.orgcode(whole) if inner and inner != uscc.orgcode(whole) else None


def taxno_disagrees(row: Row, rule: Rule, field: str) -> str | None:
    """The organisation code inside a right tax number is another body's."""
    whole = row.code(rule.fields[1])
    if field != rule.fields[0] or not row.sound(whole):
        return None
    inner = legacy.orgcode_of_taxno(row[field])
    return uscc.orgcode(whole) if inner and inner != uscc.orgcode(whole) else None


def placeholder(row: Row, _: Rule, field: str) -> str | None:
    """无, 测试, xxx …"""
    return "" if _PLACEHOLDER.search(row[field]) else None


def name_may_be_personal(row: Row, _: Rule, field: str) -> str | None:
    """See :data:`PERSONAL_NAME`."""
    return "" if _PERSONAL_NAME.search(row[field]) else None


def brackets(row: Row, _: Rule, field: str) -> str | None:
    """As many opening as closing ones."""
    name = names.normal(row[field])
    return "" if name.count("(") != name.count(")") else None


def name_has_code(row: Row, _: Rule, field: str) -> str | None:
    """A number of nine digits or a code of fifteen characters inside a name."""
    found = _LONG_NUMBER.search(names.normal(row[field]))
    return found[0] if found else None


def garbled(row: Row, _: Rule, field: str) -> str | None:
    """Replacement characters and what wrong decoding leaves."""
    return "" if _GARBLED.search(row[field]) else None


def formula(row: Row, _: Rule, field: str) -> str | None:
    """What a spreadsheet would run."""
    return "" if _FORMULA.search(row[field]) else None


def digits_lost(row: Row, _: Rule, field: str) -> str | None:
    """A code that a spreadsheet took for a number: of its digits past the fifteenth nothing is left."""
    return "" if _DIGITS_LOST.search(row[field]) else None


def markup(row: Row, _: Rule, field: str) -> str | None:
    """Tags and entities."""
    found = _MARKUP.search(row[field])
    return found[0] if found else None


def date_artefact(row: Row, _: Rule, field: str) -> str | None:
    """1899-12-31 and its kin."""
    return "" if row[field] and dates.is_empty(row[field]) else None


def date_too_old(row: Row, _: Rule, field: str) -> str | None:
    """Before 1949-10-01 no organ of today's decided."""
    day = row.day(field)
    return "" if day and day < date(1949, 10, 1) else None


def late_disclosure(row: Row, _: Rule, field: str) -> str | None:
    """Seven working days after the decision, the seventh in time; unknown years say nothing (国办发〔2019〕35号)."""
    day = row.day(field)
    if not day or day > row.today:
        return None
    try:
        due = row.catalogue.calendar.plus(day, row.catalogue.terms["disclose"].count)
    except UnknownYear:
        return None
    return due.isoformat() if row.today > due else None


def number_shape(row: Row, _: Rule, field: str) -> str | None:
    """A document number has digits and more than three characters."""
    number = row[field]
    if not number or _PLACEHOLDER.search(number):
        return None
    return "no_digit" if not re.search("[0-9]", number) else "too_short" if len(number) < 4 else None


def number_brackets(row: Row, _: Rule, field: str) -> str | None:
    """GB/T 9704: the year stands in 〔 〕."""
    found = _PLAIN_YEAR.search(row[field])
    return row[field].replace(found[0], found[0].translate(_BRACKETS), 1) if found else None


def number_year(row: Row, rule: Rule, field: str) -> str | None:
    """The year in the number against the year of the decision."""
    found, day = _NUMBER_YEAR.search(row[field]), row.day(rule.fields[1])
    return found[1] if field == rule.fields[0] and found and day and abs(int(found[1]) - day.year) > 1 else None


def other_unsaid(row: Row, _: Rule, field: str) -> str | None:
    """其他 and nothing more."""
    return "" if any(part in (OTHER, "其它") for part in row.parts(field)) else None


def permit_over(row: Row, rule: Rule, field: str) -> str | None:
    """Ended, but handed in as valid."""
    day = row.day(field)
    item = row.item(rule.fields[1])
    return "" if field == rule.fields[0] and day and day < row.today and item == "1" else None


def amount_negative(row: Row, _: Rule, field: str) -> str | None:
    """Below zero."""
    amount = row.amount(field)
    return "" if amount is not None and amount < 0 else None


def amount_zero(row: Row, _: Rule, field: str) -> str | None:
    """Zero."""
    return "" if row.amount(field) == 0 else None


def amount_huge(row: Row, _: Rule, field: str) -> str | None:
    """A thousand million yuan and more."""
    amount = row.amount(field)
    return plain(amount / 10_000) if amount is not None and amount >= HUGE else None


def amount_without_category(row: Row, rule: Rule, field: str) -> str | None:
    """An amount, but the category (``fields[1]``) does not name what ``values[1]`` says."""
    amount = row.amount(field) if field == rule.fields[0] else None
    return "" if amount and amount > 0 and rule.values[1] not in row[rule.fields[1]] else None


def simple_procedure_too_high(row: Row, rule: Rule, field: str) -> str | None:
    """On the spot an organisation can be fined at most 3,000 yuan (行政处罚法 art. 51)."""
    amount = row.amount(field) if field == rule.fields[0] else None
    return "" if amount is not None and amount > SIMPLE_MOST and row.item(rule.fields[1]) == "简易程序" else None


def fine_unit(row: Row, rule: Rule, field: str) -> str | None:
    """The number in the column is, as yuan, an amount of the text, and times 10,000 it is none."""
    named, amount = _named(row, rule, field)
    if not named or not amount or amounts.agree(amount * amounts.UNIT, named):
        return None
    return plain(amount) if amounts.agree(amount, named) else None


def fine_disagrees(row: Row, rule: Rule, field: str) -> str | None:
    """Times 10,000 it is no amount of the text nor a sum of some."""
    named, amount = _named(row, rule, field)
    if not named or not amount or amounts.agree(amount * amounts.UNIT, named) or amounts.agree(amount, named):
        return None
    return " ".join(plain(n) for n in named[:3])


def _named(row: Row, rule: Rule, field: str) -> tuple[list[Decimal], Decimal | None]:
    amount = row.amount(field) if field == rule.fields[0] else None
    text = row[rule.fields[1]]
    return (amounts.in_text(text) if amount and "罚" in text else []), amount


def plain(amount: Decimal) -> str:
    """Without exponent and closing zeros."""
    return f"{amount.normalize():f}"


def suspension_ambiguous(row: Row, rule: Rule, field: str) -> str | None:
    """The old joint category, and a text that names neither or both."""
    if field != rule.fields[0] or "暂扣或" not in row[field]:
        return None
    text = row[rule.fields[1]]
    return "" if ("暂扣" in text) == ("吊销" in text) else None


def open_end(row: Row, _: Rule, field: str) -> str | None:
    """2099 and 长期."""
    return "" if row.day(field) == dates.OPEN else None


def claim_differs(row: Row, _: Rule, field: str) -> str | None:
    """The source's own end against the computed one."""
    claimed, showing = row.day(field), row.showing()
    if claimed in (None, dates.OPEN) or showing is None or showing.shown_until is None:
        return None
    return showing.shown_until.isoformat() if claimed != showing.shown_until else None


def class_missing(row: Row, _: Rule, field: str) -> str | None:
    """Under the regime of today a record without a class, unless it is not shown anyway."""
    day, showing = row.day(field), row.showing()
    regime = publication.regime_of(row.kind.code, row.today, row.catalogue)
    if not day or regime is None or not regime.covers(day) or showing is None or showing.held:
        return None
    klass = row.item(row.kind.field("publication.class"))
    return "" if not any(klass in c.values for c in regime.classes) else None


def not_to_be_shown(row: Row, _: Rule, field: str) -> str | None:
    """Simple procedure, warning only …; detail is the ground's code."""
    showing = row.showing() if row[field] else None
    return showing.held if showing and showing.held in {h.code for h in row.catalogue.held} else None


ALGORITHMS: dict[str, Algorithm] = {
    "uscc": check_uscc,
    **{
        f.__name__: f
        for f in (
            *(orgcode, regno, regno_kind, taxno, code_in_other_column, orgcode_disagrees, taxno_disagrees),
            *(placeholder, name_may_be_personal, brackets, name_has_code, garbled, formula, digits_lost, markup),
            *(date_artefact, date_too_old, late_disclosure, number_shape, number_brackets, number_year, other_unsaid, permit_over),
            *(amount_negative, amount_zero, amount_huge, amount_without_category, simple_procedure_too_high, fine_unit, fine_disagrees),
            *(suspension_ambiguous, open_end, claim_differs, class_missing, not_to_be_shown),
        )
    },
}
"""Name in the catalogue -> function."""
