"""The program in a real browser: keys in, letters in the database out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyte
import pytest

from db.records import Incident
from db.store import Store
from tests.e2e.serving import Serving, serving
from tests.e2e.terminal import PATIENCE_SECONDS, run

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
FOCUSED = ".xterm-helper-textarea:focus"
ODD = "5xx <b>&amp;</b> [/red] é שלום 🎉"


class Tab:
    """A page of the browser. It paints on a canvas, so what its socket brings is read instead."""

    def __init__(self, page: sync_api.Page, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        page.on("websocket", self._opened)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.goto(address)

    def _opened(self, socket: sync_api.WebSocket) -> None:
        size = parse_qs(urlsplit(socket.url).query)
        self._screen.resize(int(size["height"][0]), int(size["width"][0]))
        socket.on("framereceived", self._received)

    def _received(self, payload: bytes | str) -> None:
        if isinstance(payload, bytes):
            self._stream.feed(payload)

    def _said(self, message: sync_api.ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def see(self, wanted: str, *, gone: bool = False) -> None:
        """Wait until it is on the screen, or is not any more."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (wanted in self.text) is gone:
            assert time.monotonic() < deadline, f"{wanted!r} {gone=}; the screen is:\n{self.text}"
            self.page.wait_for_timeout(20)

    def press(self, *keys: str) -> None:
        self.page.wait_for_selector(FOCUSED, state="attached")
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as started:
        yield started


@pytest.fixture
def open_tab(server: Serving) -> Iterator[Callable[[], Tab]]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        size = sync_api.ViewportSize(width=1280, height=800)
        yield lambda: Tab(browser.new_page(viewport=size), server.address)
        browser.close()


def test_what_is_typed_into_a_field_is_in_the_database(
    open_tab: Callable[[], Tab], server: Serving, tmp_path: Path
) -> None:
    tab = open_tab()
    tab.see("write down your first incident")
    tab.press("n")
    tab.see("▶ Service")
    tab.page.keyboard.type("checkout")
    tab.press("Enter")
    tab.see("▶ Symptom")
    tab.page.keyboard.insert_text(ODD)
    tab.press("Control+s")
    tab.see("▶ Symptom", gone=True)
    tab.see("#1")
    (made,) = incidents(tmp_path)
    assert (made.service, made.symptom) == ("checkout", ODD)
    assert tab.errors == []
    assert {urlsplit(each).netloc for each in tab.requests} == {server.host}


def test_a_tab_that_is_closed_has_saved_what_was_typed(
    open_tab: Callable[[], Tab], server: Serving, tmp_path: Path
) -> None:
    run(tmp_path, "new", "checkout", "5xx spike")
    tab = open_tab()
    tab.see("5xx spike")
    tab.see("▶")
    tab.press("Enter")
    tab.see("Here today")
    tab.press("Enter")
    tab.see("Review open action items")
    tab.press("]")
    tab.see("▶ 1 Timeline")
    tab.press("2")
    tab.see("Root cause")
    tab.press("r")
    tab.see("a Add…", gone=True)
    tab.page.keyboard.type("No cap.")
    tab.page.close()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.children:
        assert time.monotonic() < deadline
    (kept,) = incidents(tmp_path)
    assert kept.root_cause == "No cap."


def incidents(home: Path) -> list[Incident]:
    store = Store.open(home / "data" / "facilitator" / "facilitator.db")
    try:
        return store.incidents.everything().result()
    finally:
        store.close()
