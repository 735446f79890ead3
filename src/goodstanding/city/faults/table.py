"""All planted faults, class by class. The table is the specification: what is spoilt, and which rule must say so."""

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
    Fault("uscc: missing", "party.uscc", "USCC_REQUIRED", texts.missing, needs=("party.class",)),
    Fault("uscc: of another body", "party.uscc", "NAME_MISMATCH", codes.somebody_elses, stage="match"),
    Fault("uscc: right identity, wrong area", "party.uscc", "SAME_ORGCODE_OTHER_PREFIX", codes.other_area, stage="match"),
    Fault("uscc: of a body the register does not have", "party.uscc", "UNKNOWN_ORGANISATION", codes.unknown_body, stage="match"),
    Fault("organisation code: check digit wrong", "party.orgcode", "ORGCODE_CHECK", codes.wrong_check_digit),
    Fault("organisation code: of another body", "party.orgcode", "ORGCODE_DIFFERS", codes.orgcode_of_another),
    Fault("registration number: check digit wrong", "party.regno", "REGNO_CHECK", codes.wrong_check_digit),
    Fault("tax number: cut short", "party.taxno", "TAXNO_FORMAT", codes.cut_short),
    Fault("organ's code: last character wrong", "organ.code", "USCC_CHECK", codes.wrong_last),
    Fault("organ's code: a company's", "organ.code", "ORGAN_CODE", codes.company_code),
    Fault("source's code: missing", "source.code", "REQUIRED", texts.missing),
)

DATES = (
    Fault("date: missing", "decision.date", "REQUIRED", texts.missing),
    Fault("date: on no calendar", "decision.date", "DATE", dates.impossible),
    Fault("date: in words", "decision.date", "DATE", dates.instead("去年三月", "见决定书", "2026年")),
    Fault("date: day first", "decision.date", "DATE", dates.day_first),
    Fault("date: year of two digits", "decision.date", "DATE", dates.two_digit_year),
    Fault("date: 1899-12-31", "decision.date", "REQUIRED", dates.instead("1899-12-31")),
    Fault("date: in the future", "decision.date", "FUTURE", dates.in_future),
    Fault("date: with points", "decision.date", "", dates.as_written("{y}.{m}.{d}")),
    Fault("date: with hyphens", "decision.date", "", dates.as_written("{y}-{m:02d}-{d:02d}")),
    Fault("date: in Chinese", "decision.date", "", dates.as_written("{y}年{m}月{d}日")),
    Fault("date: eight digits", "decision.date", "", dates.as_written("{y}{m:02d}{d:02d}")),
    Fault("date: serial number", "decision.date", "", dates.as_written("{serial}")),
    Fault("date: with a time", "decision.date", "", dates.as_written("{y}-{m:02d}-{d:02d} 00:00:00")),
    Fault("end: 长期", "valid.until", "", dates.instead("长期", "9999-12-31", "长期有效")),
    Fault("end: missing", "valid.until", "REQUIRED", texts.missing),
    Fault("end: before the beginning", "valid.until", "VALID_ORDER", dates.before("valid.from"), kinds=_PERMIT, needs=("valid.from",)),
    Fault("beginning: missing", "valid.from", "REQUIRED", texts.missing, kinds=_PERMIT),
    Fault("publication: ends before the decision", "publish.until", "PUBLISH_ORDER", dates.before("decision.date"), kinds=_PENALTY),
)

TEXTS = (
    Fault("name: missing", "party.name", "REQUIRED", texts.missing),
    Fault("name: too long", "party.name", "LENGTH", texts.too_long(200)),
    Fault("name: brackets of half width", "party.name", "", texts.half_width_brackets),
    Fault("name: invisible characters", "party.name", "", texts.with_invisible),
    Fault("name: one character wrong", "party.name", "NAME_MISMATCH", texts.typing_error, stage="match"),
    Fault("name: a former one", "party.name", "", texts.former_name, stage="match"),
    Fault("class: missing", "party.class", "REQUIRED", texts.missing),
    Fault("class: not on the list", "party.class", "CODES", dates.instead("公司", "国有企业", "单位")),
    Fault("class: the wrong one", "party.class", "PARTY_CLASS", texts.swapped_class),
    Fault("representative: missing", "party.representative", "REQUIRED", texts.missing, needs=("party.class",)),
    Fault("number: missing", "decision.number", "REQUIRED", texts.missing),
    Fault("number: too long", "decision.number", "LENGTH", texts.too_long(128)),
    Fault("title: missing", "decision.title", "REQUIRED", texts.missing, kinds=_PERMIT),
    Fault("category: missing", "decision.category", "REQUIRED", texts.missing),
    Fault("category: not on the list", "decision.category", "CODES", dates.instead("责令改正", "没收罚款", "口头教育"), kinds=_PENALTY),
    Fault("permit category: not on the list", "decision.category", "CODES", dates.instead("许可", "备案", "审批"), kinds=_PERMIT),
    Fault("content: missing", "decision.content", "REQUIRED", texts.missing),
    Fault("content: a formula", "decision.content", "FORMULA", texts.as_formula),
    Fault("facts: missing", "decision.facts", "REQUIRED", texts.missing, kinds=_PENALTY),
    Fault("facts: too long", "decision.facts", "LENGTH", texts.too_long(5000), kinds=_PENALTY),
    Fault("basis: missing", "decision.basis", "REQUIRED", texts.missing, kinds=_PENALTY),
    Fault("violation: missing", "decision.violation", "REQUIRED", texts.missing, kinds=_PENALTY),
    Fault("status: not on the list", "status", "CODES", dates.instead("7", "在用"), kinds=_PERMIT),
    Fault("remark: too long", "remark", "LENGTH", dates.instead("补录" * 260)),
)

AMOUNTS = (
    Fault("fine: missing", "fine", "FINE_REQUIRED", texts.missing, kinds=_PENALTY),
    Fault("fine: in yuan", "fine", "FINE_UNIT", texts.in_yuan, kinds=_PENALTY),
    Fault("fine: with its unit", "fine", "MONEY", texts.with_unit, kinds=_PENALTY),
    Fault("fine: in words", "fine", "MONEY", texts.in_chinese, kinds=_PENALTY),
    Fault("fine: negative", "fine", "MONEY", texts.negative, kinds=_PENALTY),
    Fault("confiscated: missing", "confiscated", "CONFISCATED_REQUIRED", texts.missing, kinds=_PENALTY),
    Fault("suspended: missing", "suspended", "SUSPENDED_REQUIRED", texts.missing, kinds=_PENALTY),
)

CLASSES = (
    Fault("publication class: missing", "publication.class", "UNCLASSIFIED", texts.missing, kinds=_PENALTY),
    Fault("publication class: not on the list", "publication.class", "CODES", dates.instead("特别严重", "A"), kinds=_PENALTY),
    Fault("procedure: not on the list", "publication.procedure", "CODES", dates.instead("快速程序"), kinds=_PENALTY),
)

PERSONAL = (
    Fault("person: identity number in the facts", "decision.facts", "PERSONAL_ID", personal.said("现场负责人身份证号{}。", "id"), kinds=_PENALTY, personal=True),
    Fault("person: phone in the facts", "decision.facts", "PERSONAL_PHONE", personal.said("联系电话{}。", "phone"), kinds=_PENALTY, personal=True),
    Fault("person: home address in the facts", "decision.facts", "PERSONAL_ADDRESS", personal.said("经营者家住{}。", "address"), kinds=_PENALTY, personal=True),
    Fault("person: bank card in the content", "decision.content", "PERSONAL_CARD", personal.said("缴款账户{}。", "card"), personal=True),
    Fault("person: passport in the remark", "remark", "PERSONAL_PASSPORT", personal.said("护照号{}。", "passport"), personal=True),
    Fault("person: identity number as the code", "party.uscc", "PERSONAL_ID", personal.alone("id"), personal=True),
    Fault("person: identity number of the representative", "party.representative_id", "PERSONAL_DROPPED", personal.alone("id"), personal=True),
    Fault("person: the party is one", "party.class", "NATURAL_PERSON", personal.natural_person, needs=("party.person_id",), personal=True),
)

FAULTS = (*CODES, *DATES, *TEXTS, *AMOUNTS, *CLASSES, *PERSONAL)
"""What one row can have wrong with it; rows that come twice are in ``handing_in``."""
