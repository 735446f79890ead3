"""How a refusal stands in the description of the API."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Schema


class Both(Schema):
    """A text in both languages."""

    zh: str
    en: str


class Problem(Schema):
    """RFC 9457, in both languages."""

    type: str
    status: int
    code: Annotated[str, Field(description="稳定的提示代码 / stable code")]
    title: str
    title_en: str
    detail: str
    detail_en: str


def refusals(*codes: int, **responses: Any) -> dict[int | str, Any]:
    """What an operation may answer instead, by status; ninja describes only its success."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {code: {"description": "RFC 9457", "content": content, **responses} for code in codes}


def refusing(*codes: int) -> dict[str, Any]:
    """The same as ``openapi_extra`` of an operation."""
    return {"responses": refusals(*codes)}
