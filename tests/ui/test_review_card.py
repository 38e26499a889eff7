"""The card of the review: what it draws at every size, for a room, and when there is too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from rich.cells import cell_len

from db.store import Store
from db.vocabulary import ActionStatus, Stage
from facilitator.config.settings import Settings
from facilitator.sample import team
from facilitator.widgets.pixel_font import pixel_lines
from tests.ui.doubles import NOW, TODAY
from tests.ui.painting import costs_of
from tests.ui.review import ITEMS, action_on_card, card, split
from tests.ui.room import OpenRoom

SIZES = [(80, 24), (120, 40), (200, 60)]
LONG_ACTION = ("Write down every step that nobody wrote down " * 60)[:1990].strip() + " THE END"


def add_item(store: Store, action: str, owner: str = "", link: str = "") -> None:
    """Add an incident with one action item, and a newer incident to hold a meeting about."""
    old = store.incidents.create("search", "no results", date(2026, 10, 1)).result()
    store.actions.add(old.id, action, owner=owner, ticket=link).result()
    store.incidents.create("checkout", "5xx spike", date(2026, 11, 23)).result()


def add_item_of_many_meetings(store: Store) -> None:
    """Add an item that nine meetings left open."""
    incident = team(TODAY)[0]
    item = replace(incident.action_items[0], status=ActionStatus.OPEN, closed_at=None)
    reviews = tuple(
        replace(
            item.reviews[0],
            id=uuid4(),
            status=ActionStatus.OPEN,
            note=f"week {week}",
            at=NOW - timedelta(weeks=20 - week),
        )
        for week in range(9)
    )
    items = (replace(item, reviews=reviews),)
    store.documents.import_all([replace(incident, action_items=items)]).result()
    store.incidents.create("checkout", "5xx spike", TODAY).result()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_key_lays_nothing_out_and_sends_little_to_the_terminal(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.REVIEW, size=size) as room:
        layouts, sent = await costs_of(room, "jjjjjjkkk")
    assert layouts == 0
    assert min(sent) > 0
    if size == (120, 40):
        assert max(sent) <= 2000


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_card_says_what_matters_at_every_size(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.REVIEW, size=size) as room:
        said = " ".join(card(room))
        for words in (
            "#43 payments latency after release",
            "5 DAYS OVERDUE   P1   BLOCKED ON CI",
            "Priya",
            "19 Nov",
            "OPS-118 ↗ unverified",
            "10 Oct for 24 Oct",
            "today",
            "do it, re-scope it, or drop it",
        ):
            assert words in said, words
        for key in ("d done", "i in progress", "b blocked", "n not started"):
            assert key in said
            assert key.capitalize() not in room.text("#keys")
        assert all(line.startswith("▌") for line in room.text("#card").splitlines())


async def test_the_keys_of_the_card_follow_the_keymap_and_can_be_clicked(
    open_room: OpenRoom,
) -> None:
    settings = Settings(keymap={"review.done": "f11"})
    async with open_room(Stage.REVIEW, settings=settings) as room:
        assert "f11 done" in room.text("#card")
        before = action_on_card(room)
        await room.click_text("f11 done")
        assert action_on_card(room) != before
        assert room.rows(ITEMS)[-1] == f"✓ #43 {before}"
        await room.click_text("x drop")
        assert "Drop" in room.text("#form .title")


async def test_a_long_action_is_cut_and_a_key_shows_all_of_it(open_room: OpenRoom) -> None:
    owner = "Wilhelmina " * 18

    def prepare(store: Store) -> None:
        add_item(store, LONG_ACTION, owner.strip()[:200])

    async with open_room(Stage.REVIEW, sample=False, prepare=prepare, size=(80, 24)) as room:
        assert "THE END" not in room.text("#card")
        assert "v read all" in room.text("#card")
        assert "n not started" in room.text("#card")
        await room.press("v")
        read = " ".join(room.text("#sheet").split())
        assert LONG_ACTION in read
        assert " ".join(owner[:200].split()) in read
        await room.press("escape")
        assert room.stage() is Stage.REVIEW


async def test_the_earliest_meetings_are_counted_and_all_can_be_read(open_room: OpenRoom) -> None:
    async with open_room(
        Stage.REVIEW, sample=False, prepare=add_item_of_many_meetings, size=(80, 24)
    ) as room:
        days = next(line for line in card(room) if line.endswith("today"))
        earlier, *shown, today = split(days)
        assert (today, earlier) == ("today", f"+{9 - len(shown)} earlier")
        await room.press("v")
        assert [f"week {week}" in room.text("#sheet") for week in range(9)] == [True] * 9


async def test_a_web_address_as_a_ticket_can_be_followed(open_room: OpenRoom) -> None:
    def prepare(store: Store) -> None:
        add_item(store, "Look into it", link="https://tracker.example/OPS-1")

    async with open_room(Stage.REVIEW, sample=False, prepare=prepare) as room:
        strips = room.screen()._compositor.render_strips(room.app.size)
        links = {segment.style.link for strip in strips for segment in strip if segment.style}
        assert "https://tracker.example/OPS-1" in links


async def test_a_room_sees_the_item_alone_in_large_letters(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("f12")
        shown = room.screen_text
        # The owner stands beside the action.
        for row in (*pixel_lines("ADD CANARY"), *pixel_lines("PRIYA")):
            assert row in shown
        assert "To do" not in shown
        assert "5 DAYS OVERDUE" in shown
        assert "do it, re-scope it, or drop it" in shown
        assert card(room)[-1].startswith("next  #41 Delete thumbnails")
        assert card(room)[-1].rstrip().endswith("3d")
        await room.press("d")
        # This one would take more than three lines of letters.
        assert action_on_card(room) == "Delete thumbnails of products that are gone"
        await room.press("f12")
        assert "Said today" in room.screen_text
        assert "next  #" not in room.text("#card")


@pytest.mark.parametrize("action", ["部署金絲雀並觀察", "Fix 🚑 the retries", LONG_ACTION[:300]])
async def test_a_room_sees_in_plain_letters_what_the_font_can_not_draw(
    open_room: OpenRoom, action: str
) -> None:
    def prepare(store: Store) -> None:
        add_item(store, action, "محمد")

    settings = Settings(presenter=True)
    async with open_room(Stage.REVIEW, sample=False, prepare=prepare, settings=settings) as room:
        words = " ".join(" ".join(card(room)).split())
        assert action in words
        assert "محمد" in words
        widths = {cell_len(line) for line in room.screen_text.splitlines()}
        assert widths == {120}


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_form_leaves_the_action_and_its_state_in_sight(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.REVIEW, size=size) as room:
        await room.press("b")
        top = room.screen().query_one("#form").region.y
        above = "\n".join(room.screen_text.splitlines()[:top])
        for words in ("#43 payments latency", "5 DAYS OVERDUE", "Priya"):
            assert words in above
        assert "On what" in room.screen_text
        await room.fill_form("CI")
        assert action_on_card(room) != "Add canary deploys"


async def test_the_row_of_an_item_that_is_done_stands_out_for_a_moment(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:

        def grounds(action: str) -> set[object]:
            strips = room.screen()._compositor.render_strips(room.app.size)
            row = next(strip for strip in strips if action in strip.text)
            return {part.style.bgcolor for part in row if part.style and action in part.text}

        await room.press("d")
        plain = grounds("Add canary deploys")
        assert plain == grounds("Said today")
        room.app.animation_level = "full"
        await room.press("d")
        assert grounds("Delete thumbnails") != plain
        await room.wait_until(lambda: grounds("Delete thumbnails") == plain)
