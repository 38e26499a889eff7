"""The token of the tracker: where it is read from, where it is kept, and how it stays out of sight.

It is read from the environment, then the system's keyring, then a file that its owner alone can
read. Keyrings differ, and some wait for ever for a password that nobody is asked for: a keyring
that does not answer in time is left alone, and no exit of the program waits for it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TypeVar

from facilitator.config.settings import data_folder
from facilitator.system.file_replacement import replace_file

VARIABLE = "FACILITATOR_TRACKER_TOKEN"
SERVICE = "facilitator"
"""The name under which the keyring keeps the token; the user of the entry is the API's address."""
KEYRING_WAIT = 5.0
"""How many seconds a keyring has for its answer."""

Answer = TypeVar("Answer")


class TokenError(Exception):
    """A token can't be used or kept. The message is one line and never holds the token."""


class Token:
    """A token that shows itself to nobody but who asks for it by name."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Take a token as it was typed or read.

        Raises:
            ValueError: It is empty, or no token: it has blanks, or characters that no header takes.
        """
        text = text.strip()
        if not text or not text.isascii() or any(not "!" <= character <= "~" for character in text):
            raise ValueError("expected a token: one word of letters, digits and signs")
        self._text = text

    def reveal(self) -> str:
        """Return the token itself, to be put into a request or a store of secrets."""
        return self._text

    def __repr__(self) -> str:
        return "Token(hidden)"

    def __reduce__(self) -> str:
        raise TypeError("a token is not written down")


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token, or None, and what to tell people about where it was looked for.

    Attributes:
        token: The token; None where there is none.
        source: Where it was found: the variable, `the system's keyring`, or the path of the file.
        warnings: A line for each place that could not be looked into.
    """

    token: Token | None
    source: str = ""
    warnings: tuple[str, ...] = ()


class KeyringFailed(Exception):
    """The keyring can't be used. The message says why."""


def token_file() -> Path:
    """Return the path of the file that holds the token where no keyring does."""
    return data_folder() / "tracker-token"


def read_token(
    api: str,
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
    keyring_wait: float = KEYRING_WAIT,
) -> FoundToken:
    """Read the token for a tracker.

    Args:
        api: The address of its API, by which the keyring knows the token.
        environment: The environment variables.
        file: The file to look into; the usual one unless given.
        keyring_wait: How many seconds the keyring has for its answer.

    Raises:
        TokenError: What is there is no token, or others can read the file that holds it.
    """
    if environment.get(VARIABLE):
        return FoundToken(_token(environment[VARIABLE], VARIABLE), VARIABLE)
    warnings: tuple[str, ...] = ()
    try:
        kept = _ask_keyring(lambda: _keyring_get(api), keyring_wait)
        if kept:
            source = "the system's keyring"
            return FoundToken(_token(kept, source), source)
    except KeyringFailed as failure:
        warnings = (str(failure),)
    file = file or token_file()
    text = _read_private(file)
    if text is None:
        return FoundToken(None, warnings=warnings)
    return FoundToken(_token(text, str(file)), str(file), warnings)


def save_token(
    api: str, token: Token, file: Path | None = None, keyring_wait: float = KEYRING_WAIT
) -> str:
    """Keep a token for the next start, and return where: in the keyring, or else in the file.

    Raises:
        TokenError: Neither takes it.
    """
    file = file or token_file()
    try:
        _ask_keyring(lambda: _keyring_set(api, token), keyring_wait)
    except KeyringFailed:
        return _write_private(file, token)
    # An older token in the file would be found again once the keyring is gone.
    _remove(file)
    return "the system's keyring"


def forget_token(api: str, file: Path | None = None, keyring_wait: float = KEYRING_WAIT) -> None:
    """Remove the token from the keyring and delete the file.

    Raises:
        TokenError: It is still in the file, or perhaps in the keyring.
    """
    _remove(file or token_file())
    try:
        _ask_keyring(lambda: _keyring_delete(api), keyring_wait)
    except KeyringFailed as failure:
        if not isinstance(failure, NoKeyring):
            raise TokenError(f"the token may still be in the keyring: {failure}") from None


class NoKeyring(KeyringFailed):
    """This machine has no keyring, so nothing can be in it."""


def _token(text: str, source: str) -> Token:
    try:
        return Token(text)
    except ValueError as error:
        raise TokenError(f"{source}: {error}") from None


def _ask_keyring(ask: Callable[[], Answer], wait: float) -> Answer:
    """Return the answer of the keyring, asked on a thread that nobody has to wait for.

    Raises:
        KeyringFailed: There is none, it failed, or it did not answer in time.
    """
    answers: list[Answer] = []
    failures: list[KeyringFailed] = []

    def work() -> None:
        try:
            answers.append(ask())
        except KeyringFailed as failure:
            failures.append(failure)
        except Exception as error:
            # A back end is any program at all, and may raise anything. What it says may hold what
            # it was given, so only the name of the failure is told.
            failures.append(KeyringFailed(f"the keyring has failed: {type(error).__name__}"))

    thread = Thread(target=work, name="keyring", daemon=True)
    thread.start()
    thread.join(wait)
    if failures:
        raise failures[0] from None
    if not answers:
        raise KeyringFailed(f"the keyring did not answer in {wait:g} seconds")
    return answers[0]


def _keyring_get(api: str) -> str | None:
    import keyring
    from keyring.errors import NoKeyringError

    try:
        return keyring.get_password(SERVICE, api)
    except NoKeyringError:
        # Most servers have none, and nobody needs to hear of that.
        return None


def _keyring_set(api: str, token: Token) -> None:
    import keyring
    from keyring.errors import NoKeyringError

    try:
        keyring.set_password(SERVICE, api, token.reveal())
    except NoKeyringError:
        raise NoKeyring("this machine has no keyring") from None


def _keyring_delete(api: str) -> None:
    import keyring
    from keyring.errors import NoKeyringError, PasswordDeleteError

    try:
        keyring.delete_password(SERVICE, api)
    except NoKeyringError:
        raise NoKeyring("this machine has no keyring") from None
    except PasswordDeleteError:
        # There was none.
        return


def _read_private(file: Path) -> str | None:
    """Return the text of a file that its owner alone can read; None where there is none.

    Raises:
        TokenError: Others can read it, or nobody can.
    """
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            # Systems without these modes keep others out by the folder.
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise TokenError(
                    f"{file}: others on this machine can read this token: withdraw it, make"
                    " another, and keep that one with `facilitator login`"
                )
            return opened.read(10_000).decode("ascii")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise TokenError(
            f"{file}: expected a token: one word of letters, digits and signs"
        ) from None
    except OSError as error:
        raise TokenError(f"{file}: {(error.strerror or 'unreadable').lower()}") from None


def _write_private(file: Path, token: Token) -> str:
    try:
        # The permissions of a file that is there would stay, and others may be able to read it.
        file.unlink(missing_ok=True)
        replace_file(file, f"{token.reveal()}\n")
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        raise TokenError(f"{file}: {reason}; the token is not kept") from None
    return str(file)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or "cannot be deleted").lower()
        raise TokenError(f"{file}: {reason}; the token is still in it") from None
