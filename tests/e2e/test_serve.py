"""Who can reach the server, and how it ends."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from facilitator.browser.server import MOST_TABS
from tests.e2e.serving import Serving, serving

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running
        assert running.stop(signal.SIGTERM) == 128 + signal.SIGTERM


def get(server: Serving, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection(server.host, timeout=30)
    header_names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=header_names)
    return connection.getresponse()


def open_socket(server: Serving, query: str = "width=80&height=24") -> HTTPConnection:
    """Ask for the web socket of a tab, as a page of the server does."""
    connection = HTTPConnection(server.host, timeout=30)
    headers = {**UPGRADE, "Origin": f"http://{server.host}"}
    connection.request("GET", f"{server.path}ws?{query}", headers=headers)
    return connection


def test_the_page_at_the_printed_address_loads_nothing_from_other_hosts(server: Serving) -> None:
    response = get(server, server.path)
    page = response.read().decode()
    assert response.status == 200
    assert "https://" not in page
    assert page.count("://") == 1
    assert f"ws://{server.host}{server.path}ws" in page
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    script = get(server, f"{server.path}static/js/textual.js")
    assert script.status == 200
    assert len(script.read()) > 100_000


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ws",
        "/static/js/textual.js",
        "/wrong/",
        "/wrong/ws",
        "{similar}",
        "{path}../",
        "//{bare}",
    ],
)
def test_every_other_path_is_refused(server: Serving, path: str) -> None:
    similar = server.path[:-2] + ("A/" if server.path[-2] != "A" else "B/")
    requested = path.format(similar=similar, path=server.path, bare=server.path.strip("/"))
    response = get(server, requested)
    assert response.status in (403, 404)
    assert server.path.strip("/") not in response.read().decode()


def test_a_foreign_host_name_is_refused(server: Serving) -> None:
    port = server.host.rpartition(":")[2]
    assert get(server, server.path, Host="127.0.0.1.evil.example").status == 403
    assert get(server, server.path, Host=f"evil.example:{port}").status == 403
    assert get(server, server.path, Host=f"localhost:{port}").status == 200


def test_a_web_socket_of_a_foreign_page_is_refused(server: Serving) -> None:
    socket = f"{server.path}ws"
    for origin in ("http://evil.example", "null", f"http://{server.host}.evil.example"):
        assert get(server, socket, Origin=origin, **UPGRADE).status == 403
    assert get(server, socket, **UPGRADE).status == 403
    assert server.child_ids == []


def test_ctrl_c_ends_the_server_and_the_program_of_every_tab(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        connection = open_socket(server)
        assert connection.getresponse().status == 101
        # The program has painted its first bytes: from now on it ends in order.
        assert connection.sock.recv(1)
        (child_id,) = server.child_ids
        assert server.stop() == 0
        assert not Path(f"/proc/{child_id}").exists()
        assert server.process.stderr is not None
        log = server.process.stderr.read()
        assert "no log-in" in log
        assert "Traceback" not in log


def text_frame(text: bytes) -> bytes:
    """Return a short text as one frame of a browser, which masks what it sends."""
    return bytes([0x81, 0x80 | len(text)]) + bytes(4) + text


def test_a_malformed_message_closes_its_tab_without_a_traceback(tmp_path: Path) -> None:
    messages = (b"no json", b"[]", b"{}", b'["stdin", 7]', b'["resize", {}]', b'["unknown"]')
    with serving(tmp_path) as server:
        for message in messages:
            connection = open_socket(server, "width=99999999&height=-3")
            assert connection.getresponse().status == 101
            connection.sock.sendall(text_frame(message))
            received = b""
            while part := connection.sock.recv(65_536):
                received += part
            assert b"malformed message" in received
        assert server.stop() == 0
        assert server.process.stderr is not None
        assert "Traceback" not in server.process.stderr.read()


def test_there_are_only_so_many_tabs(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        tabs = [open_socket(server) for _ in range(MOST_TABS)]
        assert {tab.getresponse().status for tab in tabs} == {101}
        refused = open_socket(server).getresponse()
        assert refused.status == 503
        assert b"close one" in refused.read()
        assert get(server, server.path).status == 503
        server.process.kill()
        for tab in tabs:
            tab.close()


def test_connections_that_ask_for_nothing_are_closed(server: Serving) -> None:
    host, _, port = server.host.rpartition(":")
    silent = [socket.create_connection((host, int(port)), timeout=30) for _ in range(40)]
    for connection in silent[1:]:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
    # The server closes them: without its limit the reads would time out.
    assert {connection.recv(1) for connection in silent} == {b""}
    assert get(server, server.path).status == 200
