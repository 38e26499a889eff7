"""The summary of a meeting as Markdown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from db.records import CarriedItem, ClockEvent, Incident, Instant
from db.vocabulary import ClockKind
from facilitator.domain.agenda import AgendaState, Plan, replay
from facilitator.domain.chat_summary import chat_summary
from facilitator.domain.figure_types import Finding, Verdict
from facilitator.domain.rules import check_rules
from facilitator.domain.summary import (
    MeetingResult,
    markdown_summary,
    outcome_in_words,
    status_in_words,
)
from tests.support import carried, day, incident, item, parked, theme

TODAY = day("2026-03-17")
START = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)


def clock(*minutes: int) -> AgendaState:
    """Return the clock of a meeting that moved on after so many minutes in each segment."""
    at, events = 0, [ClockEvent(ClockKind.START, Instant(START, 0, "a"))]
    for spent in minutes:
        at += spent
        now = Instant(START + timedelta(minutes=at), at * 60, "a")
        events.append(ClockEvent(ClockKind.NEXT, now))
    return replay(Plan(), events, Instant(START + timedelta(minutes=at), at * 60, "a"))


def summary_of(of: Incident, *items: CarriedItem) -> str:
    rules = check_rules(of.action_items, items)
    state = clock(8, 35, 5)
    return markdown_summary(MeetingResult(of, items, rules, [parked("Chaos day")], state, TODAY))


def test_a_status_is_worded_as_the_agenda_of_the_article_has_it() -> None:
    assert status_in_words(item()) == "NOT STARTED"
    assert status_in_words(item(status="in_progress", note="blocked on CI")) == (
        "IN PROGRESS (blocked on CI)"
    )
    assert status_in_words(item(status="done")) == "DONE"
    assert status_in_words(item(status="dropped", note="moved away")) == "DROPPED (moved away)"


def test_the_summary_has_the_whole_meeting() -> None:
    of = incident(
        42,
        root_cause="Retries had no cap.",
        lessons_learned="Caps belong to the client.",
        items=[item(1, due="2026-03-28"), item(2, action="Page on errors", owner="", ticket="")],
    )
    breaker = item(action="Add circuit breaker", status="done")
    canary = item(action="Add canary deploys", status="in_progress", note="blocked on CI")
    text = summary_of(
        of,
        carried(breaker, 40, reviewed_now=True),
        carried(canary, 41, reviewed_now=True),
        carried(item(action="Fix retry logic"), 41),
        carried(item(action=f"Write {'very ' * 40}much"), 41),
    )
    assert text == (
        "# Post-mortem #42: checkout 5xx spike on 2026-03-14\n"
        "\n"
        "## Root cause\n"
        "Retries had no cap.\n"
        "\n"
        "## Action items\n"
        "1. Cap retries — Ana · P2 · due 28 Mar · OPS-17 (unverified) — NOT STARTED\n"
        "2. Page on errors — no owner · P2 · no due date · no ticket — NOT STARTED\n"
        "\n"
        "## Reviewed\n"
        '- Incident #40: "Add circuit breaker" — DONE\n'
        '- Incident #41: "Add canary deploys" — IN PROGRESS (blocked on CI)\n'
        "\n"
        "## Rules not met yet\n"
        "- Each action item has an owner, a due date and a ticket in the next sprint: "
        "2: no owner, no due date, no ticket\n"
        "- Every open action item is reviewed:\n"
        "  - #41 Fix retry logic\n"
        f"  - #41 Write {'very ' * 21}very…\n"
        "\n"
        "## Parked\n"
        "- Chaos day\n"
        "\n"
        "## Lessons learned\n"
        "Caps belong to the client.\n"
        "\n"
        "Took 48:00: Review 8:00 of 10 min, Incident 35:00 of 30 min, Patterns 5:00 of 10 min\n"
    )


def test_sections_without_content_are_left_out() -> None:
    whole = incident(42, items=[item(1, due="2026-03-28")])
    rules = check_rules(whole.action_items, [])
    text = markdown_summary(MeetingResult(whole, [], rules, [], clock(10, 30, 10), TODAY))
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Post-mortem #42: checkout 5xx spike on 2026-03-14",
        "## Action items",
    ]


def test_the_summary_names_the_repeated_incidents_and_the_next_meeting() -> None:
    again = incident(42, root_cause="Retries had no cap.", cause="retry storm")
    result = MeetingResult(
        again,
        [],
        check_rules([], []),
        [],
        clock(10, 30, 10),
        TODAY,
        same_cause=(31, 28),
        next_on=day("2026-03-31"),
    )
    text = markdown_summary(result)
    assert "## Root cause\nRetries had no cap.\n\nSame cause as #31, #28: retry storm\n" in text
    assert "\n\nNext meeting: Tue 31 Mar\n\nTook " in text


def test_long_lists_are_cut_with_the_number_of_the_rest() -> None:
    left = [carried(item(action=f"Do {number}"), 7) for number in range(1, 301)]
    again = incident(42, cause="retry storm")
    numbers = tuple(range(400, 1, -1))
    result = MeetingResult(
        again, left, check_rules([], left), [], clock(10, 30, 10), TODAY, same_cause=numbers
    )
    text = markdown_summary(result)
    assert "  - #7 Do 50\n  - and 250 more\n" in text
    assert "Do 51" not in text
    assert "#392, #391 and 389 more: retry storm" in text


def test_a_list_that_just_fits_has_no_rest() -> None:
    left = [carried(item(action=f"Do {number}"), 7) for number in range(1, 51)]
    again = incident(42, cause="retry storm")
    rules, numbers = check_rules([], left), tuple(range(30, 20, -1))
    state = clock(10, 30, 10)
    text = markdown_summary(MeetingResult(again, left, rules, [], state, TODAY, same_cause=numbers))
    assert "Do 50" in text
    assert "#22, #21: retry storm" in text
    assert "more" not in text


def test_systemic_issues_are_listed_with_their_owners() -> None:
    of = incident(42)
    decided = [theme("no retry budget", "one library", "Mei"), theme("no owner", "name one", "")]
    result = MeetingResult(
        of, [], check_rules([], []), [], clock(10, 30, 10), TODAY, systemic=decided
    )
    assert (
        "## Systemic issues\n"
        "- no retry budget: one library — Mei\n"
        "- no owner: name one — no owner\n"
    ) in markdown_summary(result)
    assert "Systemic issues:\n• no retry budget: one library — Mei\n" in chat_summary(result)


def test_what_the_meeting_said_stands_beside_the_status() -> None:
    entry = carried(item(note="no time"), 41, reviewed_now=True)
    assert outcome_in_words(entry) == "NOT STARTED (no time)"
    reassigned = replace(entry, review_note="reassigned to Mei")
    assert outcome_in_words(reassigned) == "NOT STARTED (reassigned to Mei)"
    text = summary_of(incident(42), reassigned)
    assert '- Incident #41: "Cap retries" — NOT STARTED (reassigned to Mei)\n' in text


def test_a_repeat_says_why_it_came_back() -> None:
    finding = Finding(44, Verdict.OPEN, 21, 21, (item(owner="Priya"),))
    repeat = incident(45, cause="retries")
    rules, state = check_rules([], []), clock(10, 30, 10)
    result = MeetingResult(repeat, [], rules, [], state, TODAY, same_cause=(44,), came_back=finding)
    expected = "#45 repeats #44 of 21 days before: its action “Cap retries” was open, Priya"
    assert expected in markdown_summary(result)
    assert expected in chat_summary(result)
    assert "repeats #44" not in markdown_summary(replace(result, came_back=None))
