"""A small HTTP server on a loopback socket, which a fake of a tracker stands behind."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Event, Lock, Thread
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.tracker.document import Exchange


@dataclass
class Reply:
    """What is answered: a JSON value, or bytes of any kind."""

    status: int = 200
    value: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def content(self) -> bytes:
        if self.body is not None:
            return self.body
        return b"" if self.value is None else json.dumps(self.value).encode()


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def call(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def value(self) -> Any:
        return json.loads(self.body) if self.body else {}


class LoopbackServer:
    """Answers requests with a function, and with what a test puts in the place of its answers.

    Attributes:
        url: The address of the server, without a slash at the end.
        exchanges: The requests that were answered by the function, with its answers.
        requests: All requests in their order.
        instead: Replies in the place of the function's, by the method and the path, one each time.
        lost: The calls whose next answer is lost: the function has done it, and the connection is
            closed.
        unanswered: The calls whose next answer is never sent: the function has done it.
        is_unanswered: Set once such a call has come.
        before: What is called before a call is answered, as often as it comes.
        stalled: The calls that are never answered, until `close`.
    """

    def __init__(
        self, answer: Callable[[Request], Reply], tls: ssl.SSLContext | None = None
    ) -> None:
        self._answer = answer
        self.exchanges: list[Exchange] = []
        self.requests: list[Request] = []
        self.instead: defaultdict[str, deque[Reply]] = defaultdict(deque)
        self.lost: set[str] = set()
        self.unanswered: set[str] = set()
        self.is_unanswered = Event()
        self.before: dict[str, Callable[[], object]] = {}
        self.stalled: set[str] = set()
        self.ends = Event()
        self._one_at_a_time = Lock()
        owner = self

        class Handler(_Handler):
            server_owner = owner

        self._server = _Server(("127.0.0.1", 0), Handler)
        scheme = "http"
        if tls is not None:
            scheme = "https"
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"{scheme}://localhost:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def calls(self, call: str) -> list[Request]:
        """The requests of one method and path."""
        return [request for request in self.requests if request.call == call]

    def close(self) -> None:
        self.ends.set()
        self._server.shutdown()
        self._server.server_close()

    def reply(self, request: Request) -> Reply | None:
        """The reply to a request; None where its answer is lost."""
        self.requests.append(request)
        if request.call in self.stalled:
            self.ends.wait()
            return None
        if before := self.before.get(request.call):
            before()
        if self.instead[request.call]:
            return self.instead[request.call].popleft()
        with self._one_at_a_time:
            reply = self._answer(request)
            self.exchanges.append(
                Exchange(
                    *(request.method, request.path, request.query, request.headers, request.body),
                    *(reply.status, reply.content, "application/json"),
                )
            )
        if request.call in self.unanswered:
            self.unanswered.discard(request.call)
            self.is_unanswered.set()
            self.ends.wait()
            return None
        if request.call in self.lost:
            self.lost.discard(request.call)
            return None
        return reply

    def wait_for_each_other(self, call: str, count: int) -> None:
        """Answer the next requests of one method and path once so many of them are there."""

        def go_on() -> None:
            del self.before[call]

        self.before[call] = Barrier(count, action=go_on, timeout=30).wait


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that leave, or that do not trust the certificate."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer goes out in one piece, or each waits 40 ms for the acknowledgement of its head.
    wbufsize = -1
    server_owner: ClassVar[LoopbackServer]

    def handle_any(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            *(self.command, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))),
            *(dict(self.headers), self.rfile.read(length)),
        )
        reply = self.server_owner.reply(request)
        if reply is None:
            # Closed with a reset, as when a proxy on the way gives up.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            return
        self.send_response_only(reply.status)
        usual = {"Content-Type": "application/json", "Date": self.date_time_string()}
        headers = usual | reply.headers
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Stay silent."""
