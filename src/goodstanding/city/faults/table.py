"""All planted faults, class by class. The table is the specification: what is spoilt, and which rule must say so.

A rule of '' is a trap, not a fault: the cell is only written in another way, the row is good and nothing may be said but what was cleaned.
"""

from __future__ import annotations

from goodstanding.city.faults import codes, dates, personal, texts
from goodstanding.city.faults.planting import Fault

_PENALTY = ("penalty",)
_PERMIT = ("permit",)

CODES = (
    Fault("uscc: last character wrong", "party.uscc", "USCC_CHECK", codes.wrong_last),
    Fault("uscc: digit of the area wrong", "party.uscc", "USCC_CHECK", codes.wrong_area_digit),
    Fault("uscc: inner check character wrong", "party.uscc", "USCC_INNER_CHECK", codes.wrong_inner),
    Fault("uscc: neighbours transposed", "party.uscc", "USCC_CHECK", codes.transposed, also=(("party.uscc", "USCC_INNER_CHECK"),)),
    Fault("uscc: O for 0", "party.uscc", "USCC_CHARACTER", codes.misread("0", "O")),
    Fault("uscc: I for 1", "party.uscc", "USCC_CHARACTER", codes.misread("1", "I")),
    Fault("uscc: S for 5", "party.uscc", "USCC_CHARACTER", codes.misread("5", "S")),
    Fault("uscc: Z for 2", "party.uscc", "USCC_CHARACTER", codes.misread("2", "Z")),
    Fault("uscc: one character lost", "party.uscc", "USCC_LENGTH", codes.one_missing),
    Fault("uscc: one character twice", "party.uscc", "USCC_LENGTH", codes.one_too_many),
    Fault("uscc: registration number instead", "party.uscc", "USCC_LENGTH", codes.registration_number),
    Fault("uscc: placeholder", "party.uscc", "USCC_PLACEHOLDER", codes.placeholder),
    Fault("uscc: unknown authority and category", "party.uscc", "USCC_PAIR_UNKNOWN", codes.unknown_pair, needs=("party.class",)),
    Fault("uscc: in full width", "party.uscc", "", codes.full_width),
    Fault("uscc: in lower case", "party.uscc", "", codes.lower_case),
    Fault("uscc: with an invisible character", "party.uscc", "", codes.zero_width),
    Fault("uscc: in groups of four", "party.uscc", "", codes.in_groups),
    Fault("uscc: missing", "party.uscc", "PARTY_USCC_MISSING", texts.of_organisation(texts.missing), needs=("party.class",)),
    Fault(
        "uscc: missing for an individual business",
        "party.uscc",
        "INDIVIDUAL_USCC_MISSING",
        texts.of_household(texts.missing),
        needs=("party.class",),
    ),
    Fault("codes: none at all", "party.uscc", "PARTY_CODE_MISSING", codes.none_at_all, needs=("party.class",)),
    Fault("uscc: of another body", "party.uscc", "NAME_MISMATCH", codes.somebody_elses, stage="match"),
    Fault("uscc: right identity, wrong area", "party.uscc", "SAME_ORGCODE_OTHER_PREFIX", codes.other_area, stage="match"),
    Fault("uscc: of a body the register does not have", "party.uscc", "UNKNOWN_ORGANISATION", codes.unknown_body, stage="match"),
    Fault("organisation code: check digit wrong", "party.orgcode", "ORGCODE_BAD", codes.wrong_check_digit),
    Fault("organisation code: of another body", "party.orgcode", "ORGCODE_DISAGREES", codes.orgcode_of_another),
    Fault("registration number: check digit wrong", "party.regno", "REGNO_BAD", codes.wrong_check_digit),
    Fault("tax number: cut short", "party.taxno", "TAXNO_BAD", codes.cut_short),
    Fault("organ's code: last character wrong", "organ.code", "USCC_CHECK", codes.wrong_last),
    Fault("organ's code: a company's", "organ.code", "ORGAN_CODE_PREFIX", codes.company_code),
    Fault("source's code: missing", "source.code", "REQUIRED_MISSING", texts.missing),
)

DATES = (
    Fault("date: missing", "decision.date", "REQUIRED_MISSING", texts.missing),
    Fault("date: on no calendar", "decision.date", "BAD_DATE", dates.impossible),
    Fault("date: in words", "decision.date", "BAD_DATE", dates.instead("去年三月", "见决定书", "2026年")),
    Fault("date: day first", "decision.date", "BAD_DATE", dates.day_first),
    Fault("date: year of two digits", "decision.date", "BAD_DATE", dates.two_digit_year),
    Fault("date: 1899-12-31", "decision.date", "REQUIRED_MISSING", dates.instead("1899-12-31")),
    Fault("date: in the future", "decision.date", "DECISION_IN_FUTURE", dates.in_future),
    Fault("date: with points", "decision.date", "", dates.as_written("{y}.{m}.{d}")),
    Fault("date: with hyphens", "decision.date", "", dates.as_written("{y}-{m:02d}-{d:02d}")),
    Fault("date: in Chinese", "decision.date", "", dates.as_written("{y}年{m}月{d}日")),
    Fault("date: eight digits", "decision.date", "", dates.as_written("{y}{m:02d}{d:02d}")),
    Fault("date: serial number", "decision.date", "", dates.as_written("{serial}")),
    Fault("date: with a time", "decision.date", "", dates.as_written("{y}-{m:02d}-{d:02d} 00:00:00")),
    Fault("end: 长期", "valid.until", "", dates.instead("长期", "9999-12-31", "长期有效")),
    Fault("end: missing", "valid.until", "REQUIRED_MISSING", texts.missing),
    Fault(
        "end: before the beginning",
        "valid.until",
        "VALID_ORDER",
        dates.before("valid.from"),
        kinds=_PERMIT,
        at="valid.from",
        needs=("valid.from",),
    ),
    Fault("beginning: missing", "valid.from", "REQUIRED_MISSING", texts.missing, kinds=_PERMIT),
    Fault("publication: without end", "publish.until", "CLAIM_OPEN", dates.instead("2099/12/31"), kinds=_PENALTY),
    Fault(
        "publication: longer than the law allows",
        "publish.until",
        "CLAIM_DIFFERS",
        dates.years_later,
        kinds=_PENALTY,
        needs=("publication.class",),
    ),
    Fault("date: before the republic", "decision.date", "DATE_TOO_OLD", dates.instead("1926/03/05", "1909/11/20")),
    Fault(
        "publication: ends before the decision",
        "publish.until",
        "CLAIM_BEFORE_DECISION",
        dates.before("decision.date"),
        kinds=_PENALTY,
        at="decision.date",
    ),
)

TEXTS = (
    Fault("name: missing", "party.name", "REQUIRED_MISSING", texts.missing),
    Fault("name: too long", "party.name", "TOO_LONG", texts.too_long(200)),
    Fault("name: brackets of half width", "party.name", "", texts.half_width_brackets),
    Fault("name: invisible characters", "party.name", "", texts.with_invisible),
    Fault("name: one character wrong", "party.name", "NAME_MISMATCH", texts.typing_error, stage="match"),
    Fault("name: a former one", "party.name", "", texts.former_name, stage="match"),
    Fault("name: one given up long ago", "party.name", "NAME_MISMATCH", texts.name_given_up, stage="match"),
    Fault("class: missing", "party.class", "REQUIRED_MISSING", texts.missing),
    Fault("class: not on the list", "party.class", "NOT_IN_LIST", dates.instead("公司", "国有企业", "单位")),
    Fault("class: a company as an individual business", "party.class", "INDIVIDUAL_NOT_92", texts.called_household, at="party.uscc"),
    Fault("class: an individual business as a company", "party.class", "ORGANISATION_IS_92", texts.called_organisation, at="party.uscc"),
    Fault("representative: missing", "party.representative", "REPRESENTATIVE_MISSING", texts.missing, needs=("party.class",)),
    Fault("number: missing", "decision.number", "REQUIRED_MISSING", texts.missing),
    Fault("number: year of another time", "decision.number", "NUMBER_YEAR", texts.other_year),
    Fault("number: square brackets", "decision.number", "NUMBER_BRACKETS", texts.square_brackets),
    Fault("number: placeholder", "decision.number", "NAME_PLACEHOLDER", dates.instead("无", "暂无", "/")),
    Fault("name: brackets do not pair", "party.name", "NAME_BRACKETS", texts.half_a_bracket),
    Fault("name: the code in it", "party.name", "NAME_HAS_CODE", texts.with_code),
    Fault("number: too long", "decision.number", "TOO_LONG", texts.too_long(128)),
    Fault("title: missing", "decision.title", "REQUIRED_MISSING", texts.missing, kinds=_PERMIT),
    Fault("category: missing", "decision.category", "REQUIRED_MISSING", texts.missing),
    Fault(
        "category: not on the list", "decision.category", "NOT_IN_LIST", dates.instead("责令改正", "没收罚款", "口头教育"), kinds=_PENALTY
    ),
    Fault("permit category: not on the list", "decision.category", "NOT_IN_LIST", dates.instead("许可", "备案", "审批"), kinds=_PERMIT),
    Fault("content: missing", "decision.content", "REQUIRED_MISSING", texts.missing),
    Fault("content: a formula", "decision.content", "TEXT_FORMULA", texts.as_formula),
    Fault("facts: missing", "decision.facts", "REQUIRED_MISSING", texts.missing, kinds=_PENALTY),
    Fault("facts: web markup", "decision.facts", "TEXT_MARKUP", texts.with_markup, kinds=_PENALTY),
    Fault("facts: garbled", "decision.facts", "TEXT_GARBLED", texts.garbled, kinds=_PENALTY),
    Fault("facts: too long", "decision.facts", "TOO_LONG", texts.too_long(5000), kinds=_PENALTY),
    Fault("basis: missing", "decision.basis", "REQUIRED_MISSING", texts.missing, kinds=_PENALTY),
    Fault("basis: names no law", "decision.basis", "BASIS_WITHOUT_LAW", dates.instead("依职权", "见案卷材料"), kinds=_PENALTY),
    Fault("basis: names no article", "decision.basis", "BASIS_WITHOUT_ARTICLE", texts.without_article, kinds=_PENALTY),
    Fault("violation: missing", "decision.violation", "REQUIRED_MISSING", texts.missing, kinds=_PENALTY),
    Fault("status: not on the list", "status", "NOT_IN_LIST", dates.instead("7", "在用"), kinds=_PERMIT),
    Fault("remark: too long", "remark", "TOO_LONG", dates.instead("补录" * 260)),
)

AMOUNTS = (
    Fault("fine: missing", "fine", "FINE_MISSING", texts.missing, kinds=_PENALTY),
    Fault("fine: in yuan", "fine", "FINE_UNIT", texts.in_yuan, kinds=_PENALTY),
    Fault("fine: with its unit", "fine", "BAD_NUMBER", texts.with_unit, kinds=_PENALTY),
    Fault("fine: in words", "fine", "BAD_NUMBER", texts.in_chinese, kinds=_PENALTY),
    Fault("fine: negative", "fine", "AMOUNT_NEGATIVE", texts.negative, kinds=_PENALTY),
    Fault("fine: zero", "fine", "FINE_ZERO", texts.zero, kinds=_PENALTY),
    Fault("fine: not what the text says", "fine", "FINE_DISAGREES", texts.slightly_more, kinds=_PENALTY),
    Fault("fine: no such category", "decision.category", "FINE_WITHOUT_CATEGORY", texts.without_fine, kinds=_PENALTY, at="fine"),
    Fault("category: detention", "decision.category", "DETENTION_OF_ORGANISATION", texts.with_detention, kinds=_PENALTY),
    Fault("category: other, unsaid", "decision.category", "OTHER_UNSAID", dates.instead("其他"), kinds=_PERMIT),
    Fault("confiscated: missing", "confiscated", "CONFISCATION_MISSING", texts.missing, kinds=_PENALTY),
    Fault("suspended: missing", "suspended", "SUSPENSION_MISSING", texts.missing, kinds=_PENALTY),
)

CLASSES = (
    Fault(
        "publication class: missing",
        "publication.class",
        "PUBLICATION_CLASS_MISSING",
        texts.of_shown(texts.missing),
        kinds=_PENALTY,
        at="decision.date",
    ),
    Fault("publication class: not on the list", "publication.class", "NOT_IN_LIST", dates.instead("特别严重", "A"), kinds=_PENALTY),
    Fault("procedure: not on the list", "publication.procedure", "NOT_IN_LIST", dates.instead("快速程序"), kinds=_PENALTY),
)

PERSONAL = (
    Fault(
        "person: identity number in the facts",
        "decision.facts",
        "PERSONAL_REMOVED",
        personal.said("现场负责人身份证号{}。", "id"),
        kinds=_PENALTY,
        personal=True,
    ),
    Fault(
        "person: phone in the facts",
        "decision.facts",
        "PERSONAL_REMOVED",
        personal.said("联系电话{}。", "phone"),
        kinds=_PENALTY,
        personal=True,
    ),
    Fault(
        "person: home address in the facts",
        "decision.facts",
        "PERSONAL_REMOVED",
        personal.said("经营者家住{}。", "address"),
        kinds=_PENALTY,
        personal=True,
    ),
    Fault("person: bank card in the content", "decision.content", "PERSONAL_REMOVED", personal.said("缴款账户{}。", "card"), personal=True),
    Fault("person: passport in the remark", "remark", "PERSONAL_REMOVED", personal.said("护照号{}。", "passport"), personal=True),
    Fault("person: identity number as the code", "party.uscc", "PERSONAL_REMOVED", personal.alone("id"), personal=True),
    Fault(
        "person: identity number of the representative",
        "party.representative_id",
        "REPRESENTATIVE_DOCUMENT_GIVEN",
        personal.alone("id"),
        personal=True,
    ),
    Fault(
        "person: the party is one",
        "party.class",
        "NATURAL_PERSON",
        personal.natural_person,
        needs=("party.person_id", "party.class"),
        personal=True,
    ),
)

FAULTS = (*CODES, *DATES, *TEXTS, *AMOUNTS, *CLASSES, *PERSONAL)
"""What one row can have wrong with it; rows that come twice are in ``handing_in``."""
