"""The web server: everything it has lies behind a path that nobody can guess."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.resources import files

from aiohttp import WSCloseCode, web
from jinja2 import Environment, Template
from textual_serve.server import Server, to_int

from facilitator.browser.session import LEAVE_SECONDS, Session

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
"""How a browser calls this machine; any other name was made to point here by somebody else."""
CLOSE_SECONDS = 2.0
"""How long a browser may take to say goodbye."""
FONT_SIZES = range(8, 41)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BrowserServer(Server):
    """Serves the program to browsers until it is told to stop.

    path: where everything lies.
    """

    def __init__(
        self, host: str, port: int, started: Callable[[int], None], *, local: bool
    ) -> None:
        """port: 0 for any that is free. started: is told the port once it listens.

        local: whether only this machine reaches the host.
        """
        super().__init__("facilitator", host=host, port=port)
        self.path = f"/{secrets.token_urlsafe(24)}"
        self._started = started
        self._names = LOCAL_NAMES | {host} if local else None
        self._open: set[web.WebSocketResponse] = set()
        self._page = _template()
        self._signalled = 0

    async def run(self) -> int:
        """Serve until SIGINT, SIGTERM or SIGHUP; the signal. Every program has left by then.

        Raises:
            OSError: the address can't be used.
        """
        runner = web.AppRunner(
            self._make_application(),
            access_log=None,
            shutdown_timeout=2 * CLOSE_SECONDS + LEAVE_SECONDS,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            self._started(runner.addresses[0][1])
            await self._stopped()
        finally:
            await runner.cleanup()
        return self._signalled

    async def _stopped(self) -> None:
        stopped = asyncio.Event()

        def stop(number: int) -> None:
            self._signalled = number
            stopped.set()

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError):
                    asyncio.get_running_loop().add_signal_handler(number, stop, number)
        await stopped.wait()

    def _make_application(self) -> web.Application:
        behind = web.Application()
        behind.add_routes(
            [
                web.get("/", self._index),
                web.get("/ws", self.handle_websocket),
                web.static("/static", self.statics_path),
            ]
        )
        application = web.Application(middlewares=[self._guard])
        application.add_subapp(self.path, behind)
        # The page asks for a download at the root; its key can't be guessed either.
        application.router.add_get("/download/{key}", self.handle_download)
        application.on_shutdown.append(self._close_all)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever has no address of ours, and pages of others that use somebody who has."""
        known = request.path.startswith((f"{self.path}/", "/download/"))
        if not known or not self._is_ours(request):
            raise web.HTTPForbidden(text="open the address that facilitator serve has printed\n")
        return await handler(request)

    def _is_ours(self, request: web.Request) -> bool:
        if self._names is not None and request.url.host not in self._names:
            return False
        origin = request.headers.get("Origin")
        if request.headers.get("Upgrade", "").casefold() == "websocket" or origin is not None:
            return origin in (f"http://{request.host}", f"https://{request.host}")
        return True

    async def _index(self, request: web.Request) -> web.Response:
        size = to_int(request.query.get("fontsize", ""), 16)
        at, nonce = f"{request.host}{self.path}", secrets.token_urlsafe(16)
        page = self._page.render(
            static=f"{self.path}/static/",
            nonce=nonce,
            websocket=f"ws://{at}/ws",
            font_size=size if size in FONT_SIZES else 16,
        )
        return web.Response(
            text=page, content_type="text/html", headers=_headers(request.host, nonce)
        )

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One tab, from its opening to its end."""
        socket = web.WebSocketResponse(heartbeat=15, timeout=CLOSE_SECONDS)
        await socket.prepare(request)
        self._open.add(socket)
        session = Session(socket, self.download_manager)
        try:
            await session.start(
                to_int(request.query.get("width", ""), 80),
                to_int(request.query.get("height", ""), 24),
            )
            await self._process_messages(socket, session)
        finally:
            self._open.discard(socket)
            await asyncio.shield(session.stop())
        return socket

    async def _close_all(self, _: web.Application) -> None:
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY)


def _headers(host: str, nonce: str) -> dict[str, str]:
    """Nothing but the page's own parts is loaded, framed or told where the page was."""
    allowed = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' data:",
        f"connect-src ws://{host}",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(allowed),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _template() -> Template:
    text = files("facilitator.browser").joinpath("page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True).from_string(text)
