"""Checks of the values of settings, as the file or a variable has them.

Each returns the value, or raises a ValueError whose message says what was expected.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from db.vocabulary import LONGEST_SEGMENT, SHORT_TEXT
from facilitator.text import QUOTED, shortened

DATE_ORDERS = ("day-first", "month-first")
"""The values of `date_order`, as `facilitator.domain.typed_days` knows them."""


def quoted(value: Any) -> str:
    """Return what is written in the place of a value, as a message quotes it."""
    return shortened(repr(value), QUOTED)


def check_text(value: Any) -> str:
    """Return a text that is not empty, such as a path."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected a text, got {quoted(value)}")
    return value


def check_name(value: Any) -> str:
    """Return a name on one line."""
    name = check_text(value).strip()
    if len(name) > SHORT_TEXT or not name.isprintable():
        raise ValueError(f"expected a name on one line of at most {SHORT_TEXT} characters")
    return name


def check_zone(value: Any) -> str:
    """Return the name of a time zone."""
    try:
        return ZoneInfo(check_text(value)).key
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(
            f"{quoted(value)} is not a time zone; expected one such as Europe/Berlin"
        ) from None


def check_date_order(value: Any) -> str:
    """Return which number of a day comes first."""
    if value not in DATE_ORDERS:
        raise ValueError(f"expected {' or '.join(DATE_ORDERS)}, got {quoted(value)}")
    return str(value)


def check_whole(value: Any, lowest: int, highest: int) -> int:
    """Return a whole number between two bounds, both of them included."""
    try:
        number = int(str(value))
    except ValueError:
        number = lowest - 1
    if isinstance(value, bool) or not lowest <= number <= highest:
        expected = f"a whole number from {lowest} to {highest}"
        raise ValueError(f"expected {expected}, got {quoted(value)}")
    return number


def check_share(value: Any) -> float:
    """Return a number from 0 to 1."""
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError(f"expected a number from 0 to 1, got {quoted(value)}")
    return number


def check_minutes(value: Any) -> int:
    """Return the minutes of a segment."""
    return check_whole(value, 1, LONGEST_SEGMENT)


def check_months(value: Any) -> int:
    """Return the months of a window."""
    return check_whole(value, 1, 120)


def check_switch(value: Any) -> bool:
    """Return whether something is switched on."""
    switch = {"true": True, "false": False}.get(str(value).lower())
    if switch is None:
        raise ValueError(f"expected true or false, got {quoted(value)}")
    return switch


def check_keymap(value: Any) -> Mapping[str, str]:
    """Read a keymap from one line of a variable: `"review.done" = "d", park = "y"`."""
    expected = 'expected lines such as "review.done" = "d"'
    try:
        ids = flatten_ids(tomllib.loads(f"keymap = {{{value}}}")["keymap"])
    except (ValueError, RecursionError):
        raise ValueError(expected) from None
    return {key_id: check_keys(keys) for key_id, keys in ids.items()}


def check_keys(value: Any) -> str:
    """Return the keys of a binding, with commas between them."""
    if not isinstance(value, str):
        raise ValueError(f'expected keys such as "d" or "ctrl+d,f4", got {quoted(value)}')
    return value


def flatten_ids(table: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    """Return the entries of a keymap by their whole id.

    An id has dots: without quotes, TOML reads `review.done = "d"` as a table within the keymap.
    """
    entries: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            entries.update(flatten_ids(value, f"{within}{key}."))
        else:
            entries[f"{within}{key}"] = value
    return entries
