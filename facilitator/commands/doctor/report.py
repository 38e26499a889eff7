"""The report of the doctor: every check, one after the other, whatever one of them runs into."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from db.errors import StoreError
from db.file_state import file_path
from facilitator.commands.doctor.database_checks import check_database
from facilitator.commands.doctor.file_checks import check_file, check_server
from facilitator.commands.doctor.finding import SIGNS, Finding, State, problem
from facilitator.commands.doctor.machine_checks import check_machine
from facilitator.commands.doctor.own_file_checks import check_kept_texts, check_settings
from facilitator.commands.doctor.tracker_checks import check_tracker
from facilitator.commands.output import put
from facilitator.config.settings import (
    Settings,
    SettingsError,
    environment_variable,
    load_settings,
)
from facilitator.documents.write.json import dump
from facilitator.text import counted, one_line

Check = Callable[[], Iterable[Finding]]
SHORTEST = 20
"""How many characters of a text stand on a line even where the terminal is too narrow for them."""


def examine(database: str | None, as_json: bool) -> int:
    """Check everything, and write what was found to standard output.

    Args:
        database: The value of `--database`.
        as_json: Whether to write an array instead of lines.

    Returns:
        The exit status: 1 if something does not work, else 0.
    """
    findings = list(_findings(database))
    if as_json:
        objects = [
            {
                "check": finding.check,
                "state": finding.state.value,
                "text": finding.text,
                "advice": finding.advice,
            }
            for finding in findings
        ]
        put(dump(objects))
    else:
        put("".join(f"{line}\n" for line in _lines(findings)))
    return int(any(finding.state is State.PROBLEM for finding in findings))


def _findings(database: str | None) -> Iterator[Finding]:
    now = datetime.now(UTC)
    error = None
    try:
        settings = load_settings(database)
    except SettingsError as found:
        error, settings = found, _settings_without_file(database)
    yield from _carefully("settings", lambda: check_settings(settings, error))
    try:
        path = file_path(settings.database)
    except StoreError as wrong_name:
        yield problem("database", str(wrong_name), "name another with --database")
    else:
        yield from _carefully("database", lambda: check_database(settings, path, now))
        yield from _carefully("file", lambda: _check_surroundings(settings, path, now))
    yield from _carefully("kept texts", lambda: check_kept_texts(settings, now))
    if error is None:
        yield from _carefully("tracker", lambda: check_tracker(settings))
    yield from _carefully("machine", lambda: check_machine(settings, now))


def _settings_without_file(database: str | None) -> Settings:
    """Return the settings for a look at the database although the real ones can't be loaded."""
    named = database or os.environ.get(environment_variable("database"))
    return Settings(database=named) if named else Settings()


def _check_surroundings(settings: Settings, path: Path | None, now: datetime) -> Iterator[Finding]:
    return check_server() if path is None else check_file(settings, path, now)


def _carefully(name: str, check: Check) -> Iterator[Finding]:
    """Yield what a check finds; what it runs into is one more finding, and the others go on."""
    try:
        yield from check()
    except Exception as error:
        reason = str(error) or type(error).__name__
        yield problem(name, f"this could not be checked: {reason}", "mend that, and check again")


def _lines(findings: list[Finding]) -> Iterator[str]:
    width = max(len(finding.check) for finding in findings)
    for finding in findings:
        yield from _hanging(f"{SIGNS[finding.state]} {finding.check:<{width}}  ", finding.text)
        if finding.advice:
            yield from _hanging(f"{'':{width + 4}}→ ", finding.advice)
    problems = sum(finding.state is State.PROBLEM for finding in findings)
    warnings = sum(finding.state is State.WARNING for finding in findings)
    yield ""
    if problems or warnings:
        yield f"{counted(problems, 'problem')}, {counted(warnings, 'warning')}"
    else:
        yield "all is well"


def _hanging(lead: str, text: str) -> Iterator[str]:
    """Yield a text behind its lead, folded on a terminal; a path is never broken."""
    line = one_line(text)
    if not sys.stdout.isatty():
        yield f"{lead}{line}"
        return
    yield from textwrap.wrap(
        line,
        max(shutil.get_terminal_size().columns, len(lead) + SHORTEST),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
