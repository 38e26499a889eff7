"""The wrap-up: the rules, who commits to what, the next meeting, and what changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.store import Store
from db.vocabulary import ActionStatus, FactorKind, IncidentStatus, ParkedKind, Stage
from facilitator.config.settings import Settings
from facilitator.domain.chat_summary import chat_summary
from facilitator.domain.summary import markdown_summary
from facilitator.screens.home import HomeScreen
from facilitator.screens.wrap_up import WrapUpScreen
from facilitator.widgets.pixel_font import pixel_lines
from facilitator.widgets.question import Question
from facilitator.widgets.text_dialog import TextDialog
from tests.ui.doubles import TODAY
from tests.ui.preparation import add_bare_incident, fill_slots
from tests.ui.room import OpenRoom, OpenStore, Room

LESSONS = "#lessons"


def rules(room: Room) -> str:
    """Return the three rules on one line, without the line breaks of the wrapping."""
    return " ".join(room.text("#rules").split())


def owners(room: Room) -> str:
    return " ".join(room.text("#owners").split())


def repeat_rate(room: Room) -> str:
    return " ".join(room.text("#repeat-rate").split())


def title(room: Room) -> str:
    return " ".join(room.text("#form .title").split())


async def test_rules_are_shown_with_what_is_missing_until_they_are_met(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        assert room.text("#heading").startswith("Wrap-up\n1 of 3 rules met")
        assert rules(room).startswith(
            "MET 1 At most three action items 1 of 3"
            " NOT MET 2 Each action item has an owner, a due date and a ticket in the next sprint"
            " 1: no ticket → press 2 to fill in what is missing"
            " NOT MET 3 Every open action item is reviewed 0 of 7 #43 Add canary deploys"
        )
        assert rules(room).endswith("and 4 more → press 3 to review them")
        assert "! no ticket" in room.text("#owners")
        await room.press("2")
        assert title(room) == "Action item 1"
        assert room.app.focused is not None
        assert room.app.focused.id == "ticket"
        await room.fill_form("OPS-9")
        (item,) = (await room.incident()).action_items
        assert item.ticket == "OPS-9"
        assert "NOT MET 2 " not in rules(room)
        assert "BY HAND" in rules(room)
        assert "was typed by hand and is not verified" in rules(room)
        await room.press("2")
        assert "Nothing is missing" in room.notices
        await room.press("3", "d", "i")
        assert "When is it due now?" in room.screen_text
        await room.press("escape", "n", "escape", "d", "d", "d")
        assert title(room) == "#42 Read time limits without a restart"
        await room.press("i")
        assert room.stage() is Stage.WRAP_UP
        assert room.text("#heading") == "Wrap-up\n2 of 3 rules met, 1 by hand"
        assert "NOT MET" not in rules(room)
        await room.press("3")
        assert "Every open action item is reviewed" in room.notices


async def test_rule_1_is_met_by_none_and_its_key_writes_one(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP, sample=False, prepare=add_bare_incident) as room:
        assert "MET 1 At most three action items 0 of 3" in rules(room)
        await room.press("1")
        await room.fill_form("Cap retries", "Sam", None, "+10", "")
        (item,) = (await room.incident()).action_items
        assert (item.action, item.owner) == ("Cap retries", "Sam")
        assert "NOT MET 1 " not in rules(room)
        for words in (
            *pixel_lines("SAM", large=True),
            "1  Cap retries",
            "DUE IN 10 DAYS (4 DEC)",
            "! no ticket",
        ):
            assert words in room.text("#owners")
        assert room.text("#changes") == "1 action item added\n   Cap retries — Sam, due 4 Dec"


async def test_a_fourth_action_item_asks_which_one_it_replaces(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP, sample=False, prepare=add_bare_incident) as room:
        for action in ("One", "Two", "Three", "Four"):
            await room.press("1")
            await room.fill_form(action, None, None, None, None)
        assert "Which one does “Four” replace?" in title(room)
        await room.press("2")
        assert [item.action for item in (await room.incident()).action_items] == [
            "One",
            "Four",
            "Three",
        ]
        assert (await room.store.parked.open())[-1].kind is ParkedKind.ACTION


async def test_an_item_that_gave_way_is_called_parked_and_nowhere_deleted(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.WRAP_UP, prepare=fill_slots) as room:
        await room.press("1")
        await room.fill_form("Fourth", None, None, None, None)
        await room.press("2")
        parked = f"Second (owner: Sam, due: {TODAY}, replaced by: Fourth)"
        changes = " ".join(room.text("#changes").split())
        assert f"1 parked {parked}" in changes
        screen = room.screen()
        assert isinstance(screen, WrapUpScreen)
        result = screen.meeting_result()
        for written in (markdown_summary(result), chat_summary(result), changes):
            assert parked in written
            assert "deleted" not in written
        await room.press("u", "u")
        assert "parked" not in room.text("#changes")


async def test_rule_2_asks_for_the_missing_fields_of_one_item_after_another(
    open_room: OpenRoom,
) -> None:
    def add_three_items(store: Store) -> None:
        add_bare_incident(store)
        incident_id = store.incidents.get(45).result().id
        store.actions.add(incident_id, "No date", "Sam", ticket="OPS-1").result()
        store.actions.add(incident_id, "Whole", "Sam", due=TODAY, ticket="OPS-2").result()
        store.actions.add(incident_id, "No owner", due=TODAY, ticket="OPS-3").result()

    async with open_room(Stage.WRAP_UP, sample=False, prepare=add_three_items) as room:
        opened_forms = []
        for _ in range(3):
            await room.press("2")
            assert room.app.focused is not None
            opened_forms.append((title(room), room.app.focused.id))
            await room.press("escape")
        assert opened_forms == [
            ("Action item 1", "due"),
            ("Action item 3", "owner"),
            ("Action item 1", "due"),
        ]
        await room.press("2")
        await room.fill_form("Sam", None, None, None)
        assert title(room) == "Action item 1"
        await room.press("ctrl+s")
        assert room.stage() is Stage.WRAP_UP
        assert "1: no due date" in rules(room)


async def test_rule_3_offers_every_outcome_of_the_review(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        first = room.meeting_screen.carried[0].item
        await room.press("3")
        assert title(room) == "#43 Add canary deploys"
        assert "7 left to review" in room.screen_text
        await room.press("escape", "3")
        assert title(room) == "#41 Delete thumbnails of products that are gone"
        await room.press("b")
        await room.fill_form("the other team")
        assert "6 left to review" in room.screen_text
        await room.press("r")
        await room.fill_form("Ottilie")
        await room.press("t")
        await room.fill_form((TODAY + timedelta(days=9)).isoformat())
        await room.press("x")
        await room.fill_form("")
        assert "reason" in room.text("#form-error")
        await room.fill_form("nobody needs it")
        assert isinstance(room.screen(), Question)
        await room.press("escape")
        assert room.stage() is Stage.WRAP_UP
        items = {entry.item.action: entry.item for entry in room.meeting_screen.carried}
        reviewed = [entry for entry in room.meeting_screen.carried if entry.reviewed_now]
        assert len(reviewed) == 4
        assert not any(entry.item.id == first.id for entry in reviewed)
        assert items["Delete thumbnails of products that are gone"].note == (
            "blocked on the other team"
        )
        assert "Ottilie" in {entry.item.owner for entry in reviewed}
        assert ActionStatus.DROPPED in {entry.item.status for entry in reviewed}
        await room.press("3", "escape", "3")
        assert title(room) == "#43 Add canary deploys"


async def test_rule_3_uses_the_keys_that_the_keymap_sets_for_the_review(
    open_room: OpenRoom,
) -> None:
    keymap = {"review.done": "w", "review.drop": "ctrl+b"}
    async with open_room(Stage.WRAP_UP, settings=Settings(keymap=keymap)) as room:
        await room.press("3")
        item = room.meeting_screen.carried[0].item
        assert "w  done" in room.screen_text
        # A question takes characters only, so a key such as ctrl+b leaves the default one.
        assert "x  drop…" in room.screen_text
        await room.press("d")
        assert isinstance(room.screen(), Question)
        await room.press("w")
        after = {entry.item.id: entry.item for entry in room.meeting_screen.carried}
        assert after[item.id].status is ActionStatus.DONE


async def test_the_repeat_rate_is_shown_as_the_meeting_found_it_and_as_it_leaves_it(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r", "ctrl+a")
        await room.paste("Every client sent retries without a pause: a retry storm")
        await room.press("escape", "c", "]", "]")
        assert room.stage() is Stage.WRAP_UP
        await room.wait_until(lambda: "14% → 25% · 2 of 8 incidents" in repeat_rate(room))
        await room.press("u", "u")
        await room.wait_until(lambda: "as before this meeting" in repeat_rate(room))


async def test_a_long_name_and_one_the_letters_lack_are_shown_in_full(open_room: OpenRoom) -> None:
    def add_items(store: Store) -> None:
        add_bare_incident(store)
        incident_id = store.incidents.get(45).result().id
        for name in ("Maximiliana von Hohenzollern", "陳大文", "Mei"):
            store.actions.add(incident_id, "Cap retries", name).result()

    async with open_room(Stage.WRAP_UP, sample=False, prepare=add_items) as room:
        for words in ("Maximiliana von", "Hohenzollern", "陳大文", *pixel_lines("MEI")):
            assert words in room.screen_text


async def test_minutes_over_the_plan_are_told_from_those_within(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        for _ in range(15):
            room.clock.advance(60)
            await room.tick()
        await room.press("]", "]", "]")
        review = room.text("#minutes").splitlines()[0]
        assert "15:00 of 10:00 5:00 over" in review
        assert "25:00" not in review
        assert "━" in review


async def test_owners_are_asked_one_after_another_whether_they_commit(open_room: OpenRoom) -> None:
    def add_three_items(store: Store) -> None:
        add_bare_incident(store)
        incident_id = store.incidents.get(45).result().id
        friday = TODAY + timedelta(days=10)
        store.actions.add(incident_id, "Rehearse").result()
        store.actions.add(incident_id, "Cap retries", "Priya", due=friday, ticket="OPS-17").result()
        store.actions.add(incident_id, "Alert", "Mei", due=friday).result()

    async with open_room(
        Stage.WRAP_UP, sample=False, prepare=add_three_items, people=["Sam"]
    ) as room:
        await room.press("o")
        assert title(room) == "Mei: “Alert”, by Fri 4 Dec, no ticket yet"
        assert "1 of 3 · Does Mei commit?" in room.screen_text
        await room.press("y")
        assert title(room) == "Priya: “Cap retries”, by Fri 4 Dec, OPS-17"
        await room.press("t")
        await room.fill_form("2026-12-11")
        assert title(room) == "Priya: “Cap retries”, by Fri 11 Dec, OPS-17"
        await room.press("y")
        assert title(room) == "Nobody yet: “Rehearse”, no due date yet, no ticket yet"
        assert "Who commits to it?" in room.screen_text
        assert "yes," not in room.screen_text
        await room.press("r")
        await room.fill_form("Sam")
        assert title(room).startswith("Sam: “Rehearse”")
        await room.press("n")
        assert room.stage() is Stage.WRAP_UP
        assert "2 of 3 action items: the owner said yes" in room.notices
        assert owners(room).count("✓ said yes") == 2
        rehearse, cap, _ = (await room.incident()).action_items
        assert rehearse.owner == "Sam"
        assert cap.due is not None
        assert cap.reviews == ()
        # Who commits does so for one due date: with another date, the yes no longer counts.
        await room.press("u", "u", "u", "u")
        assert owners(room).count("✓ said yes") == 1


async def test_the_day_of_the_next_meeting_is_planned_and_checked(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        assert room.text("#next-meeting") == "No day yet: press n to set one."
        await room.press("n")
        assert room.text("#next_on") == "2026-12-08"
        await room.press("enter")
        assert (await room.meeting()).next_on == TODAY + timedelta(days=14)
        assert room.text("#next-meeting").endswith("\nTue 8 Dec · in 14 days")
        assert pixel_lines("8 DEC")[0] in room.text("#next-meeting")
        assert "Next meeting on 8 Dec" in room.text("#changes")
        await room.press("n")
        for text, error in (("someday", "expected a day"), ("2026-11-20", "is in the past")):
            await room.fill_form(text)
            assert error in room.text("#form-error")
        planned = TODAY + timedelta(days=7)
        meeting = room.meeting_screen.meeting
        open_other_store().meetings.plan_next(meeting.id, meeting.next_on, planned).result()
        await room.fill_form("2026-12-09")
        assert "changed “Day” in the meantime: it is “2026-12-01” now" in room.text("#form-error")
        assert room.text("#next_on") == "2026-12-09"
        await room.press("escape")
        assert (await room.meeting()).next_on == planned


async def test_changes_of_the_meeting_are_listed_in_words(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("d")
        await room.press("]", "2")
        incident = await room.incident()
        other_store = open_other_store()
        for number in range(5):
            other_store.findings.add_factor(
                incident.id, FactorKind.MADE_POSSIBLE, f"Factor {number}"
            ).result()
        other_store.notes.write(incident.id, "", "", "a private thought").result()
        await room.press("]", "]")
        assert room.text("#changes-title") == "What this meeting changed · 2"
        changed = room.text("#changes")
        assert changed.startswith("#43 Add canary deploys: in progress → done\n5 factors added\n")
        assert "Factor 2" in changed
        assert "Factor 3" not in changed
        assert "and 2 more (c lists them)" in changed
        await room.press("c")
        assert isinstance(room.screen(), TextDialog)
        assert "made it possible: Factor 4" in room.text("#sheet")
        assert "private thought" not in room.text("#sheet")
        await room.press("escape")
        assert room.stage() is Stage.WRAP_UP


async def test_advice_on_wording_follows_the_typing_of_the_lessons(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP, people=["Priya"]) as room:
        assert room.text("#advice") == ""
        await room.press("l")
        await room.type("We should have known.")
        assert room.text("#advice").startswith("Wording: “should have” → ")


async def test_a_conflict_in_the_lessons_is_asked_about(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        incident, other_store = await room.incident(), open_other_store()
        await room.press("l")
        room.post_paste("mine")
        other_store.incidents.write(incident.id, "lessons_learned", "", "theirs").result()
        await room.wait_until(lambda: isinstance(room.screen(), Question))
        await room.wait_for_question()
        await room.tick()
        assert "Somebody else has changed the lessons learned" in title(room)
        await room.press("b")
        assert (await room.incident()).lessons_learned == "theirs\n\nmine"


@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=str)
async def test_all_of_the_wrap_up_can_be_reached_by_keys(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.WRAP_UP, size=size) as room:
        await room.press("end")
        await room.wait_until(lambda: "Nothing yet" in room.screen_text)
        await room.press("home")
        await room.wait_until(lambda: "Who commits to what" in room.screen_text)
        await room.press("l")
        await room.type("x")
        assert room.app.focused is not None
        assert room.app.focused.id == "lessons"
        assert room.app.focused.region.overlaps(room.screen().region)
        assert isinstance(room.screen(), WrapUpScreen)


async def test_long_texts_leave_the_answers_visible(open_room: OpenRoom) -> None:
    def add_long_texts(store: Store) -> None:
        add_bare_incident(store)
        before = store.incidents.create("gateway", "slow", TODAY - timedelta(days=9), 44).result()
        for incident_id in (before.id, store.incidents.get(45).result().id):
            store.actions.add(incident_id, "An action " * 190, "O" * 200, ticket="T" * 200).result()

    async with open_room(
        Stage.WRAP_UP, sample=False, prepare=add_long_texts, size=(80, 24)
    ) as room:
        await room.press("o")
        for words in ("yes, OOO", "not now, go to the next one", "esc Close"):
            assert words in room.screen_text
        await room.press("escape", "3")
        for words in ("done", "drop…", "esc Close"):
            assert words in room.screen_text


async def test_finishing_saves_the_lessons_and_marks_the_incident_as_reviewed(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        assert "NOT MET" in rules(room)
        await room.press("l")
        await room.paste("Learned in the last second")
        await room.press("escape", "f")
        assert "Not every rule is met" in room.screen_text
        assert "#43 Add canary deploys" in room.screen_text
        await room.press("g")
        assert isinstance(room.screen(), WrapUpScreen)
        await room.press("f", "f")
        assert isinstance(room.screen(), HomeScreen)
        incident = await room.incident()
        assert incident.lessons_learned == "Learned in the last second"
        assert incident.status is IncidentStatus.REVIEWED
        assert await room.store.meetings.running() == []
        (path,) = room.app.summaries.glob("*.md")
        assert "Learned in the last second" in path.read_text(encoding="utf-8")


async def test_what_is_missing_is_said_with_the_keys_of_the_keymap(open_room: OpenRoom) -> None:
    keymap = {"wrap-up.rule-2": "w", "wrap-up.next-meeting": "v", "wrap-up.rule-1": "ctrl+b"}
    async with open_room(Stage.WRAP_UP, settings=Settings(keymap=keymap)) as room:
        assert "press w to fill in what is missing" in room.text("#rules")
        assert "press v to set one" in room.text("#next-meeting")
