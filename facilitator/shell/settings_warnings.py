"""Warnings about the settings: a password that others can read, the keymap and the theme."""

from __future__ import annotations

from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES

from facilitator.config.password_exposure import exposed_password
from facilitator.config.settings import Settings, setting_origin
from facilitator.shell.key_catalog import checked_keymap
from facilitator.text import QUOTED, shortened
from facilitator.widgets.themes import THEMES

SHOWN_AT_ONCE = 3
"""How many warnings a screen shows; `facilitator config` lists all of them."""


def shortened_warnings(settings: Settings) -> str:
    """Return the first warnings for a screen, which has no room for a path on each line.

    Empty where nothing is wrong.
    """
    warnings = settings_warnings(settings)
    folder = "" if settings.file is None else f"{settings.file.parent}/"
    lines = [warning.removeprefix(folder) for warning in warnings[:SHOWN_AT_ONCE]]
    if len(warnings) > SHOWN_AT_ONCE:
        more = len(warnings) - SHOWN_AT_ONCE
        lines.append(f"and {more} more: facilitator config lists them")
    return "\n".join(lines)


def settings_warnings(settings: Settings) -> list[str]:
    """Return a line for each problem: where it stands, what is wrong, and what to do.

    The program works without what is wrong.
    """
    warnings = list(filter(None, [exposed_password(settings)]))
    known = sorted({*(theme.name for theme in THEMES), *BUILTIN_THEMES})
    if settings.theme not in known:
        close = get_close_matches(settings.theme, known, 1)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
        origin = setting_origin(settings, "theme")
        written = shortened(repr(settings.theme), QUOTED)
        warnings.append(f"{origin}: theme: {written} is not a theme; {hint}")
    for binding_id, problem in checked_keymap(settings.keymap).problems.items():
        path = f"keymap.{binding_id}"
        warnings.append(f"{setting_origin(settings, path)}: {path}: {problem}")
    return warnings
