"""What is wrong with the settings that only the screens can tell: keys and themes."""

from __future__ import annotations

from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES

from facilitator.screens.keys import checked
from facilitator.settings import Settings, origin
from facilitator.widgets.themes import THEMES


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
