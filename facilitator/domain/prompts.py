"""Questions with which the facilitator helps the discussion along.

They ask what and how, and never who did it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from db.vocabulary import EventKind


class PromptTopic(StrEnum):
    """What the meeting is talking about."""

    OPENING = "opening"
    REVIEW = "review"
    TIMELINE = "timeline"
    FACTORS = "factors"
    ACTIONS = "actions"
    PATTERNS = "patterns"
    WRAP_UP = "wrap_up"


PROMPTS = {
    PromptTopic.OPENING: (
        "What would make this meeting worth your time?",
        "Everyone did what made sense with what they knew. What did they know?",
        "Blameless is not actionless: what are we ready to change?",
    ),
    PromptTopic.REVIEW: (
        "What has changed since we last spoke about this?",
        "What stands in the way, and who can move it?",
        "Would we commit to this again today?",
        "What is the smallest part of it that could be done this week?",
    ),
    PromptTopic.TIMELINE: (
        "What were you seeing at this point?",
        "What did you expect to happen next?",
        "What told you that something was wrong, and what did not?",
        "How did that make sense at the time?",
        "What happened in this gap that is not written down?",
    ),
    PromptTopic.FACTORS: (
        "What could have led any responder to do that?",
        "What made it possible at all?",
        "What would have told us ten minutes sooner?",
        "What slowed us down once we knew?",
        "Where were we lucky?",
    ),
    PromptTopic.ACTIONS: (
        "Who commits to it?",
        "Does it fit into the next sprint? If not, which part does?",
        "How will we know that it worked?",
        "Which of these would have prevented the last three incidents too?",
    ),
    PromptTopic.PATTERNS: (
        "What have we said before in this room?",
        "Which of these would we fix first if we could fix only one?",
        "What is common to the incidents that we did not see coming?",
        "Who outside of this room has to hear about this?",
    ),
    PromptTopic.WRAP_UP: (
        "What did you learn that you did not know this morning?",
        "Read your item aloud: is it yours, and is the date real?",
        "What should the next meeting do differently?",
    ),
}


EVENT_PROMPTS: Mapping[EventKind, str] = {
    EventKind.IMPACT_BEGAN: "What did people outside notice first, and how do we know?",
    EventKind.FIRST_ALERT: "What did this tell you, and what did it leave out?",
    EventKind.ACKNOWLEDGED: "What did you know now, and where did you look first?",
    EventKind.CAUSE_IDENTIFIED: "What made you sure? What would have shown it sooner?",
    EventKind.FIX_DEPLOYED: "What else did you weigh up, and what spoke for this?",
    EventKind.RECOVERED: "How did you know that it was over for the people outside?",
    EventKind.ALL_CLEAR: "What had to be true before you could say so?",
    EventKind.OTHER: "What did you expect to see? What did you do then?",
}
"""A question about each kind of event, for when the room has come to it."""
LONGEST_GAP_PROMPT = "What was going on before this that nobody wrote down?"
"""A question about the event that ends the longest gap."""


def event_prompt(kind: EventKind, *, ends_longest_gap: bool) -> str:
    """Return a question about an event of the timeline.

    Args:
        kind: The kind of the event.
        ends_longest_gap: Whether the longest gap of the timeline ends with it.
    """
    return LONGEST_GAP_PROMPT if ends_longest_gap else EVENT_PROMPTS[kind]


def facilitation_prompt(topic: PromptTopic, turn: int) -> str:
    """Return a question about the topic.

    Args:
        topic: What the meeting is talking about.
        turn: How often another question was asked for; after the last question comes the first.
    """
    questions = PROMPTS[topic]
    return questions[turn % len(questions)]
