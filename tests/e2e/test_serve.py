"""Who gets to see anything of the server, and how it ends."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.e2e.serving import Serving, serving

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("home")) as started:
        yield started
        assert started.stop(signal.SIGTERM) == 128 + signal.SIGTERM


def get(server: Serving, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection(server.host, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    return connection.getresponse()


def test_the_address_shows_a_page_that_loads_nothing_from_elsewhere(server: Serving) -> None:
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
        "{near}",
        "{path}../",
        "//{bare}",
    ],
)
def test_without_the_address_there_is_nothing(server: Serving, path: str) -> None:
    near = server.path[:-2] + ("A/" if server.path[-2] != "A" else "B/")
    asked = path.format(near=near, path=server.path, bare=server.path.strip("/"))
    response = get(server, asked)
    assert response.status in (403, 404)
    assert server.path.strip("/") not in response.read().decode()


def test_a_name_that_somebody_else_pointed_here_is_refused(server: Serving) -> None:
    port = server.host.rpartition(":")[2]
    assert get(server, server.path, Host="127.0.0.1.evil.example").status == 403
    assert get(server, server.path, Host=f"evil.example:{port}").status == 403
    assert get(server, server.path, Host=f"localhost:{port}").status == 200


def test_a_page_of_somebody_else_s_cannot_drive_it(server: Serving) -> None:
    socket = f"{server.path}ws"
    for origin in ("http://evil.example", "null", f"http://{server.host}.evil.example"):
        assert get(server, socket, Origin=origin, **UPGRADE).status == 403
    assert get(server, socket, **UPGRADE).status == 403
    assert server.children == []


def test_ctrl_c_ends_it_and_every_tab_s_program(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        connection = HTTPConnection(server.host, timeout=30)
        own = {**UPGRADE, "Origin": f"http://{server.host}"}
        connection.request("GET", f"{server.path}ws?width=80&height=24", headers=own)
        assert connection.getresponse().status == 101
        # The program has painted something: from now on it has to leave in order.
        assert connection.sock.recv(1)
        (child,) = server.children
        assert server.stop() == 0
        assert not Path(f"/proc/{child}").exists()
        assert server.process.stderr is not None
        told = server.process.stderr.read()
        assert "no log-in" in told
        assert "Traceback" not in told
