"""The set-up of Jira on its screen: each step is tested, and all of it is saved at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import keyring
import pytest
from textual.widgets import Input

from facilitator.config.settings import Settings, load_settings
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.screens.home import HomeScreen
from facilitator.screens.tracker.set_up_screen import SetUpScreen
from facilitator.tracker.token import VARIABLE
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud, Field
from tests.tracker.keyrings import absent_keyring
from tests.tracker.loopback import LoopbackServer, Reply
from tests.ui.room import PATIENCE_SECONDS, OpenRoom, Room

INCIDENT_URL = "https://wiki.example/pm/{number}"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the path of a configuration file on a machine without a keyring and a token."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv(VARIABLE, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(absent_keyring())
    yield tmp_path / "config.toml"
    keyring.set_keyring(before)


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "facilitator" / "tracker-token"


@asynccontextmanager
async def set_up(
    open_room: OpenRoom,
    file: Path,
    tracker: TrackerSettings | None = None,
    size: tuple[int, int] = (120, 40),
) -> AsyncIterator[Room]:
    """Open the screen from home."""
    settings = Settings(file=file, tracker=tracker or TrackerSettings())
    async with open_room(settings=settings, size=size) as room:
        await room.press("J")
        assert isinstance(room.screen(), SetUpScreen)
        yield room


async def fill(room: Room, **values: str) -> None:
    """Put values into fields as if they were typed."""
    for name, value in values.items():
        room.screen().query_one(f"#{name}", Input).value = value
    await room.press("end")


async def until(room: Room, condition: Callable[[], bool]) -> None:
    """Wait for a condition while a request is under way, for which a room would wait too."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            await room.pilot.pause(0.02)


def login(cloud: FakeCloud, token: str = TOKEN) -> dict[str, str]:
    return {"url": cloud.server.url, "user": USER, "token": token}


async def test_three_steps_are_tested_and_saved_and_used_at_once(
    open_room: OpenRoom, cloud: FakeCloud, file: Path, token_file: Path
) -> None:
    async with set_up(open_room, file) as room:
        assert "the keys of tickets are typed by hand" in room.text("#set-up-heading")
        # As people type: enter goes from field to field, and tests the step behind the last one.
        await room.paste(cloud.server.url)
        await room.press("enter", "enter", "enter")
        await room.paste(USER)
        await room.press("enter")
        await room.paste(f"{TOKEN}\n")
        assert TOKEN not in room.screen_text
        await room.press("enter")
        assert "✓ Jira Cloud “Ops at Example”" in room.text("#login .result")
        assert "logged in as Ana Silva" in room.screen_text
        await room.type("ops")
        await room.press("enter")
        assert room.text("#project-step .result") == "✓ “Operations”"
        assert "‹ Task ›  2 of 2" in room.screen_text
        assert "‹ Board 1 (scrum) ›" in room.screen_text
        await room.press("left", "enter", "enter", "enter", "enter", "down", "enter")
        await room.paste(INCIDENT_URL)
        assert not file.exists()
        await room.press("enter")
        assert isinstance(room.screen(), HomeScreen)
        assert "Tickets go to OPS in Jira from now on" in room.notices
        assert f"kept in {token_file}" in room.notices.replace("\n", "")
        saved = load_settings(environment={}, file=file).tracker
        assert saved == TrackerSettings(
            kind="jira",
            url=cloud.server.url,
            project="OPS",
            issue_type="Bug",
            board=1,
            user=USER,
            priorities=("Highest", "High", "Low"),
            incident_url=INCIDENT_URL,
        )
        assert room.app.settings.tracker == saved
        assert not [key for key in room.app.drafts if "Jira" in key]
        assert token_file.read_text() == f"{TOKEN}\n"
        assert token_file.stat().st_mode & 0o777 == 0o600
        # The background asks this Jira from now on.
        store = room.store
        incident = await store.incidents.create("checkout", "5xx spike", date(2026, 3, 14))
        item = await store.actions.add(incident.id, "Cap retries", "Ben Ito", in_tracker=True)
        await store.outbox.release([item.id], room.clock.now().wall)
        room.app.tickets.push()
        await room.wait_until(lambda: any(issue.links for issue in cloud.issues.values()))
        (link,) = next(iter(cloud.issues.values())).links.values()
        assert link["url"] == f"https://wiki.example/pm/{incident.number}"


async def test_what_fails_is_said_at_its_step_and_what_was_typed_stays(
    open_room: OpenRoom, cloud: FakeCloud, file: Path
) -> None:
    async with set_up(open_room, file) as room:
        await room.press("ctrl+s")
        assert "✗ expected an address such as" in room.text("#login .result")
        await fill(room, url="http://127.0.0.1:1", user=USER, token="wrong-token")
        await room.press("ctrl+s")
        assert "✗ 127.0.0.1:1: " in room.text("#login .result")
        await fill(room, url=cloud.server.url)
        await room.press("ctrl+s")
        assert "✗ Jira does not accept the token" in room.text("#login .result")
        await fill(room, token="two words")
        await room.press("ctrl+s")
        assert "expected a token: one word" in room.text("#login .result")
        assert room.app.focused is room.screen().query_one("#token")
        await fill(room, token="")
        await room.press("ctrl+s")
        assert "type the token for http://localhost" in room.text("#login .result")
        await fill(room, token=TOKEN, project="NOPE")
        await room.press("ctrl+s")
        assert "✓" in room.text("#login .result")
        said = room.text("#project-step .result")
        assert said == "✗ No project could be found with key 'NOPE'."
        await fill(room, project="not a key")
        await room.press("ctrl+s")
        assert "expected the key of a project" in room.text("#project-step .result")
        await fill(room, project="OPS")
        await room.press("ctrl+s")
        await fill(room, incident_url="nowhere")
        await room.press("ctrl+s")
        assert "expected a web address with {number}" in room.text("#place .result")
        assert room.text("#url") == cloud.server.url
        assert not file.exists()


async def test_what_tickets_will_lack_is_shown_before_it_is_saved(
    open_room: OpenRoom, cloud: FakeCloud, file: Path
) -> None:
    cloud.screen["customfield_1"] = Field("Team", required=True)
    async with set_up(open_room, file) as room:
        await fill(room, **login(cloud), project="OPS")
        await room.press("ctrl+s", "ctrl+s")
        assert "✗ a Task of OPS also needs Team" in room.text("#place .result")
        del cloud.screen["customfield_1"], cloud.screen["duedate"]
        cloud.sprints = []
        await room.press("ctrl+s")
        said = room.text("#place .result")
        assert "– due date left out: it is not on the create screen" in said
        assert "– no next sprint: the board has no next sprint now" in said
        assert not file.exists()
        # Another choice is tested again before it is saved.
        await fill(room, incident_url=INCIDENT_URL)
        assert room.text("#place .result") == "changed since it was tested"
        await room.press("ctrl+s")
        assert "once more saves it so" in room.text("#place .result")
        await room.press("ctrl+s")
        assert isinstance(room.screen(), HomeScreen)
        assert load_settings(environment={}, file=file).tracker.board == 1


async def test_a_change_of_an_early_step_is_tested_with_all_behind_it(
    open_room: OpenRoom, cloud: FakeCloud, file: Path
) -> None:
    async with set_up(open_room, file) as room:
        await fill(room, **login(cloud), project="OPS")
        await room.press("ctrl+s")
        await fill(room, token="wrong-token")
        assert room.text("#login .result") == "changed since it was tested"
        await room.press("ctrl+s")
        assert "✗ Jira does not accept the token" in room.text("#login .result")
        await fill(room, token=TOKEN)
        await room.press("ctrl+s")
        assert "✓" in room.text("#project-step .result")
        assert not file.exists()


async def test_a_server_that_stalls_leaves_the_screen_answering_and_is_left_by_escape(
    open_room: OpenRoom, cloud: FakeCloud, file: Path
) -> None:
    cloud.server.stalled.add("GET /rest/api/3/myself")
    async with set_up(open_room, file) as room:
        await fill(room, **login(cloud))
        room.screen().query_one("#project").focus()
        room.post_key("ctrl+s")
        await until(room, lambda: bool(cloud.server.calls("GET /rest/api/3/myself")))
        assert "asking http://localhost" in room.text("#login .result")
        for key in "OPS":
            room.post_key(key)
        await until(room, lambda: room.text("#project") == "OPS")
        room.post_key("ctrl+s")
        await room.press("escape")
        assert room.text("#login .result") == "stopped; nothing is saved"
        assert len(cloud.server.calls("GET /rest/api/3/myself")) == 1
        assert room.text("#url") == cloud.server.url
        cloud.server.stalled.clear()
        await room.press("ctrl+s")
        assert "✓" in room.text("#login .result")
        assert "✓" in room.text("#project-step .result")


async def test_the_address_for_scoped_tokens_is_put_into_its_field(
    open_room: OpenRoom, cloud: FakeCloud, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The cloud stands in for Atlassian's gateway, where only scoped tokens are taken.
    site = LoopbackServer(
        lambda request: (
            Reply(200, {"cloudId": "1122"}) if "tenant_info" in request.path else Reply(401)
        )
    )
    monkeypatch.setattr("facilitator.tracker.jira.gateway.GATEWAY", f"{cloud.server.url}/ex/jira")
    async with set_up(open_room, file) as room:
        await fill(room, url=site.url, user=USER, token=TOKEN)
        await room.press("ctrl+s")
        assert room.text("#api_url") == f"{cloud.server.url}/ex/jira/1122"
        assert "limited scopes" in room.text("#login .result")
        assert "test again to try it there" in room.text("#login .result")
        assert not cloud.server.requests
    site.close()


async def test_an_existing_set_up_is_changed_with_the_token_that_is_kept(
    open_room: OpenRoom, cloud: FakeCloud, file: Path, token_file: Path
) -> None:
    token_file.parent.mkdir(parents=True)
    token_file.write_text(TOKEN)
    token_file.chmod(0o600)
    before = TrackerSettings(
        "jira", cloud.server.url, project="OPS", board=1, user=USER, incident_url=INCIDENT_URL
    )
    file.write_text('# ours\ntheme = "nord"\n')
    async with set_up(open_room, file, before) as room:
        assert f"tickets go to OPS at {cloud.server.url}" in room.text("#set-up-heading")
        await room.press("ctrl+s", "left", "ctrl+s")
        assert isinstance(room.screen(), HomeScreen)
        saved = load_settings(environment={}, file=file).tracker
        assert saved == replace(before, issue_type="Bug")
        assert file.read_text().startswith('# ours\ntheme = "nord"\n')
        # A kept token is not sent to another address.
        other = FakeCloud()
        await room.press("J")
        await fill(room, url=other.server.url)
        await room.press("ctrl+s")
        assert "type the token for" in room.text("#login .result")
        assert not other.server.requests
        other.server.close()
        token_file.chmod(0o644)
        await fill(room, url=cloud.server.url)
        await room.press("ctrl+s")
        assert "others on this machine can read this token" in room.text("#login .result")


async def test_a_token_of_a_variable_is_used_and_not_kept(
    open_room: OpenRoom,
    cloud: FakeCloud,
    file: Path,
    token_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    async with set_up(open_room, file) as room:
        await fill(room, url=cloud.server.url, user=USER, project="OPS")
        await room.press("ctrl+s", "ctrl+s")
        assert f"taken from {VARIABLE}" in room.notices.replace("\n", "")
    assert not token_file.exists()


async def test_settings_that_can_not_be_saved_are_said_and_nothing_is_lost(
    open_room: OpenRoom, cloud: FakeCloud, file: Path, token_file: Path
) -> None:
    file.write_text("no toml")
    async with set_up(open_room, file) as room:
        await fill(room, **login(cloud), project="OPS")
        await room.press("ctrl+s", "ctrl+s")
        assert "not TOML" in room.text("#place .result")
        assert not token_file.exists()
        file.write_text("")
        await room.press("ctrl+s")
        assert isinstance(room.screen(), HomeScreen)


async def test_what_is_typed_comes_back_without_the_token(
    open_room: OpenRoom, file: Path, tmp_path: Path
) -> None:
    async with set_up(open_room, file) as room:
        await fill(room, url="https://ops.example", token=TOKEN, project="OPS")
        await room.press("escape")
        assert isinstance(room.screen(), HomeScreen)
        # The app writes its drafts at any moment, also before the fields are there.
        room.app.show_set_up()
        room.app.keep_drafts()
        await room.wait_until(lambda: isinstance(room.screen(), SetUpScreen))
        assert room.text("#url") == "https://ops.example"
        assert room.text("#project") == "OPS"
        assert room.text("#token") == ""
        assert TOKEN not in str(room.app.drafts)
        room.app.keep_drafts()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(TOKEN.encode() in path.read_bytes() for path in files)


async def test_where_nothing_can_be_kept_the_set_up_is_not_offered(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("J")
        assert isinstance(room.screen(), HomeScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_all_steps_are_in_view_at_once(
    open_room: OpenRoom, cloud: FakeCloud, file: Path, size: tuple[int, int]
) -> None:
    async with set_up(open_room, file, size=size) as room:
        await fill(room, **login(cloud), project="OPS")
        await room.press("ctrl+s")
        assert "another one, as for scoped tokens" in room.screen_text
        for text in ("Jira's address", "logged in as", "“Operations”", "P3", "Post-mortems at"):
            assert text in room.screen_text
