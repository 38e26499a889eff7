"""Why incidents came back: compared with a slow, plain replay, and by examples."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.records import ActionItem, Incident, Review
from db.vocabulary import ActionStatus
from facilitator.domain.figure_types import Finding, Repeat, Verdict, Window
from facilitator.domain.repeats import repeat_rate
from facilitator.domain.verdict_words import (
    counts_in_words,
    earlier_in_words,
    finding_in_words,
    in_brief,
)
from facilitator.domain.verdicts import chain_of, count_verdicts, find_repeats
from tests.support import at, day, event, incident, item

START = datetime(2026, 1, 1, tzinfo=UTC)
EVER = Window(date(2000, 1, 1), date(2100, 1, 1))
# Few hours, so that things often happen at the same moment.
HOURS = st.integers(0, 24 * 4).map(lambda hour: hour * 12)


class Change(NamedTuple):
    """What became of an item, so many hours after the start."""

    hour: int
    status: str


class Made(NamedTuple):
    """An action item, with all that became of it in order."""

    hour: int
    changes: list[Change]


class Happened(NamedTuple):
    """An incident that began so many hours after the start."""

    hour: int
    cause: str | None
    items: list[Made]


changes = st.builds(Change, HOURS, st.sampled_from(list(ActionStatus)).map(str))
made = st.builds(
    lambda hours, later: Made(min(hours, default=0), sorted(later, key=lambda change: change.hour)),
    st.lists(HOURS, min_size=1, max_size=1),
    st.lists(changes, max_size=4),
).map(lambda one: one._replace(changes=[c for c in one.changes if c.hour >= one.hour]))
happened = st.builds(Happened, HOURS, st.sampled_from([None, "a", "b"]), st.lists(made, max_size=3))
histories = st.lists(happened, max_size=7)


def moment(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def build_item(one: Made, slot: int) -> ActionItem:
    """Make the record as the store keeps it: a closing counts until the item is opened again."""
    status, closed_at = "open", None
    for change in one.changes:
        if change.status in ("open", "in_progress"):
            closed_at = None
        elif status in ("open", "in_progress"):
            closed_at = moment(change.hour)
        status = change.status
    reviews = [
        Review(uuid4(), None, moment(change.hour), ActionStatus(change.status), "")
        for change in one.changes
    ]
    return replace(
        item(slot),
        created_at=moment(one.hour),
        status=ActionStatus(status),
        closed_at=closed_at,
        reviews=tuple(reviews),
    )


def build(number: int, one: Happened) -> Incident:
    began = moment(one.hour)
    return replace(
        incident(number, f"{began:%Y-%m-%d}", cause=one.cause),
        timeline=(event("first_alert", began),),
        action_items=tuple(build_item(made, slot) for slot, made in enumerate(one.items, 1)),
    )


def build_all(history: list[Happened]) -> list[Incident]:
    return [build(number, one) for number, one in enumerate(history, 1)]


def replayed(one: Happened, began: int) -> tuple[str, int | None]:
    """Say what had become of the items of an incident at an hour, by replaying every change."""
    found, done_at = [], []
    for made in one.items:
        if made.hour > began:
            continue
        status, since = "open", made.hour
        for change in made.changes:
            if change.hour <= began:
                if change.status != status:
                    since = change.hour
                status = change.status
        found.append(status)
        if status == "done":
            done_at.append(since)
    if "open" in found or "in_progress" in found:
        return "open", None
    if done_at:
        return "done", max(done_at)
    return ("dropped" if found else "no_action"), None


def counted_repeats(history: list[Happened]) -> list[tuple[int, int, str, int]]:
    """Return the number, the latest earlier number, the verdict and the days of each repeat."""
    repeats = []
    for number, one in enumerate(history, 1):
        latest = None
        for other_number, other in enumerate(history, 1):
            same = one.cause is not None and other.cause == one.cause
            if same and other.hour < one.hour:
                is_later = latest is None or (other.hour, other_number) > latest
                latest = (other.hour, other_number) if is_later else latest
        if latest is not None:
            verdict, done_at = replayed(history[latest[1] - 1], one.hour)
            since = latest[0] if done_at is None else done_at
            repeats.append((number, latest[1], verdict, (one.hour - since) // 24))
    return repeats


def in_short(repeats: tuple[Repeat, ...]) -> list[tuple[int, int, str, int]]:
    return sorted(
        (repeat.number, repeat.finding.earlier, repeat.finding.verdict.value, repeat.finding.days)
        for repeat in repeats
    )


@given(histories)
@settings(max_examples=400)
def test_the_verdicts_are_what_a_replay_of_every_change_gives(history: list[Happened]) -> None:
    found = find_repeats(build_all(history), EVER)
    assert in_short(found) == counted_repeats(history)
    counts = Counter(verdict for _, _, verdict, _ in counted_repeats(history))
    assert {verdict.value: count for verdict, count in count_verdicts(found).items()} == {
        verdict.value: counts[verdict.value] for verdict in Verdict
    }


@given(histories, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_order_in_which_incidents_are_entered_changes_no_verdict(
    history: list[Happened], chance: object
) -> None:
    known = build_all(history)
    mixed = list(known)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert find_repeats(mixed, EVER) == find_repeats(known, EVER)
    assert repeat_rate(mixed, EVER) == repeat_rate(known, EVER)


@given(histories)
@settings(max_examples=300)
def test_the_chain_has_every_earlier_incident_and_agrees_with_what_was_preventable(
    history: list[Happened],
) -> None:
    known = build_all(history)
    repeats = {repeat.number: repeat.finding for repeat in find_repeats(known, EVER)}
    preventable = 0
    for number, one in enumerate(history, 1):
        chain = chain_of(known[number - 1], known)
        earlier = [
            (other.hour, other_number)
            for other_number, other in enumerate(history, 1)
            if one.cause is not None and other.cause == one.cause and other.hour < one.hour
        ]
        expected = [
            (other, replayed(history[other - 1], one.hour)[0])
            for _, other in sorted(earlier, reverse=True)
        ]
        assert [(finding.earlier, finding.verdict.value) for finding in chain] == expected
        assert chain[:1] == ((repeats[number],) if number in repeats else ())
        preventable += any(finding.verdict is Verdict.OPEN for finding in chain)
    assert repeat_rate(known, EVER).preventable == preventable


@given(histories)
@settings(max_examples=200)
def test_merging_two_causes_never_lowers_the_number_of_repeats(history: list[Happened]) -> None:
    merged = [one._replace(cause="a" if one.cause else None) for one in history]
    before = {repeat.number for repeat in find_repeats(build_all(history), EVER)}
    assert before <= {repeat.number for repeat in find_repeats(build_all(merged), EVER)}


def verdict_of(*items: ActionItem, began: str = "2026-03-22 09:00") -> Finding:
    """Return the verdict on a repeat of an incident that began on 1 March at 9 with these items."""
    first = incident(1, "2026-03-01", cause="retries", began="2026-03-01 09:00", items=items)
    again = incident(2, began[:10], cause="retries", began=began)
    (repeat,) = find_repeats([first, again], EVER)
    return repeat.finding


@pytest.mark.parametrize(
    ("items", "verdict", "days"),
    [
        ([], "no_action", 21),
        ([item(made="2026-03-22 09:01")], "no_action", 21),
        ([item(made="2026-03-22 09:00")], "open", 21),
        ([item(made="2026-03-02 09:00", status="in_progress")], "open", 21),
        ([item(made="2026-03-02 09:00", status="done", closed="2026-03-22 09:01")], "open", 21),
        ([item(made="2026-03-02 09:00", status="done", closed="2026-03-22 09:00")], "done", 0),
        ([item(made="2026-03-02 09:00", status="done", closed="2026-03-10 08:00")], "done", 12),
        ([item(made="2026-03-02 09:00", status="done")], "done", 21),
        ([item(made="2026-03-02 09:00", status="dropped", closed="2026-03-10 08:00")],
         "dropped", 21),
        ([item(1, made="2026-03-02 09:00", status="dropped", closed="2026-03-10 08:00"),
          item(2, made="2026-03-02 09:00", status="done", closed="2026-03-12 08:00"),
          item(3, made="2026-03-02 09:00", status="done", closed="2026-03-05 08:00")], "done", 10),
        ([item(1, made="2026-03-02 09:00", status="done", closed="2026-03-12 08:00"),
          item(2, made="2026-03-02 09:00")], "open", 21),
    ],
)  # fmt: skip
def test_a_verdict_looks_at_the_items_as_they_stood_when_the_repeat_began(
    items: list[ActionItem], verdict: str, days: int
) -> None:
    found = verdict_of(*items)
    assert (found.verdict.value, found.days, found.since) == (verdict, days, 21)


def test_an_item_that_was_reopened_after_the_repeat_was_done_when_it_began() -> None:
    reopened = item(
        made="2026-03-02 09:00",
        reviews=[("2026-03-10 09:00", "done"), ("2026-03-23 09:00", "open")],
    )
    assert verdict_of(reopened).verdict is Verdict.DONE
    assert verdict_of(reopened).days == 12
    assert verdict_of(reopened, began="2026-03-24 09:00").verdict is Verdict.OPEN


def test_a_day_of_closing_that_was_put_right_is_the_day_that_counts() -> None:
    put_right = item(
        made="2026-03-02 09:00",
        status="done",
        closed="2026-03-25 09:00",
        reviews=[("2026-03-10 09:00", "done"), ("2026-03-25 09:00", "done")],
    )
    assert verdict_of(put_right).verdict is Verdict.OPEN


def test_a_repeat_within_thirty_days_is_a_quick_one() -> None:
    def is_quick(began: str) -> bool:
        first = incident(1, "2026-03-01", cause="retries", began="2026-03-01 09:00")
        again = incident(2, cause="retries", began=began)
        return find_repeats([first, again], EVER)[0].is_quick

    assert is_quick("2026-03-31 09:00")
    assert not is_quick("2026-03-31 09:01")


def test_of_two_that_began_together_the_higher_number_is_the_latest() -> None:
    known = [
        incident(1, "2026-03-01", cause="retries"),
        incident(2, "2026-03-01", cause="retries", items=[item(made="2026-03-01 10:00")]),
        incident(3, "2026-03-02", cause="retries"),
    ]
    (repeat,) = find_repeats(known, Window(day("2026-03-02"), day("2026-03-02")))
    assert (repeat.number, repeat.finding.earlier) == (3, 2)
    assert repeat.finding.verdict is Verdict.OPEN


class TestWords:
    def test_an_open_action_is_named_with_its_owner_and_its_meetings(self) -> None:
        carried = item(
            made="2026-03-02 09:00",
            owner="Priya",
            status="done",
            closed="2026-03-30 09:00",
            reviews=[
                ("2026-03-09 10:00", "open"),
                ("2026-03-16 10:00", "in_progress"),
                ("2026-03-23 10:00", "open"),
                ("2026-03-30 09:00", "done"),
            ],
        )
        assert finding_in_words(2, verdict_of(carried)) == (
            "#2 repeats #1 of 21 days before: its action “Cap retries” was open, carried through"
            " 2 meetings, Priya"
        )

    def test_a_dropped_action_has_its_reason(self) -> None:
        dropped = item(
            made="2026-03-02 09:00", status="dropped", closed="2026-03-09 09:00", note="too dear"
        )
        assert finding_in_words(2, verdict_of(dropped)) == (
            "#2 repeats #1 of 21 days before: its action “Cap retries” was dropped (too dear)"
        )

    def test_a_done_action_says_how_long_before_it_was_done(self) -> None:
        done = item(made="2026-03-02 09:00", status="done", closed="2026-03-21 08:00")
        assert earlier_in_words(verdict_of(done)) == (
            "#1, 21 days before: its action “Cap retries” was done 1 day before, and did not hold"
        )

    def test_several_actions_are_named_together(self) -> None:
        two = [
            item(1, made="2026-03-02 09:00", owner=""),
            item(2, made="2026-03-02 09:00", owner=""),
        ]
        words = finding_in_words(2, verdict_of(*two, began="2026-03-02 09:00"))
        assert words == (
            "#2 repeats #1 of 1 day before: 2 of its actions (“Cap retries”, “Cap retries”) were"
            " open, no owner"
        )

    def test_no_action_and_less_than_a_day(self) -> None:
        assert finding_in_words(2, verdict_of(began="2026-03-01 10:00")) == (
            "#2 repeats #1 of less than a day before: no action was taken"
        )

    def test_in_brief_the_words_of_the_items_are_left_out(self) -> None:
        open_item = item(made="2026-03-02 09:00", owner="Priya")
        done = item(made="2026-03-02 09:00", status="done", closed="2026-03-10 08:00")
        assert [in_brief(verdict_of(*items)) for items in ([open_item], [done], [])] == [
            "#1, 21 days before: open, Priya",
            "#1, 21 days before: done 12 days before, did not hold",
            "#1, 21 days before: no action",
        ]

    def test_the_counts_leave_out_what_there_is_none_of(self) -> None:
        counts = {Verdict.OPEN: 3, Verdict.DROPPED: 2, Verdict.NO_ACTION: 1, Verdict.DONE: 1}
        assert counts_in_words(counts) == "of 7 repeats: 3 open, 2 dropped, 1 no action, 1 done"
        assert counts_in_words(dict.fromkeys(Verdict, 0) | {Verdict.DONE: 1}) == (
            "of 1 repeat: 1 done"
        )
        assert counts_in_words(dict.fromkeys(Verdict, 0)) == "no repeats"

    def test_what_people_typed_stays_on_one_line(self) -> None:
        words = finding_in_words(2, verdict_of(item(made="2026-03-02 09:00", action="a\n\x1b[31m")))
        assert "\n" not in words
        assert "\x1b" not in words


def test_moments_are_compared_whatever_their_zone() -> None:
    berlin = at("2026-03-22 09:00").astimezone()
    first = incident(1, "2026-03-01", cause="retries", items=[item(made="2026-03-22 09:00")])
    again = incident(2, cause="retries", timeline=(event("first_alert", berlin),))
    assert find_repeats([first, again], EVER)[0].finding.verdict is Verdict.OPEN
