"""One tab's program: started with it, and gone with it once everything typed is saved."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

LEAVE_SECONDS = 8.0
"""How long a program may take to save and leave before it is ended."""


class Session(AppService):
    """A process whose screen goes to a web socket."""

    def __init__(self, socket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        async def close() -> None:
            await socket.close()

        super().__init__(
            "",
            write_bytes=_while_open(socket.send_bytes),
            write_str=_while_open(socket.send_str),
            close=close,
            download_manager=downloads,
        )

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        # No shell, so that nothing needs quoting; a session of its own, so that the terminal's
        # ctrl+c reaches the server alone, which then lets every program leave in its own time.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "facilitator",
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def stop(self) -> None:
        """Hang up, as a terminal that is closed does, and wait until the program has left."""
        process, task, self._task = self._process, self._task, None
        if process is None or task is None:
            return
        await self._download_manager.cancel_app_downloads(self.app_service_id)
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


def _while_open(
    send: Callable[..., Awaitable[None]],
) -> Callable[..., Awaitable[None]]:
    """Sends nothing any more once nobody listens: the program's output is still read to its end."""

    async def write(data: bytes | str) -> None:
        with suppress(ConnectionError, RuntimeError):
            await send(data)

    return write
