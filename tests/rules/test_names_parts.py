"""Names taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import names
from goodstanding.rules.naming import placing


@pytest.mark.parametrize(
    ("name", "region", "brand", "trade", "form"),
    [
        ("浙江省杭州市余杭区宏达贸易有限公司", "浙江省杭州市余杭区", "宏达", "贸易", "有限公司"),
        ("杭州余杭宏达贸易有限公司", "杭州余杭", "宏达", "贸易", "有限公司"),
        ("广州市兴彩纸制品有限责任公司", "广州市", "兴彩", "纸制品", "有限责任公司"),
        ("红光（北京）酒店管理有限公司", "北京", "红光", "酒店管理", "有限公司"),
        ("红光酒店管理（北京）有限公司", "北京", "红光", "酒店管理", "有限公司"),
        ("微软（中国）有限公司", "中国", "微软", "", "有限公司"),
        ("广州市政工程有限公司", "广州", "市政", "工程", "有限公司"),
        ("上海滩餐饮管理有限公司", "", "上海滩", "餐饮管理", "有限公司"),
        ("佛山市顺德区北滘镇中艺装饰有限公司", "佛山市顺德区北滘镇", "中艺", "装饰", "有限公司"),
        ("天津开发区天标工贸有限公司", "天津开发区", "天标", "工贸", "有限公司"),
        ("大理州宏达贸易有限公司", "大理州", "宏达", "贸易", "有限公司"),
        ("某某投资合伙企业（有限合伙）", "", "某某", "投资", "合伙企业(有限合伙)"),
        ("桃园村村民委员会", "", "桃园村", "", "村民委员会"),
        ("杭州银行", "杭州", "", "", "银行"),
        ("天津市第一中心医院", "天津市", "第一中心", "", "医院"),
        ("宏达贸易有眼公司", "", "宏达", "贸易", "有眼公司"),
        ("*ST全新", "", "全新", "", ""),
        ("百济神州-U", "", "百济神州", "", ""),
    ],
)
def test_the_parts_of_a_name(name: str, region: str, brand: str, trade: str, form: str) -> None:
    parts = names.parts(name)
    assert (parts.region, parts.brand, parts.trade, parts.form, parts.branch) == (region, brand, trade, form, None)


@pytest.mark.parametrize(
    ("name", "word", "mark", "parent"),
    [
        ("华为技术有限公司深圳分公司", "分公司", "深圳", "华为技术有限公司"),
        ("华为技术有限公司第一分公司", "分公司", "第一", "华为技术有限公司"),
        ("微软深圳分公司", "分公司", "深圳", "微软"),
        ("中国工商银行股份有限公司杭州分行", "分行", "杭州", "中国工商银行股份有限公司"),
        ("中国工商银行杭州第二支行", "支行", "杭州第二", "中国工商银行"),
        ("宏达贸易有限公司驻宁波办事处", "办事处", "驻宁波", "宏达贸易有限公司"),
        ("杭州市公安局余杭分局", "分局", "余杭", "杭州市公安局"),
    ],
)
def test_a_branch_and_its_parent(name: str, word: str, mark: str, parent: str) -> None:
    branch = names.parts(name).branch
    assert branch is not None
    assert (branch.word, branch.mark, branch.parent) == (word, mark, parent)


def test_a_group_is_seen_with_and_without_brackets() -> None:
    assert names.parts("深圳市物业发展（集团）股份有限公司").group
    assert names.parts("宏达集团有限公司").group
    assert not names.parts("宏达有限公司").group


@pytest.mark.parametrize(
    ("one", "other", "can_be_one"),
    [
        ("杭州市", "浙江", True),
        ("杭州市", "宁波", False),
        ("通州区", "通州市", True),  # 南通市通州区 was 通州市 until 2009
        ("北京市通州区", "通州市", False),
        ("余杭县", "杭州市余杭区", True),  # an abolished division
        ("河南", "湖南", False),
    ],
)
def test_places_that_can_be_one(one: str, other: str, can_be_one: bool) -> None:
    assert placing.compatible(placing.read(one)[0].chains, placing.read(other)[0].chains) is can_be_one


@given(st.text(max_size=60) | st.text("有限公司集团省市区县分行第一（）()北京中国*STA、", max_size=40))
def test_anything_has_parts(text: str) -> None:
    parts = names.parts(text)
    assert parts.name == names.normal(text)
    assert all(part in parts.name.replace("(", "").replace(")", "") for part in (parts.brand, parts.trade))
