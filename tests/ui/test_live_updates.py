"""Two windows on one meeting: either shows the changes of the other, and no text is lost."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from db.records import ClockEvent, IncidentFilter, Instant
from db.store import Store
from db.vocabulary import ClockKind, FactorKind, Segment, Stage
from facilitator.screens.home import HomeScreen
from facilitator.screens.incident import IncidentScreen
from facilitator.screens.meeting.clock_keeper import HEARTBEAT_TIMEOUT_SECONDS
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.form import Form
from facilitator.widgets.question import Question
from facilitator.widgets.virtual_list import VirtualList
from tests.ui.doubles import TODAY, WatchedStore, clock_at
from tests.ui.preparation import SPIKE_NUMBER, go_to_part
from tests.ui.room import OpenRoom, OpenStore, Room

ROOT = "#root-cause"


def root_cause_field(room: Room) -> AutosavedText:
    return room.screen().query_one(ROOT, AutosavedText)


def is_last_heartbeat(room: Room, instant: Instant) -> bool:
    return room.meeting_screen.meeting.last_alive == instant


async def wait_for_text(room: Room, selector: str, text: str) -> None:
    await room.wait_until(lambda: text in room.text(selector))


def go_to(store: Store, stage: Stage, kind: ClockKind = ClockKind.NEXT) -> None:
    """Move the meeting to a stage, as `]` in another window does."""
    meeting = store.meetings.running().result()[0]
    event = ClockEvent(kind, clock_at().now())
    store.meetings.add_clock_event(meeting.id, event, stage, meeting.stage).result()


async def test_changes_of_another_window_appear_and_the_selection_stays(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        incident = await room.incident()
        focused, selected = room.app.focused, room.selected_row("#made_possible")
        findings = open_other_store().findings
        findings.add_factor(incident.id, FactorKind.MADE_POSSIBLE, "no limit on it").result()
        await wait_for_text(room, "#made_possible", "no limit on it")
        assert room.app.focused is focused
        assert room.selected_row("#made_possible") == selected != ""


async def test_a_long_list_keeps_its_scroll_position_when_incidents_are_added(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        other_store = open_other_store()
        for number in range(100, 150):
            await other_store.incidents.create("search", "slow", TODAY, number)
        await wait_for_text(room, "#count", "74 incidents")
        incidents = room.screen().query_one("#incidents", VirtualList)
        await room.select_row("#incidents", "#120")
        incidents.scroll_to(y=20, animate=False, immediate=True)
        await other_store.incidents.create("search", "slow", TODAY.replace(year=2020), 99)
        await wait_for_text(room, "#count", "75 incidents")
        await room.press()
        assert "#120" in room.selected_row("#incidents")
        assert incidents.scroll_offset.y == 20
        # A key pressed while the list is read again keeps its effect.
        numbers = await other_store.lists.numbers(IncidentFilter())
        reading = asyncio.ensure_future(incidents.show(numbers))
        await asyncio.sleep(0)
        incidents.action_cursor_down()
        await reading
        assert incidents.selected_id == numbers[numbers.index(120) + 1]


async def test_text_of_another_window_appears_and_the_cursor_stays_at_its_words(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        incident = await room.incident()
        await room.press("r", "ctrl+a")
        await room.paste("Clients retried.\nNobody saw it.")
        await room.wait_until(lambda: not root_cause_field(room).unsaved)
        await room.press("left", "left", "left")
        theirs = "At nine, clients retried without a limit.\nNobody saw it."
        open_other_store().incidents.write(
            incident.id, "root_cause", "Clients retried.\nNobody saw it.", theirs
        ).result()
        await wait_for_text(room, ROOT, theirs)
        await room.type("X")
        await room.wait_until(lambda: not root_cause_field(room).unsaved)
        assert (await room.incident()).root_cause == theirs[:-3] + "X" + theirs[-3:]


async def test_unsaved_text_stays_while_another_window_writes(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        incident, other_store = await room.incident(), open_other_store()
        await room.press("r", "ctrl+a")
        room.post_paste("mine")
        other_store.findings.add_factor(incident.id, FactorKind.MADE_POSSIBLE, "theirs").result()
        await wait_for_text(room, "#made_possible", "theirs")
        assert room.text(ROOT) == "mine"
        await room.wait_until(lambda: not root_cause_field(room).unsaved)
        assert (await room.incident()).root_cause == "mine"


async def test_a_saved_text_is_not_replaced_by_an_older_read(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        screen = room.meeting_screen
        assert isinstance(room.store, WatchedStore)
        before = root_cause_field(room).text
        for digit in "01234":
            root_cause_field(room).insert(digit)
            count = room.store.request_count
            rereading = asyncio.ensure_future(screen.reread())
            while room.store.request_count < count + 2:
                # The meeting and its incident are read before the new text is saved.
                await asyncio.sleep(0)
            await root_cause_field(room).save_now()
            typed = root_cause_field(room).text
            while not rereading.done():
                await asyncio.sleep(0)
                assert root_cause_field(room).text == typed
        assert (await room.incident()).root_cause == f"01234{before}"


async def test_an_idle_window_follows_the_meeting(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        other_store = open_other_store()
        go_to(other_store, Stage.INCIDENT)
        await room.wait_until(lambda: isinstance(room.screen(), IncidentScreen))
        running = other_store.meetings.running().result()[0]
        go_to_part(other_store, running.id, 2, clock_at())
        await room.wait_until(lambda: "▶ 3 Actions" in room.text("#heading"))
        assert room.app.focused is not None
        assert room.app.focused.id == "slot-1"
        other_store.meetings.finish(running.id).result()
        await room.wait_until(lambda: isinstance(room.screen(), HomeScreen))
        assert "finished in another window" in room.notices


async def test_a_window_with_a_focused_text_shows_a_notice_and_follows_later(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        other_store = open_other_store()
        await room.press("r", "ctrl+a")
        await room.type("d")
        go_to(other_store, Stage.PATTERNS)
        await wait_for_text(room, "#notice", "The meeting is on Patterns now")
        await room.type("ax")
        await room.tick()
        assert room.stage() is Stage.INCIDENT
        await room.press("escape")
        await room.tick()
        assert room.stage() is Stage.PATTERNS
        assert (await room.incident()).root_cause == "dax"


async def test_a_window_with_an_open_form_follows_once_it_is_closed(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.type("Cap")
        go_to(open_other_store(), Stage.PATTERNS)
        await room.wait_until(lambda: room.meeting_screen.outdated)
        assert isinstance(room.screen(), Form)
        assert room.text("#action") == "Cap"
        await room.press("escape")
        await room.wait_until(lambda: room.stage() is Stage.PATTERNS)


async def test_next_in_two_windows_at_once_moves_the_meeting_one_stage(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        screen, other_store = room.meeting_screen, open_other_store()
        go_to(other_store, Stage.INCIDENT)
        # The key is pressed before this window has read the change.
        await screen.log_clock_event(ClockKind.NEXT, stage=Stage.INCIDENT)
        await room.wait_until(lambda: isinstance(room.screen(), IncidentScreen))
        assert room.meeting_screen.state.segment is Segment.INCIDENT


async def test_next_in_a_window_that_is_behind_only_follows_the_meeting(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r")
        go_to(open_other_store(), Stage.PATTERNS)
        await wait_for_text(room, "#notice", "The meeting is on Patterns now")
        await room.press("f8")
        await room.wait_until(lambda: room.stage() is Stage.PATTERNS)
        assert (await room.meeting()).stage is Stage.PATTERNS
        assert room.meeting_screen.state.segment is Segment.PATTERNS


async def test_changing_the_part_in_a_window_that_is_behind_leaves_the_meeting_alone(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r")
        go_to(open_other_store(), Stage.PATTERNS)
        await wait_for_text(room, "#notice", "The meeting is on Patterns now")
        await room.press("f5")
        await room.tick()
        assert (await room.meeting()).stage is Stage.PATTERNS


async def test_the_clock_follows_another_window(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        meetings = open_other_store().meetings
        event = ClockEvent(ClockKind.PAUSE, room.clock.now())
        meetings.add_clock_event((await room.meeting()).id, event).result()
        await wait_for_text(room, "#agenda-bar", "‖ Review")
        await wait_for_text(room, "#countdown-word", "PAUSED")


async def test_a_clock_of_another_machine_is_shown_and_can_be_taken_over(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    here = clock_at(boot="another machine")
    here.shift(uptime=-9_000)
    async with open_room(Stage.REVIEW) as other_room:
        event_count = len((await other_room.meeting()).events)
        meeting_id = (await other_room.meeting()).id
        await other_room.store.meetings.beat(meeting_id, clock_at(20).now())
    here.advance(20)
    async with open_room(clock=here, at=Stage.REVIEW) as room:
        assert room.text("#countdown-digits") == "9:40"
        assert len((await room.meeting()).events) == event_count
        other_store = open_other_store()
        for minutes in (10, 20):
            await room.pass_time(600)
            heartbeat = clock_at(20 + minutes * 60).now()
            other_store.meetings.beat(meeting_id, heartbeat).result()
            await room.wait_until(partial(is_last_heartbeat, room, heartbeat))
        assert room.text("#countdown-digits") == "+10:20"
        assert not isinstance(room.screen(), Question)
        # A key of the clock makes this machine keep the clock, and no time is lost.
        await room.press("space", "space")
        assert room.text("#countdown-digits") == "+10:20"
        here.advance(60)
        await room.tick()
        assert room.text("#countdown-digits") == "+11:20"


async def test_only_one_of_two_machines_sends_the_heartbeat(
    open_room: OpenRoom,
) -> None:
    here = clock_at(boot="another machine")
    async with open_room(Stage.REVIEW) as other_room:
        meeting_id = (await other_room.meeting()).id
        await other_room.store.meetings.beat(meeting_id, clock_at(20).now())
    here.advance(30)
    async with open_room(clock=here, at=Stage.REVIEW) as room:
        screen = room.meeting_screen
        await screen.keeper.send_heartbeat()
        assert (await room.meeting()).last_alive == clock_at(20).now()
        # The other machine has sent none for too long, so this one takes over.
        here.advance(HEARTBEAT_TIMEOUT_SECONDS)
        await screen.keeper.send_heartbeat()
        assert (await room.meeting()).last_alive == here.now()


async def test_home_shows_a_new_incident_of_another_window(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        open_other_store().incidents.create("search", "no results", TODAY, 977).result()
        await wait_for_text(room, "#incidents", "no results")


async def test_home_behind_a_meeting_is_up_to_date_when_it_comes_back(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        open_other_store().incidents.create("search", "no results", TODAY, 977).result()
        await room.press("h")
        assert "no results" in room.text("#incidents")


async def test_a_moved_database_is_reported(open_room: OpenRoom, team_file: Path) -> None:
    async with open_room(Stage.REVIEW) as room:
        team_file.rename(team_file.with_name("moved.db"))
        await room.wait_until(
            lambda: "moved, deleted or replaced" in room.notices.replace("\n", " ")
        )
        assert isinstance(room.screen(), MeetingScreen)
        team_file.with_name("moved.db").rename(team_file)


async def test_two_windows_editing_different_fields_overwrite_nothing(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        item = (await room.incident()).action_items[0]
        await room.press("e")
        actions = open_other_store().actions
        actions.edit(
            item, action=item.action, owner="Theirs", priority=item.priority, due=item.due,
            ticket=item.ticket,
        ).result()  # fmt: skip
        await room.paste(" and more")
        await room.press("ctrl+s")
        assert not isinstance(room.screen(), Form)
        after = (await room.incident(SPIKE_NUMBER)).action_items[0]
        assert (after.action, after.owner) == (f"{item.action} and more", "Theirs")
        assert "Theirs" in room.text("#slot-1")
