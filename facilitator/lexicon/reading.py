"""Reading the lexicon: the concepts that come with the program, and those of a team."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from facilitator.lexicon.concepts import Concept, Lexicon
from facilitator.lexicon.patterns import parse_pattern


@cache
def known_concepts() -> tuple[Concept, ...]:
    """Return the concepts that come with the program, those of one category after the other."""
    folder = resources.files("facilitator.lexicon") / "concepts"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(
        concept for file in files for concept in _concepts(file.name, file.read_text("utf-8"))
    )


def _concepts(file_name: str, text: str) -> Iterator[Concept]:
    """Yield the concepts of a file; its name is that of their category."""
    category = file_name.removesuffix(".toml")
    for name, entry in tomllib.loads(text).items():
        yield Concept(
            name,
            category,
            tuple(parse_pattern(pattern) for pattern in entry["patterns"]),
            entry.get("broader"),
            entry["example"],
            entry.get("seen", False),
        )


def lexicon_with(added: Mapping[str, Sequence[str]]) -> Lexicon:
    """Return the lexicon of a team. It takes a moment the first time, and is kept then.

    Args:
        added: The patterns of the team's own concepts, by their names. One that has the name of a
            known concept adds its patterns to it.

    Raises:
        ValueError: One of the patterns can't be read.
    """
    return _lexicon_with(tuple((name, tuple(patterns)) for name, patterns in added.items()))


@cache
def _lexicon_with(added: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    concepts = {concept.name: concept for concept in known_concepts()}
    for name, patterns in added:
        parsed = tuple(parse_pattern(pattern) for pattern in patterns)
        known = concepts.get(name, Concept(name, None, ()))
        concepts[name] = replace(known, patterns=(*known.patterns, *parsed))
    return Lexicon(concepts.values())
