"""The review of open action items: one key, one outcome, and on to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from db.records import ActionItem
from db.store import Store
from db.words import ActionStatus, Priority, Stage
from facilitator.sample import team
from tests.ui.room import TODAY, OpenRoom, Room

ITEMS = "#items"


async def item(room: Room, action: str) -> ActionItem:
    incidents = await room.store.incidents.everything()
    return next(i for each in incidents for i in each.action_items if i.action == action)


async def first(room: Room) -> ActionItem:
    return await item(room, room.text("#card-action"))


@pytest.mark.parametrize(
    ("keys", "text", "status", "note"),
    [
        ("d", None, ActionStatus.DONE, ""),
        ("i", None, ActionStatus.IN_PROGRESS, ""),
        ("n", None, ActionStatus.OPEN, ""),
        ("b", "blocked on the vendor", ActionStatus.IN_PROGRESS, "blocked on the vendor"),
        ("x", "nobody needs it", ActionStatus.DROPPED, "nobody needs it"),
    ],
)
async def test_a_key_sets_the_outcome_and_moves_on(
    meeting: OpenRoom, keys: str, text: str | None, status: ActionStatus, note: str
) -> None:
    async with meeting(Stage.REVIEW) as room:
        rows, before = room.rows(ITEMS), await first(room)
        await room.press(keys)
        if text is not None:
            await room.fill(text)
        after = await item(room, before.action)
        assert (after.status, after.note) == (status, note)
        assert (after.closed_at is None) == after.is_open
        assert len(after.reviews) == len(before.reviews) + 1
        said = after.reviews[-1]
        assert (said.status, said.note) == (status, note)
        assert said.meeting_id == room.meeting_screen.meeting.id
        assert room.in_hand(ITEMS) == rows[1]
        assert len(room.rows(ITEMS)) == len(rows)
        assert room.text("#card-action") != before.action
        assert "to review 6" in room.text("#counts")
        assert "1 of 7 reviewed" in room.text("#heading")
        await room.take(ITEMS, before.action)
        assert note in room.text("#card-facts")


async def test_somebody_else_takes_it(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        before = await first(room)
        await room.press("r")
        await room.fill("Zoë")
        after = await item(room, before.action)
        assert after.owner == "Zoë"
        assert after.status is before.status
        assert after.reviews[-1].note == "reassigned to Zoë"
        assert room.text("#card-action") != before.action


async def test_another_due_date(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        before = await first(room)
        await room.press("t")
        assert room.text("#text") == str(before.due)
        # The day that stands there is typed over.
        await room.burst(*"soon", "enter")
        assert "expected a day such as" in room.text("#form-error")
        assert room.text("#text") == "soon"
        await room.fill("+10")
        after = await item(room, before.action)
        assert after.due == TODAY + timedelta(days=10)
        assert after.first_due == before.first_due
        assert after.reviews[-1].note == f"due {after.due}"


async def test_a_drop_without_a_reason_is_refused_and_the_dialog_stays(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        before = await first(room)
        await room.press("x")
        await room.fill("   ")
        assert "reason: write something" in room.text("#form-error")
        assert room.text("#text") == "   "
        assert await item(room, before.action) == before
        await room.press("escape")
        assert room.stage is Stage.REVIEW
        assert await item(room, before.action) == before


async def test_blocked_wants_to_know_on_what(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        before = await first(room)
        await room.press("b")
        assert room.text("#text") == "blocked on "
        await room.press("enter")
        assert "on what?" in room.text("#form-error")
        await room.paste("CI")
        await room.press("enter")
        assert (await item(room, before.action)).note == "blocked on CI"


async def test_undo_takes_the_outcome_back(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        before = await first(room)
        await room.press("d", "u")
        assert await item(room, before.action) == before
        # What comes next is meant for it.
        assert room.text("#card-action") == before.action
        assert "Undone: outcome of" in room.told
        assert "to review 7" in room.text("#counts")
        await room.press("u")
        assert "Nothing left to undo" in room.told


async def test_an_outcome_can_be_corrected(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        before = await first(room)
        await room.press("d")
        await room.take(ITEMS, before.action)
        await room.press("n")
        after = await item(room, before.action)
        assert (after.status, after.closed_at) == (ActionStatus.OPEN, None)
        assert len(after.reviews) == len(before.reviews) + 1


async def test_what_is_overdue_comes_first_and_says_so(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        assert [" ! " in row for row in room.rows(ITEMS)] == [True] * 3 + [False] * 4
        assert "days ago" in room.text("#card-facts")
        await room.take(ITEMS, "Add canary deploys")
        assert "! due 5 days ago (19 Nov)" in room.text("#card-facts")
        assert "IN PROGRESS (blocked on CI)" in room.text("#card-facts")
        assert "OPS-118" in room.text("#card-facts")
        assert "#43  " in room.text("#card-incident")


async def test_from_the_third_meeting_on_the_card_asks(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.take(ITEMS, "Add canary deploys")
        assert room.text("#card-carried") == (
            "Carried through 3 meetings: do it, re-scope it, or drop it"
        )
        assert room.text("#card-history").splitlines()[0].startswith("Last time (")
        assert "(blocked on CI)" in room.text("#card-history")
        await room.take(ITEMS, "Fix retry logic")
        assert room.text("#card-carried") == "Carried through 1 meeting"


async def test_the_pace_is_the_time_left_over_the_items_left(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        assert "0 of 7 reviewed · 1:25 each for 7 left" in room.text("#heading")
        await room.press("d")
        await room.pass_time(60)
        assert "1 of 7 reviewed · 1:30 each for 6 left" in room.text("#heading")
        await room.press("d", "d", "d", "d", "d", "d")
        assert "7 of 7 reviewed · all reviewed: ] goes on" in room.text("#heading")
        assert "done 7" in room.text("#counts")
        assert "to review 0" in room.text("#counts")
        assert room.rows(ITEMS)[0].startswith("✓")


async def test_an_empty_list_says_what_to_do(meeting: OpenRoom) -> None:
    def alone(store: Store) -> None:
        store.incidents.create("checkout", "5xx spike", date(2026, 11, 23)).result()

    async with meeting(Stage.REVIEW, sample=False, prepare=alone) as room:
        assert room.rows(ITEMS) == []
        assert "No open action items from before" in room.picture
        assert "Press ] to go on to the incident" in room.text("#card-action")
        await room.press("d", "i", "b", "n", "r", "t", "x")
        assert room.stage is Stage.REVIEW
        await room.press("]")
        assert room.stage is Stage.INCIDENT


async def test_what_another_window_deletes_is_told_and_the_list_goes_on(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting(Stage.REVIEW) as room:
        before = await first(room)
        other().actions.delete(before.id).result()
        await room.press("d")
        assert "gone" in room.told or "deleted" in room.told
        await room.press("u")
        assert room.stage is Stage.REVIEW


async def test_an_item_without_anything_reads_so(meeting: OpenRoom) -> None:
    def bare(store: Store) -> None:
        old = store.incidents.create("search", "slow", date(2026, 10, 1)).result()
        store.incidents.create("checkout", "5xx spike", date(2026, 11, 23)).result()
        store.actions.add(old.id, "Look into it", priority=Priority.P3).result()

    async with meeting(Stage.REVIEW, sample=False, prepare=bare) as room:
        assert room.text("#card-action") == "Look into it"
        assert room.text("#card-facts").splitlines()[0] == (
            "no owner · P3 · no due date · no ticket"
        )
        assert "NOT STARTED" in room.text("#card-facts")
        assert room.text("#card-carried") == "Not reviewed before"


def many(store: Store) -> None:
    """A hundred incidents with an item each, which a meeting has looked at."""
    told = team(TODAY)[0]
    item = replace(told.action_items[0], status=ActionStatus.OPEN, closed_at=None, slot=1)
    said = [replace(each, status=ActionStatus.OPEN) for each in item.reviews[:1]]
    incidents = [
        replace(
            told,
            id=uuid4(),
            number=number,
            date=TODAY - timedelta(days=200 - number),
            timeline=(),
            factors=(),
            findings=(),
            parked=(),
            action_items=(
                replace(
                    item,
                    id=uuid4(),
                    action=f"Do {number}",
                    due=TODAY + timedelta(days=number),
                    reviews=tuple(replace(each, id=uuid4(), note=f"{number}") for each in said),
                ),
            ),
        )
        for number in range(1, 101)
    ]
    store.documents.load(incidents).result()
    store.incidents.create("checkout", "5xx spike", TODAY).result()


async def test_a_long_list_has_every_item_with_what_was_said_of_it(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW, sample=False, prepare=many) as room:
        assert "0 of 100 reviewed" in room.text("#heading")
        assert room.text("#card-action") == "Do 1"
        await room.press("G")
        assert room.text("#card-action") == "Do 100"
        assert "(100)" in room.text("#card-history")
        await room.press("d")
        assert "1 of 100 reviewed" in room.text("#heading")
        # The last is done: the first is next again.
        assert room.text("#card-action") == "Do 1"
        assert "(1)" in room.text("#card-history")
        await room.press("u")
        assert room.text("#card-action") == "Do 100"
        assert "0 of 100 reviewed" in room.text("#heading")
