"""Identifiers from before the Unified Social Credit Code: organisation code, registration number, taxpayer number."""

from __future__ import annotations

import re

from goodstanding.rules import characters

ORGCODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGCODE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_REGNO = re.compile(r"[0-9]{15}")
_TAXNO = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{17,18}|[0-9A-Z]{20}")


def orgcode_check_character(first8: str) -> str:
    """GB 11714-1997: 11 minus the weighted sum mod 11 (A = 10 … Z = 35); 10 is written X, 11 is written 0."""
    rest = 11 - sum(int(c, 36) * w for c, w in zip(first8, ORGCODE_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def orgcode_ok(value: str) -> bool:
    """An organisation code (组织机构代码), with or without its hyphen."""
    code = characters.code(value)
    return bool(_ORGCODE.fullmatch(code)) and code[8] == orgcode_check_character(code[:8])


def regno_check_digit(first14: str) -> str:
    """ISO 7064 MOD 11,10 as GB/T 17710 has it."""
    product = 10
    for digit in first14:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def regno_ok(value: str) -> bool:
    """A business registration number (工商注册号) of 15 digits with its check digit."""
    code = characters.code(value)
    return bool(_REGNO.fullmatch(code)) and code[14] == regno_check_digit(code[:14])


def regno_may_be(value: str) -> bool:
    """15 digits with the check digit, or a number from before 2007: 13 digits, or words (企独浙总字第…号)."""
    code = characters.code(value)
    return regno_ok(code) if len(code) == 15 and code.isdigit() else bool(re.fullmatch(r"[0-9]{13}|.*[^0-9A-Z].*", code))


def taxno_may_be(value: str) -> bool:
    """15, 17, 18 or 20 digits and capital letters: the lengths that taxpayer numbers (纳税人识别号) have had."""
    return bool(_TAXNO.fullmatch(characters.code(value)))


def orgcode_of_taxno(taxno: str) -> str | None:
    """The organisation code inside a taxpayer number, or None.

    15 characters are six of area and nine of organisation code; 18 are a USCC. Both only with a right check character:
    an individual's number of 15 or 18 digits (his identity number) must not be taken for an organisation's.
    """
    code = characters.code(taxno)
    inner = {15: code[6:15], 18: code[8:17]}.get(len(code), "")
    return inner if orgcode_ok(inner) else None
