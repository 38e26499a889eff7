"""Recognising which part of the template a heading names, in the words that teams use for it.

The template's own headings are in `facilitator.domain.template`; the other names for each part
are in the table of this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from facilitator.domain.template import SECTIONS, TemplatePart

_HEADINGS = {
    TemplatePart.IMPACT: """impact | customer impact | user impact | end user impact
        | business impact | impact summary | summary of impact | impact on users
        | affected users | users affected""",
    TemplatePart.TIMELINE: """timeline | incident timeline | event timeline | timeline of events
        | detailed timeline | chain of events | sequence of events | chronology""",
    TemplatePart.ROOT_CAUSE: """root cause | root causes | cause | causes | root cause analysis
        | rca | underlying cause | what caused the incident | root cause and mitigation""",
    TemplatePart.FACTORS: """contributing factors | contributing factor | contributing causes
        | factors | contributing conditions | contributing conditions analysis
        | causes and factors""",
    TemplatePart.WENT_WELL: """what went well | went well | things that went well | what worked well
        | what worked | what we did well | what has gone well""",
    TemplatePart.WENT_WRONG: """what went wrong | went wrong | what went poorly | what went badly
        | what didn't go well | what did not go well | what could have gone better
        | what could be improved | what went less well | things that went poorly
        | things that went badly | things that went wrong | what didn't work""",
    TemplatePart.ACTIONS: """action items | action item | actions | action items & followups
        | action items and follow-ups | follow-up actions | follow up actions | follow-ups
        | follow ups | followups | corrective actions | corrective and preventative measures
        | corrective and preventive measures | preventive measures | preventive actions
        | remediation items | next steps | todo | todos | recommendations""",
    TemplatePart.LESSONS: """lessons learned | lessons learnt | lessons | learnings | key learnings
        | takeaways | key takeaways | what we learned | what we learnt | what did we learn""",
}
_OTHER_SECTIONS = """where we got lucky | where did we get lucky | luck | summary
    | executive summary | tl;dr | background | attendees | participants | stats | statistics
    | appendix | references | glossary
    | supporting information | supporting documents"""
_OTHER_HEADINGS = {" ".join(name.split()) for name in _OTHER_SECTIONS.split("|")}
_PART_BY_HEADING = {
    " ".join(name.split()): part for part, names in _HEADINGS.items() for name in names.split("|")
} | {part.heading.casefold(): part for part in SECTIONS}
SECTION_MARK = "Section: "
"""What our Markdown puts before the heading of a section that would else be read as a part."""
_BOLD_HEADING = re.compile(
    r" {0,3}(\*\*|__)([^*_:`\\]{2,60}?)\s*(:?)\1\s*(:?)(?:\s+|$)(.*)", re.DOTALL
)
_LABEL_LINE = re.compile(r" {0,3}([^\W\d_][^*_:`\\|]{1,60}?)\s*:\s*")
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
class InlineHeading:
    """A heading that is written within a paragraph: `**Root cause:** the text`.

    Attributes:
        part: The part of the template that the heading names.
        name: The heading's own words.
        mark: The index in the line of the character that makes it a heading: the first `*` or
            `_`, or the colon. A backslash before it makes plain text of the heading.
        rest: The text after the heading on the same line.
    """

    part: TemplatePart
    name: str
    mark: int
    rest: str


def part_of(heading: str) -> TemplatePart | None:
    """Return the part that a heading names, or None.

    Letter case, Markdown marks, leading numbers and words in brackets make no difference.
    """
    return _PART_BY_HEADING.get(_normalised(heading))


def marked_section(heading: str) -> str:
    """Return the heading of a section that the template lacks, so that it names no part."""
    heading = " ".join(heading.split())
    is_taken = part_of(heading) is not None or heading.startswith(SECTION_MARK)
    return f"{SECTION_MARK}{heading}" if is_taken else heading


def is_outside_template(heading: str) -> bool:
    """Whether a heading names a section that the template lacks, such as *Summary*.

    Such a section is no part of the section above it, even where its heading is of a lower level.
    """
    return _normalised(heading) in _OTHER_HEADINGS


def inline_heading(line: str) -> InlineHeading | None:
    """Return the heading with which a line begins, either bold or alone with a colon; or None."""
    if bold := _BOLD_HEADING.fullmatch(line):
        part = part_of(bold[2])
        if part is not None and (bold[3] or bold[4] or not bold[5].strip()):
            return InlineHeading(part, bold[2].strip(), bold.start(1), bold[5].strip())
    elif label := _LABEL_LINE.fullmatch(line):
        part = part_of(label[1])
        if part is not None:
            return InlineHeading(part, label[1].strip(), line.index(":"), "")
    return None


def is_placeholder(text: str) -> bool:
    """Whether a text is a placeholder of the empty template, which nobody has filled in yet."""
    return text.strip() in _PLACEHOLDERS


def _normalised(heading: str) -> str:
    """Return the heading in lower case without marks, numbers and words in brackets."""
    name = re.sub(r"\([^()]*\)|[*_`#]|\\", "", heading.casefold().replace("’", "'"))
    return " ".join(re.sub(r"^[\W\d]+|[\W]+$", "", name).split())
