"""Files of the wrap-up: both forms of the summary, and the exported post-mortem."""

from __future__ import annotations

import json
from pathlib import Path

from db.vocabulary import Stage
from facilitator.screens.home import HomeScreen
from facilitator.widgets.text_dialog import TextDialog
from tests.ui.doubles import TODAY
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, Room


def summary_path(room: Room, ending: str = "md") -> Path:
    return room.app.summaries / f"00{SPIKE_NUMBER}-{TODAY.isoformat()}.{ending}"


async def test_the_summary_is_shown_first_and_then_copied_and_written(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("n", "enter", "l")
        await room.paste("A retry is load. ")
        await room.press("y")
        assert room.text("#lessons") == "A retry is load. y"
        await room.press("escape", "y")
        assert isinstance(room.screen(), TextDialog)
        assert room.text("#form .title").startswith("Summary in Markdown · ")
        sheet = room.text("#sheet")
        assert "Next meeting: Tue 8 Dec" in sheet
        assert not summary_path(room).exists()
        await room.press("escape")
        assert room.app.clipboard == ""
        assert not summary_path(room).exists()
        await room.press("y", "y")
        text = summary_path(room).read_text(encoding="utf-8")
        assert "- no client-side retry budget: One retry library" in text
        assert text.startswith("# Post-mortem #45: checkout 5xx spike on 2026-11-23\n")
        assert "## Lessons learned\nA retry is load. y\n" in text
        assert "Every open action item is reviewed:\n  - #43 Add canary deploys\n" in text
        assert " ".join(sheet.split()) == " ".join(text.split())
        assert room.app.clipboard == text
        assert summary_path(room).name in room.notices.replace("\n", "")


async def test_the_summary_for_a_chat_mentions_nobody(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        incident = await room.incident()
        await room.store.incidents.write(incident.id, "lessons_learned", "", "tell @here")
        await room.store.incidents.set_cause(incident.id, "retry storm")
        await room.press("y", "Y")
        assert room.text("#form .title").startswith("Summary for a chat · ")
        await room.press("enter")
        text = summary_path(room, "txt").read_text(encoding="utf-8")
        assert room.app.clipboard == text
        assert text.startswith("*Post-mortem #45: checkout 5xx spike on 2026-11-23*\n")
        assert "Same cause as #44, #37, #26, #22: retry storm\n" in text
        assert "Learned: tell ＠here\n" in text
        assert not summary_path(room).exists()


async def test_a_folder_that_is_not_writable_is_reported(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    (tmp_path / "summaries").write_text("a file stands where the folder should be")
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("y", "enter")
        assert "Not saved to a file" in room.notices
        assert "it is on the clipboard all the same" in room.notices.replace("\n", " ")
        assert room.app.clipboard.startswith("# Post-mortem #45")
        await room.press("f", "f")
        assert isinstance(room.screen(), HomeScreen)


async def test_the_post_mortem_is_exported_into_a_folder(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    folder = tmp_path / "exported" / "deep"
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("e")
        await room.fill_form(None, "")
        assert "folder: write one" in room.text("#form-error")
        await room.fill_form(str(folder))
        path = folder / "0045-checkout-5xx-spike.md"
        assert path.read_text(encoding="utf-8").startswith("# Incident: checkout 5xx spike")
        assert path.name in room.notices.replace("\n", "")
        await room.press("e", "right", "enter")
        assert room.text("#folder") == str(folder)
        await room.press("enter")
        document = json.loads((folder / "0045-checkout-5xx-spike.json").read_text())
        assert document["number"] == SPIKE_NUMBER


async def test_a_failed_export_is_reported_and_the_folder_stays_in_the_form(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("e", "enter")
        for path in (str(tmp_path / "taken"), "~nobody-has-this-name/x"):
            await room.fill_form(path)
            assert path in " ".join(room.text("#form-error").split())
            assert room.text("#folder") == path
        assert (tmp_path / "taken").read_text() == "a file"
        await room.press("escape")
        assert room.app.exported_to == ""
