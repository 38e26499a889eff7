"""Completing a name from those that are known, and matching a part of a name."""

from __future__ import annotations

from collections.abc import Sequence


def complete_name(typed: str, names: Sequence[str]) -> str | None:
    """Return the first name that begins as typed, else the first with a word that does.

    Case does not matter.

    Args:
        typed: The beginning of a name, or of one of its words.
        names: The known names, the likeliest first.

    Returns:
        The name; None where nothing is typed, no name matches, or the whole name is typed already.
    """
    beginning = typed.strip().casefold()
    if not beginning:
        return None
    by_name = (name for name in names if name.casefold().startswith(beginning))
    by_word = (name for name in names if f" {beginning}" in f" {name.casefold()}")
    match = next(by_name, None) or next(by_word, None)
    return None if match is None or match == typed else match


def complete_last_in_list(typed: str, names: Sequence[str]) -> str | None:
    """Complete the last of several names with commas between them: `Sam, pri` to `Sam, Priya`.

    A name that is in the list already is not offered again. See `complete_name` for the rest.
    """
    before, comma, beginning = typed.rpartition(",")
    present = {name.strip().casefold() for name in before.split(",")}
    name = complete_name(beginning, [name for name in names if name.casefold() not in present])
    return None if name is None else f"{before}{comma}{' ' if comma else ''}{name}"


def matches_name(name: str, query: str) -> bool:
    """Return whether a query is a whole name or whole words of it; case does not matter.

    An empty query matches every name.
    """
    name, query = (" ".join(text.casefold().split()) for text in (name, query))
    return not query or f" {query} " in f" {name} "
