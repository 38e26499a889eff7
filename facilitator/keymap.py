"""Keys by name, and a keymap checked: what people typed against what there is."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 25))
NAMED = (
    *("escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end"),
    *("pageup", "pagedown", "up", "down", "left", "right"),
    *FUNCTION_KEYS,
)
ALIASES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "⌫": "backspace",
    "⏎": "enter",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
"""What people call a key, and the help shows, by the name that it has."""
SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Characters that have a shorter name than Unicode gives them."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One thing that keys do. key_id: "" for what can't be given other keys.

    keys: by name, such as `ctrl+d`. what: in words. first: whether it comes before all typing.
    """

    key_id: str
    keys: Sequence[str]
    what: str
    first: bool = False

    @property
    def name(self) -> str:
        """How a message speaks of it."""
        return self.key_id or f"“{self.what}”"


@dataclass(frozen=True, slots=True)
class Checked:
    """A keymap as it can be used: keys by name. wrong: by id, what is wrong with it, in words."""

    usable: Mapping[str, str]
    wrong: Mapping[str, str]


def read_keys(typed: str) -> str:
    """`Esc, ctrl+]` as `escape,ctrl+right_square_bracket`.

    Raises:
        ValueError: no keyboard has such a key; the message says which, and what was meant.
    """
    if not typed.strip():
        raise ValueError('expected a key such as "d" or "ctrl+d"')
    if typed.strip() == ",":
        return "comma"
    return ",".join(_read_key(each.strip()) for each in typed.split(","))


def works_while_typing(keys: Iterable[str]) -> bool:
    """Whether one of them is neither a character nor a key that moves in a text."""
    return any(
        key in ("escape", *FUNCTION_KEYS) or ("+" in key and not key.startswith("shift+"))
        for key in keys
    )


def check(keymap: Mapping[str, str], places: Iterable[Sequence[Bound]]) -> Checked:
    """What of a keymap can be used, and what is wrong with it.

    places: for each place of the program, what keys do there without a keymap.
    """
    places = [list(place) for place in places]
    known = {bound.key_id: bound for place in places for bound in place if bound.key_id}
    usable: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for key_id, typed in keymap.items():
        try:
            usable[key_id] = _usable(key_id, typed, known)
        except ValueError as error:
            wrong[key_id] = str(error)
    for key_id, keys in usable.items():
        default = known[key_id].keys
        if works_while_typing(default) and not works_while_typing(keys.split(",")):
            wrong[key_id] = (
                f"{keys} is text while somebody types; add a key such as {_lasting(default)}"
            )
    for place in places:
        wrong = _clashes(place, usable) | wrong
    return Checked(usable, {key_id: wrong[key_id] for key_id in keymap if key_id in wrong})


def _usable(key_id: str, typed: str, known: Mapping[str, Bound]) -> str:
    if key_id not in known:
        close = get_close_matches(key_id, known, 1)
        raise ValueError(
            f"no key has this id; did you mean {close[0]}?"
            if close
            else "no key has this id; facilitator config --keys lists them"
        )
    keys = read_keys(typed)
    bound = known[key_id]
    if bound.first and works_while_typing(bound.keys):
        lost = [key for key in keys.split(",") if not works_while_typing([key])]
        if lost:
            raise ValueError(
                f"{lost[0]} could not be typed any more; take a key such as {_lasting(bound.keys)}"
            )
    return keys


def _lasting(keys: Sequence[str]) -> str:
    return next(key for key in keys if works_while_typing([key]))


def _clashes(place: Sequence[Bound], usable: Mapping[str, str]) -> dict[str, str]:
    """Two things of one place on one key, where the keymap put one of them there."""
    now = [
        replace(bound, keys=usable[bound.key_id].split(",")) if bound.key_id in usable else bound
        for bound in place
    ]
    found: dict[str, str] = {}
    for bound in now:
        if bound.key_id not in usable:
            continue
        for other in now:
            shared = [key for key in bound.keys if key in other.keys]
            if shared and other.name != bound.name:
                found[bound.key_id] = (
                    f"{shared[0]} is the key of {other.name} too; take another,"
                    " or give that one another"
                )
    return found


def _read_key(typed: str) -> str:
    held, plus, key = typed.rpartition("+")
    if plus and not key:
        # The key after the last + is the + itself.
        held, key = held.removesuffix("+"), "+"
    modifiers = [each.strip().lower() for each in held.split("+")] if held else []
    for each in modifiers:
        if each not in MODIFIERS:
            raise ValueError(f"{each!r} is no key to hold{_meant(each, MODIFIERS)}")
    if modifiers == ["shift"] and len(key) == 1 and key.isalpha():
        raise ValueError(f"shift+{key} arrives as {key.upper()}; write {key.upper()}")
    name = _named(key.lower() if modifiers else key)
    if name is None:
        raise ValueError(f"{typed!r} is no key{_meant(key.lower(), NAMED)}")
    return "+".join([*sorted(set(modifiers), key=MODIFIERS.index), name])


def _named(key: str) -> str | None:
    lower = key.lower()
    if lower in NAMED or lower in PUNCTUATION:
        return lower
    if lower in ALIASES or lower in SHORTER:
        return ALIASES.get(lower) or SHORTER[lower]
    if len(key) == 1:
        return _name(key) or None
    try:
        character = unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return None
    return None if character.isalnum() else _named(character)


def _name(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return SHORTER.get(name, name)


def _meant(typed: str, known: Sequence[str]) -> str:
    close = get_close_matches(typed, known, 1)
    return f"; did you mean {close[0]}?" if close else ""


PUNCTUATION = frozenset(_name(character) for character in string.punctuation)
"""Their names; those of rarer characters Unicode knows."""
