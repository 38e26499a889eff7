"""Typed and pasted lines, read as timeline events."""

import json
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.vocabulary import LINE_TEXT, EventKind
from facilitator.domain.event_lines import (
    NO_EARLIER_TIME,
    NO_TEXT,
    EventLine,
    parse_event_lines,
)
from facilitator.domain.pasted_text import NO_TIME
from facilitator.domain.written_times import NOTHING_BEFORE
from tests.support import DAY, at, day

ON = day(DAY)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def lines(text: str, after: str | None = None, **options: Any) -> list[EventLine]:
    return parse_event_lines(text, ON, None if after is None else at(after), now=NOW, **options)


def one(text: str, after: str | None = None, **options: Any) -> EventLine:
    (line,) = lines(text, after, **options)
    return line


@pytest.mark.parametrize(
    ("typed", "when", "text"),
    [
        ("0902 p99 over 2 s", "09:02", "p99 over 2 s"),
        ("09:02 x", "09:02", "x"),
        ("9:02 x", "09:02", "x"),
        ("9.02 x", "09:02", "x"),
        ("09h02 x", "09:02", "x"),
        ("09:02:30 x", "09:02:30", "x"),
        ("  09:02\tx ", "09:02", "x"),
        ("9:02 PM x", "21:02", "x"),
        ("12:05 am x", "00:05", "x"),
        ("9pm x", "21:00", "x"),
        ("2026-03-15 09:02 x", "2026-03-15 09:02", "x"),
        ("2026-03-14T09:02:00Z x", "09:02", "x"),
        ("2026-03-14T10:02:00+01:00 x", "09:02", "x"),
        ("2026-03-14 04:02:00.250 -0500 x", "09:02:00.250", "x"),
        ("2026/03/14 09:02:11 [error] 12#0: x", "09:02:11", "[error] 12#0: x"),
        ("14 Mar 09:02 x", "09:02", "x"),
        ("Sat, 14 Mar 2026 09:02:11 +0000 x", "09:02:11", "x"),
        ("March 14th at 9:02 AM x", "09:02", "x"),
        ("Mar 14, 2026 - 09:02 UTC x", "09:02", "x"),
        ("Mar 14 09:02:11 host app[12]: x", "09:02:11", "host app[12]: x"),
        ("14.03.2026 09:02 x", "09:02", "x"),
        ("[09:02] sam: x", "09:02", "sam: x"),
        ("[09:02:11] <sam> x", "09:02:11", "sam: x"),
        ("[14/03/2026, 09:02:11] Sam: x", "09:02:11", "Sam: x"),
        ("09:02 - x", "09:02", "x"),
        ("09:02 — x", "09:02", "x"),
        ("09:02: x", "09:02", "x"),
        ("09:02, x", "09:02", "x"),
        ("09:02 -> x", "09:02", "x"),
        ("- 09:02 x", "09:02", "x"),
        ("- [ ] 09:02 x", "09:02", "x"),
        ("3. 09:02 x", "09:02", "x"),
        ("> 09:02 x", "09:02", "x"),
        ("**09:02** - x", "09:02", "x"),
        ("* 09:02 UTC x", "09:02", "x"),
        ("UTC 09:02 x", "09:02", "x"),
        ("09:02Z x", "09:02", "x"),
        ("10:02 CET x", "09:02", "x"),
        ("05:02 (EDT) x", "09:02", "x"),
        ("05:02 ET x", "09:02", "x"),
        ("14:32 UTC+5:30 x", "09:02", "x"),
        ("| 09:02 | x \\| y | Sam |", "09:02", "x | y · Sam"),
        ("| 2026-03-14 | 09:02 | x |", "09:02", "x"),
        ('1.2.3.4 - - [14/Mar/2026:10:02:11 +0100] "GET /" 502', "09:02:11",
         '1.2.3.4 - - "GET /" 502'),
        ("INFO 2026-03-14 09:02:11,250 app: x", "09:02:11.250", "INFO app: x"),
        ('time="2026-03-14T09:02:11Z" level=info msg="x"', "09:02:11", 'level=info msg="x"'),
        ('{"ts": "2026-03-14T09:02:11Z", "msg": "x"}', "09:02:11", "x"),
        ('{"message": "x", "timestamp": 1773478920, "level": "warn"}', "09:02", "x level=warn"),
        ("1773478920 x", "09:02", "x"),
        ("1773478920250 x", "09:02:00.250", "x"),
        ("~09:02 x", "09:02", "(~) x"),
        ("at 09:02 x", "09:02", "x"),
        ("09:02–09:10 x", "09:02", "–09:10 x"),
        ("09:02 - 09:10 x", "09:02", "- 09:10 x"),
        ("09:02 list[int] [/red] $x", "09:02", "list[int] [/red] $x"),
    ],
)  # fmt: skip
def test_a_line_is_read_in_each_form_of_its_time(typed: str, when: str, text: str) -> None:
    line = one(typed)
    assert (line.at, line.kind, line.text, line.problem) == (
        at(when), EventKind.OTHER, text, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("+4m x", 4), ("+4 x", 4), ("+90s x", 1.5), ("+1h30m x", 90), ("+1h 5m x", 65),
        ("+2 hours x", 120), ("+4m: x", 4),
    ],
)  # fmt: skip
def test_plus_counts_from_the_event_before(typed: str, minutes: float) -> None:
    line = one(typed, "09:02")
    assert line.at == at("09:02") + timedelta(minutes=minutes)
    assert line.text == "x"
    assert line.how.endswith("after the previous event")


def test_plus_counts_from_the_line_before() -> None:
    first, second, third = lines("0902 a\n+4m b\n+1h c", "08:00")
    assert [first.at, second.at, third.at] == [at("09:02"), at("09:06"), at("10:06")]
    assert (second.how, third.how) == (
        "4m after the previous line",
        "1h 00m after the previous line",
    )


def test_plus_needs_something_to_count_from() -> None:
    assert one("+4m x").problem == NOTHING_BEFORE
    bad, after = lines("25:99 x\n+4m y", "09:00")
    assert bad.problem.startswith("25:99 is not a time of day")
    assert (after.at, after.problem) == (None, NO_EARLIER_TIME)


def test_midnight_is_crossed_once_and_small_disorder_does_not_cross_it() -> None:
    found = lines("23:50 a\n23:48 b\n00:10 c\n00:05 d\n23:58 e\n01:00 f\n12:30 g")
    assert [f"{line.at:%d %H:%M}" for line in found if line.at] == [
        "14 23:50", "14 23:48", "15 00:10", "15 00:05", "14 23:58", "15 01:00", "15 12:30",
    ]  # fmt: skip
    assert [line.how for line in found] == [
        "",
        "earlier than the previous line",
        "next day: past midnight",
        "earlier than the previous line",
        "the previous day: just before midnight, earlier than the previous line",
        "next day: past midnight",
        "",
    ]


def test_a_date_resets_the_day_for_what_follows() -> None:
    found = lines("2026-03-16 23:00 a\n23:30 b\n\n### 15 March\n09:00 c\n09:05 d\nMar 14 08:00 e")
    assert [line.at for line in found] == [
        at("2026-03-16 23:00"), at("2026-03-16 23:30"), at("2026-03-15 09:00"),
        at("2026-03-15 09:05"), at("08:00"),
    ]  # fmt: skip


def test_times_without_a_zone_are_in_the_given_zone() -> None:
    found = lines("0130 a\n0330 b\n09:00 UTC c", zone=BERLIN)
    assert [line.at for line in found] == [at("00:30"), at("02:30"), at("09:00")]
    assert one("10:02 CET x").how == "CET is UTC+01:00"
    assert one("2026-03-14T05:02-04:00 x").how == "UTC-04:00"
    assert one("2026-03-29 02:30 x", zone=BERLIN).problem.startswith("there was no 02:30")


def test_a_copied_chat_gives_an_event_for_each_message() -> None:
    found = lines(
        "Sam Lee  9:02 AM\nwe see 5xx\non checkout\n\nPagerDuty APP  9:03 AM\n:fire: p99\n"
        "mei [09:04]\non it: https://chat.example/1\nJo, [14.03.2026 09:05]\nthanks"
    )
    assert [(line.line_number, f"{line.at:%H:%M}", line.text) for line in found if line.at] == [
        (1, "09:02", "Sam Lee: we see 5xx on checkout"),
        (5, "09:03", "PagerDuty APP: :fire: p99"),
        (7, "09:04", "mei: on it: https://chat.example/1"),
        (9, "09:05", "Jo: thanks"),
    ]
    assert found[2].link == "https://chat.example/1"


def test_a_milestone_in_a_chat_leaves_the_message_as_it_was() -> None:
    found = lines(
        "Sam Lee  9:02 AM\nack, looking\nJo Ng  9:20 AM\nthe fix is out\nJo Ng  9:31 AM\nall clear"
    )
    assert [(line.kind, line.text) for line in found] == [
        (EventKind.ACKNOWLEDGED, "Sam Lee: ack, looking"),
        (EventKind.OTHER, "Jo Ng: the fix is out"),
        (EventKind.ALL_CLEAR, "Jo Ng: all clear"),
    ]


@pytest.mark.parametrize("header", ["Deploy finished at 09:02", "in 5 min 09:02", "errors 1200"])
def test_a_sentence_that_ends_on_a_time_is_no_header_of_a_chat(header: str) -> None:
    (line,) = lines(f"08:00 first\n{header}\nand went on")
    assert line.text == f"first {header} and went on"


def test_today_is_not_guessed() -> None:
    first, second = lines("Sam — Today at 9:02 AM\nYesterday 09:02 x")
    assert "which day is “today”" in first.problem
    assert "which day is “yesterday”" in second.problem
    assert one("09:02 the deploy of today 09:00 x").problem == ""


def test_a_line_without_a_time_belongs_to_the_event_before() -> None:
    (line,) = lines("0902 a\n  b\n\n502 Bad Gateway\n")
    assert line.text == "a b 502 Bad Gateway"
    first, second = lines("how it went\nand why\n0902 a")
    assert (first.problem, first.text) == (NO_TIME, "how it went and why")
    assert second.at == at("09:02")


def test_words_between_a_lone_day_and_its_time_are_kept_with_a_problem() -> None:
    words, event = lines("2026-03-16\nhow it began\n09:02 a")
    assert (words.problem, words.text) == (NO_TIME, "how it began")
    assert event.at == at("2026-03-16 09:02")


def test_headings_never_become_part_of_an_event() -> None:
    first, heading, second = lines("0902 a\n## Timeline (UTC)\n0904 b")
    assert (first.text, heading.problem, second.text) == ("a", NO_TIME, "b")


def test_the_header_and_the_rules_of_a_table_are_skipped() -> None:
    found = lines("| Time | Event |\n|---|:--|\n| 09:02 | a |\n| 09:03 | b |\n-----\n09:04 c")
    assert [line.text for line in found] == ["a", "b", "c"]
    assert found[0].line_number == 1


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("alert: p99 over 2 s", "first_alert", "p99 over 2 s"),
        ("First alert fired", "first_alert", ""),
        ("ack", "acknowledged", ""),
        ("ack by Sam", "acknowledged", "by Sam"),
        ("On-call acknowledged - Sam", "acknowledged", "Sam"),
        ("root cause identified: a storm", "cause_identified", "a storm"),
        ("Cause: a storm", "cause_identified", "a storm"),
        ("fix deployed", "fix_deployed", ""),
        ("fix: flag off", "fix_deployed", "flag off"),
        ("Service recovered", "recovered", ""),
        ("resolved", "recovered", ""),
        ("all-clear declared", "all_clear", ""),
        ("all clear, at last", "all_clear", "at last"),
        ("impact began: first 5xx", "impact_began", "first 5xx"),
        ("**Fix deployed**: flag off", "fix_deployed", "flag off"),
        ("alert on queue depth added", "other", "alert on queue depth added"),
        ("fix attempted, no change", "other", "fix attempted, no change"),
        ("acknowledging nothing", "other", "acknowledging nothing"),
        ("causes: two of them", "other", "causes: two of them"),
        ("recovered partially", "other", "recovered partially"),
        ("sam: ack", "other", "sam: ack"),
    ],
)
def test_a_milestone_is_recognised_by_the_first_words(typed: str, kind: str, text: str) -> None:
    line = one(f"0902 {typed}")
    assert (line.kind, line.text, line.problem) == (EventKind(kind), text, "")


def test_a_milestone_is_given_to_one_event_only() -> None:
    first, second = lines("0902 alert\n0903 alert: again")
    assert (first.kind, second.kind) == (EventKind.FIRST_ALERT, EventKind.OTHER)
    assert second.text == "alert: again"
    assert "“first alert fired” is there already" in second.how
    known = one("0902 ack", present={EventKind.ACKNOWLEDGED})
    assert (known.text, known.how) == ("ack", "“on-call acknowledged” is there already")
    later = one("+4m ack", "09:00", present={EventKind.ACKNOWLEDGED})
    assert later.how == "4m after the previous event, “on-call acknowledged” is there already"
    bad, good = lines("25:00 alert: a\n09:00 alert: b")
    assert (bad.kind, good.kind) == (EventKind.OTHER, EventKind.FIRST_ALERT)


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("see https://g.example/d?x=1#y", "https://g.example/d?x=1#y"),
        ("https://g.example", "https://g.example"),
        ("see https://g.example for more", None),
        ("(https://g.example)", None),
        ("ftp://g.example", None),
    ],
)
def test_only_an_address_at_the_end_is_the_link(typed: str, link: str | None) -> None:
    line = one(f"0902 {typed}")
    assert (line.text, line.link) == (typed, link)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("09:60 x", "09:60 is not a time of day"),
        ("13:05 pm x", "13:05 pm is not a time of day"),
        ("2026-02-30 09:02 x", "there is no such day"),
        ("3/4 9:02 AM x", "3/4 can be two days"),
        ("12/5 9:02 AM x", "12/5 can be two days"),
        ("2027-01-01 09:00 x", "2027-01-01 09:00 UTC is in the future"),
        ("2026-03-14T09:02+99:00 x", "+99:00 is not a time zone"),
        ("1173478920 x", "more than a year from the incident"),
        ("2026-03-14", "a day without a time"),
        ("09:02", NO_TEXT),
        ("+5m", NOTHING_BEFORE),
        ("500 errors on checkout", NO_TIME),
        ("2602 is no time", NO_TIME),
        ('{"msg": "no time"}', NO_TIME),
        ("[" * 5000 + "09:02", NO_TIME),
        (f"09:02 {'x' * (LINE_TEXT + 1)}", "2,001 characters"),
    ],
)
def test_a_line_that_can_not_be_added_says_why(typed: str, problem: str) -> None:
    line = one(typed)
    assert problem in line.problem
    assert line.source == typed


def test_a_time_may_lie_five_minutes_in_the_future() -> None:
    now = at("09:00")
    ahead, too_far = parse_event_lines("09:05 a\n09:06 b", ON, now=now)
    assert (ahead.at, ahead.problem) == (at("09:05"), "")
    assert too_far.problem == "2026-03-14 09:06 UTC is in the future: correct the time"


anything = st.text() | st.text(alphabet='0123456789+-:./ []|{}"TZapm\n\r#*<>,', max_size=60)
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20
).map(lambda text: f"x{text}x")


@given(anything, st.none() | st.datetimes(timezones=st.just(UTC)), st.sampled_from([UTC, BERLIN]))
@settings(max_examples=400)
def test_every_line_of_the_text_is_in_exactly_one_event(
    text: str, after: datetime | None, zone: tzinfo
) -> None:
    found = parse_event_lines(text, ON, after, now=NOW, zone=zone)
    sources = "".join(line.source for line in found)
    assert sources == text if found else not text.strip()
    number = 1
    for line in found:
        assert line.line_number == number
        number += len(line.source.splitlines())
        assert bool(line.problem) == (line.at is None or not _storable(line))
        assert line.at is None or line.at.utcoffset() == timedelta(0)


def _storable(line: EventLine) -> bool:
    bare = line.kind is EventKind.OTHER and not line.text
    return not bare and len(line.text) <= LINE_TEXT


@given(
    st.lists(st.tuples(st.integers(0, 11 * 60), texts), min_size=1, max_size=8),
    st.sampled_from(["{:%H:%M} {}", "{:%H%M} - {}", "- [{:%H:%M}] {}", "| {:%H:%M} | {}",
                     "{:%Y-%m-%dT%H:%M:00Z} {}", "{:%d %b %Y %I:%M %p}: {}"]),
)  # fmt: skip
def test_lines_in_order_come_back_as_they_were_written(
    steps: list[tuple[int, str]], form: str
) -> None:
    moment, expected = at("00:00"), []
    for minutes, text in steps:
        moment += timedelta(minutes=minutes)
        expected.append((moment, text.replace("|", "/").strip()))
    read = parse_event_lines("\n".join(form.format(*pair) for pair in expected), ON, now=NOW)
    assert [(line.at, line.text) for line in read] == expected


@given(
    st.dictionaries(st.sampled_from(["ts", "time", "msg", "n", "level"]), st.text() | st.floats())
)
def test_json_never_fails(found: dict[str, object]) -> None:
    (line,) = lines(json.dumps(found))
    assert line.problem or line.at


def test_a_long_paste_is_read_without_delay() -> None:
    hard = ["-" * 20_000, " " * 10_000 + "09:02", "|" * 20_000, "09:02" * 4_000, "[(*_`" * 4_000,
            "http://" * 3_000, "> " * 10_000, "a " * 10_000 + "9:02", "{" * 20_000]  # fmt: skip
    for text in hard:
        assert len(lines(text)) <= 1
