"""What ``goodstanding up`` does: the migrations, the demo city where one is wanted, then worker, watcher and web until it is stopped."""

from __future__ import annotations

import shutil
import signal
import time
import urllib.error
import urllib.request

import click
from django.conf import settings
from django.core.management import call_command

from goodstanding.ledger import restoring
from goodstanding.ledger.standing import SYSTEM
from goodstanding.records import purging
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.texts import Text
from goodstanding.running import children, demo, embedded
from goodstanding.running.children import Child

READY_WITHIN = 120.0


def run() -> None:
    """Everything, until SIGINT or SIGTERM. Django is set up."""
    say("数据库升级", "Migrating the database")
    migrate()
    accounts = demo.fill(say) if settings.DEMO else []
    processes = planned()
    try:
        for process in processes:
            process.start()
        wait_until_ready(processes)
        greet(accounts)
        while True:
            time.sleep(0.5)
            if settings.EMBEDDED:
                embedded.tend(settings.DATA_DIR)
            for process in processes:
                process.tend()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        say("正在停止", "Stopping")
        children.end_all(processes)


def say(zh: str, en: str) -> None:
    """One line of progress."""
    click.echo(f"{zh} / {en}", err=True)


def migrate() -> None:
    """Bring the database up to date; safe to repeat."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    restoring.settle()
    purge_again()


def purge_again() -> None:
    """What a restored backup has brought back goes again; where the public log is not ready for it, the worker does so at night."""
    try:
        purging.purge_again(by=SYSTEM)
    except Conflict as conflict:
        say(conflict.why.zh, conflict.why.en)


def planned() -> list[Child]:
    """Web, a worker for what is handed in and one for all else, the public log, and the watcher where a folder is to be watched.

    A check of an hour holds up neither a mail nor a clock, and a mail server that does not answer does not hold up the log.
    """
    figures = settings.DATA_DIR / "metrics"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(parents=True)
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(figures), "DEMO": str(settings.DEMO).lower()}
    logs = settings.DATA_DIR / "logs" if settings.DEMO else None
    if logs:
        logs.mkdir(exist_ok=True)
    web = [
        "-m", "granian", "goodstanding.wsgi:application", "--interface", "wsgi", "--host", settings.BIND, "--port", str(settings.PORT),
        "--workers", str(settings.WEB_WORKERS), "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "10",
        "--backpressure", "64", "--log-level", "warning", "--no-ws",
    ]  # fmt: skip
    ours = {"long": "worker --lane long", "quick": "worker --lane quick", "log": "log follow"}
    commands = {"web": web, **{name: ["-m", "goodstanding", *words.split()] for name, words in ours.items()}}
    if settings.WATCH_DIR:
        commands["watch"] = ["-m", "goodstanding", "watch"]
    return [Child(name, command, environment, logs / f"{name}.log" if logs else None) for name, command in commands.items()]


def wait_until_ready(processes: list[Child]) -> None:
    """Until the site says that it can do its work."""
    here = f"http://{_own_address(settings.BIND)}:{settings.PORT}/readyz"
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(here, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        for process in processes:
            process.tend()
    raise Refused(
        "NOT_READY",
        Text("服务启动后长时间未就绪，请查看数据目录 logs 下的日志。", "The site did not get ready; see the logs in the data folder."),
    )


def greet(accounts: list[demo.Account]) -> None:
    """Where it is, and who may sign in to the demo."""
    click.echo(f"\n  公示网站 / public site   {settings.PUBLIC_URL}/\n  English                  {settings.PUBLIC_URL}/en/")
    click.echo(f"  工作台 / desk            {settings.PUBLIC_URL}{settings.LOGIN_REDIRECT_URL}\n")
    if accounts:
        click.echo("  演示账号（虚构数据）/ demo sign-ins (all invented):")
        for account in accounts:
            click.echo(f"    {account.username:<12} {account.password}   {account.what.zh} / {account.what.en}")
        click.echo("")
    click.echo("  按 Ctrl-C 停止，数据会保留。/ Ctrl-C stops everything; the data stay.\n")


def _own_address(bind: str) -> str:
    """An address of this machine that reaches a server bound to ``bind``."""
    own = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(bind, bind)  # noqa: S104 - read, not bound
    return f"[{own}]" if ":" in own and not own.startswith("[") else own
