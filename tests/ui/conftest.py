"""The fixtures of the screens' tests: a database, and the app running on it."""

from __future__ import annotations

import shutil
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import textual.screen
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from db.store import Store
from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.sample import fill
from facilitator.shell.launch_target import LaunchTarget
from facilitator.tracker.token import VARIABLE
from facilitator.widgets import autosaved_text
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud
from tests.tracker.running_cloud import running_cloud
from tests.ui.doubles import TODAY, ManualClock, RoomApp, WatchedStore, clock_at
from tests.ui.preparation import prepare_store, start_meeting
from tests.ui.room import OpenRoom, OpenStore, Room, wait_until_idle


@pytest.fixture(scope="session", autouse=True)
def share_parsed_styles() -> Iterator[None]:
    """Parse each style sheet once for the apps of all tests, since that takes long."""
    parsed: dict[object, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parse_once(stylesheet: Stylesheet, *arguments: Any, **options: Any) -> list[RuleSet]:
        key = (arguments, *options.items(), *stylesheet._variables.items())
        if key not in parsed:
            parsed[key] = parse(stylesheet, *arguments, **options)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def paint_on_demand() -> Iterator[None]:
    """Let a screen paint only where a test waits for it: painting is half of what an app does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(textual.screen, "UPDATE_PERIOD", 3600)
        yield


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a database with the sample team once, for tests to copy."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    store = Store.open(path, who="the sample team")
    fill(store, TODAY)
    store.close()
    return path


@pytest.fixture
def long_typing_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a text wait for its field to be left before it is saved.

    Otherwise a machine that is busy for half a second saves it before another window writes.
    """
    for name in ("AUTOSAVE_DELAY_SECONDS", "LONGEST_UNSAVED_SECONDS"):
        monkeypatch.setattr(autosaved_text, name, 3600)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the terminal be a window of a desktop that has a browser."""
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("browser"))


@pytest.fixture
def team_file(tmp_path: Path) -> Path:
    """Return the path of the test's database, which need not exist yet."""
    return tmp_path / "team.db"


@pytest.fixture
def open_other_store(team_file: Path) -> Iterator[OpenStore]:
    """Open stores on the test's database as other windows do, and close them after the test."""
    stores: list[Store] = []

    def open_store() -> Store:
        stores.append(Store.open(team_file, who="bob"))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def open_room(tmp_path: Path, team_file: Path, sample_file: Path) -> OpenRoom:
    """Open the app on the test's database, as described at `OpenRoom`."""

    @asynccontextmanager
    async def open_app(
        at: Stage | None = None,
        *,
        part: int = 0,
        sample: bool = True,
        prepare: Callable[[Store], None] | None = None,
        clock: ManualClock | None = None,
        settings: Settings | None = None,
        size: tuple[int, int] = (120, 40),
        people: Sequence[str] = (),
        watch: bool = False,
    ) -> AsyncIterator[Room]:
        app_clock = clock or clock_at()
        is_new = not team_file.exists()
        if is_new and sample:
            shutil.copy(sample_file, team_file)
        prepare_store(team_file, prepare)
        if is_new and at is not None:
            prepare_store(
                team_file, lambda store: start_meeting(store, at, part, app_clock, people)
            )

        def open_store() -> Store:
            return WatchedStore.open(
                team_file, lambda: app_clock.now().wall, who="ana", read_only=watch
            )

        if watch:
            target = LaunchTarget("watch")
        else:
            target = LaunchTarget() if at is None else LaunchTarget("meet")
        app_settings = replace(settings or Settings(), database=str(team_file))
        app = RoomApp(open_store, app_clock, target, app_settings, tmp_path / "summaries")
        # A row that stands out for a moment would be one more thing to wait for.
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True) as pilot:
            await wait_until_idle(pilot)
            yield Room(app, pilot, app_clock, team_file)

    return open_app


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    """A Jira Cloud that is running."""
    with running_cloud() as fake:
        yield fake


@pytest.fixture
def jira_settings(cloud: FakeCloud, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings that name the running Jira, with its token in the environment."""
    monkeypatch.setenv(VARIABLE, TOKEN)
    return Settings(
        tracker=TrackerSettings("jira", cloud.server.url, project="OPS", board=1, user=USER)
    )
