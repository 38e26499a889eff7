"""Blameless wording: phrases that point at people, and what to ask instead. It only advises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """A phrase that points at somebody. start, end: where it stands in the text, in characters."""

    start: int
    end: int
    phrase: str
    instead: str


ADVICE = {
    r"(?:should|could|must|ought to) (?:not )?have|should(?:n't|n’t) have|should've": (
        "what made this the sensible thing to do at the time?"
    ),
    r"fail(?:ed|s) to|neglected to|forg[eo]t(?:ten)? to": "what would have made it easy to do?",
    r"careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|lazy|incompetent|stupid(?:ly)?|dumb": (
        "what did the work look like from where they stood?"
    ),
    r"human error|user error|operator error|pilot error|(?:his|her|their) (?:fault|mistake)": (
        "what let one ordinary slip go that far?"
    ),
    r"to blame|(?:at|whose) fault|blamed": "what in the system led here?",
    r"obvious(?:ly)?|simply|just had to": "what was visible then, and what only afterwards?",
    r"did(?:n't|n’t| not) bother|ignored": "what else called for attention just then?",
    r"why did(?:n't|n’t)? (?:you|he|she|they)": "how did it make sense at the time?",
}
_PATTERNS = [
    (re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE), instead) for phrase, instead in ADVICE.items()
]
NAMED = "name the role or the mechanism: what would have happened to anybody?"


def advise(text: str, names: Iterable[str] = ()) -> tuple[Advice, ...]:
    """The phrases that point at people, in the order they stand.

    names: people whose names a cause or a factor should do without.
    """
    found = [
        Advice(match.start(), match.end(), match[0], instead)
        for pattern, instead in _PATTERNS
        for match in pattern.finditer(text)
    ]
    for name in {name.strip() for name in names if len(name.strip()) > 1}:
        named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        found += [
            Advice(match.start(), match.end(), match[0], NAMED) for match in named.finditer(text)
        ]
    return tuple(sorted(found, key=lambda advice: (advice.start, -advice.end)))
