"""Whether the program runs on another machine than the one that people sit at."""

from __future__ import annotations

from collections.abc import Mapping

_VARIABLES = ("SSH_CONNECTION", "SSH_TTY")


def is_remote(environment: Mapping[str, str]) -> bool:
    """Return whether the environment is that of a shell on another machine."""
    return any(environment.get(name) for name in _VARIABLES)
