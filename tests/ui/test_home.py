"""Home: the first run, a new incident, and the meeting that is running."""

from __future__ import annotations

from collections.abc import Callable

from db.records import Severity, Stage, Wanted
from db.store import Store
from facilitator.screens.home import HomeScreen
from tests.ui.room import SPIKE, TODAY, OpenRoom

LIST = "#incidents"


async def test_the_first_run_says_how_to_begin(meeting: OpenRoom) -> None:
    async with meeting(sample=False) as room:
        assert "n  writes down your first incident" in room.picture
        await room.press("enter", "j", "u")
        assert isinstance(room.app.screen, HomeScreen)
        await room.press("n")
        await room.fill("checkout", "5xx spike", None)
        await room.press("right", "right", "enter")
        await room.fill(None)
        incident = await room.incident(1)
        assert incident.title == f"checkout 5xx spike on {TODAY}"
        assert incident.severity is Severity.SEV2
        assert "#1 " in room.in_hand(LIST)
        assert "writes down your first incident" not in room.picture
        assert "# Post-mortem" in room.text("#preview-text") or "checkout" in room.text(
            "#preview-text"
        )


async def test_what_is_wrong_with_a_new_incident_is_told_and_the_text_stays(
    meeting: OpenRoom,
) -> None:
    async with meeting() as room:
        await room.press("n")
        await room.fill("search", "slow", None)
        await room.press("enter")
        await room.fill("45a")
        assert "number: expected a whole number, got '45a'" in room.text("#form-error")
        await room.fill("45")
        assert "that number is taken by another incident" in room.text("#form-error")
        assert room.text("#form #service") == "search"
        assert room.text("#form #symptom") == "slow"
        assert room.text("#form #number") == "45"
        await room.press("escape", "n")
        assert room.text("#form #service") == "search"
        assert "your text from before is back" in room.text("#form-error")
        for _ in range(4):
            await room.press("enter")
        await room.fill("")
        assert (await room.incident(46)).symptom == "slow"
        await room.press("n")
        assert room.text("#form #service") == ""
        await room.press("escape", "u")
        assert len(await room.store.lists.numbers(Wanted())) == 24


async def test_enter_holds_the_meeting_and_h_leaves_it_running(meeting: OpenRoom) -> None:
    async with meeting() as room:
        assert room.in_hand(LIST).lstrip().startswith(f"#{SPIKE}")
        assert "repeats 14% (1/7)" in room.text("#strip")
        assert "7 open" in room.text("#strip") or "8 open" in room.text("#strip")
        await room.press("enter")
        assert room.stage is Stage.OPENING
        await room.press("enter")
        await room.pass_time(60)
        await room.press("h")
        assert isinstance(room.app.screen, HomeScreen)
        assert "▶ The meeting about #45 is running: enter goes on" in room.picture
        assert room.rows(LIST)[0].startswith("● #45")
        room.clock.advance(60)
        await room.press("enter")
        assert room.stage is Stage.REVIEW
        assert room.text("#countdown-digits") == "8:00"


async def test_what_another_window_does_is_there_when_home_comes_back(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting() as room:
        await room.press("enter")
        other().incidents.create("search", "no results", TODAY).result()
        await room.press("h")
        assert any("search no results" in each for each in room.rows(LIST))


async def test_q_quits(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("q")
        await room.until(lambda: not room.app.is_running)
        assert room.app.return_code == 0
        assert room.app.failure == ""
