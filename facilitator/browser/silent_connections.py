"""The end of connections that ask for nothing, which would take all file handles of the server."""

from __future__ import annotations

import asyncio

from aiohttp.web_protocol import RequestHandler
from aiohttp.web_server import Server

ASKING_SECONDS = 10.0
"""How long a new connection may take to send its first whole request."""
CHECK_SECONDS = 1.0
"""How often the connections are looked at."""


class SilentConnections:
    """Closes each connection whose first request does not come in time.

    Between the requests of one connection, the server's own keep-alive time-out does the same.
    """

    def __init__(self) -> None:
        self._have_asked: set[RequestHandler] = set()

    def note_request(self, connection: RequestHandler) -> None:
        """Leave a connection open from now on, since it has asked for something."""
        self._have_asked.add(connection)

    async def close_forever(self, server: Server) -> None:
        """Look after the connections of a server until the task is cancelled."""
        opened_at: dict[RequestHandler, float] = {}
        while True:
            now = asyncio.get_running_loop().time()
            connections = server.connections
            self._have_asked.intersection_update(connections)
            opened_at = {
                connection: opened_at.get(connection, now)
                for connection in connections
                if connection not in self._have_asked
            }
            for connection, opened in opened_at.items():
                if now - opened > ASKING_SECONDS:
                    connection.force_close()
            await asyncio.sleep(CHECK_SECONDS)
