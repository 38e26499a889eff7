"""The questions with which the facilitator helps the discussion along."""

from facilitator.domain.prompts import PROMPTS, PromptTopic, facilitation_prompt


def test_no_question_names_a_number_of_minutes_that_the_agenda_may_not_have() -> None:
    questions = [question for of_topic in PROMPTS.values() for question in of_topic]
    assert not [question for question in questions if any(map(str.isdigit, question))]


def test_after_the_last_question_comes_the_first() -> None:
    for topic in PromptTopic:
        count = len(PROMPTS[topic])
        turns = [facilitation_prompt(topic, turn) for turn in range(count + 1)]
        assert len(set(turns)) == count
        assert turns[-1] == turns[0]
