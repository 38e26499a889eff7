"""The tracker that the settings name."""

from pathlib import Path

import pytest

from facilitator.config.settings import SettingsError, load_settings
from facilitator.tracker.by_hand import ByHand
from facilitator.tracker.jira.tracker import JiraTracker
from facilitator.tracker.opening import open_tracker
from facilitator.tracker.token import VARIABLE, Token, TokenError
from tests.tracker.asking import NOW
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud


@pytest.fixture
def file(tmp_path: Path, no_keyring: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a configuration file on a machine without a keyring and a token."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path / "config.toml"


def opened(file: Path, lines: str, token: Token | None = None) -> object:
    file.write_text(f"[tracker]\n{lines}")
    return open_tracker(load_settings(environment={}, file=file), token)


def test_without_a_tracker_keys_are_typed_by_hand(file: Path) -> None:
    by_hand = opened(file, 'url = "https://ops.example/jira/"')
    assert isinstance(by_hand, ByHand)
    assert by_hand.address("OPS-1") == "https://ops.example/jira/browse/OPS-1"


def test_a_jira_is_asked_at_its_api_and_opened_at_its_site(
    file: Path, cloud: FakeCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    cloud.add("OPS-1", "Done", [8])
    tracker = opened(
        file,
        f'kind = "jira"\nurl = "https://ops.example"\napi_url = "{cloud.server.url}"\n'
        f'project = "ops"\nboard = 1\nuser = "{USER}"',
    )
    assert isinstance(tracker, JiraTracker)
    assert tracker.check().account == "Ana Silva"
    assert tracker.fetch(["OPS-1"], NOW)["OPS-1"].sprint_name == "OPS 8"
    assert tracker.address("OPS-1") == "https://ops.example/browse/OPS-1"


def test_a_token_can_be_tried_out_before_it_is_kept(file: Path, cloud: FakeCloud) -> None:
    lines = f'kind = "jira"\nurl = "{cloud.server.url}"\nproject = "OPS"'
    tracker = opened(file, lines, Token(TOKEN))
    assert isinstance(tracker, JiraTracker)
    assert tracker.check().account == "Ana Silva"


@pytest.mark.parametrize(
    ("lines", "name"),
    [("", "tracker.url"), ('url = "https://ops.example"', "tracker.project")],
)
def test_what_jira_needs_and_is_not_set_is_named(file: Path, lines: str, name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is not set, which Jira needs") as caught:
        opened(file, f'kind = "jira"\n{lines}')
    assert f"FACILITATOR_{name.replace('.', '_').upper()}" in str(caught.value)


def test_a_token_that_is_missing_is_said_with_what_to_do(file: Path) -> None:
    lines = 'kind = "jira"\nurl = "https://ops.example"\nproject = "OPS"'
    with pytest.raises(TokenError, match=r"no token for https://ops\.example: `facilitator login`"):
        opened(file, lines)
