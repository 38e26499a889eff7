"""A window that only watches: it shows what the meeting does, and does nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.screen import ModalScreen

from db.records import ClockEvent, Meeting
from db.store import Store, utc_now
from db.words import ActionStatus, ClockKind, Stage
from facilitator.documents.json import write
from facilitator.screens.watch import WatchScreen
from facilitator.widgets.active import active
from facilitator.widgets.live_text import LiveText
from tests.ui.room import SPIKE, OpenRoom, Room, alone, clock_at

Other = Callable[[], Store]
KEYS = "abcdefghijlmnoprstuxyzENSY123450[].,+-= "
AROUND = {"help", "focus.next", "focus.previous", "copy"}
"""The ids of the keys of every screen that change nothing."""
MOVES = ("list.", "scroll.", "text.")


def running(store: Store) -> Meeting:
    found = store.meetings.running().result()
    assert found is not None
    return found


def go(store: Store, stage: Stage, kind: ClockKind = ClockKind.NEXT) -> None:
    event = ClockEvent(kind, clock_at().now())
    store.meetings.tick(running(store).id, event, stage).result()


def everything(store: Store) -> object:
    """Whatever a window could have changed."""
    incidents = write(store.incidents.everything().result())
    return incidents, running(store), store.parked.open().result(), store.themes.all().result()


async def at(room: Room, stage: Stage) -> None:
    await room.until(lambda: not isinstance(room.app.screen, WatchScreen) and room.stage is stage)


async def test_it_waits_for_a_meeting_and_follows_it_to_its_end(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(watch=True) as room:
        assert "No meeting is running" in room.picture
        store = other()
        incident = store.incidents.get(SPIKE).result()
        store.meetings.begin(incident.id, (10, 30, 10)).result()
        await at(room, Stage.OPENING)
        assert "watching" in room.text("#agenda-words")
        go(store, Stage.REVIEW, ClockKind.START)
        await at(room, Stage.REVIEW)
        go(store, Stage.INCIDENT)
        await at(room, Stage.INCIDENT)
        store.meetings.goto(running(store).id, Stage.INCIDENT, 1).result()
        await room.until(lambda: "▶ 2 Factors" in room.text("#heading"))
        store.incidents.write(incident.id, "root_cause", incident.root_cause, "[b]seen").result()
        await room.until(lambda: room.text("#root-cause") == "[b]seen")
        pause = ClockEvent(ClockKind.PAUSE, clock_at().now())
        store.meetings.tick(running(store).id, pause).result()
        await room.until(lambda: room.text("#countdown-word") == "paused")
        go(store, Stage.PATTERNS)
        await at(room, Stage.PATTERNS)
        go(store, Stage.WRAP_UP, ClockKind.FINISH)
        await at(room, Stage.WRAP_UP)
        store.meetings.finish(running(store).id).result()
        await room.until(lambda: "No meeting is running" in room.picture)


async def test_it_takes_the_next_open_item_in_hand_as_the_meeting_does(
    meeting: OpenRoom, other: Other
) -> None:
    with_meeting = meeting(Stage.REVIEW)
    async with with_meeting as there:
        second = there.rows("#items")[1]
    async with meeting(watch=True) as room:
        store = other()
        first = store.actions.carried(running(store).id).result()
        chosen = room.app.screen.query_one("#items").chosen  # type: ignore[attr-defined]
        item = next(each.item for each in first if each.item.id == chosen)
        store.actions.review(item.id, running(store).id, ActionStatus.DONE).result()
        await room.until(lambda: room.in_hand("#items") == second)
        assert "1 of" in room.text("#heading")


@pytest.mark.parametrize("stage", list(Stage))
async def test_no_key_does_anything(meeting: OpenRoom, other: Other, stage: Stage) -> None:
    def noted(store: Store) -> None:
        incident = store.incidents.get(SPIKE).result()
        store.notes.write(incident.id, "", "", "nobody else's business").result()

    async with meeting(stage, prepare=noted):
        pass
    store = other()
    before = everything(store)
    async with meeting(watch=True) as room:
        assert room.stage is stage
        for part in range(3 if stage is Stage.INCIDENT else 1):
            if part:
                store.meetings.goto(running(store).id, stage, part).result()
                await room.until(lambda part=part: f"▶ {part + 1} " in room.text("#heading"))  # type: ignore[misc]
                before = everything(store)
            ids = {each.binding.id for each in active(room.app.screen) if each.binding.id}
            left = {each for each in ids - AROUND if not each.startswith(MOVES)}
            assert left <= READING, left - READING
            for key in (*KEYS, "enter", "delete", "f8", "f7", "f6", "f9", "f10", "f5"):
                room.app.simulate_key(key)
            await room.press("escape")
            while isinstance(room.app.screen, ModalScreen):
                await room.press("escape")
            for live in room.app.screen.query(LiveText):
                live.focus()
                await room.type("typed")
                assert "text.editor" not in {each.binding.id for each in active(room.app.screen)}
                assert "typed" not in live.text
            assert "nobody else" not in room.picture
            assert room.stage is stage
        assert "Not saved" not in room.told
    assert everything(store) == before


READING = {
    *("theme.toggle", "presenter", "jump", "palette", "quit", "quit.how"),
    *("factors.left", "factors.right", "factors.leave-text", "actions.left", "actions.right"),
    *("wrap-up.changes", "wrap-up.leave-text"),
}


async def test_it_neither_rings_nor_asks(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW):
        pass
    async with meeting(watch=True) as room:
        await room.sleep(599)
        await room.sleep(2)
        assert room.text("Digits") == "+00:01"
        assert "Time is up" in room.text("#offer")
        assert "more" not in room.text("#offer")
        assert room.app.rung == 0


async def test_two_meetings_are_not_mixed_up(meeting: OpenRoom, other: Other) -> None:
    async with meeting(Stage.REVIEW):
        pass
    store = other()
    async with meeting(watch=True) as room:
        # Alive after the other has begun, which is by the machine's own clock.
        alive = replace(clock_at().now(), wall=utc_now() + timedelta(seconds=60))
        store.meetings.beat(running(store).id, alive).result()
        store.meetings.begin(store.incidents.get(SPIKE - 1).result().id, (10, 30, 10)).result()
        await room.pilot.pause(0.3)
        assert f"#{SPIKE}" in room.text("#agenda-words")


async def test_an_empty_database_is_watched_too(meeting: OpenRoom) -> None:
    async with meeting(sample=False, prepare=alone):
        pass
    async with meeting(watch=True) as room:
        assert "No meeting is running" in room.picture
        await room.press("n", "q", "enter", "u", "z")
        assert isinstance(room.app.screen, WatchScreen)
