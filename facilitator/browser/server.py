"""The web server. Everything that it serves is below a path that nobody can guess."""

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

from facilitator.browser.messages import pass_messages, screen_size
from facilitator.browser.session import LEAVE_SECONDS, Session
from facilitator.browser.silent_connections import SilentConnections

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names by which a browser reaches this machine.

A request under any other name comes from a page whose owner has pointed that name here (DNS
rebinding).
"""
CLOSE_SECONDS = 2.0
"""How long a browser may take to close its web socket."""
MOST_TABS = 20
"""How many programs run side by side at most; each takes about 100 MB of memory."""
KEEP_ALIVE_SECONDS = 15.0
"""How long a browser may keep a connection open between two requests."""
FONT_SIZES = range(8, 41)
"""The font sizes that a page can ask for, in pixels."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BrowserServer(Server):
    """Serves the program to browsers until a signal ends it.

    Attributes:
        path: The secret path below which everything is served.
    """

    def __init__(
        self, host: str, port: int, on_started: Callable[[int], None], *, is_local: bool
    ) -> None:
        """Prepare a server.

        Args:
            host: The address to listen on.
            port: The port to listen on; 0 for any that is free.
            on_started: Called with the port once the server listens.
            is_local: Whether only this machine can reach the address.
        """
        super().__init__("facilitator", host=host, port=port)
        self.path = f"/{secrets.token_urlsafe(24)}"
        self._on_started = on_started
        self._allowed_names = LOCAL_NAMES | {host} if is_local else None
        self._open_sockets: set[web.WebSocketResponse] = set()
        self._silent_connections = SilentConnections()
        self._page = _template()
        self._received_signal = 0

    async def run(self) -> int:
        """Serve until SIGINT, SIGTERM or SIGHUP, and wait until every program has left.

        Returns:
            The number of the signal.

        Raises:
            OSError: The address can't be used.
        """
        runner = web.AppRunner(
            self._make_application(),
            access_log=None,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            shutdown_timeout=2 * CLOSE_SECONDS + LEAVE_SECONDS,
        )
        await runner.setup()
        assert runner.server is not None
        closing = asyncio.create_task(self._silent_connections.close_forever(runner.server))
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            self._on_started(runner.addresses[0][1])
            await self._wait_for_signal()
        finally:
            closing.cancel()
            await runner.cleanup()
        return self._received_signal

    async def _wait_for_signal(self) -> None:
        stopped = asyncio.Event()

        def stop(number: int) -> None:
            self._received_signal = number
            stopped.set()

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError):
                    asyncio.get_running_loop().add_signal_handler(number, stop, number)
        await stopped.wait()

    def _make_application(self) -> web.Application:
        below_path = web.Application()
        below_path.add_routes(
            [
                web.get("/", self._index),
                web.get("/ws", self.handle_websocket),
                web.static("/static", self.statics_path),
            ]
        )
        application = web.Application(middlewares=[self._guard])
        application.add_subapp(self.path, below_path)
        # The page of textual-serve downloads from the root; the key is as secret as the path.
        application.router.add_get("/download/{key}", self.handle_download)
        application.on_shutdown.append(self._close_all)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse requests without the secret path, and requests of pages from other sites."""
        self._silent_connections.note_request(request.protocol)
        has_secret = request.path.startswith((f"{self.path}/", "/download/"))
        if not has_secret or not self._is_same_origin(request):
            raise web.HTTPForbidden(text="open the address that facilitator serve has printed\n")
        return await handler(request)

    def _is_same_origin(self, request: web.Request) -> bool:
        """Whether a request comes from a page of this server.

        Browsers send the origin with web sockets and with requests of other sites.
        """
        if self._allowed_names is not None and request.url.host not in self._allowed_names:
            return False
        origin = request.headers.get("Origin")
        if request.headers.get("Upgrade", "").casefold() == "websocket" or origin is not None:
            return origin in (f"http://{request.host}", f"https://{request.host}")
        return True

    def _refuse_more_tabs(self) -> None:
        if len(self._open_sockets) >= MOST_TABS:
            raise web.HTTPServiceUnavailable(
                text=f"{MOST_TABS} tabs are open, which is the most: close one, then load this"
                " page again\n"
            )

    async def _index(self, request: web.Request) -> web.Response:
        self._refuse_more_tabs()
        size = to_int(request.query.get("fontsize", ""), 16)
        address, nonce = f"{request.host}{self.path}", secrets.token_urlsafe(16)
        page = self._page.render(
            static=f"{self.path}/static/",
            nonce=nonce,
            websocket=f"ws://{address}/ws",
            font_size=size if size in FONT_SIZES else 16,
        )
        return web.Response(
            text=page, content_type="text/html", headers=_headers(request.host, nonce)
        )

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the program of one tab, from its opening to its end."""
        self._refuse_more_tabs()
        socket = web.WebSocketResponse(heartbeat=15, timeout=CLOSE_SECONDS)
        self._open_sockets.add(socket)
        session = Session(socket, self.download_manager)
        try:
            await socket.prepare(request)
            size = screen_size(
                to_int(request.query.get("width", ""), 80),
                to_int(request.query.get("height", ""), 24),
            )
            await session.start(*size)
            await pass_messages(socket, session)
        finally:
            self._open_sockets.discard(socket)
            await asyncio.shield(session.stop())
        return socket

    async def _close_all(self, _: web.Application) -> None:
        for socket in list(self._open_sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)


def _headers(host: str, nonce: str) -> dict[str, str]:
    """Return headers by which the page loads only its own parts and is framed nowhere.

    The secret path is not sent to other sites as a referrer, and the page is not cached.
    """
    policy = (
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
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _template() -> Template:
    text = files("facilitator.browser").joinpath("page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True).from_string(text)
