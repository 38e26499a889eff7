"""The command `copy`: a whole database, into another file or onto a server or back."""

from __future__ import annotations

import sys

from facilitator.commands.open_store import warn
from facilitator.config.password_exposure import ON_COMMAND_LINE, has_password
from facilitator.config.settings import mask_password
from facilitator.text import counted, one_line


def copy_database(source: str, target: str) -> None:
    """Copy a database, and say what was copied and how to use the copy.

    Args:
        source: The path or URL of the database to copy.
        target: The path or URL of the new one.
    """
    from db import copying

    if has_password(source) or has_password(target):
        warn(ON_COMMAND_LINE)
    copied = copying.copy_database(source, target, _show_progress)
    shown = one_line(mask_password(target))
    sys.stdout.write(
        f"copied {counted(copied.incidents, 'incident')} and"
        f" {counted(copied.meetings, 'meeting')} to {shown}\n"
        f"{counted(copied.rows, 'row')} in all, private notes and history among them; each was read"
        " back and compared\n"
        f"use the copy: facilitator --database {shown}\n"
    )


def _show_progress(done: int, steps: int) -> None:
    """Show on a terminal how far it has come, on one line that the next text replaces."""
    if sys.stderr.isatty():
        what = "copying" if done * 2 <= steps else "comparing"
        end = "\r\x1b[K" if done == steps else ""
        sys.stderr.write(f"\r\x1b[K{what}: {100 * done // steps} %{end}")
        sys.stderr.flush()
