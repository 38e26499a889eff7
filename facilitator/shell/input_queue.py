"""The input queue: each key waits until the one before it has had its effect.

This is the one module that overrides `App._check_bindings`; after an upgrade of Textual, look
whether it is still asked for the bindings with priority before a key goes to the focused widget.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from facilitator.widgets.active_bindings import bindings_of_focused
from facilitator.widgets.cursor_list import CursorList
from facilitator.widgets.modal import DIALOG_STEPS, Modal

STEADY_ROUNDS = 2
"""How often in a row the focus has to have stayed the same before the next key is handed on.

The effect of a key may itself send a message, such as "the line was confirmed", and that is still
on its way in the first round.
"""
DEPARTURE_SECONDS = 0.005
"""How long a barrier waits where no key waits for it, so that its key can be painted first."""
WATCH_SECONDS = 0.05
"""How often lost barriers and the patience are looked after while keys wait."""
STEPS_SECONDS = 0.005
"""How often dialog steps are asked whether they have ended."""
PATIENCE_SECONDS = 6.0
"""How long a key is waited for before the next one is handed on all the same.

It is longer than a save waits for a database that another program is writing into.
"""
LEAVING_SECONDS = 0.8
"""How long keys are waited for when the program has to leave; most of the time is for saving."""
QUEUED_EVENTS = (events.InputEvent, events.Paste, events.AppFocus, events.AppBlur)
"""What a user does, and what takes the focus away: none of it may overtake an earlier key."""


class SerialInput(App[None]):
    """An app in which no key overtakes another.

    Textual hands a key to the widget that has the focus when it arrives, but a binding acts only
    after the key has bubbled up to the app. Of several keys that arrive together, as over a slow
    line or while a screen opens, those behind a key that moves the focus would go to where the
    focus was, and a text would lose its beginning.

    So each key is followed by a barrier, a message that takes the same way. The next key is handed
    on when the barrier has come back and the focus stays where it is. A character that is typed
    into a text needs none: it moves no focus, and a text handles one character after another.
    Clicks wait for the keys before them.
    """

    def __init__(self, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[events.Event] = deque()
        self._barrier: KeyBarrier | None = None
        self._departure: asyncio.TimerHandle | None = None
        self._watch: Timer | None = None
        self._waited_seconds = 0.0
        self._keys_handed_on = 0

    @property
    def runs_dialog_steps(self) -> bool:
        """Whether something is done between two dialogs, or after the last one.

        Each worker of the group waits for the dialog that it has opened, or else does something.
        """
        steps = sum(
            worker.group == DIALOG_STEPS and not worker.is_finished for worker in self.workers
        )
        return steps > sum(isinstance(screen, Modal) for screen in self.screen_stack)

    async def all_typed(self) -> None:
        """Wait until what was typed so far has had its effect, for a second at most."""
        keys_before = -1
        for _ in range(round(LEAVING_SECONDS / WATCH_SECONDS)):
            barrier = self._barrier
            is_under_way = self._departure is not None or (
                barrier is not None and barrier.target.is_attached
            )
            if keys_before == self._keys_handed_on and not self._waiting and not is_under_way:
                return
            keys_before = self._keys_handed_on
            # The terminal's own thread may still be reading.
            await asyncio.sleep(WATCH_SECONDS)

    async def on_event(self, event: events.Event) -> None:
        """Queue what the user does, and handle everything else as ever."""
        if not isinstance(event, QUEUED_EVENTS) or event.is_forwarded:
            await super().on_event(event)
            return
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            # A terminal reports the letter along with the key, and a text would take it as typed.
            event = events.Key(event.key, None)
        self._waiting.append(event)
        if self._departure is not None:
            self._depart()
        if self._barrier is None:
            await self._hand_on()
        elif self._watch is None:
            self._watch = self.set_interval(WATCH_SECONDS, self._look_after_barrier)

    @property
    def _key_target(self) -> Widget | None:
        """The widget that keys go to now; None once the program is leaving."""
        return (self.focused or self.screen) if self.is_running and self.screen_stack else None

    async def _hand_on(self) -> None:
        """Hand on waiting events up to the next one that needs a barrier."""
        while self._waiting and not self._may_be_under_way:
            if (target := self._key_target) is None:
                return
            event = self._waiting.popleft()
            await super().on_event(event)
            if isinstance(event, events.Key | events.Paste):
                self._keys_handed_on += 1
                self._waited_seconds = 0.0
                if not _is_text(event, target) or target is not self._key_target:
                    self._send_barrier_soon()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Run what a key is bound to; a list's own keys act before they bubble up from the list.

        After the bubbling they would come before all others too; this way they act sooner.
        """
        if await super()._check_bindings(key, priority):
            return True
        return priority and await self._run_key_of_list(key)

    async def _run_key_of_list(self, key: str) -> bool:
        """Run what the list that has the focus binds to a key, and return whether it does.

        A list without rows may be waiting for them. Its key takes the long way, on which it waits
        for a screen that is being read.
        """
        focused = self.focused
        if not isinstance(focused, CursorList) or not len(focused) or focused.loading:
            return False
        for binding in bindings_of_focused(self.screen, key):
            if await self.run_action(binding.action, focused):
                return True
        return False

    @property
    def _may_be_under_way(self) -> bool:
        """Whether the last key may not have had its effect yet."""
        return self._barrier is not None or self._departure is not None

    def _send_barrier_soon(self) -> None:
        """Send a barrier at once where another key waits for it, or else after what is painted."""
        if self._waiting:
            self._send_barrier(STEADY_ROUNDS)
        else:
            loop = asyncio.get_running_loop()
            self._departure = loop.call_later(DEPARTURE_SECONDS, self._depart)

    def _depart(self) -> None:
        if self._departure is not None:
            self._departure.cancel()
            self._departure = None
        self._send_barrier(STEADY_ROUNDS)

    def _send_barrier(self, rounds: int) -> None:
        """Send a barrier to where keys go now, unless nothing takes it."""
        target = self._key_target
        self._barrier = None if target is None else KeyBarrier(target, rounds)
        if self._barrier is not None and not self._barrier.target.post_message(self._barrier):
            self._barrier = None

    async def on_key_barrier(self, barrier: KeyBarrier) -> None:
        """Send the barrier again until the focus stays, then hand on the next key."""
        barrier.stop()
        if barrier is not self._barrier:
            return
        focus_stayed = barrier.target is self._key_target
        rounds_left = barrier.rounds - 1 if focus_stayed else STEADY_ROUNDS
        if not rounds_left and self.runs_dialog_steps:
            # The next key may be meant for the dialog that the steps will open.
            self.set_timer(STEPS_SECONDS, lambda: self._send_barrier(STEADY_ROUNDS))
            return
        if rounds_left:
            self._send_barrier(rounds_left)
        else:
            self._barrier = None
        await self._go_on()

    async def _look_after_barrier(self) -> None:
        """Replace a barrier that was lost with its widget, and give up on one after a while."""
        self._waited_seconds += WATCH_SECONDS
        is_lost = self._barrier is not None and not self._barrier.target.is_attached
        if is_lost:
            self._send_barrier(STEADY_ROUNDS)
        elif self._waited_seconds >= PATIENCE_SECONDS:
            self._barrier = None
        await self._go_on()

    async def _go_on(self) -> None:
        await self._hand_on()
        if not self._waiting and self._watch is not None:
            self._watch.stop()
            self._watch = None


def _is_text(event: events.Event, target: Widget) -> bool:
    """Return whether an event is a character that the widget takes as text."""
    return (
        isinstance(event, events.Key)
        and event.is_printable
        and target.check_consume_key(event.key, event.character)
    )


class KeyBarrier(Message, bubble=True):
    """A message that takes the way of a key, behind it.

    Attributes:
        target: The widget that it starts from.
        rounds: How often it still has to come back with the focus unchanged.
    """

    def __init__(self, target: Widget, rounds: int) -> None:
        super().__init__()
        self.target = target
        self.rounds = rounds
