"""Links: an address of the web can be followed, and no other text ever can."""

from __future__ import annotations

import pytest

from facilitator.widgets.link import link


def ways(address: str) -> list[tuple[str | None, object]]:
    """The address that each part of a link leads to, and what a click on it does."""
    return [
        (span.style.link, span.style.meta.get("@click"))
        for span in link(address).spans
        if not isinstance(span.style, str)
    ]


def test_a_web_address_is_followed_by_terminal_and_click() -> None:
    address = "https://grafana.example.com/d/1?from=now-1h&to=now#panel"
    assert link(address).plain == f"↗ {address}"
    assert ways(address) == [(address, ("app.open_link", (address,)))]


def test_an_address_with_other_letters_is_shown_as_typed_and_followed_in_ascii() -> None:
    assert link("https://example.com/ä").plain == "↗ https://example.com/ä"
    assert [target for target, _ in ways("https://example.com/ä")] == ["https://example.com/%C3%A4"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ssh://host",
        "#incident-channel",
        "https://a b",
        "https://x\x1b]8;;evil",
        "[@click=app.quit]https://x[/]",
        "",
    ],
)
def test_any_other_text_leads_nowhere(address: str) -> None:
    assert ways(address) == []
    assert "\x1b" not in link(address).plain
