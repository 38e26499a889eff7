"""Names completed from those seen before, and asked for by a part."""

from __future__ import annotations

from collections.abc import Sequence


def complete(typed: str, known: Sequence[str]) -> str | None:
    """The first known name that begins as typed, else the first with a word that does.

    known: the likeliest first. Case does not matter. None where there is none, or all is typed.
    """
    begun = typed.strip().casefold()
    if not begun:
        return None
    whole = (name for name in known if name.casefold().startswith(begun))
    word = (name for name in known if f" {begun}" in f" {name.casefold()}")
    found = next(whole, None) or next(word, None)
    return None if found is None or found == typed else found


def complete_last(typed: str, known: Sequence[str]) -> str | None:
    """The same for the last of several names with commas between them, none of them twice."""
    before, comma, begun = typed.rpartition(",")
    named = {name.strip().casefold() for name in before.split(",")}
    found = complete(begun, [name for name in known if name.casefold() not in named])
    return None if found is None else f"{before}{comma}{' ' if comma else ''}{found}"


def is_called(name: str, asked: str) -> bool:
    """Whether somebody is asked for, by the whole name or whole words of it; case does not matter.

    Asked for by nothing, everybody is.
    """
    words, said = (" ".join(each.casefold().split()) for each in (name, asked))
    return not said or f" {said} " in f" {words} "
