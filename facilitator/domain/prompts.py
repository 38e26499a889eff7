"""Questions with which the facilitator helps the discussion along.

They ask what and how, and never who did it.
"""

from __future__ import annotations

from enum import StrEnum


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


def facilitation_prompt(topic: PromptTopic, turn: int) -> str:
    """Return a question about the topic.

    Args:
        topic: What the meeting is talking about.
        turn: How often another question was asked for; after the last question comes the first.
    """
    questions = PROMPTS[topic]
    return questions[turn % len(questions)]
