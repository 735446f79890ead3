"""A penalty and a permit without a fault, to be spoiled by tests. The codes belong to nobody."""

from __future__ import annotations

from datetime import date

from goodstanding.rules import legacy, uscc

TODAY = date(2026, 11, 23)


def code(pair: str, number: int = 1, area: str = "330106") -> str:
    """A valid code of a body that does not exist."""
    first8 = f"MF{number:06}"
    first17 = f"{pair}{area}{first8}{legacy.orgcode_check_character(first8)}"
    return first17 + uscc.check_character(first17)


ORGAN = {"CFJG": "某某市生态环境局", "CFJGDM": code("11"), "SJLY": "某某市生态环境局", "SJLYDM": code("11")}
PENALTY: dict[str, str | None] = {
    "CF_XDR_MC": "某某市蓝川化工有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": code("91"),
    "CF_FRDB": "王某某",
    "CF_WSH": "某环罚〔2026〕12号",
    "CF_WFXW": "未取得排污许可证排放污染物",
    "CF_SY": "经查，当事人未取得排污许可证，向河道排放生产废水。",
    "CF_YJ": "《中华人民共和国水污染防治法》第八十三条第一项",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款人民币20000元。",
    "CF_NR_FK": "2",
    "CF_JDRQ": "2026/11/16",
    "CF_YXQ": "2027/11/16",
    "CF_GSJZQ": "2027/11/16",
    **{f"CF_{column}": value for column, value in ORGAN.items()},
    "CF_GSLB": "一般",
    "CF_CXLB": "普通程序",
    "CF_SFSM": "否",
}
PERMIT: dict[str, str | None] = {
    "XK_XDR_MC": "某某市蓝川餐饮店",
    "XK_XDR_LB": "个体工商户",
    "XK_XDR_SHXYM": code("92"),
    "XK_FRDB": "李某某",
    "XK_XKWS": "食品经营许可证核发决定书",
    "XK_WSH": "某市监许〔2026〕345号",
    "XK_XKLB": "普通",
    "XK_XKZS": "食品经营许可证",
    "XK_XKBH": "JY23301060001234",
    "XK_NR": "热食类食品制售",
    "XK_JDRQ": "2026/11/18",
    "XK_YXQZ": "2026/11/18",
    "XK_YXQZI": "2031/11/17",
    "XK_XKJG": "某某市市场监督管理局",
    "XK_XKJGDM": code("11", 2),
    "XK_ZT": "1",
    "XK_LYDW": "某某市市场监督管理局",
    "XK_LYDWDM": code("11", 2),
    "XK_SFSM": "否",
}
