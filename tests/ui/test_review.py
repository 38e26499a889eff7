"""The review of open action items: one key sets an outcome and selects the next item."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from rich.cells import cell_len

from db.records import ActionItem, ItemChange
from db.store import Store
from db.vocabulary import ActionStatus, Priority, Stage
from facilitator.config.settings import Settings
from facilitator.domain.labels import STATUS_LABELS
from facilitator.sample import team
from tests.ui.doubles import TODAY
from tests.ui.review import ITEMS, action_on_card, card, split
from tests.ui.room import OpenRoom, OpenStore, Room


async def find_item(room: Room, action: str) -> ActionItem:
    incidents = await room.store.incidents.everything()
    return next(
        item for incident in incidents for item in incident.action_items if item.action == action
    )


async def first_item(room: Room) -> ActionItem:
    return await find_item(room, action_on_card(room))


@pytest.mark.parametrize(
    ("keys", "text", "status", "note"),
    [
        ("d", None, ActionStatus.DONE, ""),
        ("i", None, ActionStatus.IN_PROGRESS, "blocked on CI"),
        ("n", None, ActionStatus.OPEN, "blocked on CI"),
        ("b", "blocked on the vendor", ActionStatus.IN_PROGRESS, "blocked on the vendor"),
        ("x", "nobody needs it", ActionStatus.DROPPED, "nobody needs it"),
    ],
)
async def test_a_key_sets_the_outcome_and_selects_the_next_item(
    open_room: OpenRoom, keys: str, text: str | None, status: ActionStatus, note: str
) -> None:
    async with open_room(Stage.REVIEW) as room:
        rows, before = room.rows(ITEMS), await first_item(room)
        await room.press(keys)
        if text is not None:
            await room.fill_form(text)
        elif status is not ActionStatus.DONE:
            # The item stays open past its due date, so a new one is offered.
            assert "When is it due now?" in room.screen_text
            await room.press("escape")
        after = await find_item(room, before.action)
        assert (after.status, after.note) == (status, note)
        assert (after.closed_at is None) == after.is_open
        assert len(after.reviews) == len(before.reviews) + 1
        review = after.reviews[-1]
        assert (review.status, review.note) == (status, note)
        assert review.meeting_id == room.meeting_screen.meeting.id
        assert room.selected_row(ITEMS) == rows[1]
        assert room.rows(ITEMS)[:-1] == rows[1:]
        assert room.rows(ITEMS)[-1].startswith(STATUS_LABELS[status].glyph)
        assert action_on_card(room) != before.action
        assert "6 left" in room.screen_text
        assert "2 of 7  ■□□□□□□" in room.text("#heading")
        await room.select_row(ITEMS, before.action)
        assert "?" not in card(room)[6]
        assert room.text("#card").count(STATUS_LABELS[status].glyph) >= 1
        assert note in room.text("#card")


async def test_an_item_is_reassigned(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("r")
        await room.fill_form("Zoë")
        after = await find_item(room, before.action)
        assert after.owner == "Zoë"
        assert after.status is before.status
        assert after.reviews[-1].note == "reassigned to Zoë"
        assert action_on_card(room) != before.action


async def test_an_item_gets_another_due_date(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("t")
        assert room.text("#text") == str(before.due)
        # The text is selected, so that typing replaces it.
        await room.press_together(*"soon", "enter")
        assert "expected a day such as" in room.text("#form-error")
        assert room.text("#text") == "soon"
        await room.fill_form("+10")
        after = await find_item(room, before.action)
        assert after.due == TODAY + timedelta(days=10)
        assert after.first_due == before.first_due
        assert after.reviews[-1].note == f"due {after.due}"


async def test_an_empty_due_date_is_refused_and_the_old_one_stays(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("t")
        await room.fill_form("")
        assert "write a day" in room.text("#form-error")
        await room.press("escape")
        after = await find_item(room, before.action)
        assert after.due == before.due
        assert after.reviews == before.reviews


async def test_a_drop_without_a_reason_is_refused_and_the_dialog_stays(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("x")
        await room.fill_form("   ")
        assert "reason: write something" in room.text("#form-error")
        assert room.text("#text") == "   "
        assert await find_item(room, before.action) == before
        await room.press("escape")
        assert room.stage() is Stage.REVIEW
        assert await find_item(room, before.action) == before


async def test_a_blocked_item_needs_what_it_is_blocked_on(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("b")
        # The form offers what stands there already.
        assert room.text("#text") == "CI"
        await room.press("end", "ctrl+u", "enter")
        assert "say what it waits for" in room.text("#form-error")
        await room.fill_form("CI")
        assert (await find_item(room, before.action)).note == "blocked on CI"


async def test_what_is_typed_takes_the_place_of_what_the_item_was_blocked_on(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("b")
        await room.type("the vendor")
        await room.press("enter")
        after = await find_item(room, before.action)
        assert after.note == "blocked on the vendor"
        # What it was blocked on before stays in its history.
        assert [review.note for review in after.reviews][-2:] == [
            "blocked on CI",
            "blocked on the vendor",
        ]
        await room.select_row(ITEMS, before.action)
        await room.press("x")
        await room.type("nobody needs it")
        await room.press("enter")
        assert (await find_item(room, before.action)).note == "nobody needs it"


async def test_undo_takes_back_the_outcome_and_selects_the_item(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("d", "u", "u")
        assert await find_item(room, before.action) == before
        # The item is selected again, so that the next key is for it.
        assert action_on_card(room) == before.action
        assert "Undone: outcome of" in room.notices
        assert "7 left" in room.screen_text
        assert "Said today" not in room.screen_text
        await room.press("u")
        assert "Nothing left to undo" in room.notices


async def test_an_outcome_can_be_corrected(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("d")
        await room.select_row(ITEMS, before.action)
        await room.press("n")
        after = await find_item(room, before.action)
        assert (after.status, after.closed_at) == (ActionStatus.OPEN, None)
        assert len(after.reviews) == len(before.reviews) + 1


async def test_overdue_items_come_first_and_say_for_how_long(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        ends = [row.rstrip().rpartition(" ")[2] for row in room.rows(ITEMS)]
        assert ends[:3] == ["5d", "3d", "1d"]
        assert not any(end.endswith("d") and end[0].isdigit() for end in ends[3:])
        # The number of days stands at the right edge of the list.
        assert len({cell_len(row) for row in room.rows(ITEMS)}) == 1
        origin, action, chips, *_ = card(room)
        assert origin.split("  ")[0] == "#43 payments latency after release"
        assert action == "Add canary deploys"
        assert split(chips) == ["5 DAYS OVERDUE", "P1", "BLOCKED ON CI"]
        facts = [split(line) for line in card(room)[3:5]]
        assert facts == [
            ["Owner", "Priya", "Ticket", "OPS-118 ↗ unverified"],
            ["Due", "19 Nov", "Promised 10 Oct for 24 Oct"],
        ]


async def test_an_item_carried_through_three_meetings_asks_for_a_decision(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        assert "Carried through 3 meetings   do it, re-scope it, or drop it" in card(room)
        days, rail, words = card(room)[5:8]
        assert split(days) == ["13 Oct", "27 Oct", "10 Nov", "today"]
        assert [sign for sign in rail if sign != "━"] == ["○", "◐", "◐", "?"]
        assert split(words) == ["not started", "blocked on CI", "blocked on CI"]
        # A day stands over its stop, and the words below it.
        assert days.index("27 Oct") == rail.index("◐") == words.index("blocked on CI")
        await room.select_row(ITEMS, "Fix retry logic")
        assert "Carried" not in room.text("#card")
        assert split(card(room)[5])[-1] == "today"


async def test_what_was_said_today_takes_the_place_of_the_question(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("b")
        await room.fill_form("the vendor")
        await room.select_row(ITEMS, "Add canary deploys")
        days, rail, words = card(room)[5:8]
        assert split(days)[-1] == "today"
        assert rail.endswith("◐")
        assert split(words)[-1] == "blocked on the vend…"
        # What does not fit below its stop stands below the track in full.
        assert split(card(room)[8]) == ["24 Nov", "blocked on the vendor"]
        assert "BLOCKED ON THE VENDOR" in card(room)[2]


async def test_the_heading_shows_the_time_left_per_item(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        assert room.text("#heading").split("\n") == [
            "Open action items",
            "1 of 7  □□□□□□□  1:25 each",
        ]
        await room.press("d")
        await room.pass_time(60)
        assert "2 of 7  ■□□□□□□  1:30 each" in room.text("#heading")
        await room.press("d", "d", "d", "d", "d", "d")
        assert room.text("#heading").endswith("7 of 7  ■■■■■■■")


async def test_after_the_last_item_the_card_says_what_was_said_and_how_to_go_on(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("i", "escape", "d", "d", "d", "d", "d", "d")
        assert card(room) == [
            "All 7 are reviewed: 1 in progress, 6 done",
            "Did it work? 1 done item to check  w",
            "] goes on to the incident",
            "v goes back to the item that was reviewed last",
        ]
        # An outcome would be for an item that nobody sees.
        before = await room.store.incidents.everything()
        await room.press("n", "x")
        assert await room.store.incidents.everything() == before
        await room.press("v")
        assert action_on_card(room) == "Read time limits without a restart"
        assert "DONE" in room.text("#card")
        await room.press("n")
        assert card(room)[0] == "All 7 are reviewed: 1 not started, 1 in progress, 5 done"
        await room.press("k")
        assert action_on_card(room) == "Alert on queue depth"
        await room.press("]")
        assert room.stage() is Stage.INCIDENT


async def test_an_empty_review_says_how_to_go_on(open_room: OpenRoom) -> None:
    def add_incident(store: Store) -> None:
        store.incidents.create("checkout", "5xx spike", date(2026, 11, 23)).result()

    settings = Settings(keymap={"clock.next": "f8"})
    async with open_room(
        Stage.REVIEW, sample=False, prepare=add_incident, settings=settings
    ) as room:
        assert room.rows(ITEMS) == []
        assert card(room) == [
            "No action item was open when this meeting started",
            "f8 goes on to the incident",
        ]
        await room.press("d", "i", "b", "n", "r", "t", "x", "v")
        assert room.stage() is Stage.REVIEW
        await room.press("f8")
        assert room.stage() is Stage.INCIDENT


async def test_an_item_deleted_in_another_window_is_reported(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        open_other_store().actions.delete(before.id).result()
        await room.press("d")
        assert "gone" in room.notices or "deleted" in room.notices
        await room.press("u", "u")
        assert room.stage() is Stage.REVIEW


async def test_an_item_without_owner_date_and_ticket_says_so(open_room: OpenRoom) -> None:
    def add_bare_item(store: Store) -> None:
        old = store.incidents.create("search", "slow", date(2026, 10, 1)).result()
        store.incidents.create("checkout", "5xx spike", date(2026, 11, 23)).result()
        store.actions.add(old.id, "Look into it", priority=Priority.P3).result()

    async with open_room(Stage.REVIEW, sample=False, prepare=add_bare_item) as room:
        assert action_on_card(room) == "Look into it"
        assert split(card(room)[2]) == ["P3", "NOT STARTED"]
        assert [split(line)[:4] for line in card(room)[3:5]] == [
            ["Owner", "no owner", "Ticket", "NO TICKET"],
            ["Due", "no due date", f"Promised {TODAY.day} {TODAY:%b}"],
        ]
        assert card(room)[5:8] == ["today", "?", "not reviewed before"]


def add_hundred_items(store: Store) -> None:
    """Add a hundred incidents with one action item each, which an earlier meeting reviewed."""
    template = team(TODAY)[0]
    item = replace(template.action_items[0], status=ActionStatus.OPEN, closed_at=None, slot=1)
    reviews = [replace(review, status=ActionStatus.OPEN) for review in item.reviews[:1]]
    incidents = [
        replace(
            template,
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
                    reviews=tuple(
                        replace(review, id=uuid4(), note=f"{number}") for review in reviews
                    ),
                ),
            ),
        )
        for number in range(1, 101)
    ]
    store.documents.import_all(incidents).result()
    store.incidents.create("checkout", "5xx spike", TODAY).result()


def add_item_reviewed_in_the_evening(store: Store) -> None:
    """Add an open item that an earlier meeting reviewed at 23:30 UTC on 8 November."""
    incident = team(TODAY)[0]
    item = incident.action_items[0]
    review = replace(
        item.reviews[0], status=ActionStatus.OPEN, at=datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
    )
    item = replace(item, status=ActionStatus.OPEN, closed_at=None, reviews=(review,))
    store.documents.import_all([replace(incident, action_items=(item,))]).result()
    store.incidents.create("checkout", "5xx spike", TODAY).result()


@pytest.mark.parametrize(("zone", "day"), [("Europe/Berlin", "9 Nov"), ("UTC", "8 Nov")])
async def test_the_history_dates_a_meeting_in_the_time_zone_of_the_team(
    open_room: OpenRoom, zone: str, day: str
) -> None:
    settings = Settings(team_timezone=zone)
    prepare = add_item_reviewed_in_the_evening
    async with open_room(Stage.REVIEW, sample=False, prepare=prepare, settings=settings) as room:
        assert split(card(room)[5])[0] == day


async def test_a_long_list_shows_every_item_with_its_history(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW, sample=False, prepare=add_hundred_items) as room:
        assert "1 of 100  □" in room.text("#heading")
        assert room.text("#heading").count("□") == 20
        assert action_on_card(room) == "Do 1"
        await room.press("G")
        assert action_on_card(room) == "Do 100"
        assert "not started: 100" in room.text("#card")
        await room.press("d")
        assert "99 left" in room.screen_text
        # After the last item the first one is selected.
        assert action_on_card(room) == "Do 1"
        assert "not started: 1" in split(card(room)[7])
        await room.press("u", "u")
        assert action_on_card(room) == "Do 100"
        assert "1 of 100" in room.text("#heading")


async def test_the_note_the_ticket_and_the_words_of_an_item_are_corrected(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("N")
        assert room.text("#text") == before.note
        await room.fill_form("waiting for the vendor's answer")
        after = await find_item(room, before.action)
        assert after.note == "waiting for the vendor's answer"
        assert after.status is before.status
        await room.press("T")
        assert room.app.focused is not None
        assert room.app.focused.id == "ticket"
        await room.fill_form("OPS-777")
        assert (await find_item(room, before.action)).ticket == "OPS-777"
        await room.press("e")
        assert room.app.focused.id == "action"
        await room.press("escape")


async def test_an_item_moves_to_what_was_said_today_and_the_others_keep_their_order(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = room.rows(ITEMS)
        await room.press("d", "i", "escape", "x")
        await room.fill_form("nobody needs it")
        *to_do, first, second, third = room.rows(ITEMS)
        assert to_do == before[3:]
        said = [row.split()[0:2] for row in (first, second, third)]
        assert said == [["✓", "#43"], ["◐", "#41"], ["✗", "#37"]]
        lines = [line[:41].strip() for line in room.screen_text.splitlines()]
        heading = next(line for line in lines if line.startswith("Said today"))
        assert heading.endswith("◐1 ✓1 ✗1")
        assert next(line for line in lines if line.startswith("To do")).endswith("4 left")
        # The cursor and a click pass the headings.
        await room.press("j", "j", "j")
        assert "Read time limits" in room.selected_row(ITEMS)
        await room.press("j")
        assert room.selected_row(ITEMS) == first
        await room.click_text("Said today")
        assert room.selected_row(ITEMS) == first
        await room.click_text("#44 Fix retry")
        assert "Fix retry logic" in room.selected_row(ITEMS)


async def test_an_overdue_item_that_stays_open_is_offered_a_new_due_date(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = await first_item(room)
        await room.press("i")
        assert "When is it due now?" in room.screen_text
        await room.fill_form((TODAY + timedelta(days=7)).isoformat())
        after = await find_item(room, before.action)
        assert after.due == TODAY + timedelta(days=7)
        assert after.status is ActionStatus.IN_PROGRESS


async def test_what_was_closed_since_the_last_meeting_is_named(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("f", "f")
        room.clock.advance(60)
        await room.press("a", "d")
        await room.fill_form("")
        room.clock.advance(60)
        await room.press("h")
        await room.select_row("#incidents", "#44")
        await room.press("M", "enter")
        closed = " ".join(room.text("#closed-before").split())
        assert closed == "Closed since the last meeting: #43.1 Add canary deploys"
        assert not any("Add canary deploys" in row for row in room.rows(ITEMS))
        await room.press("d")
        assert " ".join(room.text("#closed-before").split()) == closed
        # It follows what another window says of the time before, and an undo of that change.
        between = room.clock.now().wall - timedelta(seconds=30)
        store = Store.open(room.path, lambda: room.clock.now().wall)
        (item,) = store.actions.at_places([(41, 3)]).result()
        done = ItemChange(ActionStatus.DONE)
        store.actions.change_between_meetings([item.id], done, between).result()
        store.close()
        await room.wait_until(lambda: "#41.3 " in room.text("#closed-before"))
        await room.press("u", "u", "u", "u")
        assert "#43.1" not in room.text("#closed-before")
        assert "#41.3 " in room.text("#closed-before")
