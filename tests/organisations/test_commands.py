"""``goodstanding register`` and ``show`` as an operator meets them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.commands import register
from goodstanding.organisations.models import Organisation
from goodstanding.records.commands import show
from goodstanding.records.entering import enter
from goodstanding.rules.refusals import Missing, Unusable
from tests.organisations.making import code
from tests.records.handing_in import hand_in, penalty

pytestmark = pytest.mark.django_db


def test_it_says_what_it_did_and_writes_down_what_it_left_out(tmp_path: Path) -> None:
    file, findings = tmp_path / "名录.csv", tmp_path / "待核实.csv"
    file.write_text(f"代码,名称\n{code(1)},临澜市甲有限公司\n12345,=临澜市乙有限公司\n", "utf-8")
    result = CliRunner().invoke(register, [str(file), "--findings", str(findings)])
    assert result.exit_code == 1
    assert "新增 1" in result.output
    assert "1 new" in result.output
    _, line = csv.reader(findings.read_text("utf-8-sig").splitlines())
    assert line[:4] == ["3", "code", "12345", "CODE_UNUSABLE"]


def test_a_clean_file_exits_clean_and_a_mapping_is_obeyed(tmp_path: Path) -> None:
    file, mapping = tmp_path / "a.csv", tmp_path / "m.toml"
    file.write_text(f"甲,乙\n临澜市甲有限公司,{code(1)}\n", "utf-8")
    mapping.write_text('kind = "register"\n[columns]\n"甲" = "name"\n"乙" = "uscc"\n', "utf-8")
    assert CliRunner().invoke(register, [str(file), "--mapping", str(mapping)]).exit_code == 0
    assert Organisation.objects.get().uscc == code(1)
    assert isinstance(CliRunner().invoke(register, [str(file)]).exception, Unusable)


def test_show_lists_what_is_public_today(tmp_path: Path, market: Department) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"代码,名称\n{code(1)},临澜市甲有限公司\n{code(2)},临澜市乙有限公司\n", "utf-8")
    CliRunner().invoke(register, [str(file)])
    handed = hand_in(tmp_path, market, [penalty(), penalty(CF_WSH="2号", CF_CFLB="警告")])
    enter(handed.folder, handed, by=SYSTEM)
    output = CliRunner().invoke(show, [code(1)]).output
    assert "临市监罚〔2026〕1号" in output
    assert "欧阳青" not in output
    assert "正在公示 1 条" in output
    assert "临澜市乙有限公司" in CliRunner().invoke(show, ["临澜市"]).output
    assert isinstance(CliRunner().invoke(show, ["没有的名称"]).exception, Missing)
