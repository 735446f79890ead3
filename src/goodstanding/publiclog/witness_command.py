"""``goodstanding witness``: another office watches our log, with nothing but this command and a folder."""

from __future__ import annotations

from pathlib import Path

import click

from goodstanding.publiclog.notes import NOTE, Unreadable, Verifier
from goodstanding.publiclog.witness import Witness, server


@click.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="保存密钥和状态 / keeps key and state")
@click.option("--name", required=True, help="见证方名称，如 audit.example.cn/witness / the witness's name")
@click.option("--log", "logs", multiple=True, required=True, help="所见证日志的验证公钥 / verifier key of a log")
@click.option("--listen", default="127.0.0.1:8090", show_default=True, metavar="HOST:PORT", help="监听地址 / where to listen")
def witness(folder: Path, name: str, logs: tuple[str, ...], listen: str) -> None:
    """为其他单位的公开日志担任见证方，直到停止。不需要数据库。

    Cosign checkpoints of another office's log, until stopped. Needs no database.
    """
    host, _, port = listen.rpartition(":")
    if not name or any(one in name for one in " +\t\n"):
        raise click.BadParameter("不能含空格和加号 / no spaces, no plus", param_hint="--name")
    try:
        keys = [Verifier.read(one) for one in logs]
    except Unreadable:
        raise click.BadParameter("不是验证公钥 / not a verifier key", param_hint="--log") from None
    if any(one.kind != NOTE for one in keys) or not port.isdigit():
        raise click.BadParameter("请核对公钥和地址 / look at key and address", param_hint="--log, --listen")
    running = Witness(folder, name, keys)
    with server(running, host or "127.0.0.1", int(port)) as serving:
        click.echo(str(running.verifier))
        click.echo(f"http://{host}:{serving.server_address[1]}")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            click.echo("已停止 / stopped", err=True)
