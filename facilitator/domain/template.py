"""The parts of a post-mortem in the template's order, and which of them are paragraphs.

Everything that goes through a whole post-mortem (the writers and readers of documents, the
preview, the preparation and its checklist) loops over these tables. A new paragraph is one member
of `TemplatePart`, its heading, and one row of `PARAGRAPHS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TemplatePart(StrEnum):
    """A part of the post-mortem. The value is its id, such as the one of its widget.

    The facts (service, symptom, date and severity) are the title of a document, not a section.
    """

    FACTS = "facts"
    IMPACT = "impact"
    TIMELINE = "timeline"
    ROOT_CAUSE = "root_cause"
    FACTORS = "factors"
    WENT_WELL = "went_well"
    WENT_WRONG = "went_wrong"
    ACTIONS = "actions"
    LESSONS = "lessons"

    @property
    def heading(self) -> str:
        """The heading in title case, without the time zone: `Root Cause`, `Timeline`."""
        return _HEADINGS[self]

    @property
    def full_heading(self) -> str:
        """The heading exactly as the template writes it: `Root Cause`, `Timeline (UTC)`."""
        return f"{self.heading} (UTC)" if self is TemplatePart.TIMELINE else self.heading

    @property
    def label(self) -> str:
        """The heading in sentence case, for screens: `Root cause`, `Timeline (UTC)`."""
        return self.full_heading.replace(self.heading, self.heading.capitalize())


_HEADINGS = {
    TemplatePart.FACTS: "Facts",
    TemplatePart.IMPACT: "Impact",
    TemplatePart.TIMELINE: "Timeline",
    TemplatePart.ROOT_CAUSE: "Root Cause",
    TemplatePart.FACTORS: "Contributing Factors",
    TemplatePart.WENT_WELL: "What Went Well",
    TemplatePart.WENT_WRONG: "What Went Wrong",
    TemplatePart.ACTIONS: "Action Items",
    TemplatePart.LESSONS: "Lessons Learned",
}
SECTIONS = tuple(part for part in TemplatePart if part is not TemplatePart.FACTS)
"""The sections of a document, in the template's order."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of the template that is one long text.

    Attributes:
        part: The part, which gives the paragraph its place and its heading.
        field: The name of the text in `Incident`, in the database and in JSON.
        short_label: The name in the outline of the preparation, at most 14 characters.
        hint: What the empty editor asks for.
        missing: What the checklist of the preparation asks for while the text is empty; "" where
            the text may wait for the meeting.
    """

    part: TemplatePart
    field: str
    short_label: str
    hint: str
    missing: str = ""


PARAGRAPHS = {
    paragraph.part: paragraph
    for paragraph in (
        Paragraph(
            TemplatePart.ROOT_CAUSE,
            field="root_cause",
            short_label="Root cause",
            hint="Two or three sentences. Technical but readable.",
            missing="write two or three sentences",
        ),
        Paragraph(
            TemplatePart.LESSONS,
            field="lessons_learned",
            short_label="Lessons",
            hint="One or two paragraphs: what do you know now that you did not know before?",
        ),
    )
}
"""The paragraphs of a post-mortem by their part, in the template's order."""
