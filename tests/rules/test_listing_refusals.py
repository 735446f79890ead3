"""What may be neither a list nor a measure stops the catalogue, with file and line; a city cannot loosen it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from goodstanding.rules.loading import HOME, CatalogueError, load
from goodstanding.rules.reading_listing import load_listing

NO_EXITS = 'exits = ["expired", "fulfilled", "creditor", "annulled", "upheld", "basis"]\n'
SPOILED = [
    # The level of the basis: 国办发〔2020〕49号 items 6 and 7.
    ("lists.toml", 'basis = "wage-regulation:48"', 'basis = "tender-deposit"', 'basis = "tender-deposit"', "a burden needs a law"),
    ("lists.toml", 'basis = "procurement-law:77"\nscope', 'basis = "shandong:29"\nscope', 'basis = "shandong:29"', "a burden needs a law"),
    ("lists.toml", 'basis = "procurement-law:77"\nscope', 'basis = "own"\nscope', 'basis = "own"', "a burden needs a law"),
    ("lists.toml", 'basis = "safety-law:78"', 'basis = "gb-32100"', 'basis = "gb-32100"', "a burden needs a law"),
    ("lists.toml", 'basis = "wage-regulation:48"', 'basis = "wage-45"', 'basis = "wage-45"', "for the time being"),
    ("lists.toml", 'regulation:48"\nscope = "national"', 'regulation:48"\nscope = "local"', "wage-regulation:48", "own regulation"),
    ("lists.toml", 'basis = "tax-credit"\nscope', 'basis = "own"\nscope', 'basis = "own"', "no published rule"),
    ("lists.toml", 'basis = "tax-54"', 'basis = "tax-55"', 'basis = "tax-55"', "laws.toml has no"),
    ("lists.toml", 'basis = "safety-law:78"', 'basis = "safety-law:seventy"', "safety-law:seventy", "articles are numbers"),
    ("measures.toml", 'basis = "wage-regulation:48"', 'basis = "tender-deposit"', 'basis = "tender-deposit"', "a burden needs a law"),
    ("measures.toml", 'basis = "licensing-law:78"', 'basis = "wage-45"', 'basis = "wage-45"', "for the time being"),
    ("measures.toml", 'basis = "tendering-law:53"', 'basis = "shanghai:30"', 'basis = "shanghai:30"', "a burden needs a law"),
    ("measures.toml", 'basis = "policy-33:4"', 'basis = "shanghai:29"', 'basis = "shanghai:29"', "no published rule"),
    # No counting, nothing by itself.
    ("lists.toml", "骗取国家出口退税款的。", "两年内受到三次以上行政处罚的。", 'code = "tax_refund"', "no counting"),
    ("lists.toml", "骗取国家出口退税款的。", "一般失信记录累计达到规定条数的。", 'code = "tax_refund"', "no counting"),
    ("lists.toml", "Export tax refunds obtained by fraud.", "Three or more penalties in two years.", "tax_refund", "no counting"),
    ("lists.toml", "骗取国家出口退税款的。", "有严重失信记录的，自动列入。", 'code = "tax_refund"', "without a decision"),
    ("measures.toml", "由有关部门依法暂停", "对受到两次以上处罚的，暂停", "content =", "no counting"),
    ("measures.toml", "由有关部门依法暂停", "由系统自动暂停", "content =", "a person decides"),
    ("measures.toml", "简化程序，加快办理。", "给予信用加分。", "content =", "no score"),
    # Exits, remedies, a term.
    ("lists.toml", NO_EXITS, "exits = []\n", "exits = []", "without exits"),
    ("lists.toml", NO_EXITS, "", 'code = "court_defaulters"', "`exits` is missing"),
    ("lists.toml", 'remedies = ["objection", "correction", "appeal"]', "remedies = []", "remedies = []", "without remedies"),
    ("lists.toml", 'remedies = ["objection", "correction", "appeal"]', 'remedies = ["prayer"]', 'remedies = ["prayer"]', "has no prayer"),
    ("lists.toml", "months = 60\nearly", "months = 0\nearly", "months = 0", "always has an end"),
    ("lists.toml", "months = 60\nearly", "early", 'code = "court_defaulters"', "`months` is missing"),
    ("lists.toml", "early_months = 12", "early_months = 36", "early_months = 36", "an early end"),
    ("lists.toml", 'answer = "listing_answer"', 'answer = "no_such_term"', 'answer = "no_such_term"', "terms.toml has no"),
    ("lists.toml", 'answer = "listing_answer"', 'answer = ""', 'answer = ""', "terms.toml has no"),
    ("lists.toml", "since = 2013-10-01", "since = 2013-10-01\nuntil = 2013-09-30", "until =", "before it begins"),
    ("lists.toml", 'code = "court_evasion"', 'code = "court_able"', "criteria = [", "two criteria"),
    # The reminder list is silent.
    ("lists.toml", "public = false", "public = true", "public = true", "never public"),
    ("lists.toml", "public = false", 'public = false\nmeasures = ["watch_closely"]', "measures =", "unknown key `measures`"),
    ("lists.toml", 'answer = ""', 'answer = "listing_answer"', 'answer = "listing_answer"', "no answer"),
    ("measures.toml", 'lists = ["safety_serious"]', 'lists = ["scrutiny"]', 'lists = ["scrutiny"]', "only reminds"),
    # What a measure rests on.
    ("measures.toml", 'lists = ["safety_serious"]', 'lists = ["tax_a_level"]', 'lists = ["tax_a_level"]', "does not rest on the red list"),
    ("measures.toml", 'lists = ["tax_a_level"]', 'lists = ["tax_major"]', 'lists = ["tax_major"]', "does not rest on the black list"),
    ("measures.toml", 'lists = ["safety_serious"]', 'lists = ["bad_people"]', 'lists = ["bad_people"]', "lists.toml has no"),
    ("measures.toml", 'lists = ["safety_serious"]\n', "", 'code = "safety_watch"', "on no list and on no record"),
    ("measures.toml", 'records = ["penalty"]', 'records = ["petition"]', 'records = ["petition"]', "no records of the kind petition"),
    ("measures.toml", 'records = ["penalty"]', 'records = ["penalty"]\nfinal = false', "final = false", "final records only"),
    ("measures.toml", "months = 24\n", "", 'records = ["penalty"]', "an end of its own"),
    ("measures.toml", "review_months = 6\n", "", 'code = "wage_funds"', "looked at again"),
    ("measures.toml", "review_months = 6\n", "review_months = -6\n", "review_months = -6", "a number above 0"),
    ("measures.toml", 'purposes = ["honours"]', 'purposes = ["curiosity"]', 'purposes = ["curiosity"]', "purposes.toml has no"),
    # Nothing aimed at a person, by type and by words.
    ("measures.toml", 'type = "watch"', 'type = "exit_ban"', 'type = "exit_ban"', "no type of measure called exit_ban"),
    ("measures.toml", 'type = "watch"\nside', 'type = "priority"\nside', 'side = "restriction"', "priority is no restriction"),
    ("measures.toml", 'title = { zh = "纳入重点监管范围"', 'title = { zh = "限制任职"', "限制任职", "aimed at a person"),
    ("measures.toml", 'title = { zh = "纳入重点监管范围"', 'title = { zh = "限制高消费"', "限制高消费", "aimed at a person"),
    ("measures.toml", 'en = "Closer supervision" }', 'en = "School fees of their children" }', "School fees", "aimed at a person"),
    ("measures.toml", "加大执法检查频次。", "限制其法定代表人出境。", "content =", "aimed at a person"),
    ("measures.toml", "相关项目审批。", "负责人子女就读高收费学校。", "content =", "aimed at a person"),
    ("lists.toml", 'title = { zh = "海关失信企业"', 'title = { zh = "限制乘坐飞机的个人"', "乘坐飞机", "aimed at a person"),
    # Words of the catalogue itself.
    ("lists.toml", 'colour = "red"', 'colour = "gold"', 'colour = "gold"', "colour is one of"),
    ("lists.toml", 'scope = "national"', 'scope = "worldwide"', 'scope = "worldwide"', "scope is one of"),
    ("lists.toml", "hearing = true", "hearings = true", 'code = "market_serious"', "`hearing` is missing"),
    ("lists.toml", "public = false", 'public = "no"', "public =", "is true or false"),
    ("lists.toml", 'code = "tax_major"', 'code = "market_serious"', 'code = "market_serious"', "defined twice"),
    ("lists.toml", 'en = "Customs"', 'en = ""', 'code = "customs_dishonest"', "zh and en"),
    ("measures.toml", 'weight = "severe"', 'weight = "crushing"', 'weight = "crushing"', "weight is one of"),
    ("purposes.toml", '"penalty", "black", "red"]', '"penalty", "scrutiny"]', '"scrutiny"]', "cannot hold “scrutiny”"),
    ("purposes.toml", 'basis = "licensing-law:34"', 'basis = "no-law"', 'basis = "no-law"', "laws.toml has no"),
]  # fmt: skip


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(HOME, tmp_path_factory.mktemp("spoiled") / "catalogue"))


@pytest.fixture(autouse=True, scope="module")
def _the_rest_is_read_once(spoiled: Path) -> None:
    """The other files of the copy stay whole, so that what was read of them stays true."""
    load(None, spoiled)


@pytest.mark.parametrize(("file", "good", "bad", "mark", "what"), SPOILED)
def test_what_the_law_does_not_carry_is_named_with_file_and_line(
    spoiled: Path, file: str, good: str, bad: str, mark: str, what: str
) -> None:
    path = spoiled / file
    text = (HOME / file).read_text("utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf-8")
    try:
        with pytest.raises(CatalogueError) as error:
            load_listing.__wrapped__(None, spoiled)
        line = path.read_text("utf-8").splitlines()[error.value.line - 1]
    finally:
        path.write_text(text, "utf-8")
    assert what in error.value.what
    assert error.value.file == path
    assert mark in line
    assert str(error.value.line) in error.value.why.zh
    assert str(error.value.line) in error.value.why.en


def test_each_case_breaks_what_was_whole(spoiled: Path) -> None:
    assert load_listing.__wrapped__(None, spoiled) == load_listing()


def test_a_text_of_an_unknown_level_is_refused(tmp_path: Path) -> None:
    home = shutil.copytree(HOME, tmp_path / "catalogue")
    laws = (home / "laws.toml").read_text("utf-8")
    (home / "laws.toml").write_text(laws.replace('level = "ministry_rule"', 'level = "rumour"', 1), "utf-8")
    with pytest.raises(CatalogueError, match="unknown level “rumour”"):
        load(home=home)
    (home / "laws.toml").write_text(laws.replace('level = "law"\n', "", 1), "utf-8")
    with pytest.raises(CatalogueError, match="`level` is missing"):
        load_listing(home=home)
