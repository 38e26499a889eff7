"""Questions that help a room along, for the section in hand. They ask what and how, never who."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """What the room is talking about."""

    OPENING = "opening"
    REVIEW = "review"
    TIMELINE = "timeline"
    FACTORS = "factors"
    ACTIONS = "actions"
    PATTERNS = "patterns"
    WRAP_UP = "wrap_up"


PROMPTS = {
    Section.OPENING: (
        "What would make these 50 minutes worth it for you?",
        "Everyone did what made sense with what they knew. What did they know?",
        "Blameless is not actionless: what are we ready to change?",
    ),
    Section.REVIEW: (
        "What has changed since we last spoke about this?",
        "What stands in the way, and who can move it?",
        "Would we commit to this again today?",
        "What is the smallest part of it that could be done this week?",
    ),
    Section.TIMELINE: (
        "What were you seeing at this point?",
        "What did you expect to happen next?",
        "What told you that something was wrong, and what did not?",
        "How did that make sense at the time?",
        "What happened in this gap that is not written down?",
    ),
    Section.FACTORS: (
        "What could have led any responder to do that?",
        "What made it possible at all?",
        "What would have told us ten minutes sooner?",
        "What slowed us down once we knew?",
        "Where were we lucky?",
    ),
    Section.ACTIONS: (
        "Who commits to it?",
        "Does it fit into the next sprint? If not, which part does?",
        "How will we know that it worked?",
        "Which of these would have prevented the last three incidents too?",
    ),
    Section.PATTERNS: (
        "What have we said before in this room?",
        "Which of these would we fix first if we could fix only one?",
        "What is common to the incidents that we did not see coming?",
        "Who outside of this room has to hear about this?",
    ),
    Section.WRAP_UP: (
        "What did you learn that you did not know this morning?",
        "Read your item aloud: is it yours, and is the date real?",
        "What should the next meeting do differently?",
    ),
}


def prompt(section: Section, turn: int) -> str:
    """The question of this turn; they come round again."""
    questions = PROMPTS[section]
    return questions[turn % len(questions)]
