"""The opening of the meeting: its agenda, and who is here."""

from __future__ import annotations

import pytest

from db.store import Store
from db.vocabulary import Stage
from tests.ui.doubles import TODAY
from tests.ui.preparation import add_bare_incident
from tests.ui.room import OpenRoom

PEOPLE = "#people"
NOBODY = "Press a to add somebody"
NOBODY_YET = f"{NOBODY}, or l for everybody from the last meeting"


async def test_opening_shows_the_incident_the_agenda_and_the_warnings(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING) as room:
        assert "#45 checkout 5xx spike on 2026-11-23 · SEV1" in room.text("#heading")
        assert "Blameless\n  Nobody is punished" in room.text("#blameless")
        assert "Not actionless\n  We still decide" in room.text("#blameless")
        assert "Review 10 min" in room.text("#agenda")
        assert "7 items to review" in room.text("#agenda")
        assert "! Nobody facilitates yet\n! Nobody takes notes yet" in room.text("#warnings")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_the_blocks_of_the_agenda_are_as_wide_as_their_minutes(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.OPENING, size=size) as room:
        bars, titles, *_ = room.text("#agenda").splitlines()
        review, incident, patterns = (len(bar) for bar in bars.split())
        assert abs(incident - 3 * review) <= 3
        assert abs(patterns - review) <= 1
        assert titles.index("Incident 30 min") == review + 1
        assert titles.index("Patterns 10 min") == review + 1 + incident + 1


async def test_people_are_added_and_given_roles(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING) as room:
        await room.press("a")
        await room.fill_form(" , ")
        assert "write a name" in room.text("#form-error")
        await room.fill_form("Priya, Sam ,, Ottilie")
        assert room.rows(PEOPLE) == ["Priya", "Sam", "Ottilie"]
        _, warned = " ".join(room.text("#warnings").split()).split("! Owners of action items ")
        assert warned.startswith("not here: ")
        assert "Priya" not in warned
        assert "Jonas" in warned
        await room.press("f", "j", "n", "i")
        assert room.rows(PEOPLE) == [
            "Priya  facilitates",
            "Sam  takes notes, was involved",
            "Ottilie",
        ]
        assert "Nobody" not in room.text("#warnings")
        await room.press("k", "i")
        assert "! Priya facilitates and was involved in the incident" in room.text("#warnings")
        priya, sam, _ = (await room.meeting()).attendees
        assert (priya.facilitates, priya.was_in_incident, priya.takes_notes) == (True, True, False)
        assert (sam.facilitates, sam.was_in_incident, sam.takes_notes) == (False, True, True)
        await room.press("j", "j", "x")
        assert [person.name for person in (await room.meeting()).attendees] == ["Priya", "Sam"]
        await room.press("u", "u")
        assert room.rows(PEOPLE)[-1] == "Ottilie"
        await room.press("enter")
        assert room.stage() is Stage.REVIEW


async def test_a_person_who_is_listed_already_is_refused_and_the_text_stays(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.OPENING, people=["Priya"]) as room:
        await room.press("a")
        await room.fill_form("Priya")
        assert "that person is on the list already" in room.text("#form-error")
        assert room.text("#names") == "Priya"
        await room.press("escape")
        assert room.rows(PEOPLE) == ["Priya"]
        await room.press("x", "x", "f", "n", "i")
        assert room.rows(PEOPLE) == [NOBODY]


async def test_the_people_of_the_last_meeting_are_added_with_their_roles(
    open_room: OpenRoom,
) -> None:
    def hold_one_before(store: Store) -> None:
        incident = store.incidents.create("search", "slow", TODAY, 99).result()
        meeting = store.meetings.begin(incident.id, (10, 30, 10)).result()
        for name in ("Priya", "Sam"):
            person = store.meetings.add_attendee(meeting.id, name).result()
            store.meetings.edit_attendee(
                person,
                name=name,
                facilitates=name == "Priya",
                takes_notes=False,
                was_in_incident=True,
            ).result()
        store.meetings.finish(meeting.id).result()

    async with open_room(prepare=hold_one_before) as room:
        await room.select_row("#incidents", "#45")
        await room.press("enter")
        assert room.rows(PEOPLE) == [NOBODY_YET]
        await room.press("l")
        assert room.rows(PEOPLE) == ["Priya  facilitates", "Sam"]
        await room.press("l")
        assert room.rows(PEOPLE) == ["Priya  facilitates", "Sam"]
        await room.press("u", "u")
        assert room.rows(PEOPLE) == [NOBODY_YET]


async def test_without_an_earlier_meeting_its_people_are_not_offered(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING, sample=False, prepare=add_bare_incident) as room:
        await room.press("l")
        assert room.rows(PEOPLE) == [NOBODY]
        assert "As last time" not in room.screen_text
