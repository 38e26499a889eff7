"""Where a browser would open: beside the terminal, or not at all."""

from __future__ import annotations

import webbrowser

import pytest

from facilitator.system.web_browser import has_browser


@pytest.mark.parametrize(
    ("environment", "platform", "has_one"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, "linux", False),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", False),
    ],
)
def test_a_browser_opens_on_a_desktop_that_people_sit_at(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], platform: str, has_one: bool
) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("browser"))
    assert has_browser(environment, platform) is has_one


def test_a_desktop_may_have_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_none() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", find_none)
    assert not has_browser({"DISPLAY": ":0"}, "linux")
