"""The catalogue is checked as a whole; what does not fit is named with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import EXAMPLE_CITY, HOME, CatalogueError, load
from goodstanding.rules.roles import ROLES

SPOILED = [
    ("kinds/penalty.toml", 'codes = "penalty_category"', 'codes = "no_such_list"', 'code = "CF_CFLB"', "code list"),
    ("rules.toml", 'fields = ["party.orgcode"]', 'fields = ["CF_NO_SUCH"]', "CF_NO_SUCH", "does not have"),
    ("rules.toml", 'values = ["formula"]', 'values = ["no_such_algorithm"]', 'code = "TEXT_FORMULA"', "algorithm"),
    ("rules.toml", 'test = "length"', 'test = "width"', 'test = "width"', "unknown test"),
    ("rules.toml", 'code = "BAD_DATE"', 'code = "BAD_NUMBER"', 'code = "BAD_NUMBER"', "two rules"),
    ("rules.toml", "{field} is required and is empty.", "{fiedl} is required.", "“{field}”为必填项", "placeholders"),
    ("rules.toml", 'zh = "“{field}”为必填项，未填写。", ', "", 'code = "REQUIRED_MISSING"', "zh and en"),
    ("rules.toml", 'title = { zh = "必填项未填写", en = "Required field empty" }\n', "", 'code = "REQUIRED_MISSING"', "`title` is missing"),
    ("rules.toml", 'zh = "超过规定长度", en = "', 'zh = "超过 {limit}", en = "{limit} ', "超过 {limit}", "placeholder in its title"),
    ("rules.toml", 'en = "Not a valid amount"', 'en = "Not a valid date"', 'code = "BAD_NUMBER"', "two rules have the title"),
    ("notices.toml", 'title = { zh = "栏目重复", en = "Repeated column" }\n', "", 'code = "COLUMN_REPEATED"', "`title` is missing"),
    ("rules.toml", 'level = "error"\ntest = "required"', 'level = "fatal"\ntest = "required"', 'level = "fatal"', "unknown level"),
    ("rules.toml", 'basis = "std-2018"', 'basis = "std-2081"', 'basis = "std-2081"', "laws.toml"),
    ("rules.toml", 'code = "TOO_LONG"', 'code = "TOO_LONG"\nlenght = 3', "lenght = 3", "unknown key"),
    ("kinds/permit.toml", 'role = "permit.number"', 'role = "permit.numbers"', 'role = "permit.numbers"', "unknown role"),
    ("kinds/permit.toml", 'role = "permit.certificate"', 'role = "permit.number"', 'code = "XK_XKBH"', "two fields"),
    ("kinds/permit.toml", 'type = "regno"', 'type = "registration"', 'type = "registration"', "unknown type"),
    ("kinds/permit.toml", 'privacy = "drop"', 'privacy = "secret"', 'privacy = "secret"', "unknown privacy"),
    ("kinds/permit.toml", 'en = "Remark"', 'en = ""', 'code = "BZ"', "zh and en"),
    ("kinds/penalty.toml", 'CF_JG = "CF_NR"', 'CF_JG = "CF_NRR"', 'CF_JG = "CF_NRR"', "does not exist"),
    ("kinds/penalty.toml", 'key = ["organ.code", "decision.number", "party.uscc"]', 'key = ["permit.number"]', "key = [", "no field has"),
    ("publication.toml", "until = 2026-03-31", "until = 2026-04-01", 'code = "ndrc-36"', "overlap"),
    ("publication.toml", 'unclassified = "default"', 'unclassified = "nothing"', 'unclassified = "nothing"', "no class"),
    ("publication.toml", 'kind = "permit"', 'kind = "permission"', 'kind = "permission"', "does not exist"),
    (
        "publication.toml",
        'most = 36\n\n[[regimes]]\ncode = "ndrc-36"',
        'most = 6\n\n[[regimes]]\ncode = "ndrc-36"',
        'code = "ndrc-58"',
        "longer",
    ),
    ("terms.toml", 'unit = "working"', 'unit = "workday"', 'unit = "workday"', "unknown unit"),
    ("terms.toml", 'basis = "penalty-law:48"', 'basis = "no-law:48"', 'basis = "no-law:48"', "laws.toml"),
    ("laws.toml", "since = 2021-07-15", 'since = "2021"', "[penalty-law]", "not a date"),
    ("laws.toml", "[penalty-law]", "[penalty-law", "[penalty-law", "xpected"),
    ("codes/party_class.csv", "个人|公民", "个人|个体", "个体工商户", "stands for both"),
    ("codes/party_class.csv", "Natural person", "", "自然人", "must be filled"),
    ("codes/party_class.csv", "value,zh,en", "value,en,zh", "value,en,zh", "columns"),
    ("calendar/workdays.csv", "2007,2007-01-01", "2007,2007-01-32", "2007-01-32", "not a date"),
    ("notices.toml", 'code = "COLUMN_UNKNOWN"', 'code = "REQUIRED_MISSING"', 'code = "REQUIRED_MISSING"', "two rules"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(HOME, tmp_path / "catalogue")
    return tmp_path / "catalogue"


@pytest.mark.parametrize(("file", "good", "bad", "mark", "what"), SPOILED)
def test_what_does_not_fit_is_named_with_file_and_line(home: Path, file: str, good: str, bad: str, mark: str, what: str) -> None:
    text = (home / file).read_text("utf-8")
    assert good in text
    (home / file).write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(CatalogueError) as error:
        load(home=home)
    lines = (error.value.file).read_text("utf-8").splitlines()
    assert what in error.value.what
    assert error.value.file.is_relative_to(home)
    assert mark in lines[error.value.line - 1] or file == "laws.toml"
    assert str(error.value.line) in error.value.why.zh
    assert str(error.value.line) in error.value.why.en


def test_the_shipped_catalogue_loads_once(home: Path) -> None:
    assert load() is load()
    assert set(load(home=home).kinds) == {"permit", "penalty"}


def test_there_are_more_than_forty_rules_and_each_says_what_to_do() -> None:
    catalogue = load()
    rules = {rule.code: rule for kind in catalogue.kinds.values() for rule in kind.rules}
    assert len(rules) > 70
    for rule in rules.values():
        assert rule.basis
        assert rule.suggestion.zh or rule.level == "info", rule.code


def test_every_role_is_somebodys_and_the_identity_of_a_person_is_dropped() -> None:
    catalogue = load(EXAMPLE_CITY)
    used = {field.role for kind in catalogue.kinds.values() for field in kind.fields.values()} - {""}
    assert used == ROLES
    for kind in catalogue.kinds.values():
        for role in ("party.person_id", "party.person_id_type", "party.representative_id", "party.representative_id_type"):
            assert kind.fields[kind.field(role)].privacy == "drop"
        assert kind.fields[kind.field("party.representative")].privacy == "official"


def test_the_old_templates_state_means_the_opposite() -> None:
    permit = load().kinds["permit"]
    older = next(g for g in permit.generations if g.name == "2016")
    assert older.values["XK_ZT"]["1"] == "2"
    assert older.values["XK_ZT"]["0"] == "1"


def test_the_old_result_column_is_content_and_categories_are_joined() -> None:
    older = next(g for g in load().kinds["penalty"].generations if g.name == "2016")
    assert older.columns["CF_JG"] == "CF_NR"
    assert older.columns["CF_XZJG"] == "CF_CFJG"
    assert older.joined == {"CF_CFLB": ("CF_CFLB1", "CF_CFLB2")}
    personal = load().kinds["penalty"].fields[older.columns["CF_XDR_SFZ"]]
    assert (personal.role, personal.privacy) == ("party.person_id", "drop")


def test_the_two_templates_number_the_codes_in_opposite_order() -> None:
    newer, older = load().kinds["penalty"].generations
    assert "组织机构代码" in newer.titles["CF_XDR_ZZJG"][0]
    assert "_3" in newer.titles["CF_XDR_ZZJG"][0]
    assert "_2" in older.titles["CF_XDR_ZDM"][0]


@pytest.mark.parametrize("name", sorted(load().codes))
def test_every_spelling_finds_its_value(name: str) -> None:
    codes = load().codes[name]
    for item in codes.items:
        for spelling in (item.value, *item.aliases):
            assert codes.find(spelling) is item


def test_other_must_be_on_the_list_to_be_said_otherwise() -> None:
    catalogue = load()
    found = catalogue.codes["permit_category"].find("其他-补办")
    assert found
    assert found.value == "其他"
    assert catalogue.codes["party_class"].find("其他-什么") is None


def test_the_thirteen_kinds_of_article_nine_are_atoms() -> None:
    atoms = {part for item in load().codes["penalty_category"].items for part in item.parts}
    assert len(atoms) == 13


def city(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_a_city_adds_fields_titles_columns_values_and_rules() -> None:
    catalogue = load(EXAMPLE_CITY)
    penalty = catalogue.kinds["penalty"]
    assert penalty.field("publication.class") == "CF_GSLB"
    assert {"PROCEDURE_MISSING", "SIMPLE_PROCEDURE_TOO_HIGH"} <= {rule.code for rule in penalty.rules}
    for generation in penalty.generations:
        assert generation.columns["CF_GSLB"] == "CF_GSLB"
        assert generation.columns["BATCH_NO"] == ""
        assert "失信等级" in generation.titles["CF_GSLB"]
    assert "当事人" in penalty.generations[0].titles["CF_XDR_MC"]
    assert load().kinds["penalty"].field("publication.class") == ""


def test_a_city_adds_values_to_a_list_and_cannot_give_one_two_meanings(tmp_path: Path) -> None:
    header = "value,zh,en,aliases,parts\n"
    added: Catalogue = load(city(tmp_path / "a", codes__penalty_category="").parent / "a")
    assert added.codes["penalty_category"].find("训诫") is None
    good = city(tmp_path / "b", **{"codes__penalty_category.csv": f"{header}训诫,训诫,Admonition,,\n"})
    assert load(good).codes["penalty_category"].find("训诫")
    bad = city(tmp_path / "c", **{"codes__penalty_category.csv": f"{header}警告,警告,Warning,,\n"})
    with pytest.raises(CatalogueError, match="stands for both"):
        load(bad)


def test_a_city_cannot_take_a_standard_field_or_rule_over(tmp_path: Path) -> None:
    field = 'fields = [{ code = "BZ", title = { zh = "备注", en = "Remark" }, type = "text" }]\n'
    with pytest.raises(CatalogueError, match="defined twice"):
        load(city(tmp_path / "a", **{"kinds__penalty.toml": field}))
    rule = (
        '[[rules]]\ncode = "FINE_ZERO"\ntitle = { zh = "甲", en = "A" }\nlevel = "info"\ntest = "required"\nfields = ["BZ"]\n'
        'message = { zh = "无", en = "none" }\nbasis = "own"\n'
    )
    with pytest.raises(CatalogueError, match="two rules"):
        load(city(tmp_path / "b", **{"kinds__penalty.toml": rule}))


def test_a_city_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="does not exist"):
        load(tmp_path / "nowhere")
