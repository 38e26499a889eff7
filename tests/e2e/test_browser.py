"""The program in a real browser: what is typed there is stored."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyte
import pytest
from playwright import sync_api

from db.records import Incident
from db.store import Store
from tests.e2e.serving import Serving, serving
from tests.e2e.terminal import PATIENCE_SECONDS, run_command

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
FOCUSED = ".xterm-helper-textarea:focus"
ODD_TEXT = "5xx <b>&amp;</b> [/red] é שלום 🎉"


class Tab:
    """A tab of the browser with the program in it.

    The page paints on a canvas, so the tests read the bytes that its web socket receives.
    """

    def __init__(self, page: sync_api.Page, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        page.on("websocket", self._on_socket)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._on_console)
        page.goto(address)

    def _on_socket(self, socket: sync_api.WebSocket) -> None:
        size = parse_qs(urlsplit(socket.url).query)
        self._screen.resize(int(size["height"][0]), int(size["width"][0]))
        socket.on("framereceived", self._on_frame)

    def _on_frame(self, payload: bytes | str) -> None:
        if isinstance(payload, bytes):
            self._stream.feed(payload)

    def _on_console(self, message: sync_api.ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, text: str) -> None:
        """Wait until this text is on the screen."""
        self._wait_until(lambda: text in self.text, f"show {text!r}")

    def wait_until_gone(self, text: str) -> None:
        """Wait until this text is not on the screen."""
        self._wait_until(lambda: text not in self.text, f"remove {text!r}")

    def _wait_until(self, condition: Callable[[], bool], action: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < deadline, f"did not {action}; the screen is:\n{self.text}"
            # Playwright delivers the events of the socket only during its own calls.
            self.page.wait_for_timeout(20)

    def press(self, *keys: str) -> None:
        self.page.wait_for_selector(FOCUSED, state="attached")
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def open_tab(server: Serving) -> Iterator[Callable[[], Tab]]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_OPTIONS))
        size = sync_api.ViewportSize(width=1280, height=800)
        yield lambda: Tab(browser.new_page(viewport=size), server.address)
        browser.close()


def test_text_typed_into_a_form_is_stored(
    open_tab: Callable[[], Tab], server: Serving, tmp_path: Path
) -> None:
    tab = open_tab()
    tab.wait_for("write down your first incident")
    tab.press("n")
    tab.wait_for("▶ Service")
    tab.page.keyboard.type("checkout")
    tab.press("Enter")
    tab.wait_for("▶ Symptom")
    tab.page.keyboard.insert_text(ODD_TEXT)
    tab.press("Control+s")
    tab.wait_until_gone("▶ Symptom")
    tab.wait_for("#1")
    (incident,) = stored_incidents(tmp_path)
    assert (incident.service, incident.symptom) == ("checkout", ODD_TEXT)
    assert tab.errors == []
    assert {urlsplit(url).netloc for url in tab.requests} == {server.host}


def test_closing_a_tab_saves_the_typed_text(
    open_tab: Callable[[], Tab], server: Serving, tmp_path: Path
) -> None:
    run_command(tmp_path, "new", "checkout", "5xx spike")
    tab = open_tab()
    tab.wait_for("5xx spike")
    tab.wait_for("▶")
    tab.press("Enter")
    tab.wait_for("Here today")
    tab.press("Enter")
    tab.wait_for("Open action items")
    tab.press("]")
    tab.wait_for("▶ 1 Timeline")
    tab.press("2")
    tab.wait_for("Root cause")
    tab.press("r")
    tab.wait_until_gone("a Add…")
    tab.page.keyboard.type("No cap.")
    tab.page.close()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.child_ids:
        assert time.monotonic() < deadline, "the program of the tab did not end"
        time.sleep(0.02)
    (incident,) = stored_incidents(tmp_path)
    assert incident.root_cause == "No cap."


def stored_incidents(home: Path) -> list[Incident]:
    store = Store.open(home / "data" / "facilitator" / "facilitator.db")
    try:
        return store.incidents.everything().result()
    finally:
        store.close()
