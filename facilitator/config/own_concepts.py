"""The concepts of failure that a team adds to the program's own, in its settings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from db.vocabulary import SHORT_TEXT
from facilitator.text import QUOTED, shortened

EXPECTED = 'expected a list of patterns such as ["till frozen|hung", "till_freeze"]'


def check_concept(name: str, value: Any) -> tuple[str, ...]:
    """Return the patterns of a concept as the file has them.

    Raises:
        ValueError: They are no patterns, or the name is none.
    """
    from facilitator.lexicon.patterns import parse_pattern

    if not name.strip() or len(name) > SHORT_TEXT or not name.isprintable():
        raise ValueError(f"expected a name on one line of at most {SHORT_TEXT} characters")
    if not isinstance(value, list) or not value:
        raise ValueError(f"{EXPECTED}, got {shortened(repr(value), QUOTED)}")
    for pattern in value:
        if not isinstance(pattern, str):
            raise ValueError(f"{EXPECTED}, got {shortened(repr(pattern), QUOTED)}")
        parse_pattern(pattern)
    return tuple(value)


def check_concepts(value: Any) -> Mapping[str, tuple[str, ...]]:
    """Read concepts from one line of a variable: `"till frozen" = ["till frozen|hung"]`.

    Raises:
        ValueError: They can't be read.
    """
    try:
        table = tomllib.loads(f"concepts = {{{value}}}")["concepts"]
    except (ValueError, RecursionError):
        raise ValueError('expected lines such as "till frozen" = ["till frozen|hung"]') from None
    return {name: check_concept(name, patterns) for name, patterns in table.items()}
