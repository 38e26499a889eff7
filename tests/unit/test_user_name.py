"""The name that the system has for its user, and what takes its place where it has none."""

from __future__ import annotations

import getpass
import pwd
from types import SimpleNamespace

import pytest

from facilitator.system.user_name import user_name


@pytest.mark.parametrize(
    ("gecos", "name"),
    [
        ("Ana Silva,,,", "Ana Silva"),
        ("& Silva", "Ana Silva"),
        ("", "ana"),
        (",,,", "ana"),
    ],
)
def test_the_full_name_comes_before_that_of_the_account(
    monkeypatch: pytest.MonkeyPatch, gecos: str, name: str
) -> None:
    entry = SimpleNamespace(pw_gecos=gecos, pw_name="ana")
    monkeypatch.setattr(pwd, "getpwuid", lambda _: entry)
    monkeypatch.setenv("LOGNAME", "ana")
    assert user_name() == name


def test_a_container_without_a_passwd_entry_has_the_name_of_its_variables_or_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find_none(_: int) -> None:
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", find_none)
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises((KeyError, OSError)):
        getpass.getuser()
    assert user_name() == ""
    monkeypatch.setenv("USER", "ana")
    assert user_name() == "ana"
