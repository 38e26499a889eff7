"""The summary to paste: looked at first, then sent to the clipboard and into a file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.documents.file_name import write_file
from facilitator.domain.chat import chat_summary
from facilitator.domain.figures import earlier_of_same_cause
from facilitator.domain.summary import Held, summary
from facilitator.text import clean, one_line
from facilitator.widgets.sheet import Sheet
from facilitator.widgets.text import plain

if TYPE_CHECKING:
    from facilitator.screens.wrap_up.screen import WrapUpScreen

NAMES = {"y": "in Markdown", "Y": "for a chat"}
WRITERS = {"y": summary, "Y": chat_summary}
ENDINGS = {"y": "md", "Y": "txt"}
"""Both by the key that shows them."""


class TakeAway:
    """The two forms of the summary."""

    def __init__(self, host: WrapUpScreen) -> None:
        self._host = host

    def look(self, key: str) -> None:
        """Show one of them; what is copied then is what was seen."""
        text = self._text(key)
        other = "Y" if key == "y" else "y"

        async def answered(answer: str) -> None:
            if answer == key:
                await self._take(text, key)
            else:
                self.look(other)

        self._host.app.push_screen(
            Sheet(
                f"Summary {NAMES[key]} · {len(text):,} characters",
                [("", plain(text))],
                ((key, "or enter: copy and save it"), (other, f"the one {NAMES[other]}")),
                answered,
            )
        )

    async def save(self) -> None:
        """Put the Markdown into its file."""
        await self._save(self._text("y"), "y")

    def _text(self, key: str) -> str:
        host = self._host
        incident = host.document
        earlier = earlier_of_same_cause(incident, host.same_cause)
        held = Held(
            incident=incident,
            carried=host.carried,
            rules=host.rules,
            parked=[each for each in incident.parked if each.meeting_id == host.meeting.id],
            state=host.state,
            today=host.today,
            same_cause=sorted((each.number for each in earlier), reverse=True),
            next_on=host.meeting.next_on,
            systemic=host.systemic,
        )
        return clean(WRITERS[key](held))

    async def _take(self, text: str, key: str) -> None:
        # The clipboard can't be asked whether it took it; the file can.
        self._host.app.copy_to_clipboard(text)
        path = await self._save(text, key)
        if path is not None:
            self._host.notify(
                f"Sent to the clipboard, and saved as {one_line(str(path))}", markup=False
            )

    async def _save(self, text: str, key: str) -> Path | None:
        folder = self._host.facilitator.summaries
        name = f"{self._host.document.number:04}-{self._host.today.isoformat()}.{ENDINGS[key]}"
        try:
            return await asyncio.to_thread(_write_private, folder, name, text)
        except OSError as error:
            self._host.notify(
                f"{folder / name}: {(error.strerror or 'not writable').lower()};"
                " the clipboard has it all the same",
                title="Not saved to a file",
                severity="error",
                markup=False,
            )
            return None


def _write_private(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return write_file(folder, name, text)
