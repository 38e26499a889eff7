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
PATIENCE_SECONDS = 6.0
"""How long a key is waited for before the next one is handed on all the same: longer than a save
waits for a database that another program is writing into."""
LEAVE_SECONDS = 2.0
"""The same where the program has to leave."""
IN_ORDER = (events.InputEvent, events.Paste, events.AppFocus, events.AppBlur)
"""What a person does, and what takes the focus away: none of it may come before an earlier key."""


class TypeAhead(App[None]):
    """An app that no key overtakes another in.

    Textual hands a key to what has the focus when it comes in, but a binding acts only after the
    key has bubbled up to the app. Of keys that come together, as over a slow line or while a screen
    opens, those after one that moves the focus would go to where it was, and a text would lose its
    beginning. So each key is followed by a message on the same way, and the next one is handed on
    when that has come back and the focus stays where it is. A character of a text needs none: it
    moves no focus, and what it is typed into takes one after the other. What is done with the mouse
    waits for the keys before it.
    """

    def __init__(self, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._ahead: deque[events.Event] = deque()
        self._follower: Follower | None = None
        self._watch: Timer | None = None
        self._waited = 0.0
        self._taken = 0

    async def all_typed(self) -> None:
        """Wait until what was typed so far has done what it does, for a few seconds at most."""
        taken = -1
        for _ in range(round(LEAVE_SECONDS / LOOK_SECONDS)):
            follower = self._follower
            followed = follower is not None and follower.target.is_attached
            if taken == self._taken and not self._ahead and not followed:
                return
            taken = self._taken
            # The terminal's own thread may still be reading.
            await asyncio.sleep(LOOK_SECONDS)

    async def on_event(self, event: events.Event) -> None:
        """What somebody does comes in one at a time, everything else as ever."""
        if not isinstance(event, IN_ORDER) or event.is_forwarded:
            await super().on_event(event)
            return
        self._ahead.append(event)
        if self._follower is None:
            await self._take_next()
        elif self._watch is None:
            self._watch = self.set_interval(LOOK_SECONDS, self._look_after)

    @property
    def _typed_into(self) -> Widget | None:
        """Where keys go now; nothing once the program is being left."""
        return (self.focused or self.screen) if self.is_running and self.screen_stack else None

    async def _take_next(self) -> None:
        while self._ahead and self._follower is None and (into := self._typed_into) is not None:
            event = self._ahead.popleft()
            await super().on_event(event)
            if isinstance(event, events.Key | events.Paste):
                self._taken += 1
                self._waited = 0.0
                if not _is_text(event, into) or into is not self._typed_into:
                    self._follow(STEADY)

    def _follow(self, rounds: int) -> None:
        """Send a follower to where keys go now; nothing follows where nothing takes it."""
        into = self._typed_into
        self._follower = None if into is None else Follower(into, rounds)
        if self._follower is not None and not self._follower.target.post_message(self._follower):
            self._follower = None

    async def on_follower(self, follower: Follower) -> None:
        """It is back: again, until the focus stays."""
        follower.stop()
        if follower is not self._follower:
            return
        stayed = follower.target is self._typed_into
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


def _is_text(event: events.Event, into: Widget) -> bool:
    """Whether it is a character for this widget, and nothing else."""
    return (
        isinstance(event, events.Key)
        and event.is_printable
        and into.check_consume_key(event.key, event.character)
    )


class Follower(Message, bubble=True):
    """Goes the way of a key, behind it. target: where from. rounds: how many are to go."""

    def __init__(self, target: Widget, rounds: int) -> None:
        super().__init__()
        self.target = target
        self.rounds = rounds
