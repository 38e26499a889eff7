"""The parts of textual-serve that have no public name, under names of their own.

textual-serve starts programs through a shell, ends them by a message that they may not answer,
and serves everything under `/`. To change that, the browser server has to reach into its class;
it does so in this module alone.

After an upgrade of textual-serve, compare with its `AppService`:

- `AppService.start` calls `_open_app_process`, which sets `_process` and `_stdin`; then it starts
  `run` as the task `_task`. `_build_environment` makes the program use the web driver.
- `AppService._download_manager` forgets the downloads of a program.
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

Send = Callable[..., Awaitable[None]]


class ProgramService(AppService):
    """A program whose screen goes to a web socket. A subclass starts the process."""

    def __init__(
        self, send_bytes: Send, send_text: Send, close: Send, downloads: DownloadManager
    ) -> None:
        super().__init__(
            "",
            write_bytes=send_bytes,
            write_str=send_text,
            close=close,
            download_manager=downloads,
        )

    async def open_process(self, environment: dict[str, str]) -> Process:
        """Start the process of the program, with pipes for all of its streams.

        Args:
            environment: The environment variables, which make the program use the web driver.
        """
        raise NotImplementedError

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        process = await self.open_process(self._build_environment(width, height))
        self._process, self._stdin = process, process.stdin
        return process

    def take_running(self) -> tuple[Process, asyncio.Task[None]] | None:
        """Return the process and the task that reads its output, once; None after that."""
        process, task, self._task = self._process, self._task, None
        return None if process is None or task is None else (process, task)

    async def cancel_downloads(self) -> None:
        """Forget the downloads that the program has offered."""
        await self._download_manager.cancel_app_downloads(self.app_service_id)
