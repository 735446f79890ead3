"""A batch says of every code what the rules say of it alone: kernels only save the asking."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.pipeline.codes.judging import TEXTS, Judge, line_of
from tests.rules import making

DRESSES = ("{}", "{} ", " {}", "{}\u200b", "（{}）")
CODES = making.usccs() | making.orgcodes() | making.regnos() | making.ids() | making.old_ids() | making.mobiles() | st.text(max_size=20)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Codes as people write them, some damaged."""
    code = draw(CODES)
    if code and draw(st.booleans()):
        place = draw(st.integers(0, len(code) - 1))
        code = code[:place] + draw(st.sampled_from("0123456789ABIOSZX")) + code[place + 1 :]
    code = code.lower() if draw(st.booleans()) else code
    return draw(st.sampled_from(DRESSES)).format(code)


@settings(max_examples=60, deadline=None)
@given(st.lists(written() | st.none(), max_size=30))
def test_a_batch_says_what_the_rules_say_of_each_code(codes: list[str | None]) -> None:
    judged = Judge().judge(pa.array(codes, pa.string()))
    lines = list(zip(*(judged[name].to_pylist() for name in TEXTS), strict=True))
    assert lines == [tuple(line_of(code or "")) for code in codes]


def test_what_is_remembered_is_bounded_and_changes_nothing() -> None:
    judge = Judge()
    first = judge.judge(pa.array(["914403001922038217"] * 3))
    assert len(judge._known) == 1
    assert judge.judge(pa.array(["914403001922038217"]))["suggestion"].to_pylist() == first["suggestion"].to_pylist()[:1]


def test_a_persons_number_is_masked_and_a_long_cell_is_cut() -> None:
    assert line_of("110101199003070011").code == "***"
    assert line_of("备注" * 300).code == "备注" * 25 + "…"
    assert line_of(f"{'说明' * 40}110101199003070011").code == "***"
