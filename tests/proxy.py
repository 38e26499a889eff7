"""A network between the program and a PostgreSQL server that a test can freeze and cut."""

from __future__ import annotations

import contextlib
import socket
from threading import Event, Thread
from typing import Any

from sqlalchemy import URL, make_url

COMMIT = b"COMMIT\x00"
"""The statement as it is sent, which is not the name of the level `READ COMMITTED`."""


class Proxy:
    """Passes connections on to a server, until a test says otherwise.

    Attributes:
        loses_commit: Whether the next connection that commits is cut after the server has
            answered and before the answer is passed on.
        lost_commits: How many commits lost their answer in this way.
        refuses: Whether new connections are closed at once, as by a machine without a server.
    """

    def __init__(self, target: str) -> None:
        """Listen on a port for the server of a URL, which has to name a socket."""
        self._url = make_url(target)
        self.loses_commit = False
        self.lost_commits = 0
        self.refuses = False
        self._flows = Event()
        self._flows.set()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The URL of the same database through this proxy."""
        port = self._listener.getsockname()[1]
        through: URL = URL.create(
            "postgresql",
            self._url.username,
            self._url.password,
            "127.0.0.1",
            port,
            self._url.database,
        )
        return through.render_as_string(hide_password=False)

    def freeze(self) -> None:
        """Swallow everything from now on, and close nothing."""
        self._flows.clear()

    def thaw(self) -> None:
        """Let everything through again, also what was swallowed before."""
        self._flows.set()

    def cut(self) -> None:
        """Close every open connection."""
        for end in self._open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def close(self) -> None:
        """End the proxy with all its connections."""
        self.thaw()
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.refuses:
                    client.close()
                    continue
                self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        """Pass on what comes from a client, and what the server answers."""
        server = socket.socket(socket.AF_UNIX)
        server.connect(_socket_path(self._url))
        self._open += [client, server]
        Thread(target=self._pass_on, args=(client, server, True), daemon=True).start()
        Thread(target=self._pass_on, args=(server, client, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, is_request: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._flows.wait()
                if is_request and self.loses_commit and COMMIT in data:
                    self._lose_answer(source, sink, data)
                    return
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _lose_answer(self, client: socket.socket, server: socket.socket, commit: bytes) -> None:
        """Cut the client off first, and then let the server commit."""
        self.loses_commit = False
        client.shutdown(socket.SHUT_RDWR)
        server.sendall(commit)
        self.lost_commits += 1


def _socket_path(url: URL) -> str:
    query: Any = url.query
    return f"{query['host']}/.s.PGSQL.{query.get('port', url.port or 5432)}"
