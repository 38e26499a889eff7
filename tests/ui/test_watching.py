"""A window that only watches: it follows the meeting and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from textual.screen import ModalScreen

from db.records import ClockEvent, Meeting
from db.store import Store, utc_now
from db.vocabulary import ActionStatus, ClockKind, Stage
from facilitator.documents.write.json import write
from facilitator.screens.watch_screen import WatchScreen
from facilitator.widgets.active_bindings import active_bindings
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.virtual_list import VirtualList
from tests.ui.doubles import clock_at
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident, go_to_part
from tests.ui.room import OpenRoom, OpenStore, Room

KEYS = "abcdefghijlmnoprstuxyzENSY123450[].,+-= "
COMMON_BINDINGS = {"help", "focus.next", "focus.previous", "copy"}
"""The ids of bindings of every screen that change nothing."""
MOVES = ("list.", "scroll.", "text.")
"""How the ids of bindings begin that only move a cursor or scroll."""


def running_meeting(store: Store) -> Meeting:
    meeting = store.meetings.to_watch().result()
    assert meeting is not None
    return meeting


def go_to(store: Store, stage: Stage, kind: ClockKind = ClockKind.NEXT) -> None:
    """Move the meeting to a stage, as a window that takes part does."""
    event = ClockEvent(kind, clock_at().now())
    store.meetings.add_clock_event(running_meeting(store).id, event, stage).result()


def binding_ids(room: Room) -> set[str]:
    bindings = (active.binding for active in active_bindings(room.screen()))
    return {binding.id for binding in bindings if binding.id}


def snapshot(store: Store) -> object:
    """Return everything that a window could have changed."""
    incidents = write(store.incidents.everything().result())
    return (
        incidents,
        running_meeting(store),
        store.parked.open().result(),
        store.themes.all().result(),
    )


def is_part_shown(room: Room, part: int) -> bool:
    return f"▶ {part + 1} " in room.text("#heading")


async def wait_for_stage(room: Room, stage: Stage) -> None:
    await room.wait_until(
        lambda: not isinstance(room.screen(), WatchScreen) and room.stage() is stage
    )


async def test_a_watching_window_waits_for_a_meeting_and_follows_it_to_its_end(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(watch=True) as room:
        assert "No meeting is running" in room.screen_text
        store = open_other_store()
        incident = store.incidents.get(SPIKE_NUMBER).result()
        store.meetings.begin(incident.id, (10, 30, 10)).result()
        await wait_for_stage(room, Stage.OPENING)
        assert "watching" in room.text("#meeting-status")
        go_to(store, Stage.REVIEW, ClockKind.START)
        await wait_for_stage(room, Stage.REVIEW)
        go_to(store, Stage.INCIDENT)
        await wait_for_stage(room, Stage.INCIDENT)
        go_to_part(store, running_meeting(store).id, 1, clock_at())
        await room.wait_until(lambda: "▶ 2 Factors" in room.text("#heading"))
        store.incidents.write(incident.id, "root_cause", incident.root_cause, "[b]changed").result()
        await room.wait_until(lambda: room.text("#root-cause") == "[b]changed")
        pause = ClockEvent(ClockKind.PAUSE, clock_at().now())
        store.meetings.add_clock_event(running_meeting(store).id, pause).result()
        await room.wait_until(lambda: room.text("#countdown-word") == "PAUSED")
        go_to(store, Stage.PATTERNS)
        await wait_for_stage(room, Stage.PATTERNS)
        go_to(store, Stage.WRAP_UP, ClockKind.FINISH)
        await wait_for_stage(room, Stage.WRAP_UP)
        store.meetings.finish(running_meeting(store).id).result()
        await room.wait_until(lambda: "No meeting is running" in room.screen_text)


async def test_a_watching_window_selects_the_next_open_item_as_the_meeting_does(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as meeting_room:
        second_row = meeting_room.rows("#items")[1]
    async with open_room(watch=True) as room:
        store = open_other_store()
        carried = store.actions.carried(running_meeting(store).id).result()
        items = room.screen().query_one("#items", VirtualList)
        item = next(entry.item for entry in carried if entry.item.id == items.selected_id)
        store.actions.review(item.id, running_meeting(store).id, ActionStatus.DONE).result()
        await room.wait_until(lambda: room.selected_row("#items") == second_row)
        assert "2 of" in room.text("#heading")
        # Nobody can give an outcome here, so the card offers none.
        assert "reassign" not in room.text("#card")


@pytest.mark.parametrize("stage", list(Stage))
async def test_no_key_changes_anything_in_a_watching_window(
    open_room: OpenRoom, open_other_store: OpenStore, stage: Stage
) -> None:
    def add_private_note(store: Store) -> None:
        incident = store.incidents.get(SPIKE_NUMBER).result()
        store.notes.write(incident.id, "", "", "nobody else's business").result()

    async with open_room(stage, prepare=add_private_note):
        pass
    store = open_other_store()
    before = snapshot(store)
    async with open_room(watch=True) as room:
        assert room.stage() is stage
        for part in range(3 if stage is Stage.INCIDENT else 1):
            if part:
                go_to_part(store, running_meeting(store).id, part, clock_at())
                await room.wait_until(partial(is_part_shown, room, part))
                before = snapshot(store)
            ids = binding_ids(room)
            others = {name for name in ids - COMMON_BINDINGS if not name.startswith(MOVES)}
            assert others <= READING_BINDINGS, others - READING_BINDINGS
            for key in (*KEYS, "enter", "delete", "f8", "f7", "f6", "f9", "f10", "f5"):
                room.app.simulate_key(key)
            await room.press("escape")
            while isinstance(room.screen(), ModalScreen):
                await room.press("escape")
            for field in room.screen().query(AutosavedText):
                field.focus()
                await room.type("typed")
                assert "text.editor" not in binding_ids(room)
                assert "typed" not in field.text
            assert "nobody else" not in room.screen_text
            assert room.stage() is stage
        assert "Not saved" not in room.notices
    assert snapshot(store) == before


READING_BINDINGS = {
    *("theme.toggle", "presenter", "jump", "palette", "quit", "quit.how", "unsaved.write"),
    *("factors.left", "factors.right", "factors.leave-text", "actions.left", "actions.right"),
    *("wrap-up.changes", "wrap-up.leave-text", "patterns.causes", "incident.history"),
    *("timeline.link", "review.read", "catalogue", "causes.incidents"),
    "factors.similar",
    "patterns.themes",
    "patterns.trends",
    "review.read",
}


async def test_a_watching_window_neither_rings_nor_asks(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW):
        pass
    async with open_room(watch=True) as room:
        await room.skip_time(599)
        await room.skip_time(2)
        assert room.text("#countdown-digits") == "+00:01"
        assert "Time is up" in room.text("#notice")
        assert "more" not in room.text("#notice")
        assert room.app.bell_count == 0


async def test_a_watching_window_stays_with_its_meeting_when_another_begins(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW):
        pass
    store = open_other_store()
    async with open_room(watch=True) as room:
        # Its heartbeat is after the other meeting's begin, which the machine's clock has set.
        alive = replace(clock_at().now(), wall=utc_now() + timedelta(seconds=60))
        store.meetings.beat(running_meeting(store).id, alive).result()
        watched = running_meeting(store)
        other_incident = store.incidents.get(SPIKE_NUMBER - 1).result()
        store.meetings.begin(other_incident.id, (10, 30, 10)).result()
        # Once the pause is shown, the window has also read that another meeting has begun.
        pause = ClockEvent(ClockKind.PAUSE, clock_at().now())
        store.meetings.add_clock_event(watched.id, pause).result()
        await room.wait_until(lambda: room.text("#countdown-word") == "PAUSED")
        assert f"#{SPIKE_NUMBER}" in room.text("#meeting-status")


async def test_a_database_without_a_meeting_can_be_watched(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_bare_incident):
        pass
    async with open_room(watch=True) as room:
        assert "No meeting is running" in room.screen_text
        await room.press("n", "q", "enter", "u", "z")
        assert isinstance(room.screen(), WatchScreen)
