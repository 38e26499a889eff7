"""What a shell is offered for an argument. Whatever fails, it is offered nothing."""

from __future__ import annotations

from pathlib import Path

import typer


def numbers(context: typer.Context, incomplete: str) -> list[str]:
    """The numbers of incidents. Titles stay out: a shell might run what people typed."""
    from db import glance
    from facilitator import settings

    above = context.parent.params if context.parent is not None else {}
    named = context.params.get("database") or above.get("database")
    try:
        database = settings.load(named).database
    except settings.SettingsError:
        return []
    if "://" in database or not f"0{incomplete}".isdecimal():
        return []
    try:
        file = Path(database).expanduser()
    except RuntimeError:
        return []
    return [str(number) for number in glance.numbers(file, incomplete)]
