"""The summary of a meeting: it is shown first, then copied to the clipboard and saved to a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from facilitator.domain.chat_summary import chat_summary
from facilitator.domain.summary import MeetingResult, markdown_summary
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.system.file_replacement import replace_file
from facilitator.text import clean, one_line
from facilitator.widgets.text import plain
from facilitator.widgets.text_dialog import TextDialog


class SummaryFormat(StrEnum):
    """The two forms in which a summary is written."""

    MARKDOWN = "markdown"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class _Writer:
    """How a summary is offered and written.

    Attributes:
        key: The key that copies this form while it is shown, and else switches to it.
        name: The form in words, as in "the one for a chat".
        ending: How the name of its file ends.
        write: Makes the text.
    """

    key: str
    name: str
    ending: str
    write: Callable[[MeetingResult], str]


WRITERS = {
    SummaryFormat.MARKDOWN: _Writer("y", "in Markdown", "md", markdown_summary),
    SummaryFormat.CHAT: _Writer("Y", "for a chat", "txt", chat_summary),
}


class SummaryExport:
    """Shows, copies and saves the summary of the meeting on a screen."""

    def __init__(self, screen: MeetingScreen, result: Callable[[], MeetingResult]) -> None:
        """Prepare the export.

        Args:
            screen: The screen that the summary is shown on.
            result: Returns the result of the meeting as it is now.
        """
        self._screen = screen
        self._result = result

    async def offer(self, summary_format: SummaryFormat) -> None:
        """Show a summary, and copy and save the one that the user agrees to.

        What is copied is exactly what was shown.

        Args:
            summary_format: The form to show first.
        """
        while True:
            text = self._text(summary_format)
            shown = WRITERS[summary_format]
            other_format = next(form for form in SummaryFormat if form is not summary_format)
            other = WRITERS[other_format]
            answer = await self._screen.ask(
                TextDialog(
                    f"Summary {shown.name} · {len(text):,} characters",
                    [("", plain(text))],
                    (
                        (shown.key, "or enter: copy and save it"),
                        (other.key, f"show the one {other.name}"),
                    ),
                )
            )
            if answer is None:
                return
            if answer == shown.key:
                await self._copy_and_save(text, summary_format)
                return
            summary_format = other_format

    async def save(self) -> None:
        """Save the summary in Markdown into its file."""
        await self._save(self._text(SummaryFormat.MARKDOWN), SummaryFormat.MARKDOWN)

    def _text(self, summary_format: SummaryFormat) -> str:
        return clean(WRITERS[summary_format].write(self._result()))

    async def _copy_and_save(self, text: str, summary_format: SummaryFormat) -> None:
        # A terminal does not say whether it took a text into the clipboard; a file does.
        self._screen.app.copy_to_clipboard(text)
        path = await self._save(text, summary_format)
        if path is not None:
            self._screen.notify(
                f"Sent to the clipboard, and saved as {one_line(str(path))}", markup=False
            )

    async def _save(self, text: str, summary_format: SummaryFormat) -> Path | None:
        """Write the file on another thread; where that fails, say so and return None."""
        screen = self._screen
        folder = screen.facilitator.summaries
        ending = WRITERS[summary_format].ending
        name = f"{screen.document.number:04}-{screen.today.isoformat()}.{ending}"
        try:
            return await asyncio.to_thread(_write_private, folder, name, text)
        except OSError as error:
            screen.notify(
                f"{folder / name}: {(error.strerror or 'not writable').lower()};"
                " it is on the clipboard all the same",
                title="Not saved to a file",
                severity="error",
                markup=False,
            )
            return None


def _write_private(folder: Path, name: str, text: str) -> Path:
    """Write a summary that only its owner can read, and return the path of its file."""
    replace_file(folder / name, text)
    return folder / name
