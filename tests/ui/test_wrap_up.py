"""What is left to do after the meeting: the rules, who commits, the next day, what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from db.store import Store
from db.words import ActionStatus, FactorKind, IncidentStatus, ParkedKind, Stage
from facilitator.screens.home import HomeScreen
from facilitator.screens.wrap_up import WrapUpScreen
from facilitator.widgets.question import Question
from facilitator.widgets.sheet import Sheet
from tests.ui.room import TODAY, OpenRoom, Room, alone

LESSONS = "#lessons"


def rules(room: Room) -> str:
    """The three rules on one line, however they are wrapped."""
    return " ".join(room.text("#rules").split())


def owners(room: Room) -> str:
    return " ".join(room.text("#owners").split())


def title(room: Room) -> str:
    return " ".join(room.text("#form .title").split())


async def test_the_rules_by_name_until_they_are_met(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        assert room.text("#heading").startswith("Wrap-up\n1 of 3 rules met")
        assert rules(room).startswith(
            "✓ 1 At most three action items 1 of 3"
            " ✗ 2 Each with an owner, a due date and a ticket in the next sprint"
            " 1: no ticket → 2 fills in what is missing"
            " ✗ 3 Every open action item reviewed 0 of 7 #43 Add canary deploys"
        )
        assert rules(room).endswith("and 4 more → 3 asks about each of them")
        assert "! no ticket" in room.text("#owners")
        await room.press("2")
        assert title(room) == "Action item 1"
        assert room.app.focused is not None
        assert room.app.focused.id == "ticket"
        await room.fill("OPS-9")
        (item,) = (await room.incident()).action_items
        assert item.ticket == "OPS-9"
        assert "✓ 2 " in rules(room)
        assert "unverified" in rules(room)
        await room.press("2")
        assert "Nothing is missing" in room.told
        await room.press("3", "d", "i", "n", "d", "d", "d")
        assert title(room) == "#42 Read time limits without a restart"
        await room.press("i")
        assert room.stage is Stage.WRAP_UP
        assert room.text("#heading") == "Wrap-up\n3 of 3 rules met"
        assert "✗" not in rules(room)
        await room.press("3")
        assert "Every open action item is reviewed" in room.told


async def test_an_item_is_written_where_there_is_none(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP, sample=False, prepare=alone) as room:
        assert "✗ 1 At most three action items 0 of 3 none written yet → 1 writes one" in rules(
            room
        )
        await room.press("1")
        await room.fill("Cap retries", "Sam", None, "+10", "")
        (item,) = (await room.incident()).action_items
        assert (item.action, item.owner) == ("Cap retries", "Sam")
        assert "✓ 1 " in rules(room)
        assert owners(room) == "1 Sam · Cap retries · due in 10 days (4 Dec) ! no ticket"
        assert room.text("#changed") == "1 action item new\n   Cap retries — Sam, due 4 Dec"


async def test_a_fourth_item_asks_which_one_gives_way_here_too(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP, sample=False, prepare=alone) as room:
        for action in ("One", "Two", "Three", "Four"):
            await room.press("1")
            await room.fill(action, None, None, None, None)
        assert "Which one does “Four” replace?" in title(room)
        await room.press("2")
        assert [each.action for each in (await room.incident()).action_items] == [
            "One",
            "Four",
            "Three",
        ]
        assert (await room.store.parked.open())[-1].kind is ParkedKind.ACTION


async def test_what_is_missing_is_asked_for_item_after_item(meeting: OpenRoom) -> None:
    def three(store: Store) -> None:
        alone(store)
        own = store.incidents.get(45).result().id
        store.actions.add(own, "No date", "Sam", ticket="OPS-1").result()
        store.actions.add(own, "Whole", "Sam", due=TODAY, ticket="OPS-2").result()
        store.actions.add(own, "No owner", due=TODAY, ticket="OPS-3").result()

    async with meeting(Stage.WRAP_UP, sample=False, prepare=three) as room:
        started = []
        for _ in range(3):
            await room.press("2")
            assert room.app.focused is not None
            started.append((title(room), room.app.focused.id))
            await room.press("escape")
        assert started == [
            ("Action item 1", "due"),
            ("Action item 3", "owner"),
            ("Action item 1", "due"),
        ]
        await room.press("2")
        await room.fill("Sam", None, None, None)
        assert title(room) == "Action item 1"
        await room.press("ctrl+s")
        assert room.stage is Stage.WRAP_UP
        assert "1: no due date" in rules(room)


async def test_every_outcome_of_the_review_can_be_given_here(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        first = room.meeting_screen.carried[0].item
        await room.press("3")
        assert title(room) == "#43 Add canary deploys"
        assert "7 left to review" in room.picture
        await room.press("escape", "3")
        assert title(room) == "#41 Delete thumbnails of products that are gone"
        await room.press("b")
        await room.fill("the other team")
        assert "6 left to review" in room.picture
        await room.press("r")
        await room.fill("Ottilie")
        await room.press("t")
        await room.fill((TODAY + timedelta(days=9)).isoformat())
        await room.press("x")
        await room.fill("")
        assert "reason" in room.text("#form-error")
        await room.fill("nobody needs it")
        assert isinstance(room.app.screen, Question)
        await room.press("escape")
        assert room.stage is Stage.WRAP_UP
        said = {each.item.action: each.item for each in room.meeting_screen.carried}
        reviewed = [each for each in room.meeting_screen.carried if each.reviewed_now]
        assert len(reviewed) == 4
        assert not any(each.item.id == first.id for each in reviewed)
        assert said["Delete thumbnails of products that are gone"].note == "the other team"
        assert "Ottilie" in {each.item.owner for each in reviewed}
        assert ActionStatus.DROPPED in {each.item.status for each in reviewed}
        await room.press("3", "escape", "3")
        assert title(room) == "#43 Add canary deploys"


async def test_owners_are_read_back_one_after_another(meeting: OpenRoom) -> None:
    def three(store: Store) -> None:
        alone(store)
        own = store.incidents.get(45).result().id
        friday = TODAY + timedelta(days=10)
        store.actions.add(own, "Rehearse").result()
        store.actions.add(own, "Cap retries", "Priya", due=friday, ticket="OPS-17").result()
        store.actions.add(own, "Alert", "Mei", due=friday).result()

    async with meeting(Stage.WRAP_UP, sample=False, prepare=three, people=["Sam"]) as room:
        await room.press("o")
        assert title(room) == "Mei: “Alert” by Fri 4 Dec, no ticket yet"
        assert "1 of 3 · Does Mei commit?" in room.picture
        await room.press("y")
        assert title(room) == "Priya: “Cap retries” by Fri 4 Dec, OPS-17"
        await room.press("t")
        await room.fill("2026-12-11")
        assert title(room) == "Priya: “Cap retries” by Fri 11 Dec, OPS-17"
        await room.press("y")
        assert title(room) == "Nobody yet: “Rehearse” no due date yet, no ticket yet"
        assert "Who commits to it?" in room.picture
        assert "yes," not in room.picture
        await room.press("r")
        await room.fill("Sam")
        assert title(room).startswith("Sam: “Rehearse”")
        await room.press("n")
        assert room.stage is Stage.WRAP_UP
        assert "2 of 3 action items have a yes" in room.told
        assert owners(room).count("✓ said yes") == 2
        rehearse, cap, _ = (await room.incident()).action_items
        assert rehearse.owner == "Sam"
        assert cap.due is not None
        assert cap.reviews == ()
        # A promise is one of a person for a day: with another day it has to be asked for again.
        await room.press("u", "u")
        assert owners(room).count("✓ said yes") == 1


async def test_the_day_of_the_next_meeting(meeting: OpenRoom, other: Callable[[], Store]) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        assert room.text("#next-meeting") == "not agreed on yet: n"
        await room.press("n")
        assert room.text("#day") == "2026-12-08"
        await room.press("enter")
        assert (await room.meeting()).next_on == TODAY + timedelta(days=14)
        assert room.text("#next-meeting") == "Tue 8 Dec · in 14 days"
        assert "Next meeting on 8 Dec" in room.text("#changed")
        await room.press("n")
        for wrong, why in (("someday", "expected a day"), ("2026-11-20", "is past")):
            await room.fill(wrong)
            assert why in room.text("#form-error")
        planned = TODAY + timedelta(days=7)
        here = room.meeting_screen.meeting
        other().meetings.plan_next(here.id, here.next_on, planned).result()
        await room.fill("2026-12-09")
        assert "somebody else has agreed on Tue 1 Dec meanwhile" in room.text("#form-error")
        assert room.text("#day") == "2026-12-09"
        await room.press("escape")
        assert (await room.meeting()).next_on == planned


async def test_what_the_meeting_changed_in_words(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.press("d")
        await room.press("]", "2")
        incident = await room.incident()
        theirs = other()
        for number in range(5):
            theirs.findings.add_factor(
                incident.id, FactorKind.MADE_POSSIBLE, f"Factor {number}"
            ).result()
        theirs.notes.write(incident.id, "", "", "a private thought").result()
        await room.press("]", "]")
        assert room.text("#changed-title") == "What this meeting changed · 2"
        changed = room.text("#changed")
        assert changed.startswith("#43 Add canary deploys: in progress → done\n5 factors new\n")
        assert "Factor 2" in changed
        assert "Factor 3" not in changed
        assert "and 2 more: c" in changed
        await room.press("c")
        assert isinstance(room.app.screen, Sheet)
        assert "made it possible: Factor 4" in room.text("#sheet")
        assert "private thought" not in room.text("#sheet")
        await room.press("escape")
        assert room.stage is Stage.WRAP_UP


async def test_wording_is_advised_while_the_lessons_are_typed(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP, people=["Priya"]) as room:
        assert room.text("#advice") == ""
        await room.press("l")
        await room.type("We should have known.")
        assert room.text("#advice").startswith("Wording: “should have” → ")


async def test_lessons_written_elsewhere_meanwhile_are_asked_about(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        incident, elsewhere = await room.incident(), other()
        await room.press("l")
        room.paste_unseen("mine")
        elsewhere.incidents.write(incident.id, "lessons_learned", "", "theirs").result()
        await room.until(lambda: isinstance(room.app.screen, Question))
        await room.until(lambda: room.question.listening)
        await room.look()
        assert "Somebody else has changed the lessons learned" in title(room)
        await room.press("b")
        assert (await room.incident()).lessons_learned == "theirs\n\nmine"


@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=str)
async def test_everything_can_be_reached_by_keys(meeting: OpenRoom, size: tuple[int, int]) -> None:
    async with meeting(Stage.WRAP_UP, size=size) as room:
        await room.press("end")
        await room.until(lambda: "Nothing yet" in room.picture)
        await room.press("tab", "end")
        await room.until(lambda: "Meeting   50:00" in room.picture)
        await room.press("l")
        await room.type("x")
        assert room.app.focused is not None
        assert room.app.focused.id == "lessons"
        assert room.app.focused.region.overlaps(room.app.screen.region)
        assert isinstance(room.app.screen, WrapUpScreen)


async def test_long_texts_leave_the_answers_in_sight(meeting: OpenRoom) -> None:
    def long(store: Store) -> None:
        alone(store)
        before = store.incidents.create("gateway", "slow", TODAY - timedelta(days=9), 44).result()
        for of in (before.id, store.incidents.get(45).result().id):
            store.actions.add(of, "An action " * 190, "O" * 200, ticket="T" * 200).result()

    async with meeting(Stage.WRAP_UP, sample=False, prepare=long, size=(80, 24)) as room:
        await room.press("o")
        for words in ("yes, OOO", "not now: the next one", "esc Leave it"):
            assert words in room.picture
        await room.press("escape", "3")
        for words in ("done", "drop…", "esc Leave it"):
            assert words in room.picture


async def test_finishing_asks_nothing_and_the_incident_counts_as_reviewed(
    meeting: OpenRoom,
) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        assert "✗" in rules(room)
        await room.press("l")
        await room.paste("Learned in the last second")
        await room.press("escape", "f")
        assert isinstance(room.app.screen, HomeScreen)
        incident = await room.incident()
        assert incident.lessons_learned == "Learned in the last second"
        assert incident.status is IncidentStatus.REVIEWED
        assert await room.store.meetings.running() is None
        (path,) = room.app.summaries.iterdir()
        assert "Learned in the last second" in path.read_text(encoding="utf-8")
