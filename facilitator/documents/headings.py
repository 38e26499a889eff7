"""Which part of the template a heading names, in the words that teams use for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """A section of the template, by its heading."""

    IMPACT = "Impact"
    TIMELINE = "Timeline"
    ROOT_CAUSE = "Root Cause"
    FACTORS = "Contributing Factors"
    WENT_WELL = "What Went Well"
    WENT_WRONG = "What Went Wrong"
    ACTIONS = "Action Items"
    LESSONS = "Lessons Learned"


_NAMES = {
    Part.IMPACT: """impact | customer impact | user impact | end user impact | business impact
        | impact summary | summary of impact | impact on users | affected users | users affected""",
    Part.TIMELINE: """timeline | incident timeline | event timeline | timeline of events
        | detailed timeline | chain of events | sequence of events | chronology""",
    Part.ROOT_CAUSE: """root cause | root causes | cause | causes | root cause analysis | rca
        | underlying cause | what caused the incident | root cause and mitigation""",
    Part.FACTORS: """contributing factors | contributing factor | contributing causes | factors
        | contributing conditions | contributing conditions analysis | causes and factors""",
    Part.WENT_WELL: """what went well | went well | things that went well | what worked well
        | what worked | what we did well | what has gone well""",
    Part.WENT_WRONG: """what went wrong | went wrong | what went poorly | what went badly
        | what didn't go well | what did not go well | what could have gone better
        | what could be improved | what went less well | things that went poorly
        | things that went badly | things that went wrong | what didn't work""",
    Part.ACTIONS: """action items | action item | actions | action items & followups
        | action items and follow-ups | follow-up actions | follow up actions | follow-ups
        | follow ups | followups | corrective actions | corrective and preventative measures
        | corrective and preventive measures | preventive measures | preventive actions
        | remediation items | next steps | todo | todos | recommendations""",
    Part.LESSONS: """lessons learned | lessons learnt | lessons | learnings | key learnings
        | takeaways | key takeaways | what we learned | what we learnt | what did we learn""",
}
_APART = """where we got lucky | where did we get lucky | luck | summary | executive summary | tl;dr
    | background | attendees | participants | stats | statistics | appendix | references | glossary
    | supporting information | supporting documents"""
_NOTES = {" ".join(name.split()) for name in _APART.split("|")}
_PARTS = {
    " ".join(name.split()): part for part, names in _NAMES.items() for name in names.split("|")
}
_BOLD = re.compile(r" {0,3}(\*\*|__)([^*_:`\\]{2,60}?)\s*(:?)\1\s*(:?)(?:\s+|$)(.*)", re.DOTALL)
_ALONE = re.compile(r" {0,3}([^\W\d_][^*_:`\\|]{1,60}?)\s*:\s*")
_PLACEHOLDERS = {
    "[2-3 sentences. Technical but readable.]",
    "[Factor that made the incident possible]",
    "[Factor that made detection slow]",
    "[Factor that made resolution slow]",
    "[Something that worked]",
    "[Something that helped]",
    "[Process failure]",
    "[Technical gap]",
    "[1-2 paragraphs of genuine insight]",
    "...",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A heading said within a paragraph: `**Root cause:** the text`.

    mark: where the character stands that makes it one. rest: what follows on its line.
    """

    part: Part
    name: str
    mark: int
    rest: str


def part_of(heading: str) -> Part | None:
    """The part that a heading names, whatever its case, marks, number, and words in brackets."""
    return _PARTS.get(_name(heading))


def stands_apart(heading: str) -> bool:
    """Whether it names what the template has no place for, wherever it stands."""
    return _name(heading) in _NOTES


def spoken_heading(line: str) -> Spoken | None:
    """The heading that a line of a paragraph begins with: bold, or alone with a colon."""
    if bold := _BOLD.fullmatch(line):
        part = part_of(bold[2])
        if part is not None and (bold[3] or bold[4] or not bold[5].strip()):
            return Spoken(part, bold[2].strip(), bold.start(1), bold[5].strip())
    elif alone := _ALONE.fullmatch(line):
        part = part_of(alone[1])
        if part is not None:
            return Spoken(part, alone[1].strip(), line.index(":"), "")
    return None


def _name(heading: str) -> str:
    name = re.sub(r"\([^()]*\)|[*_`#]|\\", "", heading.casefold().replace("’", "'"))
    return " ".join(re.sub(r"^[\W\d]+|[\W]+$", "", name).split())


def placeholder(text: str) -> bool:
    """Whether it is what the empty template has in a place, which is then still to be written."""
    return text.strip() in _PLACEHOLDERS
