"""What is typed is saved without a pause and after a fault, and the saved mark says no more."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.records import Incident
from db.vocabulary import Stage
from facilitator.screens.prep import PrepScreen
from facilitator.shell import leaving
from facilitator.shell.drafts import DraftFile
from facilitator.widgets import autosaved_text
from facilitator.widgets.autosaved import AUTOSAVE_DELAY_SECONDS
from facilitator.widgets.autosaved_line import Entry
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.form import Form, draft_key
from facilitator.widgets.question import Question
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, Room

ROOT = "#root-cause"
MOST_KEYS = 400
BREAK, MEND = "ALTER TABLE change RENAME TO gone", "ALTER TABLE gone RENAME TO change"
"""Make every write fail, as a full disk does, and let it succeed again."""


def root_cause_field(room: Room) -> AutosavedText:
    return room.screen().query_one(ROOT, AutosavedText)


def execute(file: Path, statement: str) -> None:
    """Change the database as another program does."""
    with closing(sqlite3.connect(file)) as other, other:
        other.execute(statement)


async def test_typing_without_a_pause_is_saved_within_seconds(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r", "ctrl+a")
        await room.paste("x")
        await room.wait_until(lambda: not root_cause_field(room).unsaved)
        typed = 1
        while (await room.incident()).root_cause == "x":
            # Each key comes long before the pause that would save the text is over.
            root_cause_field(room).insert("x")
            typed += 1
            assert typed < MOST_KEYS, "nothing is saved while somebody types"
            await asyncio.sleep(AUTOSAVE_DELAY_SECONDS / 8)
        assert len((await room.incident()).root_cause) <= typed


async def test_while_somebody_types_the_mark_says_so_although_it_is_saved_meanwhile(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosaved_text, "AUTOSAVE_DELAY_SECONDS", 3600)
    monkeypatch.setattr(autosaved_text, "LONGEST_UNSAVED_SECONDS", 0.01)
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r", "x")
        await room.wait_until(lambda: not root_cause_field(room).unsaved)
        assert "typing…" in room.text("#meeting-status")
        await room.press("escape")
        await room.wait_until(lambda: "✓ saved" in room.text("#meeting-status"))


async def test_a_text_that_was_saved_while_it_was_typed_is_called_saved_after_the_pause(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosaved_text, "AUTOSAVE_DELAY_SECONDS", 0.5)
    monkeypatch.setattr(autosaved_text, "LONGEST_UNSAVED_SECONDS", 0.01)
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r", "x")
        await room.wait_until(lambda: "✓ saved" in room.text("#meeting-status"))


async def test_the_mark_changes_with_the_first_letter(
    open_room: OpenRoom, long_typing_pauses: None
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r")
        root_cause_field(room).insert("x")
        # At once, and not by a message that comes after the letter was painted.
        assert "typing…" in room.text("#meeting-status")


async def test_what_a_fault_kept_from_being_saved_is_saved_once_it_ends(
    open_room: OpenRoom, team_file: Path
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        execute(team_file, BREAK)
        await room.press("r", "ctrl+a")
        room.post_paste("a retry storm")
        await room.wait_until(lambda: "✗ not saved, next try in" in room.text("#meeting-status"))
        assert "no such table" in room.notices
        execute(team_file, MEND)
        await room.wait_until(lambda: "✓ saved" in room.text("#meeting-status"))
        assert (await room.incident()).root_cause == "a retry storm"


async def test_a_key_writes_what_is_not_saved_into_a_file_and_leaves_it_on_the_screen(
    open_room: OpenRoom, team_file: Path
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("alt+s")
        assert "Everything on this screen is saved already" in room.notices
        execute(team_file, BREAK)
        await room.press("r", "ctrl+a")
        room.post_paste("a retry storm")
        await room.wait_until(lambda: "✗ not saved, next try in" in room.text("#meeting-status"))
        assert "alt+s writes the text into a file" in room.notices
        await room.press("alt+s")
        (written,) = room.app.summaries.glob("unsaved-root-cause-*.txt")
        assert written.read_text() == "a retry storm"
        assert written.name in "".join(room.notices.split())
        assert root_cause_field(room).text == "a retry storm"
        execute(team_file, MEND)
        await room.wait_until(lambda: "✓ saved" in room.text("#meeting-status"))


async def test_a_fault_that_lasts_is_told_once(open_room: OpenRoom, team_file: Path) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        execute(team_file, BREAK)
        await room.press("r", "ctrl+a")
        room.post_paste("a retry storm")
        await room.wait_until(lambda: "next try in 2 s" in room.text("#meeting-status"))
        assert room.notices.count("no such table") == 1
        assert root_cause_field(room).text == "a retry storm"


async def test_nothing_is_called_saved_while_something_newer_is_typed(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r")
        field, screen = root_cause_field(room), room.meeting_screen
        for letter in "abcdefgh":
            field.insert(letter)
            saving = asyncio.ensure_future(field.save_now())
            await asyncio.sleep(0)
            field.insert("z")
            await saving
            # The text has changed again while its save was under way.
            assert field.unsaved
            assert screen.saved_mark != "✓ saved"
        await room.wait_until(lambda: not field.unsaved)
        await room.wait_until(lambda: screen.saved_mark == "✓ saved")


def keep_draft(folder: Path, file: Path, incident: Incident, text: str, base: str) -> None:
    """Leave a text among the drafts, as a program does that is killed before it is saved."""
    key = draft_key("root-cause", incident.id)
    DraftFile(folder / "summaries", str(file)).write({key: {"text": text, "base": base}})


@pytest.mark.parametrize("theirs", [None, "their words", "their words, then mine, and more"])
async def test_a_text_of_a_killed_program_takes_no_other_text_away(
    open_room: OpenRoom, team_file: Path, tmp_path: Path, theirs: str | None
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        incident = await room.incident()
        base = incident.root_cause
        if theirs is not None:
            await room.store.incidents.write(incident.id, "root_cause", base, theirs)
    keep_draft(tmp_path, team_file, incident, "mine", base)
    async with open_room(Stage.INCIDENT, part=1) as room:
        if theirs is None:
            await room.wait_until(lambda: not root_cause_field(room).unsaved)
            assert (await room.incident()).root_cause == "mine"
        elif "mine" in theirs:
            # It was saved after all, and something was added to it since.
            assert room.text(ROOT) == theirs
            assert not root_cause_field(room).unsaved
        else:
            await room.wait_until(lambda: isinstance(room.screen(), Question))
            assert "Somebody else has changed the root cause" in room.screen_text
            assert (await room.incident()).root_cause == theirs


async def test_a_screen_that_is_being_read_keeps_what_waits_for_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        incident = await room.incident()
        key = draft_key("lessons-text", incident.id)
        room.app.drafts[key] = {"text": "half a thought", "base": incident.lessons_learned}
        room.app.show_prep(SPIKE_NUMBER)
        while not (isinstance(room.screen(), PrepScreen) and room.screen().query("#lessons-text")):
            await asyncio.sleep(0)
        field = room.screen().query_one("#lessons-text", AutosavedText)
        while key in room.app.drafts and field.text != "half a thought":
            # Its texts are empty until the incident is read.
            room.app.keep_drafts()
            await asyncio.sleep(0)
        assert field.text == "half a thought"
        await room.wait_until(lambda: room.screen().focused is not None)


@pytest.fixture
def no_timer_for_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no timer write the drafts, since the program may be killed before it does."""
    monkeypatch.setattr(leaving, "DRAFT_SECONDS", 3600)


def drafts_file(room: Room) -> Path:
    return DraftFile(room.app.summaries, str(room.path)).path


async def test_what_is_typed_into_a_form_is_kept_without_another_key(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "DRAFT_SECONDS", 0.02)
    async with open_room() as room:
        await room.press("z")
        await room.type("buy a bell")
        await room.wait_until(
            lambda: any("buy a bell" in draft.values() for draft in room.app.drafts.values())
        )
        await room.press("escape")
        await room.wait_until(lambda: room.app._draft_file.path.exists())


async def keep_drafts(room: Room) -> None:
    room.app.keep_drafts()
    await room.wait_until(drafts_file(room).exists)


async def type_line(room: Room) -> None:
    """Type an event into the line under the timeline of prep."""
    room.app.show_prep(SPIKE_NUMBER)
    await room.wait_until(lambda: bool(room.screen().query("#quick-line")))
    room.screen().query_one("#quick-line", Entry).focus()
    await room.paste("0941 note: somebody restarted the broker")


async def type_event(room: Room) -> None:
    """Type an event into the form of the meeting's timeline."""
    await room.press("a")
    await room.fill_form("09:41", None)
    await room.paste("somebody restarted the broker")


@pytest.mark.usefixtures("no_timer_for_drafts")
async def test_an_added_line_is_no_draft_any_more(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await type_line(room)
        await keep_drafts(room)
        await room.press("enter")
        assert any("broker" in event.text for event in (await room.incident()).timeline)
        assert not drafts_file(room).exists()


@pytest.mark.usefixtures("no_timer_for_drafts")
async def test_a_saved_form_is_no_draft_any_more(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await type_event(room)
        await keep_drafts(room)
        await room.press("ctrl+s")
        assert not isinstance(room.screen(), Form)
        assert not drafts_file(room).exists()


@pytest.mark.parametrize("is_added", [True, False])
async def test_what_was_added_right_before_the_program_was_killed_is_not_offered_again(
    open_room: OpenRoom, is_added: bool
) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await type_event(room)
        await keep_drafts(room)
        drafts = drafts_file(room).read_text()
        await room.press("ctrl+s" if is_added else "escape")
    # The program had no time to say that the draft was added.
    drafts_file(room).write_text(drafts)
    async with open_room(Stage.INCIDENT) as room:
        await room.press("a")
        assert ("broker" in room.text("#text")) is not is_added


async def test_a_line_added_right_before_the_program_was_killed_is_not_offered_again(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await type_line(room)
        await keep_drafts(room)
        drafts = drafts_file(room).read_text()
        await room.press("enter")
    drafts_file(room).write_text(drafts)
    async with open_room() as room:
        room.app.show_prep(SPIKE_NUMBER)
        await room.wait_until(lambda: bool(room.screen().query("#quick-line")))
        assert room.text("#quick-line") == ""


async def test_a_key_writes_an_open_form_into_a_file(open_room: OpenRoom, team_file: Path) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await room.press("a")
        await room.paste("somebody restarted the broker")
        execute(team_file, BREAK)
        await room.press("ctrl+s", "alt+s")
        (written,) = room.app.summaries.glob("unsaved-form-*.txt")
        assert "somebody restarted the broker" in written.read_text()
        assert isinstance(room.screen(), Form)
        execute(team_file, MEND)
