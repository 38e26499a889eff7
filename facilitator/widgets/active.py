"""What keys do on a screen now: for the key bar, the help and the palette alike."""

from __future__ import annotations

from typing import Any

from textual.binding import ActiveBinding, Binding
from textual.keys import key_to_character
from textual.screen import Screen


def active(screen: Screen[Any]) -> list[ActiveBinding]:
    """The keys of what has the focus and of the screen, and those of the app that are over all."""
    found = dict(screen.active_bindings)
    for node, bindings in screen._binding_chain:
        if node is screen.app:
            for key, binding in bindings:
                if binding.priority:
                    found[key] = ActiveBinding(node, binding, True, binding.tooltip)
    return list(found.values())


def by_action(bindings: list[ActiveBinding]) -> list[list[ActiveBinding]]:
    """Several keys for one thing stand together."""
    found: dict[tuple[int, str], list[ActiveBinding]] = {}
    for each in bindings:
        found.setdefault((id(each.node), each.binding.action), []).append(each)
    return list(found.values())


def is_typed(screen: Screen[Any], binding: Binding) -> bool:
    """Whether the key is text for what has the focus."""
    focused = screen.focused
    character = key_to_character(binding.key)
    return focused is not None and focused.check_consume_key(binding.key, character)


def key_of(screen: Screen[Any], key_id: str) -> str:
    """The key that does it here and now, as people know it; the plainest of several."""
    shown = [
        screen.app.get_key_display(each.binding)
        for each in active(screen)
        if each.binding.id == key_id and not is_typed(screen, each.binding)
    ]
    return min(shown, key=plainness, default="")


def plainness(shown: str) -> tuple[bool, int]:
    """Of several keys for one thing, the plainest is shown: `d` before `ctrl+d` before `⌫`."""
    return not shown.isascii(), len(shown)
