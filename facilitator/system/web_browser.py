"""Whether this machine can show a page of the web to whoever sits at this terminal."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping

from facilitator.system.remote import is_remote

WINDOWS = ("DISPLAY", "WAYLAND_DISPLAY")
"""The variables by which a program finds the desktop; without one, a browser takes the terminal."""


def has_browser(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Return whether a browser would open in a window beside the terminal.

    Args:
        environment: The environment variables.
        platform: The system, as Python names it.
    """
    if is_remote(environment):
        return False
    if platform not in ("darwin", "win32") and not any(map(environment.get, WINDOWS)):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
