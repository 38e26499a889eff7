"""Who is here before the clock starts, and what is left to do after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.records import ActionStatus, IncidentStatus, Stage
from db.store import Store
from facilitator.screens.home import HomeScreen
from facilitator.widgets.question import Question
from tests.ui.room import SPIKE, TODAY, OpenRoom, Room

PEOPLE = "#people"
LESSONS = "#lessons"


def summary_of(room: Room) -> Path:
    return room.app.summaries / f"00{SPIKE}-{TODAY.isoformat()}.md"


async def test_the_card_says_what_the_meeting_is_for(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING) as room:
        assert "#45 checkout 5xx spike on 2026-11-23 · SEV1" in room.text("#heading")
        assert "Blameless: " in room.text("#blameless")
        assert "Not actionless: " in room.text("#blameless")
        assert "10 min  Review" in room.text("#agenda")
        assert "7 open action items from before" in room.text("#agenda")
        assert "! Nobody facilitates yet\n! Nobody takes notes yet" in room.text("#warnings")


async def test_who_is_here_and_what_they_do(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING) as room:
        await room.press("a")
        await room.fill(" , ")
        assert "write a name" in room.text("#form-error")
        await room.fill("Priya, Sam ,, Ottilie")
        assert room.rows(PEOPLE) == ["Priya", "Sam", "Ottilie"]
        warned = room.text("#warnings").splitlines()[-1]
        assert warned.startswith("! Owners of action items not here: ")
        assert "Priya" not in warned
        assert "Jonas" in warned
        await room.press("f", "j", "n", "i")
        assert room.rows(PEOPLE) == [
            "Priya  facilitates",
            "Sam  takes notes, was in the incident",
            "Ottilie",
        ]
        assert "Nobody" not in room.text("#warnings")
        await room.press("k", "i")
        assert "! Priya facilitates and was in the incident" in room.text("#warnings")
        priya, sam, _ = (await room.meeting()).attendees
        assert (priya.facilitates, priya.was_in_incident, priya.takes_notes) == (True, True, False)
        assert (sam.facilitates, sam.was_in_incident, sam.takes_notes) == (False, True, True)
        await room.press("j", "j", "x")
        assert [each.name for each in (await room.meeting()).attendees] == ["Priya", "Sam"]
        await room.press("u")
        assert room.rows(PEOPLE)[-1] == "Ottilie"
        await room.press("enter")
        assert room.stage is Stage.REVIEW


async def test_somebody_twice_is_refused_and_the_text_stays(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING, people=["Priya"]) as room:
        await room.press("a")
        await room.fill("Priya")
        assert "that person is on the list already" in room.text("#form-error")
        assert room.text("#names") == "Priya"
        await room.press("escape")
        assert room.rows(PEOPLE) == ["Priya"]
        await room.press("x", "x", "f", "n", "i")
        assert room.rows(PEOPLE) == ["a adds the first person"]


async def test_the_rules_by_name_until_they_are_met(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        assert room.text("#heading").startswith("Wrap-up\n1 of 3 rules met")
        rules = room.text("#rules").splitlines()
        assert rules[0] == "✓ 1  At most three action items  1 of 3"
        assert rules[1].startswith("✗ 2  Each with an owner, a due date and a ticket")
        assert rules[2] == "     1: no ticket"
        assert rules[3] == "✗ 3  Every open action item reviewed  0 of 7"
        assert any("#43 Add canary deploys" in each for each in rules[4:])
        assert len(rules[4:]) == 7
        assert "! no ticket" in room.text("#owners")
        item = (await room.incident()).action_items[0]
        values = {"action": item.action, "owner": item.owner, "priority": item.priority}
        await room.store.actions.edit(item, due=item.due, ticket="OPS-9", **values)
        here = room.meeting_screen.meeting.id
        for each in await room.store.actions.carried(here):
            await room.store.actions.review(each.item.id, here, ActionStatus.IN_PROGRESS)
        await room.press("[", "]")
        assert "3 of 3 rules met" in room.text("#heading")
        assert "✗" not in room.text("#rules")
        assert "unverified" in room.text("#rules")


async def test_lessons_are_saved_the_summary_is_written_and_the_meeting_ends(
    meeting: OpenRoom,
) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        await room.press("l")
        await room.paste("A retry is load. ")
        await room.press("y")
        assert room.text(LESSONS) == "A retry is load. y"
        await room.press("escape")
        assert (await room.incident()).lessons_learned == "A retry is load. y"
        await room.press("y")
        text = summary_of(room).read_text(encoding="utf-8")
        assert text.startswith("# Post-mortem #45: checkout 5xx spike on 2026-11-23\n")
        assert "## Lessons learned\nA retry is load. y\n" in text
        assert "Every open action item reviewed: " in text
        assert room.app.clipboard == text
        assert summary_of(room).name in room.told.replace("\n", "")
        assert (await room.incident()).status is IncidentStatus.DRAFT
        number = room.meeting_screen.meeting.id
        await room.press("f")
        assert isinstance(room.app.screen, HomeScreen)
        assert (await room.incident()).status is IncidentStatus.REVIEWED
        assert (await room.store.meetings.get(number)).finished_at is not None
        assert await room.store.meetings.running() is None
        assert not room.app.screen.query_one("#running").display


async def test_finishing_saves_what_is_being_typed_into_the_summary_too(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        await room.press("l")
        await room.paste("Learned in the last second")
        await room.press("escape", "f")
        assert isinstance(room.app.screen, HomeScreen)
        assert (await room.incident()).lessons_learned == "Learned in the last second"
        assert "Learned in the last second" in summary_of(room).read_text(encoding="utf-8")


async def test_a_folder_that_is_not_writable_is_told(meeting: OpenRoom, tmp_path: Path) -> None:
    (tmp_path / "summaries").write_text("a file stands where the folder should be")
    async with meeting(Stage.WRAP_UP) as room:
        await room.press("y")
        assert "Not saved to a file" in room.told
        assert "the clipboard has it all the same" in room.told.replace("\n", " ")
        assert room.app.clipboard.startswith("# Post-mortem #45")
        await room.press("f")
        assert isinstance(room.app.screen, HomeScreen)
        assert (await room.incident()).status is IncidentStatus.REVIEWED


async def test_lessons_written_elsewhere_meanwhile_are_asked_about(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        incident = await room.incident()
        other().incidents.write(incident.id, "lessons_learned", "", "theirs").result()
        await room.press("l")
        await room.paste("mine")
        await room.until(lambda: isinstance(room.app.screen, Question))
        await room.look()
        assert "Somebody else has changed the lessons learned" in room.text("#form .title")
        await room.press("b")
        assert (await room.incident()).lessons_learned == "theirs\n\nmine"
