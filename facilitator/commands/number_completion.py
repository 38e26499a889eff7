"""Completing the numbers of incidents in a shell."""

from __future__ import annotations

from pathlib import Path

import typer


def complete_number(context: typer.Context, incomplete: str) -> list[str]:
    """Return the numbers of incidents that begin with what is typed; none where anything fails.

    Titles are not offered: some shells evaluate a completion, and people typed the titles. Only a
    database in a file is read, since a server might keep the shell waiting.

    Args:
        context: The command line so far; it may name another database.
        incomplete: What is typed of the number.
    """
    from db import number_completion
    from facilitator.config.settings import SettingsError, load_settings

    program_options = context.parent.params if context.parent is not None else {}
    named = context.params.get("database") or program_options.get("database")
    try:
        database = load_settings(named).database
    except SettingsError:
        return []
    # The 0 makes an empty text decimal, too.
    if "://" in database or not f"0{incomplete}".isdecimal():
        return []
    try:
        file = Path(database).expanduser()
    except RuntimeError:
        # Nobody has that home folder.
        return []
    return [str(number) for number in number_completion.numbers(file, incomplete)]
