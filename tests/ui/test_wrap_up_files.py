"""What people take away from a meeting: the summary, twice, and the post-mortem as a file."""

from __future__ import annotations

import json
from pathlib import Path

from db.words import Stage
from facilitator.screens.home import HomeScreen
from facilitator.widgets.sheet import Sheet
from tests.ui.room import SPIKE, TODAY, OpenRoom, Room


def summary_of(room: Room, ending: str = "md") -> Path:
    return room.app.summaries / f"00{SPIKE}-{TODAY.isoformat()}.{ending}"


async def test_the_summary_is_looked_at_and_then_copied(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        await room.press("n", "enter", "l")
        await room.paste("A retry is load. ")
        await room.press("y")
        assert room.text("#lessons") == "A retry is load. y"
        await room.press("escape", "y")
        assert isinstance(room.app.screen, Sheet)
        assert room.text("#form .title").startswith("Summary in Markdown · ")
        seen = room.text("#sheet")
        assert "Next meeting: Tue 8 Dec" in seen
        assert not summary_of(room).exists()
        await room.press("escape")
        assert room.app.clipboard == ""
        assert not summary_of(room).exists()
        await room.press("y", "y")
        text = summary_of(room).read_text(encoding="utf-8")
        assert "- no client-side retry budget: One retry library" in text
        assert text.startswith("# Post-mortem #45: checkout 5xx spike on 2026-11-23\n")
        assert "## Lessons learned\nA retry is load. y\n" in text
        assert "Every open action item reviewed:\n  - #43 Add canary deploys\n" in text
        assert " ".join(seen.split()) == " ".join(text.split())
        assert room.app.clipboard == text
        assert summary_of(room).name in room.told.replace("\n", "")


async def test_the_form_for_a_chat_pings_nobody(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        incident = await room.incident()
        await room.store.incidents.write(incident.id, "lessons_learned", "", "tell @here")
        await room.store.incidents.set_cause(incident.id, "retry storm")
        await room.press("y", "Y")
        assert room.text("#form .title").startswith("Summary for a chat · ")
        await room.press("enter")
        text = summary_of(room, "txt").read_text(encoding="utf-8")
        assert room.app.clipboard == text
        assert text.startswith("*Post-mortem #45: checkout 5xx spike on 2026-11-23*\n")
        assert "Same cause as #44, #37, #26, #22: retry storm\n" in text
        assert "Learned: tell ＠here\n" in text
        assert not summary_of(room).exists()


async def test_a_folder_that_is_not_writable_is_told(meeting: OpenRoom, tmp_path: Path) -> None:
    (tmp_path / "summaries").write_text("a file stands where the folder should be")
    async with meeting(Stage.WRAP_UP) as room:
        await room.press("y", "enter")
        assert "Not saved to a file" in room.told
        assert "the clipboard has it all the same" in room.told.replace("\n", " ")
        assert room.app.clipboard.startswith("# Post-mortem #45")
        await room.press("f")
        assert isinstance(room.app.screen, HomeScreen)


async def test_the_post_mortem_goes_into_a_folder(meeting: OpenRoom, tmp_path: Path) -> None:
    folder = tmp_path / "exported" / "deep"
    async with meeting(Stage.WRAP_UP) as room:
        await room.press("e")
        await room.fill(None, "")
        assert "folder: write one" in room.text("#form-error")
        await room.fill(str(folder))
        written = folder / "0045-checkout-5xx-spike.md"
        assert written.read_text(encoding="utf-8").startswith("# Incident: checkout 5xx spike")
        assert written.name in room.told.replace("\n", "")
        await room.press("e", "right", "enter")
        assert room.text("#folder") == str(folder)
        await room.press("enter")
        document = json.loads((folder / "0045-checkout-5xx-spike.json").read_text())
        assert document["number"] == SPIKE


async def test_what_cannot_be_exported_is_told_and_stays_typed(
    meeting: OpenRoom, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    async with meeting(Stage.WRAP_UP) as room:
        await room.press("e", "enter")
        for typed in (str(tmp_path / "taken"), "~nobody-has-this-name/x"):
            await room.fill(typed)
            assert typed in " ".join(room.text("#form-error").split())
            assert room.text("#folder") == typed
        assert (tmp_path / "taken").read_text() == "a file"
        await room.press("escape")
        assert room.app.exported_to == ""
