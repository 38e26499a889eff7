"""Home: documents are shown before they are imported, and errors in them are reported."""

from __future__ import annotations

import json
from pathlib import Path

from db.records import IncidentFilter
from facilitator.screens.home import HomeScreen
from facilitator.widgets.text_dialog import TextDialog
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom


async def test_a_document_is_shown_before_it_is_imported(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    path = tmp_path / "found.md"
    path.write_text("# Incident: search no results on 2026-11-20\n\n## Root Cause\nAn index.\n")
    async with open_room() as room:
        await room.press("i")
        await room.type(f"{tmp_path}/fo")
        await room.wait_until(lambda: room.app.focused._suggestion != "")  # type: ignore[union-attr]
        await room.press("right")
        assert room.text("#form #path") == str(path)
        await room.press("enter")
        assert isinstance(room.screen(), TextDialog)
        assert "search no results on 2026-11-20" in room.text("#sheet")
        assert "placed: title, root cause" in room.text("#sheet")
        assert len(await room.store.lists.numbers(IncidentFilter())) == 24
        await room.press("escape")
        assert isinstance(room.screen(), HomeScreen)
        assert len(await room.store.lists.numbers(IncidentFilter())) == 24
        await room.press("i")
        await room.type(str(path))
        await room.press("enter", "y")
        assert "search no results" in room.selected_row("VirtualList")
        assert (await room.incident(46)).root_cause == "An index."


async def test_import_errors_are_shown_and_a_used_number_is_asked_about(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    wrong_file, used_number_file = folder / "wrong.json", folder / "taken.json"
    wrong_file.write_text('{"number": 7}')
    plain = {"number": SPIKE_NUMBER, "service": "search", "symptom": "slow", "date": "2026-11-20"}
    used_number_file.write_text(json.dumps(plain))
    async with open_room() as room:
        await room.press("i")
        await room.type(f"{tmp_path}/missing.md")
        await room.press("enter")
        assert "missing.md: no such file" in room.text("#form-error")
        await room.fill_form(str(wrong_file))
        assert "wrong.json" in room.text("#form-error")
        assert "nothing was imported" in room.text("#form-error")
        (folder / "dateless.md").write_text("# search slow")
        await room.fill_form(str(folder))
        assert "dateless.md:1: a title without a date" in room.text("#form-error")
        assert "(and 1 more document); nothing was imported" in room.text("#form-error")
        await room.fill_form(str(used_number_file))
        assert f"#{SPIKE_NUMBER} is in use already" in room.text("#form .title")
        await room.press("y")
        assert isinstance(room.screen(), TextDialog)
        await room.press("r")
        assert (await room.incident(46)).symptom == "slow"
        assert (await room.incident()).symptom == "5xx spike"


async def test_a_document_that_is_there_already_comes_as_new_or_in_its_place(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    path = tmp_path / "again.json"
    async with open_room() as room:
        spike = await room.incident()
        plain = {
            "number": SPIKE_NUMBER,
            "service": spike.service,
            "symptom": spike.symptom,
            "date": spike.date.isoformat(),
            "root_cause": "Corrected.",
        }
        path.write_text(json.dumps(plain))
        await room.press("i")
        await room.type(str(path))
        await room.press("enter")
        assert f"#{SPIKE_NUMBER} looks like the same incident" in room.text("#form .title")
        await room.press("r")
        assert (await room.incident(46)).root_cause == "Corrected."
        assert await room.incident() == spike
        await room.press("i")
        await room.type(str(path))
        await room.press("enter", "p")
        replaced = await room.incident()
        assert (replaced.id, replaced.root_cause) == (spike.id, "Corrected.")
        undone = await room.store.history.undo()
        assert undone is not None
        assert undone.label == f"import in place of #{SPIKE_NUMBER}"
        assert await room.incident() == spike
