"""What a window says and asks when it opens its database."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from db.errors import Refused
from db.file_state import similar_file
from db.notices import NoticeKind
from facilitator.config.named_database import missing_database, no_such_database
from facilitator.config.settings import Settings
from facilitator.shell.file_key import file_key
from facilitator.shell.rescue import rescue_folders, rescued_files
from facilitator.system.file_replacement import replace_file
from facilitator.text import one_line
from facilitator.widgets.question import Question

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.shell.leaving import LeavesInOrder

NOTICE_SECONDS = 30
"""How long a notice stays: it names files, which take time to read."""


async def refuse_to_create(app: App[None], settings: Settings) -> None:
    """Ask before a database is created where somebody has named a file that does not exist.

    Raises:
        Refused: It is not to be created.
    """
    missing = missing_database(settings)
    if missing is None:
        return
    details = [one_line(str(missing))]
    if (similar := similar_file(missing)) is not None:
        details.append(f"Did you mean {one_line(similar.name)}? Then leave, and name that one.")
    elif not missing.parent.is_dir():
        details.append("Its folder does not exist either.")
    answers = (
        ("c", "create a new, empty database"),
        ("l", "leave; nothing is created"),
    )
    question = Question("There is no such database. Create it?", answers, "\n".join(details))
    if await app.push_screen_wait(question) != "c":
        raise Refused(no_such_database(missing))


async def show_notices(app: LeavesInOrder, store: Store, warning: str) -> None:
    """Show what has to be said at the start; what stays true is not said at every start.

    Args:
        app: The app.
        store: The open store, with its notices.
        warning: What is wrong with the settings, if anything.
    """
    if store.why_read_only:
        app.notify(store.why_read_only, title="Only watching", markup=False, timeout=15)
    if warning:
        app.notify(warning, title="Settings", severity="warning", markup=False, timeout=15)
    said = app.summaries / f"said-{file_key(app.settings.database)}.txt"
    for notice in store.notices:
        if notice.kind is NoticeKind.PLACE and not await asyncio.to_thread(
            _is_new, said, notice.text
        ):
            continue
        app.notify(
            one_line(notice.text),
            title="The database",
            severity="information" if notice.kind is NoticeKind.EVENT else "warning",
            markup=False,
            timeout=NOTICE_SECONDS,
        )
    if not store.read_only:
        await _show_rescued(app)


async def _show_rescued(app: LeavesInOrder) -> None:
    """Name the files with texts that earlier runs could not save, each file at one start."""
    files = await asyncio.to_thread(_take_unseen_files, app.summaries)
    if files:
        names = ", ".join(one_line(str(file)) for file in files)
        app.notify(
            f"It is in {names}. Put it where it belongs, and delete the file; `facilitator doctor`"
            " lists such files.",
            title="Something you typed earlier could not be saved",
            severity="warning",
            markup=False,
            timeout=NOTICE_SECONDS,
        )


def _take_unseen_files(summaries: Path) -> Sequence[Path]:
    """Return the rescued files that no start has named yet, and keep that this one does."""
    files = rescued_files(rescue_folders(summaries))
    named = summaries / "named-rescued-texts.txt"
    known: set[str] = set()
    with contextlib.suppress(OSError, UnicodeDecodeError):
        known.update(named.read_text(encoding="utf-8").splitlines())
    unseen = [file for file in files if str(file) not in known]
    if unseen:
        # Where the file can't be written, they are named once more at the next start.
        with contextlib.suppress(OSError):
            replace_file(named, "".join(f"{file}\n" for file in files))
    return unseen


def _is_new(said: Path, text: str) -> bool:
    """Return whether a text is not in a file yet, and write it there."""
    # The path of a database may hold bytes that are no text, which the file can't keep as they are.
    text = text.encode(errors="replace").decode()
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if said.read_text(encoding="utf-8") == text:
            return False
    # Where the file can't be written, it is said once more at the next start.
    with contextlib.suppress(OSError):
        replace_file(said, text)
    return True
