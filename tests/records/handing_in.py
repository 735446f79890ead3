"""Examined submissions, made by hand: the folder as the pipeline leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from goodstanding.departments.models import Department
from goodstanding.rules import names
from goodstanding.rules.loading import load
from tests.organisations.making import code

DECIDED = date.today() - timedelta(days=90)  # noqa: DTZ011 - in China or not, it shows today and for months to come
COMMON = {"sheet": "", "verdict": "good"}


def penalty(number: int = 1, name: str = "临澜市甲有限公司", **changed: str | None) -> dict[str, str | None]:
    """A penalty of organisation ``number``, decided under Order 36."""
    return {
        "CF_XDR_MC": name, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": code(number), "CF_FRDB": "欧阳青",
        "CF_WSH": "临市监罚〔2026〕1号",
        "CF_WFXW": "违反产品质量法", "CF_SY": "抽检不合格", "CF_YJ": "产品质量法第四十九条", "CF_CFLB": "罚款", "CF_NR": "罚款2000元",
        "CF_NR_FK": "0.2",
        "CF_JDRQ": DECIDED.isoformat(), "CF_YXQ": "2099-12-31", "CF_GSJZQ": "2031-05-11", "CF_CFJG": "临澜市市场监督管理局",
        "CF_CFJGDM": "11341400MB1F45626D", "CF_SJLY": "临澜市市场监督管理局", "CF_SJLYDM": "11341400MB1F45626D", **changed,
    }  # fmt: skip


def permit(number: int = 1, name: str = "临澜市甲有限公司", **changed: str | None) -> dict[str, str | None]:
    """A permit of organisation ``number``, valid for years."""
    return {
        "XK_XDR_MC": name, "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": code(number), "XK_FRDB": "欧阳青",
        "XK_XKWS": "食品经营许可", "XK_WSH": "临食许2026-1",
        "XK_XKLB": "普通", "XK_XKBH": "JY13414000000001", "XK_NR": "食品销售", "XK_JDRQ": DECIDED.isoformat(),
        "XK_YXQZ": DECIDED.isoformat(), "XK_YXQZI": "2031-05-10",
        "XK_XKJG": "临澜市市场监督管理局", "XK_XKJGDM": "11341400MB1F45626D", "XK_ZT": "1", "XK_LYDW": "临澜市市场监督管理局",
        "XK_LYDWDM": "11341400MB1F45626D", **changed,
    }  # fmt: skip


@dataclass
class HandedIn:
    """A submission as entering sees it."""

    folder: Path
    department_id: int
    kind: str = "penalty"
    id: UUID = field(default_factory=uuid4)


def hand_in(folder: Path, department: Department, rows: list[dict[str, Any]], kind: str = "penalty") -> HandedIn:
    """Write ``rows.parquet`` of a new submission."""
    made = HandedIn(folder / str(uuid4()), department.pk, kind)
    made.folder.mkdir(parents=True)
    party = load(None).kinds[kind].field("party.name")
    columns = list(load(None).kinds[kind].fields)
    table = [
        {**COMMON, **dict.fromkeys(columns), "row": n, "line": n + 2, "normal_name": names.normal(row[party] or ""), **row}
        for n, row in enumerate(rows)
    ]
    schema = pa.schema(
        [("row", pa.int64()), ("line", pa.int64()), *((name, pa.string()) for name in ("sheet", "verdict", "normal_name", *columns))]
    )
    pq.write_table(pa.Table.from_pylist(table, schema=schema), made.folder / "rows.parquet")
    return made
