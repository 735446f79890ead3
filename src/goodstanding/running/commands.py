"""``goodstanding up``. What it needs of Django is imported when the settings can be read: after the city is there."""

from __future__ import annotations

import os
from importlib import import_module

import click

from goodstanding import env
from goodstanding.running import django, preparing


@click.command()
@click.option("--demo/--no-demo", default=None, help="首次启动时生成虚构城市 / with the synthetic city, made at the first start")
def up(*, demo: bool | None) -> None:
    """启动数据库、后台任务和网站，按 Ctrl-C 停止。

    Start database, background jobs and site; Ctrl-C stops all.

    环境变量 / environment: PORT, BIND, PUBLIC_URL, DATA_DIR, DATABASE_URL, WATCH_DIR, CITY_CATALOGUE
    """
    if demo is not None:
        os.environ["DEMO"] = str(demo).lower()
    preparing.stop_on_signals()
    try:
        with preparing.alone(env.data_dir()):
            preparing.refuse_taken_port(*env.listening())
            preparing.city()
            django.start()
            import_module("goodstanding.running.up").run()
    except KeyboardInterrupt:
        click.echo("已停止。/ Stopped.", err=True)
