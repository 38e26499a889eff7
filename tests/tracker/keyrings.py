"""Keyrings as machines have them: one that works, hangs or fails, and none at all."""

from threading import Event

from keyring.backend import KeyringBackend
from keyring.core import load_keyring
from keyring.errors import KeyringError, PasswordDeleteError


def absent_keyring() -> KeyringBackend:
    """Return what the package takes where a machine has no keyring."""
    return load_keyring("keyring.backends.fail.Keyring")


class MemoryKeyring(KeyringBackend):
    """A keyring that keeps its entries in memory."""

    priority = 1

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError("not found")
        del self.entries[service, username]


class HangingKeyring(MemoryKeyring):
    """A keyring that waits for a password which nobody is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.is_unlocked = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.is_unlocked.wait()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.is_unlocked.wait()

    def delete_password(self, service: str, username: str) -> None:
        self.is_unlocked.wait()


class BrokenKeyring(MemoryKeyring):
    """A keyring whose errors repeat what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"could not store {password}")
