"""The figures, by examples that were worked out by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from db.records import ActionItem, Check
from db.vocabulary import ActionKind, CheckResult
from facilitator.domain.figure_types import (
    Checks,
    Completion,
    RepeatRate,
    Share,
    Spread,
    Window,
    window_ending,
)
from facilitator.domain.figures import compute_figures, records_needed_since
from facilitator.domain.item_figures import completion
from facilitator.domain.periods import months_ending
from facilitator.domain.repeats import earlier_of_same_cause, repeat_rate
from tests.support import at, day, incident, item

MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))
BERLIN = ZoneInfo("Europe/Berlin")
WHOLE = {
    "impact_began": "09:00",
    "first_alert": "09:04",
    "acknowledged": "09:06",
    "cause_identified": "09:30",
    "fix_deployed": "09:45",
    "recovered": "10:00",
    "all_clear": "10:20",
}


@pytest.mark.parametrize(
    ("as_of", "months", "first"),
    [
        ("2026-06-30", 6, "2025-12-31"),
        ("2026-06-15", 6, "2025-12-16"),
        ("2026-08-31", 6, "2026-03-01"),
        ("2026-03-31", 1, "2026-03-01"),
        ("2026-03-30", 1, "2026-03-01"),
        ("2026-02-28", 1, "2026-01-29"),
        ("2024-02-29", 12, "2023-03-01"),
        ("2026-12-31", 12, "2026-01-01"),
    ],
)
def test_a_window_begins_the_day_after_the_same_day_so_many_months_before(
    as_of: str, months: int, first: str
) -> None:
    assert window_ending(day(as_of), months) == Window(day(first), day(as_of))


def test_the_records_of_a_window_are_needed_from_the_day_before_it() -> None:
    needed = records_needed_since(day("2026-06-30"), 6)
    assert needed == datetime(2025, 12, 30, tzinfo=UTC)


def test_both_days_of_a_window_belong_to_it() -> None:
    inside = [
        MARCH.contains(day(day_text)) for day_text in ("2026-02-28", "2026-03-01", "2026-03-31")
    ]
    assert inside == [False, True, True]
    assert not MARCH.contains(day("2026-04-01"))


class TestRepeatRate:
    def test_earlier_is_what_began_earlier_whatever_its_number(self) -> None:
        late = incident(1, cause="retries", stamps={"first_alert": "12:00"})
        early = incident(2, cause="retries", stamps={"first_alert": "09:00"})
        assert earlier_of_same_cause(late, [late, early]) == [early]
        assert earlier_of_same_cause(early, [late, early]) == []
        assert repeat_rate([late, early], MARCH) == RepeatRate(1, 2, 0, 0)

    def test_the_impact_counts_before_the_alert_and_the_alert_before_the_date(self) -> None:
        alerted_first = incident(1, cause="retries", stamps={"first_alert": "08:30"})
        begun_first = incident(
            2, cause="retries", stamps={"first_alert": "12:00"}, began=f"{MARCH.first} 08:00"
        )
        both = [alerted_first, begun_first]
        assert earlier_of_same_cause(alerted_first, both) == [begun_first]
        at_midnight = incident(3, "2026-03-01", cause="retries")
        assert earlier_of_same_cause(begun_first, [*both, at_midnight]) == [at_midnight]

    def test_an_event_that_says_impact_began_wins_over_the_impact(self) -> None:
        told_twice = incident(
            1, cause="retries", stamps={"impact_began": "10:00"}, began="2026-03-01 08:00"
        )
        other = incident(2, cause="retries", stamps={"first_alert": "09:00"})
        assert earlier_of_same_cause(told_twice, [told_twice, other]) == [other]

    def test_those_that_began_together_do_not_repeat_each_other(self) -> None:
        twins = [incident(1, cause="retries"), incident(2, cause="retries")]
        assert repeat_rate(twins, MARCH) == RepeatRate(0, 2, 0, 0)

    def test_the_earlier_one_counts_from_any_time_before(self) -> None:
        known = [incident(1, "2019-07-01", cause="retries"), incident(2, cause="retries")]
        assert repeat_rate(known, MARCH) == RepeatRate(1, 1, 0, 0)

    def test_a_later_one_makes_no_repeat_of_an_earlier(self) -> None:
        known = [incident(1, cause="retries"), incident(2, "2026-04-01", cause="retries")]
        assert repeat_rate(known, MARCH) == RepeatRate(0, 1, 0, 0)

    def test_the_unclassified_are_left_out_and_counted(self) -> None:
        known = [
            incident(1, "2026-03-01", cause="retries"),
            incident(2, "2026-03-02"),
            incident(3, "2026-03-03", cause="retries"),
            incident(4, "2026-03-04"),
            incident(5, "2026-03-05", cause="expired certificate"),
            incident(6, "2026-02-01"),
        ]
        assert repeat_rate(known, MARCH) == RepeatRate(1, 3, 2, 0)
        assert repeat_rate(known, MARCH).rate == pytest.approx(1 / 3)

    def test_over_nothing_there_is_no_rate(self) -> None:
        assert repeat_rate([incident(1)], MARCH).rate is None

    def test_an_incident_counts_on_the_utc_day_on_which_it_began(self) -> None:
        over_midnight = incident(
            1, "2026-03-31", cause="retries", stamps={"first_alert": "2026-04-01 00:10"}
        )
        assert repeat_rate([over_midnight], MARCH).of == 0
        april = Window(date(2026, 4, 1), date(2026, 4, 30))
        assert repeat_rate([over_midnight], april).of == 1

    @pytest.mark.parametrize(
        ("of_the_earlier", "expected"),
        [
            (item(made="2026-03-02 10:00"), True),
            (item(made="2026-03-02 10:00", status="in_progress"), True),
            (item(made="2026-03-14 09:00"), True),
            (item(made="2026-03-14 09:01"), False),
            (item(made="2026-03-02 10:00", status="done", closed="2026-03-14 09:01"), True),
            (item(made="2026-03-02 10:00", status="done", closed="2026-03-14 09:00"), False),
            (item(made="2026-03-02 10:00", status="dropped", closed="2026-03-13 09:00"), False),
            (item(made="2026-03-02 10:00", status="dropped", closed="2026-03-15 09:00"), True),
            (item(made="2026-03-02 10:00", status="done"), False),
        ],
    )
    def test_a_repeat_was_preventable_while_an_earlier_action_item_was_open(
        self, of_the_earlier: ActionItem, expected: bool
    ) -> None:
        known = [
            incident(1, "2026-03-01", cause="retries", items=[of_the_earlier]),
            incident(2, cause="retries", stamps={"first_alert": "09:00"}),
        ]
        assert repeat_rate(known, MARCH) == RepeatRate(1, 2, 0, int(expected))

    def test_only_items_of_the_same_cause_and_of_earlier_ones_count(self) -> None:
        open_item = item(made="2026-03-02 10:00")
        other_cause = incident(1, "2026-03-01", cause="disk", items=[open_item])
        later = incident(3, "2026-03-20", cause="retries", items=[open_item])
        earlier = incident(4, "2026-03-01", cause="retries")
        known = [other_cause, incident(2, cause="retries", items=[open_item]), later, earlier]
        assert repeat_rate(known[:2] + known[3:], MARCH).preventable == 0
        assert repeat_rate(known, MARCH).preventable == 1


class TestCompletion:
    def test_done_over_created_without_the_dropped(self) -> None:
        items = [
            item(1, status="done", closed="2026-03-20 10:00"),
            item(2, status="dropped", closed="2026-03-20 10:00"),
            item(3),
            item(1, status="in_progress"),
            item(2, made="2026-02-28 23:59", status="done", closed="2026-03-20 10:00"),
        ]
        assert completion(items, MARCH) == Completion(1, 3, 1)

    def test_what_is_not_yet_due_is_counted_beside_it(self) -> None:
        items = [
            item(due="2026-03-31"),
            item(due="2026-04-20"),
            item(due="2026-03-30"),
            item(),
            item(due="2026-04-20", status="done", closed="2026-03-20 10:00"),
        ]
        assert completion(items, MARCH) == Completion(1, 5, 0, not_due=2)

    def test_all_dropped_gives_no_rate(self) -> None:
        only = completion([item(status="dropped", closed="2026-03-20 10:00")], MARCH)
        assert (only, only.rate) == (Completion(0, 0, 1), None)

    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [
            ("2026-03-13", Completion(0, 0, 0)),
            ("2026-03-14", Completion(0, 2, 0)),
            ("2026-03-20", Completion(1, 2, 0)),
            ("2026-04-01", Completion(1, 2, 0)),
            ("2026-04-02", Completion(1, 1, 1)),
        ],
    )
    def test_items_count_as_they_stood_on_the_last_day(
        self, as_of: str, expected: Completion
    ) -> None:
        items = [
            item(1, status="done", closed="2026-03-20 23:59"),
            item(2, status="dropped", closed="2026-04-02 00:00"),
        ]
        assert (
            compute_figures([incident(items=items)], months_ending(day(as_of), 1)).completion
            == expected
        )

    def test_an_item_was_created_on_the_day_in_the_zone_of_the_team(self) -> None:
        late = item(made="2026-03-31 22:30")
        assert completion([late], MARCH).of == 1
        assert completion([late], MARCH, BERLIN).of == 0


class TestOnTime:
    def of(self, *items: ActionItem, as_of: str = "2026-03-31", zone: str = "UTC") -> Share:
        known = [incident(items=items)]
        return compute_figures(known, months_ending(day(as_of), 1), ZoneInfo(zone)).on_time

    def test_against_the_first_due_date_not_the_moved_one(self) -> None:
        moved = item(
            first_due="2026-03-20", due="2026-03-30", status="done", closed="2026-03-25 10:00"
        )
        assert self.of(moved) == Share(0, 1)
        kept = item(
            first_due="2026-03-20", due="2026-03-16", status="done", closed="2026-03-18 10:00"
        )
        assert self.of(moved, kept) == Share(1, 2)

    def test_the_due_day_itself_is_in_time_where_the_team_is(self) -> None:
        last_minute = item(due="2026-03-20", status="done", closed="2026-03-20 23:30")
        assert self.of(last_minute) == Share(1, 1)
        assert self.of(last_minute, zone="Europe/Berlin") == Share(0, 1)

    def test_items_that_are_open_or_dropped_were_not_on_time(self) -> None:
        dropped = item(1, due="2026-03-20", status="dropped", closed="2026-03-18 10:00")
        assert self.of(dropped, item(2, due="2026-03-20")) == Share(0, 2)

    def test_only_what_was_first_due_in_the_window_counts(self) -> None:
        earlier = item(
            1, first_due="2026-02-28", due="2026-03-10", status="done", made="2026-02-14 10:00"
        )
        later = item(2, first_due="2026-04-01")
        assert self.of(earlier, later, item(3)) == Share(0, 0)


class TestReviewedInTime:
    def test_the_first_review_decides(self) -> None:
        items = [
            item(1, status="done", reviews=[("2026-03-21 14:00", "done")]),
            item(
                2,
                status="done",
                reviews=[("2026-03-21 14:00", "in_progress"), ("2026-03-28 14:00", "done")],
            ),
            item(3, status="done", closed="2026-03-15 10:00"),
        ]
        found = compute_figures([incident(items=items)], months_ending(day("2026-03-31"), 1))
        assert found.reviewed_in_time == Share(1, 2)

    def test_the_first_review_counts_on_the_day_in_the_zone_of_the_team(self) -> None:
        known = [incident(items=[item(status="done", reviews=[("2026-03-31 22:30", "done")])])]
        assert compute_figures(
            known, months_ending(day("2026-03-31"), 1)
        ).reviewed_in_time == Share(1, 1)
        assert compute_figures(
            known, months_ending(day("2026-03-31"), 1), BERLIN
        ).reviewed_in_time == Share(0, 0)
        assert compute_figures(
            known, months_ending(day("2026-05-31"), 1)
        ).reviewed_in_time == Share(0, 0)


class TestTimeTo:
    def of(self, *stamps: dict[str, str]) -> dict[str, Spread]:
        known = [incident(number, stamps=times) for number, times in enumerate(stamps, 1)]
        return compute_figures(known, months_ending(day("2026-03-31"), 1)).time_to

    def test_each_figure_is_the_time_between_its_milestones(self) -> None:
        found = self.of(WHOLE)
        expected = {
            "detect": 4,
            "acknowledge": 2,
            "diagnose": 24,
            "fix": 15,
            "recover": 60,
            "verify": 20,
        }
        assert found == {name: Spread(1, n, n, 0, 0) for name, n in expected.items()}

    def test_mean_and_median(self) -> None:
        detected = ("09:04", "09:01", "09:10", "09:30")
        found = self.of(*(WHOLE | {"first_alert": alert} for alert in detected))
        assert found["detect"] == Spread(4, 11.25, 7, 0, 0)

    def test_a_missing_stamp_leaves_out_only_what_needs_it(self) -> None:
        without = {name: when for name, when in WHOLE.items() if name != "fix_deployed"}
        found = self.of(WHOLE, without)
        assert found["fix"] == Spread(1, 15, 15, 0, 0)
        assert found["diagnose"].n == 2
        assert self.of({"first_alert": "09:00"})["acknowledge"] == Spread(0, None, None, 0, 0)

    def test_a_negative_interval_is_left_out_and_counted(self) -> None:
        found = self.of(WHOLE, WHOLE | {"acknowledged": "09:03"})
        assert found["acknowledge"] == Spread(1, 2, 2, 1, 0)
        assert found["diagnose"] == Spread(2, 25.5, 25.5, 0, 0)

    def test_an_interval_of_nothing_counts(self) -> None:
        assert self.of(WHOLE | {"first_alert": "09:00"})["detect"] == Spread(1, 0, 0, 0, 0)

    def test_recovery_counts_from_the_alert_where_the_begin_is_unknown(self) -> None:
        found = self.of({"first_alert": "09:04", "recovered": "10:00"}, WHOLE)
        assert found["recover"] == Spread(2, 58, 58, 0, 1)
        assert found["detect"].n == 1

    def test_the_begin_may_stand_in_the_impact(self) -> None:
        stamps = {"first_alert": "09:04", "recovered": "10:00"}
        known = [incident(stamps=stamps, began="2026-03-14 08:54")]
        found = compute_figures(known, months_ending(day("2026-03-31"), 1)).time_to
        assert (found["detect"].mean, found["recover"].mean) == (10, 66)

    def test_only_incidents_of_the_window_count(self) -> None:
        known = [incident(stamps=WHOLE)]
        assert compute_figures(known, months_ending(day("2026-03-13"), 1)).time_to["detect"].n == 0
        assert compute_figures(known, months_ending(day("2026-04-14"), 1)).time_to["detect"].n == 0


class TestOpenAndOverdue:
    def counted(self, as_of: str, *items: ActionItem, zone: str = "UTC") -> tuple[int, int]:
        known = [incident(items=items)]
        found = compute_figures(known, months_ending(day(as_of), 6), ZoneInfo(zone))
        return found.open_actions, found.overdue

    def test_overdue_begins_after_the_due_day(self) -> None:
        due = item(due="2026-03-20")
        assert self.counted("2026-03-20", due) == (1, 0)
        assert self.counted("2026-03-21", due) == (1, 1)

    def test_the_due_date_of_today_counts_not_the_first(self) -> None:
        assert self.counted("2026-03-25", item(first_due="2026-03-20", due="2026-03-30")) == (1, 0)

    def test_no_due_date_is_never_overdue(self) -> None:
        assert self.counted("2026-06-01", item()) == (1, 0)

    def test_items_that_were_closed_later_were_still_open(self) -> None:
        closed = item(due="2026-03-20", status="done", closed="2026-03-21 23:30")
        assert self.counted("2026-03-21", closed) == (0, 0)
        assert self.counted("2026-03-21", closed, zone="Europe/Berlin") == (1, 1)
        assert self.counted("2026-03-22", closed, zone="Europe/Berlin") == (0, 0)

    def test_items_that_were_created_later_do_not_count(self) -> None:
        assert self.counted("2026-03-13", item()) == (0, 0)

    def test_items_from_before_the_window_count_too(self) -> None:
        old = item(made="2020-01-01 10:00", due="2020-02-01")
        assert self.counted("2026-03-31", old) == (1, 1)


def test_by_month_has_the_calendar_months_up_to_the_last_day() -> None:
    known = [
        incident(1, "2025-12-31", cause="retries"),
        incident(2, "2026-01-01", cause="retries", items=[item(made="2026-01-02 10:00")]),
        incident(3, "2026-06-15", cause="disk", items=[item(made="2026-06-15 10:00")]),
        incident(4, "2026-06-16", cause="disk"),
    ]
    found = compute_figures(known, months_ending(day("2026-06-15"), 6))
    assert [month.name for month in found.by_month] == [
        "2026-01",
        "2026-02",
        "2026-03",
        "2026-04",
        "2026-05",
        "2026-06",
    ]
    assert [month.incidents for month in found.by_month] == [1, 0, 0, 0, 0, 1]
    assert [month.repeat.n for month in found.by_month] == [1, 0, 0, 0, 0, 0]
    assert [month.completion.of for month in found.by_month] == [1, 0, 0, 0, 0, 1]


def test_the_calendar_s_first_day_has_figures_in_every_zone() -> None:
    oldest = incident(1, "0001-01-01", items=[item(made="0001-01-01 00:00")])
    found = compute_figures(
        [oldest], months_ending(day("2026-03-31"), 1), ZoneInfo("America/New_York")
    )
    assert found.open_actions == 1


def test_without_incidents_the_figures_are_empty() -> None:
    found = compute_figures([], months_ending(day("2026-06-30"), 6))
    assert (found.repeat.rate, found.completion.rate, found.on_time.rate) == (None, None, None)
    assert (found.open_actions, found.overdue, len(found.by_month)) == (0, 0, 6)
    assert found.time_to["detect"] == Spread(0, None, None, 0, 0)


class TestChangesBetweenMeetings:
    """What was done between two meetings counts on the day on which it was done."""

    DONE = item(
        due="2026-03-10",
        made="2026-03-01 10:00",
        status="done",
        closed="2026-03-08 23:59",
        reviews=[("2026-03-08 23:59", "done")],
    )

    def done_between(self) -> ActionItem:
        (review,) = self.DONE.reviews
        return replace(self.DONE, reviews=(replace(review, between_meetings=True),))

    def test_an_item_done_before_its_due_date_was_on_time(self) -> None:
        # The next meeting is on 15 March, which would be too late.
        known = [incident(1, "2026-03-01", items=[self.done_between()])]
        found = compute_figures(known, months_ending(day("2026-03-31"), 1))
        assert found.on_time == Share(1, 1)
        assert found.reviewed_in_time == Share(0, 0)

    def test_a_repeat_after_the_item_was_done_was_not_preventable(self) -> None:
        first = incident(1, "2026-03-01", cause="retry storm", items=[self.done_between()])
        repeat = incident(2, "2026-03-12", cause="retry storm")
        found = compute_figures([first, repeat], months_ending(day("2026-03-31"), 1))
        assert (found.repeat.n, found.repeat.preventable) == (1, 0)
        in_a_meeting = replace(self.DONE, closed_at=at("2026-03-15 10:00"))
        first = incident(1, "2026-03-01", cause="retry storm", items=[in_a_meeting])
        found = compute_figures([first, repeat], months_ending(day("2026-03-31"), 1))
        assert found.repeat.preventable == 1

    def test_the_first_meeting_decides_and_not_what_was_said_before_it(self) -> None:
        started = replace(
            item(
                made="2026-03-01 10:00",
                status="done",
                closed="2026-03-20 10:00",
                reviews=[("2026-03-05 10:00", "in_progress"), ("2026-03-20 10:00", "done")],
            )
        )
        between, met = started.reviews
        reviews = (replace(between, between_meetings=True), met)
        known = [incident(1, "2026-03-01", items=[replace(started, reviews=reviews)])]
        assert compute_figures(
            known, months_ending(day("2026-03-31"), 1)
        ).reviewed_in_time == Share(1, 1)


class TestChecks:
    """Items that are done, those of them that were checked, and those that have held."""

    def of(self, *results: tuple[str, str], closed: str = "2026-03-10 10:00") -> Checks:
        checks = tuple(
            Check(uuid4(), None, at(when), CheckResult(result), "") for when, result in results
        )
        done = item(made="2026-03-01 10:00", status="done", closed=closed, checks=checks)
        known = [incident(1, "2026-03-01", items=[done, item(2)])]
        return compute_figures(known, months_ending(day("2026-03-31"), 1)).checks

    def test_an_item_that_nobody_has_checked_counts_as_done_alone(self) -> None:
        assert self.of() == Checks(0, 0, done=1)
        assert self.of(("2026-03-20 10:00", "ask_again")) == Checks(0, 0, done=1)

    def test_the_last_result_counts(self) -> None:
        held = ("2026-03-15 10:00", "held")
        assert self.of(held) == Checks(1, 1, done=1)
        assert self.of(held, ("2026-03-20 10:00", "did_not_hold")) == Checks(0, 1, done=1)
        assert self.of(held, ("2026-03-20 10:00", "ask_again")) == Checks(1, 1, done=1)

    def test_a_check_after_the_window_is_not_known_in_it(self) -> None:
        assert self.of(("2026-04-01 00:00", "held")) == Checks(0, 0, done=1)

    def test_only_what_was_done_in_the_window_counts(self) -> None:
        assert self.of(closed="2026-04-01 10:00") == Checks(0, 0, done=0)


class TestPrevention:
    """Items that were done, and whose cause has not come back since."""

    def of(self, *began: str, kind: ActionKind | None = None) -> tuple[int, int]:
        done = item(made="2026-03-02 10:00", status="done", closed="2026-03-10 10:00", kind=kind)
        known = [
            incident(1, "2026-03-01", cause="retries", items=[done]),
            *(
                incident(number, when[:10], cause="retries", stamps={"first_alert": when})
                for number, when in enumerate(began, 2)
            ),
        ]
        found = compute_figures(known, months_ending(day("2026-03-31"), 1)).prevention
        assert len(found.items) == found.n
        return found.n, found.of

    def test_a_cause_that_came_up_before_has_not_come_back(self) -> None:
        assert self.of("2026-03-10 10:00") == (1, 1)

    def test_a_cause_that_came_up_after_has(self) -> None:
        assert self.of("2026-03-10 10:01") == (0, 1)

    def test_what_happens_after_the_window_is_not_known_in_it(self) -> None:
        assert self.of("2026-04-01 00:00") == (1, 1)

    def test_items_that_detect_or_mitigate_prevent_nothing(self) -> None:
        assert self.of(kind=ActionKind.DETECT) == (0, 0)
        assert self.of(kind=ActionKind.PREVENT) == (1, 1)
