"""The trends screen: every figure of a period, its definition, and what is behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.screen import Screen

from db.store import Store
from db.vocabulary import Stage
from facilitator.domain.figure_definitions import DEFINITIONS
from facilitator.screens.causes.causes_screen import CausesScreen
from facilitator.screens.home import HomeScreen
from facilitator.screens.themes.themes_screen import ThemesScreen
from facilitator.screens.trends.incidents_screen import FigureIncidentsScreen
from facilitator.screens.trends.trends_screen import TrendsScreen
from facilitator.widgets.text_dialog import TextDialog
from tests.ui.doubles import TODAY
from tests.ui.room import OpenRoom, Room

FIGURES, DETAIL, HEADING, ISSUES = "#figures", "#figure", "#trends-heading", "#issues"
SIZES = [(80, 24), (120, 40), (200, 60)]


async def open_trends(room: Room) -> None:
    """Go to the trends, and wait until their figures are read."""
    await room.press("T")
    assert isinstance(room.screen(), TrendsScreen)
    await room.wait_until(lambda: bool(room.rows(FIGURES)))


def row_of(room: Room, name: str) -> str:
    return next(" ".join(row.split()) for row in room.rows(FIGURES) if row.startswith(name))


async def go_to(room: Room, key: str) -> None:
    """Put the cursor on a figure."""
    await room.press("g", *("j",) * list(DEFINITIONS).index(key))


@pytest.mark.parametrize("size", SIZES)
async def test_every_figure_is_listed_and_the_one_in_hand_has_its_plot(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(size=size) as room:
        await open_trends(room)
        assert len(room.rows(FIGURES)) == len(DEFINITIONS)
        assert "14% 1/7" in row_of(room, "Repeat incident rate")
        assert "6 months" in room.text(HEADING)
        assert "8 incidents" in room.text(HEADING)
        assert "over target 12%" in room.text(DETAIL)
        assert "■ #44 retry storm" in room.text(DETAIL)
        assert "Systemic issues" in room.text(ISSUES)
        await room.press("escape")
        assert isinstance(room.screen(), HomeScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_every_figure_can_be_taken_in_hand_at_any_size(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(size=size) as room:
        await open_trends(room)
        for definition in DEFINITIONS.values():
            assert definition.name in room.text(DETAIL)
            lines = room.text(DETAIL).splitlines()
            assert len(lines) <= size[1]
            await room.press("j")


async def test_a_key_says_what_the_figure_in_hand_means(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await open_trends(room)
        await go_to(room, "coverage")
        await room.press("d")
        dialog = room.screen()
        assert isinstance(dialog, TextDialog)
        words = " ".join(room.text("HangingIndent").split())
        assert DEFINITIONS["coverage"].sentence in words
        assert "Counted from: The finished meetings." in words
        await room.press("escape")
        assert isinstance(room.screen(), TrendsScreen)


async def test_the_incidents_behind_a_figure_are_a_key_away_and_can_be_opened(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await open_trends(room)
        await room.press("enter")
        assert isinstance(room.screen(), FigureIncidentsScreen)
        assert "14% 1/7" in room.text("#members-heading")
        rows = room.rows("#members")
        assert len(rows) == 7
        assert [row.startswith("■") for row in rows] == [True, *[False] * 6]
        assert "#44" in rows[0]
        await room.press("enter")
        assert isinstance(room.screen(), TextDialog)
        await room.press("escape", "escape", "escape")
        assert isinstance(room.screen(), HomeScreen)


async def test_the_verdicts_are_counted_and_each_has_its_reason(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await open_trends(room)
        await go_to(room, "verdicts")
        assert "1 open · 0 dropped · 0 no action · 0 done" in room.text(DETAIL)
        words = " ".join(room.text(DETAIL).split())
        assert "#44 open · #37: its action “Give payments a retry budget" in words
        await room.press("enter")
        listed = " ".join(room.rows("#members")[0].split())
        assert listed.endswith("was open, carried through 2 meetings, Sam")


async def test_triggers_and_hours_are_said_in_words(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await open_trends(room)
        await go_to(room, "by_trigger")
        assert "config push" in room.text(DETAIL)
        assert "config_push" not in room.text(DETAIL)
        await go_to(room, "by_hour")
        assert "21:00" in room.text(DETAIL)
        assert row_of(room, "By hour").startswith("By hour 05:00 ")


async def test_the_window_goes_back_and_forth_and_to_quarters(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await open_trends(room)
        today = room.text(HEADING)
        await room.press("right")
        assert room.text(HEADING) == today
        await room.press("left")
        await room.wait_until(lambda: "16 incidents" in room.text(HEADING))
        assert "47% 7/15" in row_of(room, "Repeat incident rate")
        await room.press("right")
        await room.wait_until(lambda: "8 incidents" in room.text(HEADING))
        await room.press("w")
        quarter = f"{TODAY.year}Q{(TODAY.month - 1) // 3 + 1}"
        await room.wait_until(lambda: "reading" not in room.text(HEADING))
        assert quarter in room.text(HEADING)
        await room.press("left")
        await room.wait_until(lambda: quarter not in room.text(HEADING))
        await room.press("w")
        await room.wait_until(lambda: "6 months" in room.text(HEADING))


@pytest.mark.parametrize("size", SIZES)
async def test_without_incidents_a_sentence_says_what_is_missing(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(sample=False, size=size) as room:
        await open_trends(room)
        assert "No incident is written down yet." in room.text(DETAIL)
        assert "– 0/0" in row_of(room, "Repeat incident rate")
        assert not any("%" in row for row in room.rows(FIGURES))
        await room.press("enter")
        assert isinstance(room.screen(), TrendsScreen)


async def test_a_period_without_incidents_has_no_figure(open_room: OpenRoom) -> None:
    def add_old_incident(store: Store) -> None:
        store.incidents.create("checkout", "down", TODAY - timedelta(days=900)).result()

    async with open_room(sample=False, prepare=add_old_incident) as room:
        await open_trends(room)
        assert "0 incidents" in room.text(HEADING)
        assert "Nothing to count in these days" in room.text(DETAIL)
        assert "– 0/0" in row_of(room, "Incidents with a meeting")


@pytest.mark.parametrize(
    ("key", "opened"), [("c", CausesScreen), ("t", ThemesScreen), ("T", TrendsScreen)]
)
async def test_the_same_key_opens_a_screen_from_home_and_from_the_patterns(
    open_room: OpenRoom, key: str, opened: type[Screen[object]]
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        await room.press(key)
        assert isinstance(room.screen(), opened)
        await room.press("escape")
        assert room.stage() is Stage.PATTERNS
        await room.press("h", key)
        assert isinstance(room.screen(), opened)
        await room.press("h")
        assert isinstance(room.screen(), HomeScreen)


async def test_what_is_parked_beside_the_trends_belongs_to_the_meeting(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        meeting = room.meeting_screen.meeting
        await room.press("T", "z")
        await room.fill_form("compare with last year", None)
        assert (await room.store.parked.open())[-1].meeting_id == meeting.id


async def test_what_people_typed_is_text(open_room: OpenRoom) -> None:
    nasty = "[red]x[/] \x1b[31m \u202e [@click=app.quit]"

    def add_nasty(store: Store) -> None:
        for number in (60, 61):
            day = TODAY - timedelta(days=62 - number)
            incident = store.incidents.create(nasty, nasty, day, number).result()
            store.incidents.set_cause(incident.id, nasty).result()
        theme = store.themes.add(nasty, [60]).result()
        store.themes.decide(theme, nasty, nasty).result()

    async with open_room(prepare=add_nasty) as room:
        await open_trends(room)
        for key in ("repeat_incident_rate", "verdicts", "by_service"):
            await go_to(room, key)
            assert "[red]x[/]" in room.text(DETAIL)
            assert "\x1b" not in room.text(DETAIL)
        assert "[red]x[/]" in room.text(ISSUES)
