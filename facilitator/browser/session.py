"""The process behind one tab: it starts with the tab, and ends once everything typed is saved."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web
from textual_serve.download_manager import DownloadManager

from facilitator.browser.textual_serve_internals import ProgramService

LEAVE_SECONDS = 8.0
"""How long a program may take to save and leave before it is killed."""


class Session(ProgramService):
    """A program whose screen goes to the web socket of a tab."""

    def __init__(self, socket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        async def close() -> None:
            await socket.close()

        super().__init__(
            _while_open(socket.send_bytes), _while_open(socket.send_str), close, downloads
        )

    async def open_process(self, environment: dict[str, str]) -> Process:
        """Start the program in a process session of its own.

        There is no shell, so that nothing needs quoting. In a session of its own the program does
        not get the ctrl+c of the server's terminal: the server lets every program leave in time.
        """
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "facilitator",
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=environment,
            start_new_session=True,
        )

    async def stop(self) -> None:
        """End the program as a closed terminal does, and wait until it has left."""
        running = self.take_running()
        if running is None:
            return
        process, task = running
        await self.cancel_downloads()
        with suppress(ProcessLookupError):
            if hasattr(signal, "SIGHUP"):
                process.send_signal(signal.SIGHUP)
            else:
                await self.send_meta({"type": "quit"})
        _, late = await asyncio.wait([task], timeout=LEAVE_SECONDS)
        if late:
            with suppress(ProcessLookupError):
                process.kill()
        await task
        await process.wait()


def _while_open(send: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Return a `send` that does nothing once the socket is closed.

    The program's output is still read to its end then, so that it can save and leave.
    """

    async def send_if_open(data: bytes | str) -> None:
        with suppress(ConnectionError, RuntimeError):
            await send(data)

    return send_if_open
