"""``goodstanding up``, ``worker``, ``watch`` and ``manage``."""

from __future__ import annotations

import os

import click


@click.command()
@click.option("--demo/--no-demo", default=None, help="首次启动时生成虚构城市 / with the synthetic city, made at the first start")
def up(*, demo: bool | None) -> None:
    """启动数据库、后台任务和网站，按 Ctrl-C 停止。 / Start database, worker and site; Ctrl-C stops all.

    环境变量 / environment: PORT, BIND, PUBLIC_URL, DATA_DIR, DATABASE_URL, WATCH_DIR, CITY_CATALOGUE
    """
    if demo is not None:
        os.environ["DEMO"] = str(demo).lower()
    from goodstanding.running import django, preparing

    preparing.stop_on_signals()
    preparing.city()
    django.start()
    from goodstanding.running.up import run

    try:
        run()
    except KeyboardInterrupt:
        click.echo("已停止。/ Stopped.", err=True)


@click.command()
def worker() -> None:
    """后台任务进程：检查、入库。 / Background jobs: checking, entering."""
    from goodstanding.running.working import work

    work()


@click.command()
def watch() -> None:
    """监视 WATCH_DIR 目录，接收放入其中的文件。 / Take in the files that arrive in WATCH_DIR."""
    from goodstanding.running.working import watch as look

    look()


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django 管理命令，例如 goodstanding manage migrate。 / Django's commands, such as goodstanding manage migrate."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goodstanding manage", *arguments])
