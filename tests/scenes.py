"""What the screenshots show: the sample team, a fixed clock, and two scripts of keys."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, TextArea

from db.records import Instant
from db.store import Store
from facilitator.app import FacilitatorApp
from facilitator.config.settings import Settings
from facilitator.sample import fill
from facilitator.shell.launch_target import LaunchTarget
from facilitator.system.clock import FixedClock
from tests.ui.doubles import WatchedStore
from tests.ui.room import key_event, wait_until_idle

NOON = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WIDE = (120, 40)
"""The size of the terminal in the pictures of the documentation."""
SIZES = ((80, 24), WIDE, (200, 60))
DARK, LIGHT = "facilitator-dark", "facilitator-light"

Shoot = Callable[[str], Awaitable[None]]
"""Keeps the screen that is shown now under this name."""


@dataclass(frozen=True)
class Shot:
    """A screen at one instant, in one theme.

    Attributes:
        svg: Its picture.
        strips: Its lines as they are painted.
    """

    svg: str
    strips: list[Strip]


@dataclass
class ScriptedApp:
    """A running app that a script drives, with a clock that only the script advances."""

    app: FacilitatorApp
    clock: FixedClock
    pilot: Pilot[None]

    @property
    def strips(self) -> list[Strip]:
        """The lines of the screen as they are painted."""
        return self.app.screen._compositor.render_strips(self.app.size)

    async def press(self, *keys: str) -> None:
        """Press keys, each after the one before has had its effect."""
        for key in keys:
            self.app.post_message(key_event(key))
            await self.wait_until_idle()

    async def paste(self, text: str) -> None:
        """Paste a text into the focused widget."""
        focused = self.app.screen.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await self.wait_until_idle()

    async def pass_time(self, seconds: float) -> None:
        """Advance the clock, with ticks often enough that the app notices no gap."""
        while seconds > 0:
            self.clock.advance(min(seconds, 60))
            seconds -= 60
            if hasattr(self.app.screen, "tick"):
                self.app.screen.tick()
        await self.wait_until_idle()

    async def wait_for(self, text: str) -> None:
        """Wait until a timer of the app has brought this text onto the screen."""
        while text not in self.app.export_screenshot().replace("&#160;", " "):
            await self.pilot.pause(0.02)
        await self.wait_until_idle()

    async def wait_until_saved(self) -> None:
        """Wait until all that was typed is saved and the screen says so."""
        while any("saving…" in strip.text for strip in self.strips):
            await self.pilot.pause(0.02)
        await self.wait_until_idle()

    async def wait_until_idle(self) -> None:
        """Stop the cursors from blinking, and wait until the app is idle and nothing moves."""
        for field in self.app.screen.query("Input, TextArea"):
            assert isinstance(field, Input | TextArea)
            field.cursor_blink = False
        await wait_until_idle(self.pilot)
        await self.app.animator.wait_until_complete()
        await self.pilot.pause(0)


async def play_meeting(app: ScriptedApp, shoot: Shoot) -> None:
    """Hold a meeting from the opening to home, and take a screenshot of every screen."""
    await app.press("a")
    await app.paste("Mei, Sam, Priya, Jonas, Aisha")
    await app.press("enter", "f", "down", "n", "down", "i")
    await shoot("opening")
    await app.press("enter")
    await app.pass_time(150)
    await app.press("down", "down", "d", "i")
    await app.pass_time(102)
    await app.press("home")
    await shoot("review")
    await app.press("f12")
    await shoot("presenter-review")
    await app.press("f12")
    await app.press("question_mark")
    await shoot("help")
    await app.press("escape", "d", "n", "escape", "i", "i", "n", "right_square_bracket")
    await app.pass_time(430)
    await app.press("down", "down", "down", "down", "down")
    await shoot("incident-timeline")
    await app.press("f12")
    await shoot("presenter-timeline")
    await app.press("f12")
    await app.pass_time(400)
    await app.press("full_stop", "c")
    await app.pass_time(200)
    await shoot("incident-factors")
    await app.pass_time(330)
    await app.press("full_stop")
    await _add_action(app, "Alert on retries per request", "Sam", "OPS-131")
    await _add_action(app, "Rehearse the client switch", "Priya", "OPS-132")
    await app.pass_time(140)
    await shoot("incident-actions")
    await _add_action(app, "Tell checkout of push campaigns", "Aisha", "OPS-133")
    await shoot("incident-swap")
    await app.press("escape", "right_square_bracket")
    await app.pass_time(95)
    await shoot("patterns")
    await app.press("c")
    await shoot("causes")
    await app.press("escape", "t")
    await shoot("themes")
    await app.press("escape")
    await app.pass_time(390)
    await app.press("right_square_bracket", "l")
    await app.paste("A retry is a load of its own: who retries has to know when to stop.")
    await app.press("escape")
    await shoot("wrap-up")
    await app.press("Y")
    await shoot("wrap-up-summary")
    await app.press("escape", "h")
    await shoot("home")
    await app.press("H")
    await shoot("history")
    await app.press("escape")


async def play_prep(app: ScriptedApp, shoot: Shoot) -> None:
    """Search on home and prepare a new incident, and take screenshots of home and prep."""
    await app.press("slash")
    await app.paste("retry")
    await app.wait_for("of 24 incidents")
    await shoot("home-search")
    await app.press("escape", "n")
    await app.paste("search")
    await app.press("tab")
    await app.paste("results hours old")
    await app.press("ctrl+s", "p", "2", "f8")
    await app.press("f8")
    for line in ("0812 began: the index stops", "0840 alert: results older than 20 min", "+4m ack"):
        await app.paste(line)
        await app.press("enter")
    await app.paste("1002 recovered: the index has caught up")
    await shoot("prep")
    await app.press("enter", "f8")
    await app.paste(
        "The writer gave up on a slow disk and nobody should have missed its retry limit."
    )
    await app.wait_for("✓ saved")
    await shoot("prep-root-cause")
    await app.press("f5")
    await shoot("prep-ready")
    await app.press("escape", "f10")


async def _add_action(app: ScriptedApp, action: str, owner: str, ticket: str) -> None:
    await app.press("a")
    await app.paste(action)
    await app.press("tab")
    await app.paste(owner)
    await app.press("tab", "tab")
    await app.paste("+14")
    await app.press("tab")
    await app.paste(ticket)
    await app.press("enter")


async def take_shots(size: tuple[int, int]) -> dict[str, dict[str, Shot]]:
    """Play both scripts in a terminal of this size.

    Returns:
        Every screen by its name, in the order of the scripts, and each in the dark and the light
        theme: the same each time.
    """
    clock = FixedClock(Instant(NOON, 10_000.0, "fixed"))
    shots: dict[str, dict[str, Shot]] = {}
    with tempfile.TemporaryDirectory() as folder:

        def open_store() -> Store:
            store = WatchedStore.open(
                Path(folder) / "team.db", now=lambda: clock.now().wall, who="demo"
            )
            fill(store, NOON.date())
            return store

        settings = Settings(database="unused", team_timezone="UTC")
        app = FacilitatorApp(open_store, clock, LaunchTarget("meet"), settings, Path(folder))
        # A row that stands out for a moment would be on one picture and not on the next.
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=False) as pilot:
            while len(app.screen_stack) < 3:
                await pilot.pause()
            # The theme of a picture is no wish of a person, to be kept in the settings.
            app.theme_changed_signal.unsubscribe(app)
            scripted_app = ScriptedApp(app, clock, pilot)
            await scripted_app.wait_until_idle()

            async def shoot(name: str) -> None:
                await scripted_app.wait_until_saved()
                shots[name] = {}
                for theme in (LIGHT, DARK):
                    app.theme = theme
                    await scripted_app.wait_until_idle()
                    svg = app.export_screenshot(title="Facilitator") + "\n"
                    shots[name][theme] = Shot(svg, scripted_app.strips)

            await play_meeting(scripted_app, shoot)
            await play_prep(scripted_app, shoot)
    return shots
