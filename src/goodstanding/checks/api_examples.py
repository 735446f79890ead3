"""An example of each kind of answer for the description of the interface. The organisation is invented."""

from __future__ import annotations

from typing import Any

from goodstanding.checks.saying import both
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

_ID = "01a20a65-f892-7c7d-bbdc-601932aae668"
_RECORD = "01a1f0c2-5d11-7001-8b1e-0f5a3c2d9e10"


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _answer(kind: str, said: Text, because: list[dict[str, str]], **shown: Any) -> dict[str, Any]:
    receipt = {"id": _ID, "number": "HC2026-000042", "at": "2026-11-23T02:15:08Z", "url": f"https://credit.example.cn/api/v1/checks/{_ID}"}
    purpose = {
        "code": "tender", "title": _text("招标投标资格审查", "Examining bidders in tenders"), "basis": "tendering-law:18",
        "basis_cited": _text("《中华人民共和国招标投标法》第十八条", "Tendering and Bidding Law, art. 18"),
    }  # fmt: skip
    coverage = {
        "complete": kind == "nothing", "current_to": "2026-11-22" if kind == "nothing" else None, "missing": [], "lists": [],
        "sources": [{
            "department": _text("临澜市市场监督管理局", "Linlan Market Regulation"), "kind": "penalty",
            "kind_title": _text("行政处罚", "Administrative penalty"), "last": "2026-11-22T08:00:00Z",
            "due_on": "2026-11-29", "state": "in_time",
        }],
    }  # fmt: skip
    organisation = {"code": "91341400MA000001X1", "name": "临澜市甲有限公司", "status": {"code": "active", **_text("存续", "Active")}}
    empty = dict.fromkeys(("records", "records_total", "entries", "measures", "disputed"))
    return {
        "v": 1, "receipt": receipt, "day": "2026-11-23", "asked": {"code": organisation["code"], "matter": "LLZB-2026-0118"},
        "organisation": organisation if kind != "unknown" else None, "purpose": purpose, "kind": kind, "said": both(said),
        "because": because, "notes": [], "coverage": coverage if kind != "unknown" else None, "conclusion": both(text("checks.conclusion")),
        **empty, **shown,
    }  # fmt: skip


def examples() -> dict[str, Any]:
    """Found, nothing, unknown."""
    record = {
        "id": _RECORD, "kind": "penalty", "kind_title": _text("行政处罚", "Administrative penalty"), "document": "临市监罚〔2026〕17号",
        "organ": "临澜市市场监督管理局", "category": "罚款", "decided_on": "2026-06-01", "shown_until": "2027-06-01", "basis": "order-36",
        "disputed": False, "marks": [], "url": f"https://credit.example.cn/records/{_RECORD}",
    }  # fmt: skip
    nothing: dict[str, Any] = {
        "records": [], "records_total": 0, "entries": [], "measures": {"applied": [], "may_apply": []}, "disputed": False,
    }  # fmt: skip
    why = text("checks.because", "fault")
    return {
        "found": {
            "summary": "查到信息 / Found",
            "value": _answer("found", text("checks.said.found"), [], **nothing | {"records": [record], "records_total": 1}),
        },
        "nothing": {
            "summary": "在所列来源中没有查到 / Nothing found in these sources",
            "value": _answer("nothing", text("checks.said.nothing", day=Text("2026年11月22日", "22 November 2026")), [], **nothing),
        },
        "unknown": {
            "summary": "无法确定 / Unknown",
            "value": _answer("unknown", text("checks.said.unknown", why=why), [{"code": "fault", **both(why)}]),
        },
    }
