"""A window on a server: what is typed outlives the server, and who may only read watches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import URL, make_url, text

from db.engine import connect
from db.store import Store
from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.screens.watch_screen import WatchScreen
from facilitator.shell.launch_target import LaunchTarget
from facilitator.widgets.autosaved_text import AutosavedText
from tests.proxy import Proxy
from tests.servers import MIGRATED, new_database
from tests.ui.doubles import RoomApp, WatchedStore, clock_at
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident, start_meeting
from tests.ui.room import PATIENCE_SECONDS, Room, wait_until_idle

OpenOn = Callable[..., AbstractAsyncContextManager[Room]]
ROOT = "#root-cause"
ANSWERS_AGAIN = "The database answers again"


@pytest.fixture
def target(server: URL) -> Iterator[str]:
    """Return the URL of a database in whose meeting the root cause is written just now."""
    for url in new_database(server, MIGRATED):
        store = Store.open(url)
        add_bare_incident(store)
        start_meeting(store, Stage.INCIDENT, 1, clock_at(), ())
        store.close()
        yield url


@pytest.fixture
def open_on(tmp_path: Path) -> OpenOn:
    """Return a function that opens the app on a URL, in a terminal of this size."""

    @asynccontextmanager
    async def open_app(url: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Room]:
        clock = clock_at()
        app = RoomApp(
            lambda: WatchedStore.open(url, lambda: clock.now().wall, who="ana"),
            clock,
            LaunchTarget("meet"),
            Settings(database=url, sources={"database": "--database"}),
            tmp_path / "summaries",
        )
        async with app.run_test(size=size, notifications=True) as pilot:
            await wait_until_idle(pilot)
            yield Room(app, pilot, clock, tmp_path)

    return open_app


async def wait_for_words(room: Room, words: Callable[[], str], *expected: str) -> None:
    """Wait until these words are shown, also while the database answers nothing."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not all(part in words() for part in expected):
        assert monotonic() < deadline, (words(), room.notices)
        await room.pilot.pause(0.02)


def stored_root_cause(target: str) -> str:
    store = Store.open(target, read_only=True)
    try:
        return store.incidents.get(SPIKE_NUMBER).result().root_cause
    finally:
        store.close()


async def test_what_is_typed_while_the_server_hangs_is_kept_and_saved_by_itself(
    open_on: OpenOn, proxy: Proxy, target: str
) -> None:
    async with open_on(proxy.url, size=(80, 24)) as room:
        field = room.screen().query_one(ROOT, AutosavedText)
        await room.press("r")
        proxy.freeze()
        room.post_paste("a retry storm")
        await wait_for_words(room, lambda: room.screen_text, "✗ not saved, no answer for ")
        assert "what you type is kept here and saved as soon as it answers" in room.notices
        room.post_paste(" of clients")
        await wait_for_words(room, lambda: field.text, "a retry storm of clients")
        await wait_for_words(room, lambda: room.notices, "Not saved", "the server does not answer")
        assert room.notices.count("has not answered for") == 1
        proxy.thaw()
        await wait_for_words(room, lambda: room.meeting_screen.saved_mark, "✓ saved")
        await wait_for_words(room, lambda: room.notices, ANSWERS_AGAIN)
        assert "has not answered for" not in room.notices
        assert stored_root_cause(target) == "a retry storm of clients"


async def test_a_dropped_connection_is_said_once_and_the_screen_catches_up(
    open_on: OpenOn, proxy: Proxy, target: str
) -> None:
    async with open_on(proxy.url) as room:
        proxy.refuses = True
        proxy.cut()
        await room.wait_until(lambda: "connection to the database is lost" in room.notices)
        other = Store.open(target)
        incident = other.incidents.get(SPIKE_NUMBER).result()
        other.incidents.write(incident.id, "root_cause", "", "written elsewhere").result()
        other.close()
        proxy.refuses = False
        await room.wait_until(lambda: room.text(ROOT) == "written elsewhere")
        await room.wait_until(lambda: ANSWERS_AGAIN in room.notices)
        assert "is lost" not in room.notices


async def test_a_commit_whose_answer_was_lost_is_shown_as_saved_and_asks_nothing(
    open_on: OpenOn, proxy: Proxy, target: str
) -> None:
    async with open_on(proxy.url) as room:
        await room.press("r")
        proxy.loses_commit = True
        await room.paste("a retry storm")
        await room.wait_until(lambda: "✓ saved" in room.text("#meeting-status"))
        assert proxy.lost_commits == 1
        assert room.screen() is room.meeting_screen
    assert stored_root_cause(target) == "a retry storm"


async def test_a_password_on_the_command_line_is_warned_of_on_the_screen(
    open_on: OpenOn, target: str
) -> None:
    with_password = make_url(target).set(password="secret").render_as_string(hide_password=False)
    async with open_on(with_password) as room:
        assert "can read the password in the list of processes" in room.notices
        assert "secret" not in room.screen_text


async def test_a_role_that_may_only_read_gets_a_watching_window_that_says_why(
    open_on: OpenOn, target: str
) -> None:
    engine = connect(target)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    try:
        url = make_url(target).set(username="reader").render_as_string(hide_password=False)
        async with open_on(url) as room:
            assert room.stage() is Stage.INCIDENT
            assert "watching" in room.text("#meeting-status")
            assert "the role may only read this database" in room.notices
            await room.press("r", "x", "a", "]", "escape")
            assert room.stage() is Stage.INCIDENT
            assert "Not saved" not in room.notices
            store = Store.open(target)
            store.meetings.finish(store.meetings.running().result()[0].id).result()
            store.close()
            await room.wait_until(lambda: isinstance(room.screen(), WatchScreen))
            assert "the role may only read this database" in room.text("#watch-words")
    finally:
        with engine.connect() as connection, connection.begin():
            connection.execute(text("DROP OWNED BY reader"))
            connection.execute(text("DROP ROLE reader"))
        engine.dispose()
    assert stored_root_cause(target) == ""
