"""Checks of the program's own files: the settings, rescued texts and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from shlex import quote

from facilitator.commands.doctor.finding import Finding, ok, problem, warning
from facilitator.commands.full_screen import SUMMARIES_FOLDER
from facilitator.config.settings import Settings, SettingsError, data_folder
from facilitator.domain.age import age_in_words
from facilitator.text import counted

MOST_RESCUED = 10
"""How many rescued texts are listed."""


def check_settings(settings: Settings, error: SettingsError | None) -> Iterator[Finding]:
    """Yield what is wrong with the settings.

    Args:
        settings: The settings that are used.
        error: Why the settings can't be loaded; None where they can.
    """
    from facilitator.shell.settings_warnings import settings_warnings

    if error is not None:
        yield problem(
            "settings",
            str(error),
            "correct it; until then nothing starts, and this looks at what it would find without"
            " settings",
        )
        return
    warnings = settings_warnings(settings)
    for text in warnings:
        yield warning("settings", text, "correct it; the program works without it")
    if not warnings:
        exists = settings.file is not None and settings.file.exists()
        others = "" if exists else " is not there, so that every setting has its default"
        yield ok("settings", f"{settings.file}{others}")


def check_kept_texts(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield the texts that could not be saved, and the number of drafts."""
    from facilitator.shell.drafts import DraftFile
    from facilitator.shell.rescue import rescue_folders, rescued_files

    summaries = data_folder() / SUMMARIES_FOLDER
    files = rescued_files(rescue_folders(summaries))
    today = now.astimezone(settings.timezone).date()
    for file in files[:MOST_RESCUED]:
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC).astimezone(settings.timezone)
        age = age_in_words(written.date(), today)
        when = age if age == "today" else f"{age} old"
        yield warning(
            "rescued text",
            f"{file} holds a text that could not be saved ({when})",
            f"`less {quote(str(file))}` shows it; put it where it belongs, and delete the file",
        )
    if len(files) > MOST_RESCUED:
        more = counted(len(files) - MOST_RESCUED, "older one")
        yield warning("rescued text", f"and {more} in the same folders", "read those first")
    if not files:
        yield ok("rescued text", "no file holds a text that could not be saved")
    count = len(DraftFile(summaries, settings.database).load())
    waiting = (
        f"{counted(count, 'draft')} waiting where they were typed" if count else "none is waiting"
    )
    yield ok("drafts", waiting)
