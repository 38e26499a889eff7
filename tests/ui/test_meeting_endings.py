"""How a meeting ends before its time, how another one begins, and what is left of a past one."""

from __future__ import annotations

from db.store import Store
from db.vocabulary import ActionStatus, Stage
from facilitator.screens.home import HomeScreen
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.widgets.text_dialog import TextDialog
from tests.ui.doubles import TODAY
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, OpenStore

LIST = "#incidents"


async def test_a_cancelled_meeting_is_not_finished_and_can_be_read_later(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("d", "X")
        assert f"Cancel the meeting about #{SPIKE_NUMBER}?" in room.screen_text
        await room.press("g")
        assert room.stage() is Stage.REVIEW
        await room.press("X", "k")
        assert isinstance(room.screen(), HomeScreen)
        assert await room.store.meetings.running() == []
        incident = await room.incident()
        (meeting,) = await room.store.meetings.of_incident(incident.id)
        assert meeting.cancelled_at is not None
        # A cancelled meeting leaves the incident to be discussed.
        assert str(incident.status) == "draft"
        (outcome,) = await room.store.meetings.outcomes(meeting.id)
        assert outcome.status is ActionStatus.DONE


async def test_a_meeting_that_is_thrown_away_leaves_its_outcomes(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        item = room.meeting_screen.carried[0].item
        await room.press("d", "X", "t")
        assert isinstance(room.screen(), HomeScreen)
        incident = await room.incident()
        assert await room.store.meetings.of_incident(incident.id) == []
        listed = await room.store.actions.filtered(statuses=(ActionStatus.DONE,))
        assert item.id in {stored.id for _, _, stored in listed}


async def test_a_meeting_that_never_began_leaves_no_trace(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.select_row(LIST, "#45")
        await room.press("enter")
        assert room.stage() is Stage.OPENING
        await room.press("h")
        assert isinstance(room.screen(), HomeScreen)
        assert await room.store.meetings.to_watch() is None


async def test_a_running_meeting_is_named_before_another_one_starts(open_room: OpenRoom) -> None:
    def add_another_draft(store: Store) -> None:
        store.incidents.create("search", "empty results", TODAY, 99).result()

    async with open_room(Stage.REVIEW) as room:
        await room.press("h")
    async with open_room(prepare=add_another_draft) as room:
        await room.select_row(LIST, "#99")
        await room.press("enter")
        assert "The meeting about #45 is still running" in room.screen_text
        await room.press("n")
        assert isinstance(room.screen(), HomeScreen)
        await room.press("enter", "r")
        assert room.meeting_screen.meeting.number == SPIKE_NUMBER
        await room.press("h")
        await room.select_row(LIST, "#99")
        await room.press("enter", "s")
        assert room.meeting_screen.meeting.number == 99


async def test_a_reviewed_incident_opens_with_its_meetings(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.select_row(LIST, "#43")
        await room.press("enter")
        assert isinstance(room.screen(), TextDialog)
        assert "Meetings" in room.screen_text
        await room.press("1")
        assert isinstance(room.screen(), TextDialog)
        await room.press("escape")
        await room.press("escape")
        assert isinstance(room.screen(), HomeScreen)
        await room.press("M")
        assert isinstance(room.screen(), MeetingScreen)
        assert room.meeting_screen.meeting.number == 43


async def test_an_incident_is_deleted_after_naming_what_goes_and_comes_back(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.select_row(LIST, "#43")
        whole = await room.incident(43)
        await room.press("D")
        assert "Delete #43" in room.screen_text
        assert "action item" in room.screen_text
        await room.press("k")
        assert await room.incident(43) == whole
        await room.press("D", "d")
        assert not any("#43" in row for row in room.rows(LIST))
        await room.press("u")
        assert "Undo “deleted incident #43”?" in room.screen_text
        assert "The change was made today at 14:00 by ana." in room.screen_text
        await room.press("n")
        assert not any("#43" in row for row in room.rows(LIST))
        await room.press("u", "y")
        assert await room.incident(43) == whole


async def test_home_says_the_day_of_a_change_before_it_takes_it_back(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.store.themes.add("retries")
        room.clock.advance(24 * 60 * 60)
        await room.press("u")
        assert "The change was made on 24 Nov at 14:00 by ana." in room.screen_text


async def test_home_asks_again_before_it_tries_an_undo_that_was_refused(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        incident = await room.incident(43)
        before = incident.lessons_learned
        await room.store.incidents.write(incident.id, "lessons_learned", before, "ours")
        other = open_other_store()
        other.incidents.write(incident.id, "lessons_learned", "ours", "theirs").result()
        await room.press("u", "y")
        assert "Not undone" in room.notices
        other.history.undo().result()
        await room.press("u")
        assert "Undo “lessons learned of #43”?" in room.screen_text
        assert (await room.incident(43)).lessons_learned == "ours"


async def test_home_undoes_nothing_of_a_finished_meeting(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        item = room.meeting_screen.carried[0].item
        await room.press("d", "]", "]", "]", "f", "f")
        home = room.screen()
        assert isinstance(home, HomeScreen)
        await room.press("u")
        notices = room.notices.replace("\n", " ")
        assert "Not undone" in notices
        assert "Not saved" not in notices
        assert "✗" not in home.saved_mark
        listed = await room.store.actions.filtered(statuses=(ActionStatus.DONE,))
        assert item.id in {stored.id for _, _, stored in listed}
