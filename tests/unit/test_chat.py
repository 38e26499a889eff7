"""The summary of a meeting for a chat."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from db.records import CarriedItem, ClockEvent, Incident, Instant
from db.vocabulary import ClockKind
from facilitator.domain.agenda import Plan, replay
from facilitator.domain.chat_summary import MAX_CHARACTERS, chat_summary, without_mentions
from facilitator.domain.rules import check_rules
from facilitator.domain.summary import MeetingResult
from tests.support import carried, day, incident, item, parked

TODAY = day("2026-03-17")
START = Instant(datetime(2026, 3, 17, 9, 0, tzinfo=UTC), 0, "a")
STATE = replay(Plan(), [ClockEvent(ClockKind.START, START)], START)


def result(of: Incident, *items: CarriedItem, **more: Any) -> MeetingResult:
    rules = check_rules(of.action_items, items)
    return MeetingResult(of, items, rules, [parked("Chaos day")], STATE, TODAY, **more)


def test_the_message_has_the_whole_meeting() -> None:
    of = incident(
        42,
        root_cause="Retries had no cap.\nNone at all.",
        cause="retry storm",
        lessons_learned="Caps belong to the client.",
        items=[item(1, due="2026-03-28"), item(2, action="Page on errors", owner="", ticket="")],
    )
    canary = item(action="Add canary deploys", status="in_progress", note="blocked on CI")
    text = chat_summary(
        result(
            of,
            carried(item(action="Add circuit breaker", status="done"), 40, reviewed_now=True),
            carried(canary, 41, reviewed_now=True),
            carried(item(action="Fix retry logic"), 41),
            same_cause=(31,),
            next_on=day("2026-03-31"),
        )
    )
    assert text == (
        "*Post-mortem #42: checkout 5xx spike on 2026-03-14*\n"
        "Root cause: Retries had no cap. None at all.\n"
        "Same cause as #31: retry storm\n"
        "Action items:\n"
        "• Cap retries — Ana, by Sat 28 Mar, OPS-17 (unverified)\n"
        "• Page on errors — no owner, no due date, no ticket\n"
        "Next meeting: Tue 31 Mar\n"
        "Learned: Caps belong to the client.\n"
        "Not met yet:\n"
        "• Each action item has an owner, a due date and a ticket in the next sprint: "
        "2: no owner, no due date, no ticket\n"
        "• Every open action item is reviewed: #41 Fix retry logic\n"
        "Reviewed 2 action items (1 in progress, 1 done, 1 not reviewed):\n"
        "• #40 Add circuit breaker: DONE\n"
        "• #41 Add canary deploys: IN PROGRESS (blocked on CI)\n"
        "Parked:\n"
        "• Chaos day\n"
    )


def test_parts_without_content_are_left_out() -> None:
    bare = MeetingResult(incident(7), [], check_rules([], []), [], STATE, TODAY)
    assert chat_summary(bare) == "*Post-mortem #7: checkout 5xx spike on 2026-03-14*\n"


def test_the_pasted_message_notifies_nobody() -> None:
    of = incident(
        42,
        symptom="@here goes nothing",
        root_cause="(@channel) said <!here|here> and <@U123> in <#C1>, write to mei@example.com",
        items=[item(1, action="Ask @everyone", owner="@priya")],
    )
    text = chat_summary(result(of))
    assert "＠here goes nothing" in text
    assert "(＠channel) said ‹!here|here> and ‹＠U123> in ‹#C1>, write to mei@example.com" in text
    assert "Ask ＠everyone — ＠priya" in text


@given(st.text(st.sampled_from("@<!#heremi .(\n") | st.characters(), max_size=60))
@example("@@here <<!here>")
def test_no_text_has_a_mention_afterwards(text: str) -> None:
    message = f" {without_mentions(text)}"
    for word in ("@here", "@e", "<!", "<@", "<#"):
        assert f" {word}" not in message
    assert len(without_mentions(text)) == len(text)


@given(
    st.text(max_size=3_000),
    st.lists(st.text(min_size=1, max_size=2_000), max_size=30),
    st.integers(0, 12),
)
@example("🎉" * 3_000, ["👩‍🚀" * 400] * 30, 12)
def test_the_summary_fits_into_one_message_and_keeps_what_matters_most(
    text: str, texts: list[str], reviewed: int
) -> None:
    items = [item(slot, action=text, owner="o" * 200) for slot, text in enumerate(texts[:3], 1)]
    of = incident(42, root_cause=text, lessons_learned=text, items=items)
    reviewed_items = [
        carried(item(action="a" * 2_000, status="done"), n + 1, reviewed_now=True)
        for n in range(reviewed)
    ]
    long_result = MeetingResult(
        of,
        reviewed_items,
        check_rules(items, reviewed_items),
        [parked(text) for text in texts],
        STATE,
        TODAY,
        next_on=day("2026-03-31"),
    )
    message = chat_summary(long_result)
    assert len(message.encode("utf-16-le")) // 2 <= MAX_CHARACTERS
    assert "\nNext meeting: Tue 31 Mar\n" in message
    assert message.count("• ") >= len(items)
    assert message.endswith("\n")
