"""Whether action items work: planned in any form, asked in the review, answered on any day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.records import ActionItem, ItemChange
from db.store import Store
from db.vocabulary import ActionKind, ActionStatus, CheckResult, Stage
from facilitator.screens.actions.actions_screen import ActionsScreen
from tests.ui.doubles import TODAY
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, OpenStore, Room


def nothing_to_check(store: Store) -> None:
    """Answer what the sample team has to check today."""
    for due in store.actions.to_check(TODAY).result():
        store.actions.check(due.item.id, CheckResult.HELD).result()


def done_and_due(store: Store) -> None:
    """Mark an item of each of two earlier incidents as done, to be checked today."""
    nothing_to_check(store)
    for number, how in ((44, "no page for a month"), (42, "")):
        item = store.incidents.get(number).result().action_items[0]
        store.actions.change_between_meetings(
            [item.id], ItemChange(status=ActionStatus.DONE)
        ).result()
        done = store.incidents.get(number).result().action_items[0]
        store.actions.edit(
            done,
            action=done.action,
            owner=done.owner,
            priority=done.priority,
            due=done.due,
            ticket=done.ticket,
            check_how=how,
            check_on=TODAY,
        ).result()


async def first_item(room: Room, number: int) -> ActionItem:
    return (await room.incident(number)).action_items[0]


async def test_an_item_says_how_the_team_will_know_in_one_key(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, size=(120, 40)) as room:
        await room.press("3", "w")
        assert "How will we know that" in room.text("#form .title")
        await room.fill_form("no page for a month", None)
        await room.press("right", "right", "enter")
        item = await first_item(room, SPIKE_NUMBER)
        assert (item.kind, item.check_how) == (ActionKind.DETECT, "no page for a month")
        assert item.check_on is not None
        assert item.check_on >= TODAY + timedelta(days=30)
        slot = " ".join(word for word in room.text("#slot-1").split() if word != "▌")
        assert "Detect · we will know: no page for a month" in slot
        await room.press("u", "u")
        assert (await first_item(room, SPIKE_NUMBER)).check_on is None


async def test_an_offered_day_is_not_kept_where_nobody_said_what_to_check(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await room.press("3", "w")
        await room.fill_form(None, None)
        await room.press("right", "enter")
        item = await first_item(room, SPIKE_NUMBER)
        assert (item.kind, item.check_how, item.check_on) == (ActionKind.PREVENT, "", None)


async def test_the_review_asks_whether_done_items_have_worked(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW, prepare=done_and_due, size=(120, 40)) as room:
        assert "Did it work? 2 done items to check  w" in room.text("#to-check")
        await room.press("w")
        await room.wait_for_question()
        first, second = 42, 44
        assert f"#{first}.1" in room.screen_text
        await room.press("h")
        await room.wait_for_question()
        assert "We will know: no page for a month" in room.screen_text
        await room.press("n")
        await room.fill_form("it paged again on Sunday")
        results = [
            [(check.result, check.note, check.meeting_id) for check in item.checks]
            for item in [await first_item(room, number) for number in (first, second)]
        ]
        meeting_id = room.meeting_screen.meeting.id
        assert results == [
            [(CheckResult.HELD, "", meeting_id)],
            [(CheckResult.DID_NOT_HOLD, "it paged again on Sunday", meeting_id)],
        ]
        assert "Did it work?" not in room.screen_text


async def test_asking_again_moves_the_question_to_another_day(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW, prepare=done_and_due) as room:
        await room.press("w")
        await room.wait_for_question()
        await room.press("a")
        await room.fill_form("nonsense")
        assert room.text("#form-error").startswith("again_on: ")
        await room.fill_form((TODAY + timedelta(days=14)).isoformat())
        item = await first_item(room, 42)
        assert item.check_on == TODAY + timedelta(days=14)
        # Escape leaves the other one for later.
        await room.wait_for_question()
        await room.press("escape")
        assert "Did it work? 1 done item to check" in " ".join(room.screen_text.split())
        assert (await first_item(room, 44)).checks == ()


async def test_without_anything_to_check_the_review_says_nothing_of_it(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW, prepare=nothing_to_check) as room:
        assert "Did it work?" not in room.screen_text
        await room.press("w")
        assert room.stage() is Stage.REVIEW


async def test_a_done_item_is_checked_on_any_day_from_the_actions_screen(
    open_room: OpenRoom,
) -> None:
    async with open_room(prepare=done_and_due, size=(120, 40)) as room:
        await room.press("a")
        screen = room.screen()
        assert isinstance(screen, ActionsScreen)
        await room.press("w")
        # The first item listed is open: the team says how it will know.
        assert "How will we know that" in room.text("#form .title")
        await room.press("escape", "f", "enter", "enter", "enter", "right", "enter")
        await room.select_row("#items", "#44.1")
        await room.press("w")
        await room.wait_for_question()
        await room.press("h")
        assert "Checked 24 Nov: held" in room.text("#item-history")
        checks = (await first_item(room, 44)).checks
        assert [(check.result, check.meeting_id) for check in checks] == [(CheckResult.HELD, None)]


async def test_another_window_that_checks_it_first_takes_the_question_away(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW, prepare=done_and_due) as room:
        store = open_other_store()
        for number in (42, 44):
            item = store.incidents.get(number).result().action_items[0]
            store.actions.check(item.id, CheckResult.HELD).result()
        await room.wait_until(lambda: "Did it work?" not in room.screen_text)


async def test_three_actions_that_change_no_system_get_a_hint_that_blocks_nothing(
    open_room: OpenRoom,
) -> None:
    def weak(store: Store) -> None:
        incident = store.incidents.get(SPIKE_NUMBER).result()
        for item in incident.action_items:
            store.actions.delete(item.id).result()
        for action in ("Train the on-call engineers", "Remind everyone", "Update the runbook"):
            store.actions.add(incident.id, action, "Ana").result()

    async with open_room(Stage.INCIDENT, prepare=weak, size=(120, 40)) as room:
        await room.press("3")
        assert "none changes a system" in room.text("#weak-actions")
        await room.press("e")
        await room.fill_form("Cap client retries")
        await room.press("ctrl+s")
        assert not room.screen().query_one("#weak-actions").display


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_watching_window_is_told_and_asks_nothing(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.REVIEW, prepare=done_and_due):
        pass
    async with open_room(watch=True, size=size) as room:
        assert "Did it work? 2 done items to check" in " ".join(room.text("#to-check").split())
        await room.press("w")
        assert room.stage() is Stage.REVIEW
