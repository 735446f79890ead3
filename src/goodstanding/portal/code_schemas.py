"""The shapes of the answers about codes, described in both languages."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field, Schema

from goodstanding.portal.answers import Period, Summary
from goodstanding.portal.many_codes import LONGEST, MOST
from goodstanding.web.describing import Both

KIND = "uscc, orgcode, taxno, regno, old_regno, institution, social, person, unknown"
VERDICT = "right, wrong, unchecked, placeholder, personal, unknown, empty"


class Fault(Schema):
    """一个问题。 / One thing that is wrong."""

    code: str = Field(description="稳定的问题代码 / stable code")
    level: str = Field(description="error, warning")
    places: list[int] = Field(description="涉及的位，从1计 / places, from 1")
    says: Both
    do: Both = Field(description="如何处理 / what to do")


class Part(Schema):
    """代码的一段。 / One part of a code."""

    name: str
    first: int
    last: int
    value: str
    title: Both
    meaning: Both
    sure: bool = Field(description="false：未见正式文本，仅供参考 / false: no official text was seen")
    note: Both | None


class Check(Schema):
    """一处校验码。 / A check character."""

    place: int
    given: str
    computed: str | None
    right: bool


class Stretch(Schema):
    """区划代码的一段沿革。 / One stretch of an area code's history."""

    place: str
    level: str = Field(description="province, prefecture, county")
    since: int
    until: int | None
    became: list[str]


class Area(Schema):
    """登记时登记管理机关所在区划。 / Where the registering office was."""

    code: str
    known: bool = Field(description="是否列入过GB/T 2260；未列入不是错误 / whether GB/T 2260 ever had it; no error where not")
    today: list[str] = Field(description="已停用的，现行代码 / today's codes of one out of use")
    history: list[Stretch]


class Other(Schema):
    """可推得的代码，或者不能推得的原因。 / A code that follows, or why it does not."""

    kind: str
    value: str | None
    why: Both


class ReadAs(Schema):
    """一种解读；15位数字可能有两种。 / One way to read the code; 15 digits may have two."""

    kind: str = Field(description=KIND)
    title: Both
    right: bool | None = Field(description="null：无校验码 / null: it carries no check character")
    parts: list[Part]
    checks: list[Check]
    area: Area | None
    conversions: list[Other]


class Proposal(Schema):
    """更正建议，须与证照核对。 / What was likely meant; compare with the certificate."""

    code: str | None = Field(description="null：有多种改法，不提建议 / null: several corrections pass, none is proposed")
    why: Both
    others: list[str] = Field(description="多种改法时，逐一列出 / the corrections that pass, where there are several")


class OnRegister(Schema):
    """名录中的主体。 / An organisation on the register."""

    name: str
    uscc: str | None
    uscc_on: str | None = Field(description="所查日期的统一社会信用代码 / its code on the day asked about")
    name_on: str = Field(description="所查日期的名称 / its name on that day")
    how: str = Field(description="code：代码相符；identity：主体标识码相同 / the very code, or the same identity inside")
    by: Period
    state: str = Field(description="live, retired, later")
    former_codes: list[Period]


class Contradiction(Schema):
    """名录中的矛盾。 / A contradiction on the register."""

    code: str
    says: Both


class Explained(Schema):
    """一个代码的解读与转换。 / A code explained and converted."""

    code: str
    kind: str = Field(description=KIND)
    verdict: str = Field(description=VERDICT)
    says: Both
    faults: list[Fault]
    suggestion: Proposal | None
    readings: list[ReadAs]
    on: date
    uscc: str | None = Field(description="唯一对应且无矛盾时填写 / filled where one organisation answers without contradiction")
    organisations: list[OnRegister]
    conflicts: list[Contradiction]
    excepted: bool = Field(description="校验码不符但已凭证照登记为特例代码 / fails its check, admitted by recorded evidence")
    coverage: Summary


class Asked(Schema):
    """多个代码。 / Many codes."""

    codes: Annotated[
        list[Annotated[str, Field(max_length=LONGEST)]],
        Field(min_length=1, max_length=MOST, description="每项一个代码，新旧均可 / one code each, new or old"),
    ]
    on: date | None = Field(None, description="按哪一天的名录，默认今天 / the register of which day, today by default")


class Judged(Schema):
    """一行结果。 / One line of the answer."""

    line: int
    code: str = Field(description="个人证件号码以***代替 / *** for a personal number")
    kind: str = Field(description=KIND)
    verdict: str = Field(description=VERDICT)
    faults: list[str]
    reasons: Both
    suggestion: str
    orgcode: str
    uscc: str
    how: str = Field(description="same, inside, register, register_core, former, several, doubted, none")


class Verdicts(Schema):
    """逐行结果。 / The answer, line by line."""

    items: list[Judged]
    coverage: Summary
