"""The shapes of the intake API, described in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from goodstanding.web.describing import refusals

_KIND = {"type": "string", "description": "数据种类：permit 或 penalty / kind of record: permit or penalty"}
_FOLLOWS = {"type": "string", "format": "uuid", "description": "补报哪一次报送的有误行 / whose faulty rows are handed in again"}
_FILE = {"type": "string", "format": "binary", "description": "XLSX、XLS、XML 表格、CSV、JSON / a spreadsheet, CSV or JSON"}
_ROW = {"type": "object", "minProperties": 1, "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
_ROWS = {
    "type": "array",
    "minItems": 1,
    "items": _ROW,
    "description": "一行或多行，字段名同国家模板 / one row or many, named as in the template",
}
KEY: dict[str, object] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "每次报送一个唯一值；重试时用同一个值，不会重复接收。"
    " / One unique value for each submission; repeat it when you retry, and nothing is taken twice.",
}


def _object(required: list[str], **properties: Mapping[str, object]) -> dict[str, object]:
    return {"schema": {"type": "object", "required": required, "additionalProperties": False, "properties": properties}}


# What ``POST /submissions`` takes: read by api_bodies, since a file must be sealed before anything parses the request.
BODY: dict[str, object] = {
    "parameters": [KEY],
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": _object(["kind", "file"], kind=_KIND, file=_FILE, follows=_FOLLOWS),
            "application/json": _object(["kind", "rows"], kind=_KIND, rows=_ROWS, follows=_FOLLOWS),
        },
    },
}


REFUSALS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 507)


def described(**more: object) -> dict[str, object]:
    """What ninja does not describe by itself: refusals (RFC 9457), and ``more``."""
    answers = more.pop("responses", {})
    return {**more, "responses": {**refusals(*REFUSALS), **answers}} if isinstance(answers, dict) else more


class Taken(Schema):
    """The answer to handing in; the same for a request that is repeated."""

    id: UUID
    url: Annotated[str, Field(description="查询进度和结果的地址 / where to ask how far it is")]
    kind: str
    sha256: Annotated[str, Field(description="原文件的 SHA-256；零报送为空 / of the file; empty where there is nothing to report")]
    received_at: datetime
    again: Annotated[bool, Field(description="同一文件此前已报送，这是那一次 / the same file had come before: this is that one")]


class Why(Schema):
    """A sentence in both languages, and its code."""

    code: str
    zh: str
    en: str


class Figures(Schema):
    """What the check found, as counts."""

    generation: Annotated[str, Field("", description="识别的模板 / template recognised")]
    rows: Annotated[int, Field(0, description="数据行 / data rows")]
    good: Annotated[int, Field(0, description="可以入库的行 / rows that may enter")]
    faulty: Annotated[int, Field(0, description="有误、不入库的行 / rows that stay out")]
    persons: Annotated[int, Field(0, description="自然人的行，不予接收 / rows about natural persons, refused")]
    by_rule: Annotated[dict[str, int], Field({}, description="各检查规则的发现数 / findings of each check")]
    levels: Annotated[dict[str, int], Field({}, description="各级别的发现数 / findings of each level")]
    cleaned: Annotated[dict[str, int], Field({}, description="已自动规范的单元格 / cells cleaned")]


class Known(Schema):
    """A submission as it stands."""

    id: UUID
    reference: str
    department: Annotated[str, Field(description="数据来源单位的统一社会信用代码 / the department's code")]
    kind: str
    state: Annotated[str, Field(description="received, checking, checked, entering, entered, refused, withdrawn, nothing_to_report")]
    state_zh: str
    state_en: str
    file_name: str
    sha256: str
    size: int
    month: Annotated[str | None, Field(None, description="零报送的月份 / month with nothing to report")]
    received_at: datetime
    follows: UUID | None = None
    stage: str
    progress: Annotated[float, Field(description="当前步骤完成的比例，0 到 1 / share of the present step, 0 to 1")]
    found: Figures | None = None
    refusal: Annotated[Why | None, Field(None, description="无法检查的原因 / why it could not be checked")]
    obstacle: Annotated[Why | None, Field(None, description="为什么还不能确认 / why it cannot be confirmed as it stands")]
    entered: Annotated[dict[str, int], Field({}, description="new, unchanged, changed, waiting …")]


class Finding(Schema):
    """One finding, with its sentence in both languages."""

    row: Annotated[int | None, Field(None, description="数据行，从 0 起；整个文件的问题为空 / data row from 0; null: the whole file")]
    sheet: str | None = None
    line: Annotated[int | None, Field(None, description="电子表格中的行号，从 1 起 / line as a spreadsheet shows it, from 1")]
    field: str | None = None
    header: str | None = None
    rule: str
    level: str
    value: Annotated[str | None, Field(None, description="原值，个人信息已遮盖 / the value, personal data masked")]
    suggestion: str | None = None
    zh: str
    en: str


class Findings(Schema):
    """A page of findings; ``next`` is the cursor of the following one, null at the end."""

    total: int
    items: list[Finding]
    next: str | None = None


class Submissions(Schema):
    """A page of submissions, newest first."""

    items: list[Known]
    next: str | None = None


class Nothing(Schema):
    """Nothing to report."""

    kind: str
    month: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$", description="2026-11")]


class Withdrawal(Schema):
    """Why it is taken back."""

    because: Annotated[str, Field(min_length=1, max_length=500)]
