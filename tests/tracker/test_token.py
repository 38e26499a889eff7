"""Where the token is read from and kept, and that nobody sees it."""

import copy
import pickle
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from facilitator.tracker.token import (
    SERVICE,
    VARIABLE,
    Token,
    TokenError,
    forget_token,
    read_token,
    save_token,
    token_file,
)
from tests.tracker.keyrings import BrokenKeyring, HangingKeyring, MemoryKeyring, absent_keyring

API = "https://api.example/ex/jira/1"
SECRET = "ATATT3xFfGF0-secret"
SOON = 0.2
"""Seconds that a keyring which never answers is waited for."""


@pytest.fixture(autouse=True)
def memory() -> Iterator[MemoryKeyring]:
    """Put a keyring in memory in the place of this machine's."""
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def hanging() -> Iterator[None]:
    backend = HangingKeyring()
    keyring.set_keyring(backend)
    yield
    backend.is_unlocked.set()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "tracker-token"


def read(file: Path, **environment: str) -> tuple[str, str]:
    """Return the token that is found and where it was."""
    found = read_token(API, environment, file, SOON)
    return found.token.reveal() if found.token else "", found.source


def test_the_variable_goes_before_the_keyring_and_that_before_the_file(
    file: Path, memory: MemoryKeyring
) -> None:
    assert read(file) == ("", "")
    keyring.set_keyring(absent_keyring())
    assert save_token(API, Token("in-file"), file) == str(file)
    assert read(file) == ("in-file", str(file))
    keyring.set_keyring(memory)
    memory.entries[SERVICE, API] = "in-keyring"
    assert read(file) == ("in-keyring", "the system's keyring")
    assert read(file, **{VARIABLE: " in-variable\n"}) == ("in-variable", VARIABLE)


def test_the_keyring_has_a_token_for_each_address(file: Path, memory: MemoryKeyring) -> None:
    memory.entries[SERVICE, "https://other.example"] = "of another"
    assert read(file) == ("", "")


def test_a_token_is_kept_in_the_keyring_and_no_longer_in_the_file(
    file: Path, memory: MemoryKeyring
) -> None:
    keyring.set_keyring(absent_keyring())
    save_token(API, Token("older"), file)
    keyring.set_keyring(memory)
    assert save_token(API, Token(SECRET), file) == "the system's keyring"
    assert memory.entries == {(SERVICE, API): SECRET}
    assert not file.exists()


def test_without_a_keyring_the_file_is_its_owners_alone(file: Path) -> None:
    keyring.set_keyring(absent_keyring())
    file.parent.mkdir()
    file.write_text("older")
    file.chmod(0o644)
    save_token(API, Token(SECRET), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read(file) == (SECRET, str(file))


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_can_reach_is_refused(file: Path, mode: int) -> None:
    file.parent.mkdir()
    file.write_text(SECRET)
    file.chmod(mode)
    with pytest.raises(TokenError, match="others on this machine can read this token") as caught:
        read(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert SECRET not in str(caught.value)


@pytest.mark.usefixtures("hanging")
def test_a_keyring_that_hangs_holds_nothing_up(file: Path) -> None:
    assert save_token(API, Token(SECRET), file, SOON) == str(file)
    found = read_token(API, {}, file, SOON)
    assert found.token is not None
    assert found.source == str(file)
    assert found.warnings == ("the keyring did not answer in 0.2 seconds",)
    with pytest.raises(TokenError, match="may still be in the keyring: the keyring did not answer"):
        forget_token(API, file, SOON)
    assert not file.exists()


def test_a_keyring_that_fails_is_said_without_its_words(file: Path) -> None:
    keyring.set_keyring(BrokenKeyring())
    assert save_token(API, Token(SECRET), file) == str(file)
    found = read_token(API, {}, file)
    assert found.warnings == ("the keyring has failed: KeyringError",)
    assert found.source == str(file)


def test_a_token_is_forgotten_everywhere(file: Path, memory: MemoryKeyring) -> None:
    save_token(API, Token(SECRET), file)
    forget_token(API, file)
    assert memory.entries == {}
    keyring.set_keyring(absent_keyring())
    save_token(API, Token(SECRET), file)
    forget_token(API, file)
    assert read(file) == ("", "")
    # What is not there is forgotten already.
    forget_token(API, file)


def test_the_file_lies_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    keyring.set_keyring(absent_keyring())
    assert save_token(API, Token(SECRET)) == str(token_file())
    assert token_file().is_relative_to(tmp_path)


@pytest.mark.parametrize("text", ["", "  ", "two words", "line\r\nHost: evil", "Zoë", "a\x00b"])
def test_what_is_no_token_is_refused_without_being_repeated(file: Path, text: str) -> None:
    with pytest.raises(ValueError, match="expected a token: one word"):
        Token(text)
    if text.strip():
        with pytest.raises(TokenError, match=f"^{VARIABLE}: expected a token") as caught:
            read(file, **{VARIABLE: text})
        assert text not in str(caught.value)


def test_a_folder_in_the_place_of_the_file_is_named(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(TokenError, match=f"{file}: is a directory"):
        read(file)


def test_a_token_shows_itself_to_nobody() -> None:
    token = Token(SECRET)
    shown = [
        repr(token),
        str(token),
        f"{token}",
        f"{token!r:>40}",
        repr([token]),
        repr({"t": token}),
    ]
    assert all(SECRET not in text for text in shown)
    with pytest.raises(TypeError, match="not written down"):
        pickle.dumps(token)
    with pytest.raises(TypeError, match="not written down"):
        copy.copy(token)
    assert not hasattr(token, "__dict__")
