"""What all stages of a meeting share: the agenda, the clock, the mark, the keys, the presenter."""

from __future__ import annotations

from typing import Any

import pytest

from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.meeting.meeting_screen import MARGIN_SECONDS
from facilitator.shell.help import HelpScreen
from facilitator.shell.jump import JumpScreen
from facilitator.widgets.agenda_bar import AgendaBar
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.countdown import Countdown, CountdownDigits
from facilitator.widgets.cursor_list import CursorList
from facilitator.widgets.glyphs import LEGEND
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.question import Question
from tests.ui.painting import counted_layouts, repaints, sent_bytes
from tests.ui.room import OpenRoom, Room

SIZES = [(80, 24), (120, 40), (200, 60)]
STAGES = [Stage.OPENING, Stage.REVIEW, Stage.INCIDENT, Stage.PATTERNS]


def lines(room: Room) -> list[str]:
    return room.screen_text.replace("\N{NO-BREAK SPACE}", " ").splitlines()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_agenda_has_the_whole_width_and_ends_with_the_clock(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.INCIDENT, size=size) as room:
        agenda = room.screen().query_one(AgendaBar).content_region
        clock = room.screen().query_one(Countdown).content_region
        assert (agenda.x, agenda.right) == (1, size[0] - 1)
        assert clock.right == agenda.right
        words, progress = room.screen().query_one(AgendaBar).text.splitlines()
        for word in ("✓ Review", "Incident", "0:00 of 30", "Patterns"):
            assert word in words
        assert words.endswith("10")
        assert progress.count(" ") == 2
        # The three parts of the incident are told apart below its name.
        assert progress.count("┼") == 2
        assert ("Factors" in words) == (size[0] > 80)


async def test_a_segment_over_its_time_says_so(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(683)
        assert "Review over 11:23" in " ".join(room.text("#agenda-bar").split())


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_not_saved_is_filled_with_colour_at_every_size(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.REVIEW, size=size) as room:
        room.meeting_screen.saved_mark = "✗ not saved, next try in 2 s"
        await room.tick()
        mark = room.text("#meeting-status")
        assert mark.startswith("✗ not saved, next try in 2 s")
        assert "✗ not saved, next try in 2 s" in room.screen_text
        status = room.screen().query_one("#meeting-status", PaintedLines)
        error = room.app.get_css_variables()["text-error"]
        grounds = {
            segment.style.bgcolor.get_truecolor().hex.lower()
            for segment in status.render_line(0)
            if "not saved" in segment.text and segment.style and segment.style.bgcolor
        }
        assert grounds == {error.lower()}


async def test_the_clock_is_as_large_as_it_has_room_for(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        assert "▀▀▀   ▀▀▀ ▀▀▀" in lines(room)[5]
        assert lines(room)[6].endswith("left of 10 min · ends 14:10 ")


TICKS, MOST_BYTES_PER_TICK = 10, 500
MOST_BYTES_PER_LETTER = 5000


@pytest.mark.parametrize("stage", STAGES)
async def test_a_tick_lays_nothing_out(
    open_room: OpenRoom, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_room(stage) as room:
        await room.tick()
        with counted_layouts(monkeypatch) as laid_out:
            for _ in range(3):
                await room.pass_time(1)
        assert laid_out == []


async def test_a_tick_over_time_lays_nothing_out(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(700)
        with counted_layouts(monkeypatch) as laid_out:
            await room.pass_time(1)
        assert laid_out == []


async def test_a_tick_paints_the_cells_that_changed_and_no_others(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(63)
        with repaints(monkeypatch) as painted:
            await room.tick()
        assert painted == []
        with repaints(monkeypatch) as painted:
            await room.pass_time(1)
        assert painted
        assert sum(region.area for _, region in painted) < 40


@pytest.mark.parametrize(
    ("stage", "part"),
    [(Stage.REVIEW, 0), (Stage.INCIDENT, 0), (Stage.INCIDENT, 2), (Stage.PATTERNS, 0)],
)
async def test_a_tick_sends_few_bytes(open_room: OpenRoom, stage: Stage, part: int) -> None:
    async with open_room(stage, part=part) as room:
        await room.pass_time(63)
        with sent_bytes() as counts:
            for _ in range(TICKS):
                await room.pass_time(1)
        assert 0 < sum(counts) < MOST_BYTES_PER_TICK * TICKS


@pytest.mark.parametrize(
    ("stage", "follower"), [(Stage.REVIEW, "ReviewCard"), (Stage.INCIDENT, "TimelineBar")]
)
async def test_what_follows_a_list_is_drawn_before_the_list_is_painted(
    open_room: OpenRoom, stage: Stage, follower: str
) -> None:
    async with open_room(stage) as room:
        widget = room.screen().query_one(follower, PaintedLines)
        before = widget.text
        row_list = room.screen().focused
        assert isinstance(row_list, CursorList)
        row_list.action_cursor_down()
        # Nothing is waited for: what is drawn later is painted a period later.
        assert widget.text != before


async def test_a_text_that_is_typed_and_saved_paints_no_whole_screen(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("r", "q")
        with sent_bytes() as counts:
            await room.press("r")
            text = room.screen().query_one("#root-cause", AutosavedText)
            await room.wait_until(lambda: not text.unsaved)
        assert 0 < max(counts) < MOST_BYTES_PER_LETTER


async def test_over_a_form_the_clock_goes_on_and_nothing_below_it_is_painted(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        place = room.screen().query_one(CountdownDigits).region
        await room.press("z")
        assert room.text("#countdown-digits") == "9:00"
        assert room.screen().query_one(CountdownDigits).region == place
        with repaints(monkeypatch) as painted:
            await room.pass_time(30)
            # The sign that the meeting is alive is saved meanwhile.
            await room.meeting_screen.keeper.send_heartbeat()
            assert room.text("#countdown-digits") == "8:30"
            assert {widget.screen for widget, _ in painted} == {room.screen()}
            room.meeting_screen.saved_mark = "✗ not saved"
            assert room.meeting_screen in {widget.screen for widget, _ in painted}
        await room.press("escape")
        assert room.text("#countdown-digits") == "8:30"


async def test_below_two_dialogs_nothing_is_painted(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("z")
        room.app.push_screen(Question("Really?", (("y", "yes"),)))
        await room.tick()
        with sent_bytes() as counts:
            for _ in range(3):
                room.clock.advance(1)
                room.meeting_screen.follow_time()
                await room.pilot.pause()
        assert counts == []


async def test_the_next_look_at_the_clock_comes_with_the_next_second_of_the_segment(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(100.43)
        await room.press("right_square_bracket")
        screen = room.meeting_screen
        for passed in (10.25, 3.5):
            room.clock.advance(passed)
            known = set(screen._timers)
            screen.follow_time()
            (timer,) = set(screen._timers) - known
            assert timer._interval == pytest.approx(screen.state.left % 1 + MARGIN_SECONDS)
            room.clock.advance(timer._interval)
            assert screen.state.left % 1 == pytest.approx(1 - MARGIN_SECONDS)


async def test_a_clock_may_tick_before_it_is_composed(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.press("z")
        await room.screen().query_one(Countdown).remove()
        # The screen mounts the clock as it does when the dialog opens, and ticks at once.
        room.meeting_screen.on_screen_suspend()
        room.meeting_screen.tick()
        await room.pilot.pause()
        assert room.text("#countdown-digits") == "9:00"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_presenter_enlarges_the_clock_and_takes_the_list_away(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.REVIEW, size=size, settings=Settings(presenter=True)) as room:
        assert room.screen().query_one(CountdownDigits).size.height == 5
        assert "██████  ██████" in room.screen_text
        assert room.screen().query_one("#review-list").size.width == 0
        assert "▀" in room.text("#card")
        # Its keys work on: the list is only out of sight.
        first = room.text("#card").splitlines()[:2]
        await room.press("down")
        assert room.text("#card").splitlines()[:2] != first
        await room.press("f12")
        assert room.screen().query_one("#review-list").size.width > 0
        assert "To do" in room.screen_text


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("presenter", [False, True])
async def test_every_stage_shows_the_key_that_goes_on_and_the_help(
    open_room: OpenRoom, size: tuple[int, int], presenter: bool
) -> None:
    settings = Settings(presenter=presenter)
    async with open_room(Stage.OPENING, size=size, settings=settings) as room:
        for key in ("⏎ Start the meeting", "] Next", "] Next", "] Next", "f Finish"):
            bar = room.screen().query_one(KeyBar)
            assert key in bar.text
            assert bar.text.endswith("? Help")
            assert bar.text.splitlines()[-1] in lines(room)[-1]
            assert lines(room)[-1].rstrip().endswith("? Help")
            assert bar.size.height <= (1 if presenter else 2)
            if room.stage() is not Stage.WRAP_UP:
                await room.press("enter" if room.stage() is Stage.OPENING else "]")


async def test_a_key_of_the_bar_explains_itself_under_the_mouse(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        bar = room.screen().query_one(KeyBar)
        await room.pilot.hover(KeyBar, offset=(bar.text.index("z Park") + 1, 0))
        assert bar.tooltip == "Keep something for later"
        await room.pilot.hover(KeyBar, offset=(bar.text.rindex("  ") + 2, 0))
        assert bar.tooltip is None


async def test_the_help_ends_with_what_the_signs_mean(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("question_mark")
        assert isinstance(room.screen(), HelpScreen)
        listed = room.text("#help-lines")
        assert listed.index("What the signs mean") > listed.index("All keys of this screen")
        assert all(meaning in listed for _, meaning in LEGEND)


async def test_the_help_shows_the_ids_of_the_keys_on_demand(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("question_mark")
        assert "review.done" not in room.text("#help-lines")
        await room.press("i")
        assert "review.done" in room.text("#help-lines")
        await room.press("i")
        assert "review.done" not in room.text("#help-lines")


async def test_jump_mode_says_what_to_press(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("ctrl+g")
        assert isinstance(room.screen(), JumpScreen)
        assert "Type a letter to go there  esc stay where you are" in lines(room)[-1]
        # The label covers nothing of the row.
        assert any(line.startswith("s #41 Delete") for line in lines(room))


async def test_the_last_field_of_a_form_says_what_enter_does(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f")
        assert "⏎ Next field" in room.text("KeyBar")
        while room.form.focused is not room.form.query("FormInput, InlineSelect").last():
            await room.press("enter")
        assert "⏎ Apply" in room.text("KeyBar")
        await room.press("escape", "e")
        await room.press("enter")
        assert "Export" in room.text("KeyBar")


async def test_a_text_that_is_longer_than_its_field_is_shown_where_the_cursor_is(
    open_room: OpenRoom,
) -> None:
    words = " ".join(f"word{index}" for index in range(60))
    async with open_room(Stage.INCIDENT) as room:
        await room.press("a")
        await room.fill_form("09:41", None)
        await room.paste(words)
        assert "word59" in room.screen_text
        await room.press("home")
        assert "word0 word1" in room.screen_text


async def test_what_stands_above_the_timeline_fits_at_once_in_a_small_terminal(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW, size=(80, 24)) as room:
        await room.pass_time(60.5)
        await room.press("right_square_bracket")
        heading = room.text("#heading")
        assert "3 action items" in heading
        assert "events" not in heading


async def test_a_screen_has_the_classes_of_its_size_before_it_is_laid_out(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    classes: list[frozenset[str]] = []
    lay_out = FacilitatorScreen._refresh_layout

    def note(screen: FacilitatorScreen, *arguments: Any, **options: Any) -> None:
        classes.append(screen.classes)
        lay_out(screen, *arguments, **options)

    monkeypatch.setattr(FacilitatorScreen, "_refresh_layout", note)
    async with open_room(Stage.PATTERNS, size=(80, 24)) as room:
        await room.press("h")
    assert classes
    assert all("-narrow" in each for each in classes)
