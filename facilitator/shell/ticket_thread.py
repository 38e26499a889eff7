"""The thread that works on tickets: it works off the outbox, and asks how tickets stand."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from db.errors import StoreError
from db.records import ActionItem
from facilitator.config.settings import Settings, SettingsError
from facilitator.domain.ticket_key import is_ticket_key
from facilitator.domain.ticket_news import TicketNews
from facilitator.domain.tickets import next_try
from facilitator.outbox.sync import sync_tickets
from facilitator.outbox.worker import OutboxWorker
from facilitator.text import one_line
from facilitator.tracker.by_hand import ByHand
from facilitator.tracker.errors import TrackerError
from facilitator.tracker.opening import open_tracker
from facilitator.tracker.protocol import Tracker
from facilitator.tracker.token import TokenError

if TYPE_CHECKING:
    from db.store import Store

LONGEST_SLEEP = timedelta(minutes=1)
"""After this long the outbox is read again: a window that has released steps may be gone by now."""
SHORTEST_SLEEP = timedelta(seconds=5)
"""For how long a step is left alone that another window is working on."""
AFTER_TROUBLE = timedelta(minutes=5)
"""After this long a tracker that could not be opened is tried again, or as soon as it is wanted."""


class TicketThread:
    """Works off the outbox and asks how tickets stand, one after the other, beside everything else.

    Nobody waits for it: the end of the program leaves a request under way alone. What that was
    sending is *unknown* then, and the next start looks for it.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        now: Callable[[], datetime],
        tell: Callable[[TicketNews, bool], None],
    ) -> None:
        """Start the thread, which resumes what an earlier window has left in the outbox.

        Args:
            store: The open store.
            settings: The settings that name the tracker, which is opened once there is something
                to ask it for.
            now: Returns the present moment.
            tell: Called, on any thread, with what the work has come to and whether something of it
                was saved.
        """
        self._store, self._settings, self._now, self._tell = store, settings, now, tell
        self._opened: tuple[Tracker, OutboxWorker] | None = None
        self._wanted: Sequence[ActionItem] | None = None
        self._news = TicketNews()
        self._lock = Lock()
        self._wakes = Event()
        self._has_ended = False
        Thread(target=self._run, name="tickets", daemon=True).start()

    def push(self) -> None:
        """Look into the outbox now, since steps were released."""
        self._wakes.set()

    def sync(self, items: Sequence[ActionItem]) -> None:
        """Ask soon how the tickets of these items stand, in the place of others that still wait."""
        tickets = {item.ticket for item in items if is_ticket_key(item.ticket)}
        if tickets:
            with self._lock:
                self._wanted = items
                self._change(is_syncing=True, asked=0, total=len(tickets))
            self._wakes.set()

    def end(self) -> None:
        """Begin nothing more. It returns at once, whatever is under way."""
        self._has_ended = True
        self._wakes.set()

    def _run(self) -> None:
        with contextlib.suppress(_Ended):
            while True:
                # What is asked for from here on is not slept over.
                self._wakes.clear()
                pause = self._do_what_is_due()
                if self._wakes.wait(pause.total_seconds()):
                    self._forget_refused()
        self._close()

    def _do_what_is_due(self) -> timedelta:
        """Do what there is to do now, and return how long nothing is to be done after that.

        Raises:
            _Ended: Nothing more is to be begun.
        """
        self._check_end()
        try:
            self._sync_if_wanted()
            if any(moment <= self._now() for moment in self._next_tries()):
                _, worker = self._open()
                worker.work(lambda worked: self._say_worked())
            waits = [moment - self._now() for moment in self._next_tries()]
        except (TrackerError, TokenError, SettingsError) as error:
            self._say_trouble(str(error))
            return AFTER_TROUBLE
        except StoreError as error:
            self._say_trouble(str(error))
            return LONGEST_SLEEP
        except _Ended:
            raise
        except Exception as error:
            # The meeting goes on without tickets, and nobody waits for a sync that will not end.
            self._say_trouble(f"an error in the program ({type(error).__name__}: {error})")
            return AFTER_TROUBLE
        return min(max(min(waits, default=LONGEST_SLEEP), SHORTEST_SLEEP), LONGEST_SLEEP)

    def _sync_if_wanted(self) -> None:
        with self._lock:
            items, self._wanted = self._wanted, None
        if items is None:
            return
        tracker, _ = self._open()
        synced = sync_tickets(self._store, tracker, items, self._now, self._say_asked)
        with self._lock:
            is_wanted_again = self._wanted is not None
            self._change(is_syncing=is_wanted_again, not_synced=one_line(synced.error))

    def _open(self) -> tuple[Tracker, OutboxWorker]:
        """Return the tracker, which is opened the first time; its token may take some seconds."""
        if self._opened is None:
            tracker = open_tracker(self._settings)
            if isinstance(tracker, ByHand):
                raise SettingsError("tracker.kind is none, so no tracker can be asked")
            address = self._settings.tracker.incident_address
            self._opened = tracker, OutboxWorker(self._store, tracker, self._now, address)
        if self._news.trouble:
            self._say(trouble="")
        return self._opened

    def _forget_refused(self) -> None:
        """Open the tracker anew after it has failed, since somebody asks for it again.

        Its token may be another one by now. A tracker that asks for silence is left alone.
        """
        silence = None if self._opened is None else self._opened[1].silence
        is_refused = bool(self._news.not_synced) or silence is not None
        if is_refused and not (silence is not None and silence.is_asked_for):
            self._close()

    def _close(self) -> None:
        if self._opened is not None:
            self._opened[0].close()
            self._opened = None

    def _next_tries(self) -> Sequence[datetime]:
        """Return when each item is to be tried next, and say how many there are.

        One that waits for a person is left out.
        """
        steps = self._store.outbox.unfinished().result()
        by_item = groupby(steps, key=lambda step: step.action_id)
        moments = [next_try(list(of_item)) for _, of_item in by_item]
        tries = [moment for moment in moments if moment is not None]
        if len(tries) != self._news.waiting:
            self._say(waiting=len(tries))
        return tries

    def _say_asked(self, asked: int, total: int) -> None:
        self._say(is_saved=asked > 0, is_syncing=True, asked=asked, total=total)

    def _say_worked(self) -> None:
        self._say(is_saved=True)
        self._next_tries()

    def _say_trouble(self, why: str) -> None:
        words, was_syncing = one_line(why), self._news.is_syncing
        self._say(is_syncing=False, not_synced=words if was_syncing else "", trouble=words)

    def _say(self, *, is_saved: bool = False, **changes: Any) -> None:
        """Tell of changes of the news, between two requests to the tracker.

        Raises:
            _Ended: Nothing more is to be begun.
        """
        self._check_end()
        with self._lock:
            self._change(is_saved=is_saved, **changes)

    def _check_end(self) -> None:
        if self._has_ended:
            raise _Ended

    def _change(self, *, is_saved: bool = False, **changes: Any) -> None:
        """Change the news and tell of it. The lock is held, so that older ones never come last."""
        self._news = replace(self._news, **changes)
        self._tell(self._news, is_saved)


class _Ended(Exception):
    """The thread is to end between two requests."""
