"""Documents that deviate from the template: nothing is lost, and every guess is named by line."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.records import Incident
from db.store import Store
from db.vocabulary import LINE_TEXT, LONG_TEXT, ActionStatus, Priority
from facilitator.documents.read.markdown import read
from facilitator.documents.read.parsed_document import (
    DocumentError,
    ParsedDocument,
    RemarkKind,
    report,
)

TITLE = "# Incident: checkout 5xx spike on 2026-03-14\n"
UNTOUCHED = """# Incident: checkout slow on 2026-03-14

## Impact
- Duration: X minutes
- Users affected: N
- Revenue impact: $X
- SLO budget consumed: X%

## Timeline (UTC)
- HH:MM - First alert fired
- HH:MM - On-call acknowledged
- HH:MM - Root cause identified
- HH:MM - Fix deployed
- HH:MM - Service recovered
- HH:MM - All-clear declared

## Root Cause
[2-3 sentences. Technical but readable.]

## Contributing Factors
1. [Factor that made the incident possible]
2. [Factor that made detection slow]
3. [Factor that made resolution slow]

## What Went Well
- [Something that worked]
- [Something that helped]

## What Went Wrong
- [Process failure]
- [Technical gap]

## Action Items
| Action | Owner | Priority | Due Date | Status |
|--------|-------|----------|----------|--------|
| ...    | ...   | P1/P2/P3 | ...      | Open   |

## Lessons Learned
[1-2 paragraphs of genuine insight]
"""


def parse(body: str, title: str = TITLE) -> ParsedDocument:
    return read(f"{title}\n{body}", "x.md")


def incident_of(body: str, title: str = TITLE) -> Incident:
    return parse(body, title).incident


def timeline(body: str, title: str = TITLE) -> list[tuple[str, str, str]]:
    return [
        (f"{event.at:%m-%d %H:%M}", event.kind.value, event.text)
        for event in incident_of(body, title).timeline
    ]


def remarks(document: ParsedDocument, kind: RemarkKind) -> list[tuple[int, str]]:
    return [(remark.line, remark.text) for remark in document.remarks if remark.kind is kind]


def sections(document: ParsedDocument) -> list[tuple[str, str]]:
    return [(section.heading, section.text) for section in document.incident.sections]


def test_an_untouched_template_has_empty_sections() -> None:
    document = read(UNTOUCHED, "x.md")
    assert report(document, "x.md")[:2] == ["checkout slow on 2026-03-14", "  placed: title"]
    assert not document.incident.sections
    assert remarks(document, RemarkKind.UNPLACED) == []


def test_a_date_without_a_year_takes_it_from_the_first_date_with_one() -> None:
    body = (
        "## Summary\nOn Thursday, January 20th, 2022 it fell.\n\n"
        "## Timeline (UTC)\n| Day | Date (2022) | Time | Event |\n|--|--|--|--|\n"
        "| Thur | Jan 20 | 22:06 | seen |\n| Fri | Jan 21 | 00:20 | asked |\n"
    )
    assert timeline(body, "# pay down\n") == [
        ("01-20 22:06", "other", "seen"),
        ("01-21 00:20", "other", "asked"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "x.md:1: empty; expected"),
        (" \n\t\n", "x.md:1: empty; expected"),
        (f"{TITLE}\na\x00b", "x.md:3: a NUL character; expected text"),
        (TITLE + "x" * 1_000_000, "x.md:1: 1,000,045 characters; one post-mortem has at most"),
        (TITLE + "x\n" * 20_000, "x.md:20001: more lines; one post-mortem has at most 20,000"),
    ],
)
def test_a_text_that_is_no_document_is_refused(text: str, expected: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read(text, "x.md")
    assert str(refused.value).startswith(expected)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Duration: 1 h 20 min", (80, None, None, None)),
        ("* **Duration**: 2 hours", (120, None, None, None)),
        ("- **Duration:** 1:05", (65, None, None, None)),
        ("- Duration: 2 min 30 s", (3, None, None, None)),
        ("- Users affected: 12.000 customers", (None, 12_000, None, None)),
        ("- Revenue impact: $35k", (None, None, (Decimal(35_000), "USD"), None)),
        ("- Revenue impact: 1.234,50 €", (None, None, (Decimal("1234.50"), "EUR"), None)),
        ("- Revenue impact: £1,234.5", (None, None, (Decimal("1234.5"), "GBP"), None)),
        ("- Revenue: CHF 20", (None, None, (Decimal(20), "CHF"), None)),
        ("- Error budget: 18,5 %", (None, None, None, 18.5)),
        ("- Duration: unknown minutes", (None, None, None, None)),
    ],
)
def test_a_figure_of_the_impact_is_read_in_many_forms(
    line: str, expected: tuple[object, ...]
) -> None:
    impact = incident_of(f"## Impact\n{line}\n\nNobody could pay.").impact
    money = None if impact.revenue is None else (impact.revenue, impact.currency)
    figures = (impact.duration_minutes, impact.users_affected, money, impact.slo_budget_percent)
    assert figures == expected
    assert impact.summary == "Nobody could pay."


@pytest.mark.parametrize(
    "line",
    [
        "- Duration: about 3 hours",
        "- Users affected: most",
        "- Revenue impact: 35,000",
        "- Revenue impact: 9999999999999999 USD",
        "- Users affected: 99999999999",
        "- SLO budget consumed: all of it",
    ],
)
def test_a_figure_that_is_not_understood_stays_in_the_summary(line: str) -> None:
    document = parse(f"## Impact\n{line}\n\nMore.")
    assert document.incident.impact.summary == f"{line}\n\nMore."
    assert [number for number, _ in remarks(document, RemarkKind.UNPLACED)] == [4]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("- 09:02 - x", "03-14 09:02"),
        ("* **09:02**: x", "03-14 09:02"),
        ("1. `9:02` x", "03-14 09:02"),
        ("- [09:02] x", "03-14 09:02"),
        ("- 08:52 PM – x", "03-14 20:52"),
        ("- 12 am x", "03-14 00:00"),
        ("- 00:30 AM x", "03-14 00:30"),
        ("- 09:02 CET - x", "03-14 08:02"),
        ("- 09:02 CEST: x", "03-14 07:02"),
        ("- 09:02 (UTC+2) x", "03-14 07:02"),
        ("- 09:02 PST | x", "03-14 17:02"),
        ("- 2026-03-13 09:02 → x", "03-13 09:02"),
        ("- 2026-03-14T09:02:00+05:30: x", "03-14 03:32"),
        ("- 13 March 2026 at 9:02am, x", "03-13 09:02"),
        ("- Fri, Mar 13, 2026 09:02 x", "03-13 09:02"),
        ("- 13 March 09:02 x", "03-13 09:02"),
        ("09:02 x", "03-14 09:02"),
        ("| Time | Event |\n|--|--|\n| 09:02 | x |", "03-14 09:02"),
        ("| Event | Date | Time (CET) |\n|--|--|--|\n| x | 2026-03-13 | 9:02 PM |", "03-13 20:02"),
        ("All times in CET.\n\n- 09:02 x", "03-14 08:02"),
        ("> (all times in Pacific Time)\n\n- 09:02 x", "03-14 16:02"),
        ("#### 09:02\nx", "03-14 09:02"),
        ("#### 13 March 2026\n- 09:02 x", "03-13 09:02"),
    ],
)
def test_a_time_of_the_timeline_is_read_in_many_forms(line: str, at: str) -> None:
    assert timeline(f"## Chronology\n{line}") == [(at, "other", "x")]


def test_a_zone_in_summer_is_the_one_that_people_mean() -> None:
    title = "# Incident: checkout slow on 2026-07-01\n"
    assert timeline("## Timeline (CET)\n- 09:02 x", title) == [("07-01 07:02", "other", "x")]
    document = parse("## Timeline (CET)\n- 09:02 x", title)
    assert remarks(document, RemarkKind.GUESSED)[-1] == (
        3, "CET is read as the local time of Europe/Paris, with its summer time"
    )  # fmt: skip


def test_times_past_midnight_are_on_the_next_day() -> None:
    lines = ["22:10 a", "23:50 b", "23:48 c", "00:10 d", "03:00 e", "2026-03-16 01:00 f"]
    body = "\n".join(["## Timeline", *(f"- {line}" for line in lines), "- 02:00 g"])
    assert [(at, text) for at, _, text in timeline(body)] == [
        ("03-14 22:10", "a"), ("03-14 23:48", "c"), ("03-14 23:50", "b"), ("03-15 00:10", "d"),
        ("03-15 03:00", "e"), ("03-16 01:00", "f"), ("03-16 02:00", "g"),
    ]  # fmt: skip
    assert (7, "past midnight: taken as 2026-03-15") in remarks(parse(body), RemarkKind.GUESSED)


def test_lines_without_a_time_are_kept_in_a_section_and_are_named() -> None:
    rows = "| 2026-03-14 --:-- | surge |\n| 09:02 | x |"
    body = f"## Timeline\n| Time | Event |\n|--|--|\n{rows}\n\nLater: y"
    document = parse(body)
    assert [event.text for event in document.incident.timeline] == ["x"]
    assert sections(document) == [("More on timeline", "2026-03-14 --:-- surge\n\nLater: y")]
    assert [line for line, _ in remarks(document, RemarkKind.UNPLACED)] == [6, 9]


def test_the_other_columns_and_the_inner_lists_of_an_event_stay_with_it() -> None:
    table = "| Time | Who | What | Link |\n|--|--|--|--|\n| 09:02 | Ana | paged \\| x | a.b |"
    assert timeline(f"## Timeline\n{table}")[0][2] == "Who: Ana; paged | x; Link: a.b"
    assert timeline("## Timeline\n- 09:02 paged\n  - twice\n  - by mail")[0][2] == (
        "paged: twice; by mail"
    )
    assert timeline("## Timeline\n- 09:02 - 09:30: looking")[0][2] == "looking (until 09:30)"


def test_milestones_are_recognised_by_name_and_carefully_by_words() -> None:
    words = [
        "Deploy", "No alert fired", "p99 alert", "another alert", "Bo acknowledged",
        "issue not resolved",
        "cause identified", "fix deployed", "resolved", "all clear", "resolved again",
    ]  # fmt: skip
    body = "\n".join(f"- 09:{minute} {text}" for minute, text in enumerate(words, 10))
    assert [kind for _, kind, _ in timeline(f"## Timeline\n{body}")] == [
        "other", "other", "first_alert", "other", "acknowledged", "other",
        "cause_identified", "fix_deployed", "recovered", "all_clear", "other",
    ]  # fmt: skip
    guesses = remarks(parse(f"## Timeline\n{body}"), RemarkKind.GUESSED)
    assert (6, "read as “first alert fired”, by its words") in guesses
    own = "## Timeline (UTC)\n- 09:02 - p99 alert\n- 09:05 - Fix deployed: cap"
    assert timeline(own) == [
        ("03-14 09:02", "other", "p99 alert"),
        ("03-14 09:05", "fix_deployed", "cap"),
    ]


@pytest.mark.parametrize("heading", ["## {}", "##### {}", "{}\n---", "**{}**", "**{}:**", "{}:"])
def test_headings_of_any_kind_are_recognised(heading: str) -> None:
    parts = {
        "Root Causes": "Retries.", "What went poorly?": "- no alert", "Lessons learnt": "Cap.",
        "what went well": "* paging", "Contributing causes": "1) no cap\n2) no alert",
    }  # fmt: skip
    body = "\n\n".join(f"{heading.format(name)}\n\n{text}" for name, text in parts.items())
    read = incident_of(body)
    assert (read.root_cause, read.lessons_learned) == ("Retries.", "Cap.")
    assert [finding.text for finding in read.findings] == ["paging", "no alert"]
    assert [factor.text for factor in read.factors] == ["no cap", "no alert"]


def test_a_bold_heading_may_stand_before_its_text_on_one_line() -> None:
    document = parse("**Root cause:** Retries\nhad no cap.\n**Lessons**: Cap them.\n\nAll of them.")
    assert document.incident.root_cause == "Retries\nhad no cap."
    assert document.incident.lessons_learned == "Cap them.\n\nAll of them."


def test_a_section_that_the_template_lacks_is_kept_under_its_heading() -> None:
    document = parse(
        "By Ana.\n\n## Summary\nIt *fell*.\n\n## Detection\nLate.\n\n## Lessons Learned\nCap.\n\n"
        "### Where we got lucky\nSaturday.\n\n### Reflections\nMore.\n\n## Summary\nAgain."
    )
    assert sections(document) == [
        ("Introduction", "By Ana."),
        ("Summary", "It *fell*."),
        ("Detection", "Late."),
        ("Where we got lucky", "Saturday."),
        ("Summary", "Again."),
    ]
    assert document.incident.lessons_learned == "Cap.\n\nReflections\n\nMore."
    assert [line for line, _ in remarks(document, RemarkKind.SECTION)] == [2, 5, 8, 14, 20]


def test_inner_lists_are_joined_and_other_blocks_are_kept_in_a_section() -> None:
    body = (
        "## Contributing Factors\nThe biggest was\nthe queue.\n\n- memory\n    - 12 GB\n"
        "    - 16 GB\n- [x] disk\n\n| Factor | Why |\n|--|--|\n| cpu | old |\n\n```\ncode\n```\n"
        "\n[a]: https://a.b\n\n### Process\n- nobody\n"
    )
    document = parse(body)
    assert [factor.text for factor in document.incident.factors] == [
        "The biggest was the queue.", "memory: 12 GB; 16 GB", "[x] disk", "cpu; Why: old",
        "Process: nobody",
    ]  # fmt: skip
    assert sections(document) == [
        ("More on contributing factors", "```\ncode\n```\n\n[a]: https://a.b")
    ]


def test_action_items_are_read_from_a_table_of_another_form() -> None:
    document = parse(
        "## Follow-ups\n| Ticket | Task | DRI | Type | Deadline | State | Prio |\n"
        "|--|--|--|--|--|--|--|\n"
        "| [OPS-1](https://j/1) | Cap | @ana | prevent | 28 March 2026 | WIP | High |\n"
        "| OPS-2 | Alert | Bo | | next sprint | ✅ | P0 |\n"
        "| | Buy | | | | Won't do | |\n"
        "| OPS-4 | Fourth | Cy | | 2026-04-01 | someday | P4 |\n| | | | | | | |"
    )
    one, two, three = document.incident.action_items
    assert (one.action, one.owner, one.ticket) == ("Cap (Type: prevent)", "ana", "OPS-1")
    assert (one.priority, one.due, one.status) == (
        Priority.P1, date(2026, 3, 28), ActionStatus.IN_PROGRESS,
    )  # fmt: skip
    assert one.note == "https://j/1"
    assert (two.priority, two.due, two.status) == (Priority.P1, None, ActionStatus.DONE)
    assert two.note == "due: next sprint"
    assert (three.status, three.note) == (ActionStatus.DROPPED, "no reason was written down")
    (parked,) = document.incident.parked
    assert parked.text == (
        "Fourth (owner: Cy, priority: P4, due: 2026-04-01, status: someday, ticket: OPS-4)"
    )
    assert [line for line, _ in remarks(document, RemarkKind.PARKED)] == [9]
    assert one.first_due == one.due
    assert one.created_at == datetime(2026, 3, 14, tzinfo=UTC)


def test_action_items_are_read_from_a_list() -> None:
    document = parse(
        "## Next steps\n- [x] **Cap**: now @ana\n- [ ] Alert (Owner: Bo B.)\n- Talk\n- 4"
    )
    assert [
        (item.action, item.owner, item.status.value) for item in document.incident.action_items
    ] == [("Cap: now", "ana", "done"), ("Alert", "Bo B.", "open"), ("Talk", "", "open")]
    assert [parked.text for parked in document.incident.parked] == ["4"]


def test_a_text_that_is_too_long_is_shortened_and_kept_whole_in_sections() -> None:
    long = "word " * 5_000
    document = parse(
        f"## Root Cause\n{long}\n\n## Contributing Factors\n- {long}\n\n## Background\n{long}"
    )
    incident = document.incident
    assert len(incident.root_cause) == LONG_TEXT
    assert len(incident.factors[0].text) <= LINE_TEXT
    kept = dict(sections(document))
    assert all(len(text) <= LONG_TEXT for text in kept.values())
    for name in ("More on root cause", "More on contributing factors", "Background"):
        whole = f"{kept[name]} {kept[f'{name} (2)']}"
        assert whole.split() == long.split()
    assert [line for line, _ in remarks(document, RemarkKind.UNPLACED)] == [3, 7]


def test_many_blanks_within_a_line_take_no_time() -> None:
    far = " " * 15_000
    incident = parse(
        f"Severity{far}SEV1\n\n## Impact\n- Duration{far}: 47{far}minutes\n"
        f"- Revenue impact: $35000{far}or so\n\n## Action Items\n"
        f"| Action | Status |\n|--|--|\n| Cap | Blocked{far}on CI |"
    ).incident
    assert incident.impact.duration_minutes == 47
    assert " ".join(incident.impact.summary.split()) == "- Revenue impact: $35000 or so"
    assert [item.note for item in incident.action_items] == ["Blocked on CI"]


def test_links_and_html_are_text() -> None:
    text = 'See [this](file:///etc/passwd) and <script>alert("x")</script> <!-- hint -->.'
    body = f"## Root Cause\n<!-- why? -->\n{text}\n\n## What Went Well\n- {text}\n\n<!-- more -->\n"
    document = parse(body)
    assert document.incident.root_cause == f"<!-- why? -->\n{text}"
    assert [finding.text for finding in document.incident.findings] == [text]
    assert sections(document) == [("More on what went well", "<!-- more -->")]


@pytest.mark.parametrize(
    "nasty",
    [
        "> " * 20_000, "- " * 5_000, "[" * 50_000, "|" * 50_000, "`" * 50_000, "#" * 50_000,
        "*" * 50_000, "\n".join("`" * (n % 50) for n in range(500)), "1. " * 5_000,
        "|a|\n|-|\n" + "|x|\n" * 500, "- a\n" * 500, "<!--\n" * 2_000, "\\" * 50_000,
        "**a" * 20_000, "12:3" * 20_000, "1 Jan " * 10_000, "[a]: b\n" * 500,
    ],
    ids=lambda text: re.escape(text[:6]),
)  # fmt: skip
def test_texts_made_to_take_long_do_not(nasty: str) -> None:
    for part in ("Impact", "Timeline (UTC)", "Root Cause", "Action Items", "Background"):
        assert read(f"{TITLE}\n## {part}\n{nasty}\n", "x.md").incident.symptom == "5xx spike"


markdown = st.lists(
    st.sampled_from(
        [
            "# a", "## Impact", "## Timeline", "### 09:02", "- 09:02 x", "* y", "  - z", "|a|b|",
            "|-|-|", "| 09:02 | c |", "```", "**Root cause:** r", "Date: 2026-03-14", "", "---",
            "## Action Items", "- [ ] do", "> q", "<!--", "1. n", "- Duration: 5", "\t", "[x]: y",
            "2026-03-14 25:61 z", "0001-01-01 00:00 +14:00", "9999-12-31 23:59 PST p", "| | |",
            "-", "* ", "- [ ]", "- ****", "- @ana", "1.", "| Action | Owner | Priority |",
            "|--|--|--|", "| | Ana | P1 |", "| x | | won't do |", "## Contributing Factors",
            "## What Went Wrong", "- **Process failure:**", "- **Technical gap:** x", "##",
            "- ID: 7", "- Status: reviewed", "- Duplicate of: #3", "- Theme: a", "- Cause: b",
            "- Service: checkout 5xx", "- Impact began: 2026-03-14 09:00 UTC", "- Currency: EU",
            "  - Link: x", "## Section: Impact", "## " + "long " * 60, "- Ended: soon",
        ]
    )
    | st.text(max_size=6),
    max_size=25,
).map("\n".join)  # fmt: skip


def test_an_empty_bullet_or_row_under_the_action_items_is_passed_over() -> None:
    columns = "| Action | Owner | Priority | Due Date | Status |\n|--|--|--|--|--|\n"
    header = f"## Action Items\n{columns}"
    for body in (
        "## Action Items\n\n- cap retries\n-",
        "## Action Items\n\n- [ ]\n- cap retries\n-",
        f"{header}| cap retries | | P1 | | Open |\n| | | P2 | | Open |\n| | | | | |",
    ):
        items = incident_of(body).action_items
        assert [item.action for item in items] == ["cap retries"]
    document = parse(f"{header}| | Ana | P1 | | Open |")
    (item,) = document.incident.action_items
    assert (item.action, item.owner) == ("(no action is written)", "Ana")
    assert (6, "the row says no action") in remarks(document, RemarkKind.GUESSED)


def test_whatever_was_read_can_be_stored(empty_store: Callable[[], Store]) -> None:
    store = empty_store()

    @given(markdown)
    @settings(max_examples=150, deadline=None)
    def stored(text: str) -> None:
        try:
            document = read(TITLE + text, "x.md")
        except DocumentError:
            return
        (number,) = store.documents.import_all([document.incident]).result()
        held = store.incidents.get(number).result()
        assert (held.timeline, held.action_items, held.sections, held.themes) == (
            document.incident.timeline,
            document.incident.action_items,
            document.incident.sections,
            document.incident.themes,
        )

    stored()
    store.close()


@given(markdown)
@settings(max_examples=400)
def test_any_text_is_taken_or_refused_in_one_line(text: str) -> None:
    try:
        document = read(text, "x.md")
    except DocumentError as error:
        message = str(error)
    else:
        last = text.count("\n") + text.count("\r") + 1
        assert all(1 <= remark.line <= last for remark in document.remarks)
        assert all(section.heading.strip() for section in document.incident.sections)
        return
    assert re.match(r"x\.md:\d+: ", message)
    assert len(message.splitlines()) == 1
