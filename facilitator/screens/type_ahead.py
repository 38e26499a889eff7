"""What is typed ahead: a key waits until the one before has done what it does."""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

STEADY = 2
"""How often in a row what has the focus must have stayed the same. What a key does may itself send
a message (a line is entered, a list is chosen from), which is on its way the first time."""
LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 2.0


class TypeAhead(App[None]):
    """An app that no key overtakes another in.

    Textual hands a key to what has the focus when it comes in, but a binding acts only after the
    key has bubbled up to the app. Of keys that come together, as over a slow line or while a screen
    opens, those after one that moves the focus would go to where it was, and a text would lose its
    beginning. So each key is followed by a message on the same way, and the next one is handed on
    when that has come back and the focus stays where it is.
    """

    def __init__(self, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._follower: Follower | None = None
        self._watch: Timer | None = None
        self._waited = 0.0
        self._taken = 0

    async def all_typed(self) -> None:
        """Wait until what was typed so far has done what it does, for a few seconds at most."""
        taken = -1
        for _ in range(round(PATIENCE_SECONDS / LOOK_SECONDS)):
            if taken == self._taken and not self._ahead and self._follower is None:
                return
            taken = self._taken
            # The terminal's own thread may still be reading.
            await asyncio.sleep(LOOK_SECONDS)

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted texts come in one at a time, all others as ever."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._ahead.append(event)
            if self._follower is None:
                await self._take_next()
            elif self._watch is None:
                self._waited = 0.0
                self._watch = self.set_interval(LOOK_SECONDS, self._look_after)
        else:
            await super().on_event(event)

    async def _take_next(self) -> None:
        while self._ahead and self._follower is None:
            self._taken += 1
            await super().on_event(self._ahead.popleft())
            self._follow(STEADY)

    def _follow(self, rounds: int) -> None:
        """Send a follower to where keys go now; nothing follows where nothing takes it."""
        if not self.is_running or not self.screen_stack:
            self._follower = None
            return
        self._follower = Follower(self.focused or self.screen, rounds)
        if not self._follower.target.post_message(self._follower):
            self._follower = None

    async def on_follower(self, follower: Follower) -> None:
        """It is back: again, until the focus stays."""
        follower.stop()
        if follower is not self._follower:
            return
        stayed = follower.target is (self.focused or self.screen)
        left = follower.rounds - 1 if stayed else STEADY
        if left:
            self._follow(left)
        else:
            self._follower = None
        await self._go_on()

    async def _look_after(self) -> None:
        """A follower is lost with a widget that goes; and nobody waits for ever."""
        self._waited += LOOK_SECONDS
        lost = self._follower is not None and not self._follower.target.is_attached
        if lost:
            self._follow(STEADY)
        elif self._waited >= PATIENCE_SECONDS:
            self._follower = None
        await self._go_on()

    async def _go_on(self) -> None:
        await self._take_next()
        if not self._ahead and self._watch is not None:
            self._watch.stop()
            self._watch = None


class Follower(Message, bubble=True):
    """Goes the way of a key, behind it. target: where from. rounds: how many are to go."""

    def __init__(self, target: Widget, rounds: int) -> None:
        super().__init__()
        self.target = target
        self.rounds = rounds
