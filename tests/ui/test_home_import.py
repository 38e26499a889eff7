"""Home: documents are shown before they are taken in, and what can't be is told."""

from __future__ import annotations

import json
from pathlib import Path

from db.records import Wanted
from facilitator.screens.home import HomeScreen
from facilitator.widgets.sheet import Sheet
from tests.ui.room import SPIKE, OpenRoom


async def test_a_document_is_shown_before_it_is_taken_in(meeting: OpenRoom, tmp_path: Path) -> None:
    path = tmp_path / "found.md"
    path.write_text("# Incident: search no results on 2026-11-20\n\n## Root Cause\nAn index.\n")
    async with meeting() as room:
        await room.press("i")
        await room.type(f"{tmp_path}/fo")
        await room.until(lambda: room.app.focused._suggestion != "")  # type: ignore[union-attr]
        await room.press("right")
        assert room.text("#form #path") == str(path)
        await room.press("enter")
        assert isinstance(room.app.screen, Sheet)
        assert "search no results on 2026-11-20" in room.text("#sheet")
        assert "placed: title, root cause" in room.text("#sheet")
        assert len(await room.store.lists.numbers(Wanted())) == 24
        await room.press("escape")
        assert isinstance(room.app.screen, HomeScreen)
        assert len(await room.store.lists.numbers(Wanted())) == 24
        await room.press("i")
        await room.type(str(path))
        await room.press("enter", "y")
        assert "search no results" in room.in_hand("LongList")
        assert (await room.incident(46)).root_cause == "An index."


async def test_what_can_t_be_taken_in_is_told_and_a_taken_number_is_asked_about(
    meeting: OpenRoom, tmp_path: Path
) -> None:
    wrong, taken = tmp_path / "wrong.json", tmp_path / "taken.json"
    wrong.write_text('{"number": 7}')
    plain = {"number": SPIKE, "service": "search", "symptom": "slow", "date": "2026-11-20"}
    taken.write_text(json.dumps(plain))
    async with meeting() as room:
        await room.press("i")
        await room.type(f"{tmp_path}/missing.md")
        await room.press("enter")
        assert "missing.md: no such file" in room.text("#form-error")
        await room.fill(str(wrong))
        assert "wrong.json" in room.text("#form-error")
        assert "nothing was imported" in room.text("#form-error")
        (tmp_path / "dateless.md").write_text("# search slow")
        await room.fill(str(tmp_path))
        assert "dateless.md:1: a title without a date" in room.text("#form-error")
        assert "(and 1 more document); nothing was imported" in room.text("#form-error")
        await room.fill(str(taken))
        assert f"#{SPIKE} is taken already" in room.text("#form .title")
        await room.press("y")
        assert isinstance(room.app.screen, Sheet)
        await room.press("r")
        assert (await room.incident(46)).symptom == "slow"
        assert (await room.incident()).symptom == "5xx spike"
