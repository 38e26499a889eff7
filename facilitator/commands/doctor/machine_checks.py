"""Checks of this machine: the programs' versions, its time zone, its clocks and the terminal."""

from __future__ import annotations

import locale
import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from facilitator import __version__
from facilitator.commands.doctor.finding import Finding, ok, warning
from facilitator.commands.full_screen import COLUMNS, ROWS
from facilitator.config.settings import Settings
from facilitator.system.clock import BOOT_ID
from facilitator.system.local_timezone import LOCAL_TIME

MANY_COLOURS = ("256", "direct", "truecolor", "24bit", "kitty", "alacritty")
"""Parts of TERM or COLORTERM by which a terminal says that it shows many colours."""


def check_machine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield what is found about the machine.

    Args:
        settings: The settings, with the team's time zone.
        now: The present moment, aware.
    """
    yield _check_versions()
    yield _check_time_zone(settings, now)
    yield _check_clock()
    yield from _check_terminal()


def _check_versions() -> Finding:
    from db.sqlite_file import checkpoints_are_safe

    versions = (
        f"Facilitator {__version__}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}"
    )
    if checkpoints_are_safe():
        return ok("versions", versions)
    guard = (
        "so one window at a time copies it, under a lock"
        if os.name == "posix"
        else "so none does while the program runs"
    )
    return ok(
        "versions",
        f"{versions}; in this SQLite, two windows that copy the log at once can lose data, {guard}",
    )


def _check_time_zone(settings: Settings, now: datetime) -> Finding:
    here = f"{now.astimezone():%H:%M} (UTC{now.astimezone():%z})"
    name = os.environ.get("TZ", "")
    if name and not _is_known_zone(name):
        return warning(
            "time zone",
            f"TZ={name} is not a time zone, so it is {here} here",
            "set TZ to one such as Europe/Berlin",
        )
    if settings.team_timezone:
        team = now.astimezone(settings.timezone)
        return ok(
            "time zone", f"{team:%H:%M} for the team in {settings.team_timezone}, {here} here"
        )
    if not name and os.name == "posix" and not LOCAL_TIME.exists():
        return warning(
            "time zone",
            f"this machine has none, so it is {here} here",
            "set team_timezone in config.toml, such as Europe/Berlin",
        )
    return ok("time zone", f"{here}; the team's is that of this machine")


def _is_known_zone(name: str) -> bool:
    """Return whether TZ names a zone, or holds the rules of one, as in CET-1CEST."""
    try:
        ZoneInfo(name.removeprefix(":"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return any(character.isdigit() for character in name)
    return True


def _check_clock() -> Finding:
    if BOOT_ID.exists():
        return ok(
            "clock", "a restart of this machine during a meeting is recognised by its boot id"
        )
    return ok("clock", "a restart of this machine during a meeting is noticed by its wall clock")


def _check_terminal() -> Iterator[Finding]:
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        yield ok("terminal", "none here; commands need none, only the full-screen program does")
        return
    size = os.get_terminal_size(sys.stdout.fileno())
    text = f"{size.columns}×{size.lines} characters"
    if size.columns < COLUMNS or size.lines < ROWS:
        yield warning("terminal", text, f"enlarge it to at least {COLUMNS}×{ROWS}")
    else:
        yield ok("terminal", text)
    yield _check_encoding()
    yield _check_colours()


def _check_encoding() -> Finding:
    encoding = locale.getencoding()
    if encoding.lower().replace("-", "") == "utf8":
        return ok("characters", "UTF-8")
    return warning(
        "characters",
        f"the locale has {encoding}, which lacks many characters",
        "set a locale with UTF-8, such as LANG=C.UTF-8",
    )


def _check_colours() -> Finding:
    term, colours = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    if os.environ.get("NO_COLOR"):
        return ok("colours", "none, as NO_COLOR asks")
    if term in ("", "dumb", "unknown"):
        return warning(
            "colours",
            f"TERM is {term or 'not set'}, so nobody knows what the terminal can do",
            "set TERM to what your terminal is, such as xterm-256color",
        )
    if any(part in f"{term} {colours}" for part in MANY_COLOURS):
        return ok("colours", f"many (TERM={term})")
    return warning(
        "colours",
        f"few (TERM={term})",
        "if the terminal shows more, set TERM to its -256color kind, or COLORTERM=truecolor",
    )
