"""The summary for a chat."""

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from db.records import ClockEvent, Incident, Instant
from db.words import ClockKind
from facilitator.domain.agenda import Plan, replay
from facilitator.domain.chat import LONGEST, chat_summary, pings_nobody
from facilitator.domain.rules import check
from facilitator.domain.summary import Held
from tests.support import carried, day, incident, item, parked

TODAY = day("2026-03-17")
START = Instant(datetime(2026, 3, 17, 9, 0, tzinfo=UTC), 0, "a")
STATE = replay(Plan(), [ClockEvent(ClockKind.START, START)], START)


def held(of: Incident, *reviewed: object, **more: object) -> Held:
    items = list(reviewed)
    rules = check(of.action_items, items)  # type: ignore[arg-type]
    return Held(of, items, rules, [parked("Chaos day")], STATE, TODAY, **more)  # type: ignore[arg-type]


def test_the_whole_meeting() -> None:
    of = incident(
        42,
        root_cause="Retries had no cap.\nNone at all.",
        cause="retry storm",
        lessons_learned="Caps belong to the client.",
        items=[item(1, due="2026-03-28"), item(2, action="Page on errors", owner="", ticket="")],
    )
    canary = item(action="Add canary deploys", status="in_progress", note="blocked on CI")
    text = chat_summary(
        held(
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
        "• Cap retries — Ana, by Sat 28 Mar, OPS-17\n"
        "• Page on errors — no owner, no due date, no ticket\n"
        "Next meeting: Tue 31 Mar\n"
        "Learned: Caps belong to the client.\n"
        "Not met yet:\n"
        "• Each with an owner, a due date and a ticket in the next sprint: "
        "2: no owner, no due date, no ticket\n"
        "• Every open action item reviewed: #41 Fix retry logic\n"
        "Reviewed 2 items from before (1 in progress, 1 done, 1 not reviewed):\n"
        "• #40 Add circuit breaker: DONE\n"
        "• #41 Add canary deploys: IN PROGRESS (blocked on CI)\n"
        "Parked:\n"
        "• Chaos day\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = Held(incident(7), [], check([], []), [], STATE, TODAY)
    assert chat_summary(bare) == (
        "*Post-mortem #7: checkout 5xx spike on 2026-03-14*\n"
        "Not met yet:\n"
        "• At most three action items: none written yet\n"
    )


def test_pasting_it_pings_nobody() -> None:
    of = incident(
        42,
        symptom="@here goes nothing",
        root_cause="(@channel) said <!here|here> and <@U123> in <#C1>, write to mei@example.com",
        items=[item(1, action="Ask @everyone", owner="@priya")],
    )
    text = chat_summary(held(of))
    assert "＠here goes nothing" in text
    assert "(＠channel) said ‹!here|here> and ‹＠U123> in ‹#C1>, write to mei@example.com" in text
    assert "Ask ＠everyone — ＠priya" in text


@given(st.text(st.sampled_from("@<!#heremi .(\n") | st.characters(), max_size=60))
@example("@@here <<!here>")
def test_no_text_is_a_mention_afterwards(text: str) -> None:
    told = f" {pings_nobody(text)}"
    for word in ("@here", "@e", "<!", "<@", "<#"):
        assert f" {word}" not in told
    assert len(pings_nobody(text)) == len(text)


@given(
    st.text(max_size=3_000),
    st.lists(st.text(min_size=1, max_size=2_000), max_size=30),
    st.integers(0, 12),
)
@example("🎉" * 3_000, ["👩‍🚀" * 400] * 30, 12)
def test_it_fits_into_one_message_and_keeps_what_matters_most(
    text: str, texts: list[str], reviewed: int
) -> None:
    items = [item(slot, action=each, owner="o" * 200) for slot, each in enumerate(texts[:3], 1)]
    of = incident(42, root_cause=text, lessons_learned=text, items=items)
    told = [
        carried(item(action="a" * 2_000, status="done"), n + 1, reviewed_now=True)
        for n in range(reviewed)
    ]
    held_long = Held(
        of,
        told,
        check(items, told),
        [parked(each) for each in texts],
        STATE,
        TODAY,
        next_on=day("2026-03-31"),
    )
    message = chat_summary(held_long)
    assert len(message.encode("utf-16-le")) // 2 <= LONGEST
    assert "\nNext meeting: Tue 31 Mar\n" in message
    assert message.count("• ") >= len(items)
    assert message.endswith("\n")
