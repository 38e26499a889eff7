"""What is wrong with the settings that only the screens can tell: keys and themes."""

from __future__ import annotations

from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES

from facilitator.screens.keys import checked
from facilitator.settings import Settings, origin
from facilitator.widgets.themes import THEMES

SHOWN = 3
"""How many a screen shows at once; the command tells all of them."""


def in_short(settings: Settings) -> str:
    """The first of them for a screen, which has no room for a path on each line."""
    found = warnings(settings)
    folder = "" if settings.file is None else f"{settings.file.parent}/"
    shown = [each.removeprefix(folder) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        shown.append(f"and {len(found) - SHOWN} more: facilitator config lists them")
    return "\n".join(shown)


def warnings(settings: Settings) -> list[str]:
    """A line each: where it stands, what is wrong, and what to do. The program goes on without."""
    found = []
    known = sorted({*(theme.name for theme in THEMES), *BUILTIN_THEMES})
    if settings.theme not in known:
        close = get_close_matches(settings.theme, known, 1)
        meant = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
        found.append(f"{origin(settings, 'theme')}: theme: {settings.theme!r} is none; {meant}")
    for key_id, wrong in checked(settings.keymap).wrong.items():
        path = f"keymap.{key_id}"
        found.append(f"{origin(settings, path)}: {path}: {wrong}")
    return found
