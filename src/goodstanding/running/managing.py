"""``goodstanding manage``: Django's own commands."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django 管理命令，例如 goodstanding manage migrate。 / Django's commands, such as goodstanding manage migrate."""
    execute_from_command_line(["goodstanding manage", *arguments])
