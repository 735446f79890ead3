"""What each sort of cell is cleaned to, and what is said of it."""

from __future__ import annotations

import pytest

from goodstanding.pipeline.cleaning import Note, cleaner
from goodstanding.rules import loading

CATALOGUE = loading.load()
PENALTY = CATALOGUE.kinds["penalty"]


def cleaned(code: str, raw: str) -> tuple[str | None, tuple[Note, ...]]:
    result = cleaner(PENALTY.fields[code], CATALOGUE, {})(raw)
    return result.value, result.notes


@pytest.mark.parametrize(
    ("code", "raw", "value", "rules"),
    [
        ("CF_XDR_MC", "杭州ＡＢＣ（西湖）有限公司", "杭州ABC（西湖）有限公司", ["TEXT_CLEANED"]),
        ("CF_XDR_MC", "杭州\u200b某某有限公司 ", "杭州某某有限公司", ["TEXT_CLEANED", "TEXT_CLEANED"]),
        ("CF_SY", "，全角标点不动；", "，全角标点不动；", []),
        ("CF_XDR_SHXYM", "9133 0106-ＭＡ27XL7U4q", "91330106MA27XL7U4Q", ["VALUE_CLEANED"]),
        ("CF_XDR_SHXYM", "'91330106MA27XL7U4Q", "91330106MA27XL7U4Q", []),
        ("CF_XDR_ZZJG", "无", None, ["VALUE_CLEANED"]),
        ("CF_JDRQ", "2021/3/5", "2021-03-05", []),
        ("CF_JDRQ", "44260", "2021-03-05", ["DATE_CLEANED"]),
        ("CF_JDRQ", "2021年3月5日", "2021-03-05", ["DATE_CLEANED"]),
        ("CF_YXQ", "长期", "2099-12-31", ["DATE_CLEANED"]),
        ("CF_YXQ", "1899-12-31", None, []),
        ("CF_YXQ", "乱写", "乱写", []),
        ("CF_NR_FK", "0.20", "0.2", []),
        ("CF_NR_FK", "1,000.5", "1000.5", ["VALUE_CLEANED"]),
        ("CF_NR_FK", "2000元", "2000元", []),
        ("CF_CFLB", "罚款；没收所得", "罚款;没收违法所得", ["VALUE_CLEANED"]),
        ("CF_CFLB", "其他-责令改正", "其他-责令改正", []),
    ],
)
def test_cells_are_cleaned_and_it_is_said(code: str, raw: str, value: str | None, rules: list[str]) -> None:
    assert (cleaned(code, raw)[0], [note.rule for note in cleaned(code, raw)[1]]) == (value, rules)
