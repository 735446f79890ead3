"""The one command. Sub-commands live beside their parts and are loaded when called, so that ``goodstanding check`` never loads Django."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import NamedTuple

import click

from goodstanding.rules.refusals import Refused, Unusable

UNUSABLE, STOPPED = 2, 1


class Place(NamedTuple):
    """Where a sub-command lives, whether it needs Django and the database, and its line in the help.

    ``lookup``: what looks codes up, for a command that needs the database with ``--register`` alone; the command finds it in its context.
    """

    module: str
    name: str
    database: bool
    help: str
    lookup: tuple[str, str] = ("", "")


COMMANDS: dict[str, Place] = {
    "check": Place("goodstanding.pipeline.commands", "check", False, "检查一个文件，不需要数据库 / Check a file; needs no database"),
    "code": Place("goodstanding.pipeline.codes.commands", "code", False, "解读代码 / Explain a code"),
    "codes": Place(
        "goodstanding.pipeline.codes.commands",
        "codes",
        False,
        "核对、转换一个文件中的代码 / Judge and convert a file of codes",
        ("goodstanding.organisations.converting_many", "convert_table"),
    ),
    "city": Place("goodstanding.city.commands", "city", False, "生成一座虚构的城市 / Make a synthetic city"),
    "register": Place("goodstanding.organisations.commands", "register", True, "导入法人名录 / Load the register of organisations"),
    "code-issues": Place(
        "goodstanding.organisations.issues.commands", "code_issues", True, "重错码：查找、导出、回读 / Wrong and duplicate codes"
    ),
    "intake": Place("goodstanding.intake.commands", "intake", True, "报送一个文件 / Hand in a file"),
    "show": Place("goodstanding.records.commands", "show", True, "查看一个主体的公示信息 / Show what is public about an organisation"),
    "account": Place("goodstanding.departments.commands", "account", True, "管理账号、令牌和报送单位 / Accounts, tokens, departments"),
    "log": Place("goodstanding.publiclog.commands", "log", True, "公开日志：续写、证明、核验 / The public log"),
    "witness": Place("goodstanding.publiclog.witness_command", "witness", False, "见证其他单位的公开日志 / Witness another office's log"),
    "regime-end": Place("goodstanding.withdrawals.commands", "regime_end", True, "公示制度调整：停止公示 / End what a regime still shows"),
    "laws": Place("goodstanding.laws.commands", "laws", True, "法律依据目录，停用一部法律 / Legal bases, and halting one"),
    "up": Place("goodstanding.running.commands", "up", False, "启动全部服务 / Start everything"),
    "worker": Place("goodstanding.running.working", "worker", True, "启动后台任务进程 / Run background jobs"),
    "watch": Place("goodstanding.running.working", "watch", True, "接收 WATCH_DIR 中的文件 / Take in files from WATCH_DIR"),
    "manage": Place("goodstanding.running.managing", "manage", True, "Django 管理命令 / Django's own commands"),
}


class Lazy(click.Group):
    """Knows its sub-commands by name and loads one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        if place.database:
            import_module("goodstanding.running.django").start()
        command: click.Command = getattr(import_module(place.module), place.name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        place = COMMANDS.get(name or "")
        if place and place.lookup[0] and "--register" in rest:
            import_module("goodstanding.running.django").start()
            ctx.obj = getattr(import_module(place.lookup[0]), place.lookup[1])
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("命令 / Commands"):
            formatter.write_dl([(name, place.help) for name, place in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar="COMMAND [ARGS]…")
@click.version_option(package_name="goodstanding", message="goodstanding %(version)s")
def goodstanding() -> None:
    """法人和其他组织公共信用信息系统。每个命令后加 --help 可查看用法。

    The public compliance record of organisations. Add --help to a command to see how it is used.
    """


def main() -> None:
    """A refusal is one sentence in both languages on stderr and an exit code, never a traceback."""
    try:
        goodstanding()
    except Refused as refused:
        click.echo(f"{refused.why.zh}\n{refused.why.en}\n[{refused.code}]", err=True)
        sys.exit(UNUSABLE if isinstance(refused, Unusable) else STOPPED)
