"""The history screen, and undo and redo with their questions, also after a restart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.records import NewEvent
from db.store import Store
from db.vocabulary import EventKind, FactorKind, Stage
from facilitator.config.settings import Settings
from facilitator.screens.history.history_screen import HistoryScreen
from facilitator.screens.home import HomeScreen
from facilitator.screens.incident.incident_screen import IncidentScreen
from facilitator.screens.prep import PrepScreen
from facilitator.widgets.question import Question
from tests.ui.doubles import NOW
from tests.ui.odd_text import ODD, assert_nothing_leaks, fill_with_odd_text
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident
from tests.ui.room import OpenRoom, OpenStore, Room

CHANGES, CARD = "#changes", "#history-words"
SENTENCE = "The client retried at once, and every retry was a load of its own."
SECRET = "ask whether Priya was asleep"


def change_root_cause(store: Store, *texts: str) -> None:
    for text in texts:
        incident = store.incidents.get(SPIKE_NUMBER).result()
        store.incidents.write(incident.id, "root_cause", incident.root_cause, text).result()


def add_history(store: Store) -> None:
    """Add an incident that two people have changed, with a private note."""
    add_bare_incident(store)
    incident = store.incidents.get(SPIKE_NUMBER).result()
    store.notes.write(incident.id, "", "", SECRET).result()
    change_root_cause(store, SENTENCE)
    store.write_as("Ben")
    change_root_cause(store, SENTENCE.replace("at once", "without a cap"))
    factor = store.findings.add_factor(incident.id, FactorKind.MADE_POSSIBLE, "no cap").result()
    store.findings.delete_factor(factor.id).result()


def changes(room: Room) -> list[str]:
    """Return the rows of the history with single spaces."""
    return [" ".join(row.split()) for row in room.rows(CHANGES)]


async def root_cause(room: Room) -> str:
    return (await room.incident()).root_cause


async def test_the_history_says_who_changed_what_newest_first(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_history) as room:
        await room.press("H")
        assert isinstance(room.screen(), HistoryScreen)
        assert "History of #45 checkout 5xx spike" in " ".join(
            room.text("#history-heading").split()
        )
        day, *rows = changes(room)
        assert day.startswith("Tue 24 Nov ─")
        assert rows[3].startswith("14:00 ana Root cause: “The client retried at once, and")
        del rows[3]
        assert rows == [
            "14:00 Ben Deleted the factor “no cap” (made it possible)",
            "14:00 Ben Added the factor “no cap” (made it possible)",
            "14:00 Ben Root cause: “at once,” → “without a cap,”",
            "14:00 ana Wrote the incident down: checkout 5xx spike",
        ]
        assert room.text("#count") == "5 changes"
        await room.press("j", "j")
        assert "Tue 24 Nov at 14:00:00, by Ben" in room.text(CARD)
        assert "The client retried [−at once,] [+without a cap,] and every" in room.text(CARD)
        await room.press("escape")
        assert isinstance(room.screen(), HomeScreen)


async def test_what_belongs_together_says_the_time_and_the_person_once(
    open_room: OpenRoom,
) -> None:
    def add_events(store: Store) -> None:
        add_bare_incident(store)
        incident = store.incidents.get(SPIKE_NUMBER).result()
        events = [NewEvent(NOW, EventKind.OTHER, text) for text in ("pager", "call")]
        store.timeline.add_many(incident.id, events).result()

    async with open_room(sample=False, prepare=add_events) as room:
        await room.press("H")
        assert changes(room)[1:3] == [
            "14:00 ana Added the event 14:00 “call”",
            "Added the event 14:00 “pager”",
        ]


async def test_prep_opens_the_history_while_somebody_types_and_saves_first(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, prepare=add_history) as room:
        await room.press("p", "escape", "4", "end")
        await room.press("ctrl+end")
        await room.type("!")
        await room.press("f9")
        assert isinstance(room.screen(), HistoryScreen)
        assert "Root cause: “own.” → “own.!”" in changes(room)[1]
        assert SECRET not in room.screen_text
        await room.press("h")
        assert isinstance(room.screen(), PrepScreen)


@pytest.mark.parametrize("watch", [False, True], ids=["meeting", "watching"])
async def test_a_meeting_shows_the_history_without_private_notes(
    open_room: OpenRoom, watch: bool
) -> None:
    async with open_room(
        Stage.INCIDENT, sample=False, prepare=add_history, watch=watch, people=["Ana"]
    ) as room:
        await room.press("H")
        assert isinstance(room.screen(), HistoryScreen)
        assert "Added the attendee “Ana”" in room.text(CHANGES)
        assert "note" not in room.text(CHANGES)
        assert SECRET not in room.screen_text
        await room.press("u", "U")
        assert isinstance(room.screen(), Question) is not watch
        await room.press("escape")
        if not watch:
            await room.press("escape")
        assert isinstance(room.screen(), IncidentScreen)


async def test_a_search_shows_the_changes_with_a_name_or_a_text(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_history) as room:
        await room.press("H", "/")
        await room.type("BEN")
        await room.wait_until(lambda: room.text("#count") == "3 of 5 changes")
        assert len(changes(room)) == 4
        await room.type(" or nobody")
        await room.wait_until(lambda: room.text("#count") == "0 of 5 changes")
        assert "No change has these words; press esc to see all" in room.screen_text
        await room.press("escape")
        await room.wait_until(lambda: room.text("#count") == "5 changes")
        assert isinstance(room.screen(), HistoryScreen)
        await room.press("escape")
        assert isinstance(room.screen(), HomeScreen)


async def test_thousands_of_changes_open_at_once_and_are_searched(open_room: OpenRoom) -> None:
    def add_many(store: Store) -> None:
        add_bare_incident(store)
        incident = store.incidents.get(SPIKE_NUMBER).result()
        events = [
            NewEvent(NOW + timedelta(minutes=number), EventKind.OTHER, f"event {number}")
            for number in range(5_000)
        ]
        store.timeline.add_many(incident.id, events).result()

    async with open_room(sample=False, prepare=add_many) as room:
        await room.press("H")
        assert room.text("#count") == "5,001 changes"
        # Only what is near the visible rows is read.
        assert len(changes(room)) < 200
        await room.press("G")
        assert "Wrote the incident down" in room.text(CARD)
        await room.press("/")
        await room.type("event 4321")
        await room.wait_until(lambda: room.text("#count") == "1 of 5,001 changes")
        assert "event 4321" in changes(room)[1]


async def test_what_another_window_changes_appears_in_the_history(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(sample=False, prepare=add_history) as room:
        await room.press("H")
        change_root_cause(open_other_store(), "retries")
        await room.wait_until(lambda: room.text("#count") == "6 changes")
        assert "bob Root cause" in changes(room)[1]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_any_text_is_shown_as_typed_in_the_history(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    settings = Settings(name=ODD[1])
    async with open_room(
        sample=False, prepare=fill_with_odd_text, size=size, settings=settings
    ) as room:
        await room.press("H")
        assert "[/red]" in room.text(CHANGES)
        assert_nothing_leaks(room, "history")
        for _ in range(len(changes(room))):
            await room.press("j")
            assert_nothing_leaks(room, "card")


async def test_undo_and_redo_work_on_the_history_and_are_marked_there(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        change_root_cause(room.store, "retries")
        await room.press("H", "u", "u")
        assert "Undone: root cause of #45" in room.notices
        assert changes(room)[1:3] == [
            "14:00 ana Root cause removed: “retries”",
            "14:00 ana ↶ undone Root cause: “retries”",
        ]
        await room.press("G", "U", "U")
        assert "Done again: root cause of #45" in room.notices
        assert await root_cause(room) == "retries"
        assert "undone" not in room.text(CHANGES)


async def test_undo_and_redo_say_what_they_will_do_and_who_did_it(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_history) as room:
        change_root_cause(room.store, "retries")
        await room.press("u")
        assert "Undo “root cause of #45”?" in room.screen_text
        assert "The change was made today at 14:00 by ana." in room.screen_text
        assert "Incident #45:" in room.screen_text
        assert "· Root cause: “The client retried without a cap, and every" in room.screen_text
        await room.press("n")
        await room.press("u", "escape")
        assert await root_cause(room) == "retries"
        await room.press("u", "enter")
        assert await root_cause(room) != "retries"
        await room.press("U")
        assert "Redo “root cause of #45”?" in room.screen_text
        assert "The change was undone today at 14:00 by ana." in room.screen_text
        await room.press("n")
        assert await root_cause(room) != "retries"
        await room.press("U", "y")
        assert await root_cause(room) == "retries"
        await room.press("U")
        assert "Nothing to redo" in room.notices


async def test_another_key_for_undo_agrees_to_it_too(open_room: OpenRoom) -> None:
    keymap = {"undo": "ctrl+z", "redo": "R"}
    async with open_room(
        sample=False, prepare=add_bare_incident, settings=Settings(keymap=keymap)
    ) as room:
        change_root_cause(room.store, "retries")
        await room.press("ctrl+z", "u")
        assert await root_cause(room) == "retries"
        await room.press("ctrl+z")
        assert await root_cause(room) == ""
        await room.press("R", "R")
        assert await root_cause(room) == "retries"


async def test_undo_and_redo_go_on_after_a_restart(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        change_root_cause(room.store, "one", "two")
    async with open_room() as room:
        await room.press("u", "u")
        assert await root_cause(room) == "one"
    async with open_room() as room:
        await room.press("U", "U")
        assert await root_cause(room) == "two"
        await room.press("u", "u", "u", "u")
        assert await root_cause(room) == ""
        await room.press("U", "U", "U", "U")
        assert await root_cause(room) == "two"


async def test_what_was_changed_since_the_question_is_not_undone(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        change_root_cause(room.store, "mine")
        await room.press("u")
        change_root_cause(open_other_store(), "theirs")
        await room.press("u")
        assert "Not undone" in room.notices
        assert "it was changed since" in room.notices.replace("\n", " ")
        assert await root_cause(room) == "theirs"


async def test_the_note_taker_is_the_author_of_what_a_meeting_changes(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.OPENING, people=["Mei", "Sam"]) as room:
        assert room.store.who == "ana"
        await room.press("n")
        assert room.store.who == "Mei"
        await room.press("enter", "d")
        undo = await room.store.history.next_undo()
        assert undo is not None
        assert undo.who == "Mei"
        await room.press("h")
        assert room.store.who == "ana"


async def test_the_name_in_the_settings_comes_before_that_of_the_note_taker(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.OPENING, people=["Mei"], settings=Settings(name="Ana")) as room:
        await room.press("n")
        assert room.store.who == "ana"
