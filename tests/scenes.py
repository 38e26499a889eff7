"""The screens as the screenshots show them: the sample team, a fixed clock, a few keys."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from db.records import Instant
from db.store import Store
from facilitator.app import FacilitatorApp
from facilitator.clock import FixedClock
from facilitator.sample import fill
from facilitator.settings import Settings
from facilitator.start import Start

NOON = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WIDE, SMALL = (120, 40), (80, 24)


@dataclass
class Stage:
    """A running app whose time only moves when told to."""

    app: FacilitatorApp
    clock: FixedClock
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys, each after the one before has had its effect."""
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def type(self, text: str) -> None:
        """Write into whatever has the focus, at once."""
        focused = self.app.screen.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await self.rest()

    async def wait(self, seconds: float) -> None:
        """Let time pass, as the tick of a real meeting would notice it."""
        while seconds > 0:
            self.clock.advance(min(seconds, 60))
            seconds -= 60
            if hasattr(self.app.screen, "tick"):
                self.app.screen.tick()
        await self.rest()

    async def see(self, words: str) -> None:
        """Wait until a timer of the app's own has brought these words about."""
        while words not in self.app.export_screenshot().replace("&#160;", " "):
            await self.pilot.pause(0.02)
        await self.rest()

    async def rest(self) -> None:
        """Until nothing is being written or read any more, with cursors that don't blink."""
        for field in self.app.screen.query("Input, TextArea").results(Input | TextArea):
            field.cursor_blink = False
        for _ in range(2):
            await self.app.store.incidents.causes()
            await self.pilot.pause()


async def meeting(stage: Stage, shoot: Callable[[str], None]) -> None:
    """One meeting from the opening card to home, with a shot of every screen on the way."""
    await stage.press("a")
    await stage.type("Mei, Sam, Priya, Jonas, Aisha")
    await stage.press("enter", "f", "down", "n", "down", "i")
    shoot("opening")
    await stage.press("enter")
    await stage.wait(150)
    await stage.press("down", "down", "d", "i")
    await stage.wait(102)
    await stage.press("home")
    shoot("review")
    await stage.press("question_mark")
    shoot("help")
    await stage.press("escape", "d", "n", "i", "i", "n", "right_square_bracket")
    await stage.wait(430)
    await stage.press("down", "down", "down", "down", "down")
    shoot("incident-timeline")
    await stage.wait(400)
    await stage.press("full_stop", "c")
    await stage.wait(200)
    shoot("incident-factors")
    await stage.wait(330)
    await stage.press("full_stop")
    await _new_action(stage, "Alert on retries per request", "Sam", "OPS-131")
    await _new_action(stage, "Rehearse the client switch", "Priya", "OPS-132")
    await stage.wait(140)
    shoot("incident-actions")
    await _new_action(stage, "Tell checkout of push campaigns", "Aisha", "OPS-133")
    shoot("incident-swap")
    await stage.press("escape", "right_square_bracket")
    await stage.wait(95)
    shoot("patterns")
    await stage.wait(390)
    await stage.press("right_square_bracket", "l")
    await stage.type("A retry is a load of its own: who retries has to know when to stop.")
    await stage.press("escape")
    shoot("wrap-up")
    await stage.press("Y")
    shoot("wrap-up-summary")
    await stage.press("escape", "h")
    shoot("home")


async def alone(stage: Stage, shoot: Callable[[str], None]) -> None:
    """What one person does between two meetings, from home and back."""
    await stage.press("slash")
    await stage.type("retry")
    await stage.see("of 24 incidents")
    shoot("home-search")
    await stage.press("escape", "n")
    await stage.type("search")
    await stage.press("tab")
    await stage.type("results hours old")
    await stage.press("ctrl+s", "p", "2", "f8")
    await stage.press("f8")
    for line in ("0812 began: the index stops", "0840 alert: results older than 20 min", "+4m ack"):
        await stage.type(line)
        await stage.press("enter")
    await stage.type("1002 recovered: the index has caught up")
    shoot("prep")
    await stage.press("enter", "f8")
    await stage.type(
        "The writer gave up on a slow disk and nobody should have missed its retry limit."
    )
    await stage.see("✓ saved")
    shoot("prep-root-cause")
    await stage.press("f5")
    shoot("prep-ready")
    await stage.press("escape", "f10")


async def _new_action(stage: Stage, action: str, owner: str, ticket: str) -> None:
    await stage.press("a")
    await stage.type(action)
    await stage.press("tab")
    await stage.type(owner)
    await stage.press("tab", "tab")
    await stage.type("+14")
    await stage.press("tab")
    await stage.type(ticket)
    await stage.press("enter")


async def pictures(size: tuple[int, int]) -> dict[str, str]:
    """Every screen in this size as SVG by its name: the same bytes each time."""
    clock = FixedClock(Instant(NOON, 10_000.0, "fixed"))
    taken: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:

        def open_store() -> Store:
            store = Store.open(Path(folder) / "team.db", now=lambda: clock.now().wall, who="demo")
            fill(store, NOON.date())
            return store

        settings = Settings(database="unused", team_timezone="UTC")
        app = FacilitatorApp(open_store, clock, Start("meet"), settings, Path(folder))
        async with app.run_test(size=size, notifications=False) as pilot:
            while len(app.screen_stack) < 3:
                await pilot.pause()
            stage = Stage(app, clock, pilot)
            await stage.rest()

            def shoot(name: str) -> None:
                taken[name] = app.export_screenshot(title="Facilitator") + "\n"

            await meeting(stage, shoot)
            await alone(stage, shoot)
    return taken


async def shown() -> dict[str, str]:
    """The screenshots by their file names: every screen wide, some of them small."""
    wide, small = await pictures(WIDE), await pictures(SMALL)
    found = {f"{name}.svg": svg for name, svg in wide.items()}
    for name in ("review", "incident-timeline", "patterns", "home", "prep", "wrap-up"):
        found[f"{name}-80x24.svg"] = small[name]
    return found
