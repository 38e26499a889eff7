"""The keys that do something on a screen now, for the key bar, the help and the palette alike.

This is the one module that uses `Screen._binding_chain`. The public `Screen.active_bindings` leaves
out the app's keys while a modal screen is on top, also those with priority, which work all the
same. After an upgrade of Textual, compare with `Screen.active_bindings`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from textual.binding import ActiveBinding, Binding
from textual.keys import key_to_character
from textual.screen import Screen


def active_bindings(screen: Screen[Any]) -> list[ActiveBinding]:
    """Return the bindings of the focused widget, of the screen, and of the app where they apply."""
    active = dict(screen.active_bindings)
    for node, bindings in screen._binding_chain:
        if node is screen.app:
            for key, binding in bindings:
                if binding.priority:
                    active[key] = ActiveBinding(node, binding, True, binding.tooltip)
    return list(active.values())


def bindings_of_focused(screen: Screen[Any], key: str) -> list[Binding]:
    """Return what the focused widget itself binds to a key, as the user has chosen its keys."""
    _, bindings = screen._binding_chain[0]
    return bindings.key_to_bindings.get(key, [])


def by_action(bindings: list[ActiveBinding]) -> list[list[ActiveBinding]]:
    """Group the bindings, so that several keys for the same action stand together."""
    groups: dict[tuple[int, str], list[ActiveBinding]] = {}
    for active in bindings:
        groups.setdefault((id(active.node), active.binding.action), []).append(active)
    return list(groups.values())


def is_typed(screen: Screen[Any], binding: Binding) -> bool:
    """Return whether the focused widget takes the key as text instead."""
    focused = screen.focused
    character = key_to_character(binding.key)
    return focused is not None and focused.check_consume_key(binding.key, character)


def key_of(screen: Screen[Any], binding_id: str) -> str:
    """Return the key of a binding as people know it, or an empty text where none works now.

    Of several keys it is the plainest.
    """
    binding = working_bindings(screen, [binding_id]).get(binding_id)
    return "" if binding is None else screen.app.get_key_display(binding)


def working_bindings(screen: Screen[Any], binding_ids: Collection[str]) -> dict[str, Binding]:
    """Return those of some bindings that work now by their ids, each with its plainest key."""
    working = [
        active.binding
        for active in active_bindings(screen)
        if active.binding.id in binding_ids and not is_typed(screen, active.binding)
    ]
    working.sort(key=lambda binding: display_rank(screen.app.get_key_display(binding)))
    # The plainest of several comes last, and so takes the place of the others.
    return {binding.id: binding for binding in reversed(working) if binding.id}


def key_names(screen: Screen[Any], binding_id: str) -> list[str]:
    """Return the names of all keys of a binding, such as `ctrl+z`; none where it does not work."""
    return [
        active.binding.key for active in active_bindings(screen) if active.binding.id == binding_id
    ]


def display_rank(key: str) -> tuple[bool, int]:
    """Return how plain the display of a key is, smallest first: `d`, then `ctrl+d`, then `⌫`."""
    return not key.isascii(), len(key)
