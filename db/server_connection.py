"""Connections to a server that give up when it has stopped answering.

The server's own time limits do not help when its process hangs, or when the network swallows
everything: only this side can notice that. It is loaded only for servers, since their driver need
not be installed.
"""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.errors import ConnectionTimeout

from db.server_silence import GIVE_UP_SECONDS, Silence

T = TypeVar("T")
NO_ANSWER = f"the server did not answer for {GIVE_UP_SECONDS} s, and the connection was given up"


def open_connection(silence: Silence, arguments: dict[str, Any]) -> WatchedConnection:
    """Connect to a server, and keep a `Silence` up to date from then on.

    Raises:
        psycopg.Error: The server can't be reached, or refuses.
    """
    silence.begin()
    try:
        connection = WatchedConnection.connect(**arguments)
    except ConnectionTimeout:
        silence.give_up()
        raise
    except psycopg.Error:
        silence.break_off()
        raise
    silence.end()
    connection.silence = silence
    return connection


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that knows for how long its server has not answered.

    Attributes:
        silence: Where that is kept up to date.
    """

    silence = Silence()

    def wait(self, gen: Generator[Any, Any, T], *limits: Any, **named_limits: Any) -> T:
        """Wait for an answer as the driver does, but no longer than `GIVE_UP_SECONDS`.

        Raises:
            psycopg.OperationalError: There was no answer; the connection is closed.
        """
        return super().wait(self._bounded(gen), *limits, **named_limits)

    def _bounded(self, steps: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """Pass the driver's steps on; between them, several times a second, look at the time."""
        self.silence.begin()
        last_sign = monotonic()
        try:
            wanted = next(steps)
            while True:
                ready = yield wanted
                if ready:
                    last_sign = monotonic()
                else:
                    self.silence.go_on()
                    self._give_up_after(monotonic() - last_sign)
                wanted = steps.send(ready)
        except StopIteration as done:
            self.silence.end()
            result: T = done.value
            return result

    def _give_up_after(self, seconds: float) -> None:
        if seconds > GIVE_UP_SECONDS:
            self.silence.give_up()
            self.pgconn.finish()
            raise psycopg.OperationalError(NO_ANSWER)
