"""What may be neither a list nor a measure: the limits of 国办发〔2020〕49号 and of this house, as the catalogue is read.

Each function yields faults; the first one stops the product from starting. Nothing here can be switched off by data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.listing import Criterion, ListingRules, ListKind, MeasureKind, MeasureType
from goodstanding.rules.texts import Text


class Fault(NamedTuple):
    """What is wrong, and on which line of the entry."""

    what: str
    marks: tuple[str, ...] = ()


CARRIES = frozenset({"law", "regulation", "central_policy"})
"""国办发〔2020〕49号 item 6: 必须以法律、法规或者党中央、国务院政策文件为依据."""
SETS_RED = CARRIES | {"ministry_rule", "local_regulation", "normative"}
"""What praises needs less than what burdens, but a published text all the same."""
PERSON = re.compile(
    r"任职|职务|高管|高级管理人员|董事|监事|股东|从业人员|法定代表人|负责人|实际控制人|责任人员|个人|自然人|公民|本人|居民|"
    r"消费(?!者|品|税)|出境(?!货物|检)|护照|乘坐|飞机|列车|高铁|动车|度假|住宿(?!业)|购房|购买不动产|子女|配偶|家属|亲属|"
    r"升学|复学|入学|就学|就读|录用|招录|公务员|入伍|征兵|婚姻|落户|户籍"
)
"""Words of a measure aimed at a person: posts, spending, travel, schooling, family. There is no such measure here."""
PERSON_EN = re.compile(
    r"\b(?:executives?|directors?|supervisors?|shareholders?|representatives?|persons?|personal|individuals?|citizens?|spending|travel|"
    r"flights?|trains?|exit ban|passports?|schooling|school fees|enrol\w*|children|spouses?|famil(?:y|ies)|civil servants?)\b",
    re.IGNORECASE,
)
_NUMBER = "[0-9０-９一二三四五六七八九十百两几数]+"
COUNT = re.compile(
    rf"累计|累积|多次|屡次|屡犯|反复|次数|条数|件数|频次达|{_NUMBER}\s*(?:次|条|件|起|项)\s*(?:及|或者|或)?\s*以上|"
    rf"(?:满|达到?|受到?|受过|有|发生|超过|处罚)了?\s*{_NUMBER}\s*(?:次|条|件|起)(?!性)"
)
"""Three ordinary ones make a serious one: forbidden. An act is listed for what it is, not for how many came before it."""
COUNT_EN = re.compile(
    r"\b(?:(?:two|three|four|five|six|ten|\d+)(?: or more)? (?:\w+ )?(?:records?|penalties|times|violations|breaches|accidents)|"
    r"repeated(?:ly)?|accumulat\w+|number of (?:records|penalties|violations|accidents)|twice|several times)\b",
    re.IGNORECASE,
)
ALONE = re.compile(r"自动(?!化)|automatic")
"""Nothing happens by itself: a person decides."""
SCORE = re.compile(r"加分|扣分|减分|积分|评分|信用分|得分|\b(?:scores?|points?)\b", re.IGNORECASE)
"""No score: a tender's rules may have one, the record has none."""


def of_kind(kind: ListKind, catalogue: Catalogue, *, local: bool) -> Iterator[Fault]:
    """Why this is no list."""
    yield from _based(kind.basis, catalogue)
    yield from _levelled(kind.basis, catalogue, scope=kind.scope, burdens=kind.colour == "black", sure=kind.sure, colour=kind.colour)
    if local and kind.scope != "local":
        yield Fault("a city adds only what holds in that city", ("scope =",))
    if not kind.criteria or not kind.exits or not kind.remedies:
        missing = next(name for name in ("criteria", "exits", "remedies") if not getattr(kind, name))
        yield Fault(f"a list without {missing} is no list", (f"{missing} =",))
    if not _months(kind.months):
        yield Fault("an entry always has an end: months is a number above 0", ("months =",))
    if kind.early_months is not None and not (_months(kind.early_months, 0) and kind.early_months < kind.months):
        yield Fault("an early end comes before the end", ("early_months =",))
    if kind.until is not None and kind.until < kind.since:
        yield Fault("it ends before it begins", ("until =",))
    if len({one.code for one in kind.criteria}) < len(kind.criteria):
        yield Fault("two criteria have one code", ("criteria =",))
    yield from _colours(kind, catalogue)
    yield from _about_person("title", kind.title)


def _colours(kind: ListKind, catalogue: Catalogue) -> Iterator[Fault]:
    """A reminder list is told to nobody; the others give time to answer."""
    if kind.colour == "scrutiny":
        if kind.public:
            yield Fault("a list that only reminds is never public", ("public =",))
        if kind.answer:
            yield Fault("a list that only reminds asks for no answer", ("answer =",))
    elif kind.answer not in catalogue.terms:
        yield Fault(f"terms.toml has no {kind.answer}", ("answer =",))
    elif catalogue.terms[kind.answer].count < 1:
        yield Fault(f"{kind.answer} leaves no time to answer", ("answer =",))


def of_criterion(criterion: Criterion, catalogue: Catalogue) -> Iterator[Fault]:
    """Why nobody may be listed for this."""
    yield from _based(criterion.basis, catalogue)
    if found := COUNT.search(criterion.text.zh) or COUNT_EN.search(criterion.text.en):
        yield Fault(f"“{found[0]}”: no counting into a list")
    if found := ALONE.search(f"{criterion.text.zh} {criterion.text.en}"):
        yield Fault(f"“{found[0]}”: nobody is listed without a decision")


def of_type(kind: MeasureType) -> Iterator[Fault]:
    """Why there is no such type of measure."""
    yield from _about_person("title", kind.title)


def of_measure(measure: MeasureKind, rules: ListingRules, catalogue: Catalogue, *, local: bool) -> Iterator[Fault]:
    """Why this is no measure."""
    yield from _based(measure.basis, catalogue)
    burdens = measure.side == "restriction"
    yield from _levelled(measure.basis, catalogue, scope=measure.scope, burdens=burdens, sure=measure.sure)
    if local and measure.scope != "local":
        yield Fault("a city adds only what holds in that city", ("scope =",))
    yield from _typed(measure, rules)
    yield from _resting(measure, rules, catalogue)
    yield from _ending(measure)
    for name, text in (("title", measure.title), ("content", measure.content)):
        yield from _about_person(name, text)
        for pattern, what in ((COUNT, "no counting"), (ALONE, "a person decides"), (SCORE, "there is no score")):
            if found := pattern.search(text.zh) or pattern.search(text.en):
                yield Fault(f"“{found[0]}”: {what}", (f"{name} =",))


def _typed(measure: MeasureKind, rules: ListingRules) -> Iterator[Fault]:
    kind = rules.types.get(measure.type)
    if kind is None:
        yield Fault(f"there is no type of measure called {measure.type}", ("type =",))
    elif kind.side != measure.side:
        yield Fault(f"{measure.type} is no {measure.side}", ("side =",))
    if strange := set(measure.purposes) - set(rules.purposes):
        yield Fault(f"purposes.toml has no {min(strange)}", ("purposes =",))


def _resting(measure: MeasureKind, rules: ListingRules, catalogue: Catalogue) -> Iterator[Fault]:
    """A restriction rests on black lists and final records, an incentive on red lists; a reminder carries nothing."""
    if not measure.lists and not measure.records:
        yield Fault("it rests on no list and on no record")
    for code in measure.lists:
        kind = rules.kinds.get(code)
        if kind is None:
            yield Fault(f"lists.toml has no {code}", ("lists =",))
        elif kind.colour == "scrutiny":
            yield Fault(f"{code} only reminds: no measure rests on it", ("lists =",))
        elif kind.colour != ("black" if measure.side == "restriction" else "red"):
            yield Fault(f"a {measure.side} does not rest on the {kind.colour} list {code}", ("lists =",))
    if strange := set(measure.records) - set(catalogue.kinds):
        yield Fault(f"there are no records of the kind {min(strange)}", ("records =",))
    if measure.side == "restriction" and measure.records and not measure.final:
        yield Fault("a restriction rests on final records only", ("final =",))


def _ending(measure: MeasureKind) -> Iterator[Fault]:
    for name in ("months", "review_months"):
        count = getattr(measure, name)
        if count is not None and not _months(count):
            yield Fault(f"{name} is a number above 0", (f"{name} =",))
    if measure.until is not None and measure.until < measure.since:
        yield Fault("it ends before it begins", ("until =",))
    if measure.records and measure.months is None:
        yield Fault("what rests on a record needs an end of its own: months", ("records =",))
    if measure.side == "restriction" and measure.months is None and measure.review_months is None:
        yield Fault("a restriction without an end of its own is looked at again: review_months")


def _based(basis: str, catalogue: Catalogue) -> Iterator[Fault]:
    law, _, articles = basis.partition(":")
    if law not in catalogue.laws:
        yield Fault(f"laws.toml has no {law}", ("basis =",))
    elif articles and not all(one.isdigit() for one in articles.split(",")):
        yield Fault(f"{basis}: articles are numbers with commas between", ("basis =",))


def _levelled(basis: str, catalogue: Catalogue, *, scope: str, burdens: bool, sure: bool, colour: str = "") -> Iterator[Fault]:
    law = catalogue.laws.get(basis.partition(":")[0])
    if law is None or colour == "scrutiny":
        return
    if scope == "local":
        if law.level != "local_regulation":
            yield Fault(f"what holds in one place needs that place's own regulation; {law.code} is {law.level}", ("basis =",))
    elif not burdens:
        if law.level not in SETS_RED - {"local_regulation"}:
            yield Fault(f"{law.code} ({law.level}) is no published rule of the country", ("basis =",))
    elif law.level == "ministry_rule":
        if sure:
            yield Fault(f"{law.code} carries it only for the time being: say sure = false", ("basis =",))
    elif law.level not in CARRIES:
        yield Fault(f"a burden needs a law, a regulation or central policy; {law.code} is {law.level}", ("basis =",))


def _about_person(name: str, text: Text) -> Iterator[Fault]:
    if found := PERSON.search(text.zh) or PERSON_EN.search(text.en):
        yield Fault(f"“{found[0]}”: nothing is aimed at a person", (f"{name} =",))


def _months(count: object, least: int = 1) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and count >= least
