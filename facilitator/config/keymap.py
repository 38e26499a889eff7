"""The names of keys, and the check of a keymap that people typed against the keys of the program.

This knows nothing of Textual's screens: the bindings of each place are handed in.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain, product

MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 25))
NAMED_KEYS = (
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
"""The names of keys by what people call them and by how the help shows them."""
SHORT_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""The names of characters for which Textual has a shorter name than Unicode."""


@dataclass(frozen=True, slots=True)
class BoundKeys:
    """An action of the program with the keys that it has.

    Attributes:
        key_id: The id by which a keymap gives it other keys; empty where it can't have others.
        keys: The keys by name, such as `ctrl+d`.
        description: What the keys do.
        has_priority: Whether the keys work before the focused widget gets them, even in a text.
    """

    key_id: str
    keys: Sequence[str]
    description: str
    has_priority: bool = False

    @property
    def name(self) -> str:
        """The id, or the description in quotes, by which a message names it."""
        return self.key_id or f"“{self.description}”"


@dataclass(frozen=True, slots=True)
class CheckedKeymap:
    """The result of checking a keymap.

    Attributes:
        usable: The keys that can be used, by id, as names with commas between them.
        problems: What is wrong with an entry, by its id. An entry can be usable and still have a
            problem, such as a key that another action has too.
    """

    usable: Mapping[str, str]
    problems: Mapping[str, str]


def parse_keys(typed: str) -> str:
    """Return typed keys by their names: `Esc, ctrl+]` as `escape,ctrl+right_square_bracket`.

    Raises:
        ValueError: There is no such key. The message names it, and what may have been meant.
    """
    if not typed.strip():
        raise ValueError('expected a key such as "d" or "ctrl+d"')
    if typed.strip() == ",":
        return "comma"
    return ",".join(_parse_key(key.strip()) for key in typed.split(","))


def works_while_typing(keys: Iterable[str]) -> bool:
    """Return whether one of the keys is neither a character nor a key that moves in a text."""
    return any(
        key in ("escape", *FUNCTION_KEYS) or ("+" in key and not key.startswith("shift+"))
        for key in keys
    )


def check_keymap(keymap: Mapping[str, str], places: Iterable[Sequence[BoundKeys]]) -> CheckedKeymap:
    """Check a keymap against the keys of the program.

    Args:
        keymap: The keys by id, as people typed them.
        places: For each place of the program, the actions and keys that it has without a keymap.
    """
    places = [list(place) for place in places]
    known = {bound.key_id: bound for place in places for bound in place if bound.key_id}
    usable: dict[str, str] = {}
    problems: dict[str, str] = {}
    for key_id, typed in keymap.items():
        try:
            usable[key_id] = _usable_keys(key_id, typed, known)
        except ValueError as error:
            problems[key_id] = str(error)
    for key_id, keys in usable.items():
        default = known[key_id].keys
        if works_while_typing(default) and not works_while_typing(keys.split(",")):
            working = _key_while_typing(default)
            problems[key_id] = f"{keys} is text while somebody types; add a key such as {working}"
    for place in places:
        problems = _find_clashes(place, usable) | problems
    in_order = {key_id: problems[key_id] for key_id in keymap if key_id in problems}
    return CheckedKeymap(usable, in_order)


def _usable_keys(key_id: str, typed: str, known: Mapping[str, BoundKeys]) -> str:
    """Return the keys of one entry by their names.

    Raises:
        ValueError: There is no such id or key, or the key could not be typed any more.
    """
    if key_id not in known:
        close = get_close_matches(key_id, known, 1)
        raise ValueError(
            f"no key has this id; did you mean {close[0]}?"
            if close
            else "no key has this id; facilitator config --keys lists them"
        )
    keys = parse_keys(typed)
    bound = known[key_id]
    if bound.has_priority and works_while_typing(bound.keys):
        lost = [key for key in keys.split(",") if not works_while_typing([key])]
        if lost:
            working = _key_while_typing(bound.keys)
            raise ValueError(f"{lost[0]} could not be typed any more; take a key such as {working}")
    return keys


def _key_while_typing(keys: Sequence[str]) -> str:
    """Return the first of the keys that works while somebody types."""
    return next(key for key in keys if works_while_typing([key]))


def _find_clashes(place: Sequence[BoundKeys], usable: Mapping[str, str]) -> dict[str, str]:
    """Return a problem for each key of the keymap that another action of the place has too."""
    bindings = [
        replace(bound, keys=usable[bound.key_id].split(",")) if bound.key_id in usable else bound
        for bound in place
    ]
    clashes: dict[str, str] = {}
    for bound in bindings:
        if bound.key_id not in usable:
            continue
        for other in bindings:
            shared = [key for key in bound.keys if key in other.keys]
            if shared and other.name != bound.name:
                clashes[bound.key_id] = (
                    f"{shared[0]} is the key of {other.name} too; take another,"
                    " or give that one another"
                )
    return clashes


def _parse_key(typed: str) -> str:
    """Return the name of one typed key, with its modifiers in their usual order."""
    prefix, plus, key = typed.rpartition("+")
    if plus and not key:
        # The key after the last + is the + itself.
        prefix, key = prefix.removesuffix("+"), "+"
    modifiers = [modifier.strip().lower() for modifier in prefix.split("+")] if prefix else []
    for modifier in modifiers:
        if modifier not in MODIFIERS:
            raise ValueError(
                f"{modifier!r} is not a key to hold down{_suggest(modifier, MODIFIERS)}"
            )
    if modifiers == ["shift"] and len(key) == 1 and key.isalpha():
        raise ValueError(f"shift+{key} arrives as {key.upper()}; write {key.upper()}")
    name = _key_name(key.lower() if modifiers else key)
    if name is None:
        raise ValueError(f"{typed!r} is not a key{_suggest(key.lower(), NAMED_KEYS)}")
    return "+".join([*sorted(set(modifiers), key=MODIFIERS.index), name])


def _key_name(key: str) -> str | None:
    """Return the name of a key without its modifiers; None where there is no such key."""
    lower = key.lower()
    if lower in NAMED_KEYS or lower in PUNCTUATION:
        return lower
    if lower in ALIASES or lower in SHORT_NAMES:
        return ALIASES.get(lower) or SHORT_NAMES[lower]
    if len(key) == 1:
        return _character_name(key) or None
    character = _named_character(key)
    return None if character is None or character.isalnum() else _key_name(character)


def _named_character(name: str) -> str | None:
    """Return the character that a key is named after; None where there is none.

    Textual writes both the blanks and the hyphens of its Unicode name as underscores.
    """
    first, *words = name.split("_")
    if len(words) > MOST_SEPARATORS:
        return None
    for separators in product(" -", repeat=len(words)):
        unicode_name = first + "".join(chain(*zip(separators, words, strict=True)))
        with suppress(KeyError):
            return unicodedata.lookup(unicode_name)
    return None


def _character_name(character: str) -> str:
    """Return the name that Textual gives to the key of a character; empty where it has none."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return SHORT_NAMES.get(name, name)


def _suggest(typed: str, known: Sequence[str]) -> str:
    """Return `; did you mean …?` for the closest known name; empty where none is close."""
    close = get_close_matches(typed, known, 1)
    return f"; did you mean {close[0]}?" if close else ""


MOST_SEPARATORS = 14
"""No sign of Unicode has more blanks and hyphens in its name."""
PUNCTUATION = frozenset(_character_name(character) for character in string.punctuation)
"""The names of ASCII punctuation; other characters are looked up by their Unicode name."""
