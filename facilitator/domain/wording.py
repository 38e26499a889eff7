"""Blameless wording: phrases that point at people, and what to ask instead. It only advises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """A phrase that points at a person, and what to ask instead.

    Attributes:
        start: Where the phrase begins in the text, in characters.
        end: Where it ends.
        phrase: The phrase as it is written.
        instead: A question about the system that could take its place.
    """

    start: int
    end: int
    phrase: str
    instead: str


ADVICE = {
    r"(?:should|could|must|ought to|need(?:ed)? to) (?:not )?have|should(?:n't|n’t) have"
    r"|should(?:'ve|’ve)|(?:was|were) supposed to": (
        "what made this the sensible thing to do at the time?"
    ),
    r"fail(?:ed|s) to|neglected to|forg[eo]t(?:ten)? to|omitted to|overlooked"
    r"|did(?:n't|n’t| not) (?:bother|check|notice|reali[sz]e)": (
        "what would have made it easy to do, or to see?"
    ),
    r"careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|lazy|incompetent|stupid(?:ly)?|dumb"
    r"|reckless(?:ly|ness)?|complacen(?:t|cy)|inattenti(?:ve|on)"
    r"|lack of (?:care|attention|diligence)": (
        "what did the work look like from where they stood?"
    ),
    r"(?:human|user|operator|pilot) (?:error|mistake)|(?:his|her|their) (?:fault|mistake|error)"
    r"|by mistake|mistakenly|accidentally|fat[- ]finger(?:ed)?": (
        "what let one ordinary slip go that far?"
    ),
    r"to blame|(?:at|whose) fault|blamed|who (?:broke|caused) (?:it|this|that)": (
        "what in the system led here?"
    ),
    r"obvious(?:ly)?|simply|just had to|(?:in|with) hindsight|if only|any(?:one|body) would have": (
        "what was visible then, and what only afterwards?"
    ),
    r"ignored|couldn(?:'|’)t be bothered": "what else called for attention just then?",
    r"why did(?:n't|n’t)? (?:you|he|she|they)": "how did it make sense at the time?",
}
_PATTERNS = [
    (re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE), instead) for phrase, instead in ADVICE.items()
]
AMBIGUOUS_FIRST_NAMES = frozenset((
    "April", "August", "Bill", "Chase", "Drew", "Grace", "Grant", "Hope", "Jack", "June", "Mark",
    "Max", "May", "Min", "Page", "Pat", "Ray", "Rob", "Rose", "Summer", "Will",
))  # fmt: skip
"""First names that are also words: alone they do not stand for the person."""
TEAM_WORDS = frozenset(
    ["team", "squad", "ops", "sre", "support", "engineering", "platform", "on-call", "rotation"]
)
NAME_ADVICE = "name the role or the mechanism: what would have happened to anybody?"


def advise(text: str, names: Iterable[str] = ()) -> tuple[Advice, ...]:
    """Return the phrases of a text that point at people, in their order.

    Of two phrases that overlap, only the first is returned.

    Args:
        text: What somebody wrote.
        names: The names of people, which a cause or a factor should do without. They are found as
            a whole (`Sam Lee`), by the first name (`Sam`) and as a mention (`@sam`).
    """
    found = [
        Advice(match.start(), match.end(), match[0], instead)
        for pattern, instead in _PATTERNS
        for match in pattern.finditer(text)
    ]
    found += [
        Advice(match.start(), match.end(), match[0], NAME_ADVICE)
        for pattern in _name_patterns(names)
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda advice: (advice.start, -advice.end))
    separate: list[Advice] = []
    for advice in found:
        if not separate or advice.start >= separate[-1].end:
            separate.append(advice)
    return tuple(separate)


def _name_patterns(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """Yield patterns that find these people in a text."""
    for name in dict.fromkeys(name.strip() for name in names):
        if len(name) < 2:
            continue
        yield re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        words = name.split()
        first = words[0]
        if len(first) < 3 or not first.isalpha():
            continue
        yield re.compile(rf"(?<![\w@])@{first}(?!\w)", re.IGNORECASE)
        # The first word of a team's name means many things; a first name means the person.
        is_person = 2 <= len(words) <= 3 and all(word[0].isupper() for word in words)
        if is_person and first not in AMBIGUOUS_FIRST_NAMES and words[-1].lower() not in TEAM_WORDS:
            yield re.compile(rf"(?<!\w){first}(?!\w)")
