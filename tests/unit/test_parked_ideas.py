"""Parked ideas that come back, also in other words."""

import random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.parked_ideas import parked_ideas
from tests.support import DAY, parked


def test_the_same_idea_is_listed_once_with_the_number_of_its_occasions() -> None:
    meeting = uuid4()
    first = parked("Chaos day.", f"{DAY} 09:00", meeting=meeting)
    again = parked("chaos  DAY", f"{DAY} 10:00", meeting=meeting)
    later = parked("Chaos day!", f"{DAY} 11:00", of=7)
    other = parked("Shorter names")
    found = parked_ideas([other, first, again, later])
    assert [(idea.text, idea.times, idea.items) for idea in found] == [
        ("Chaos day.", 2, (first, again, later)),
        ("Shorter names", 1, (other,)),
    ]


def test_the_owner_and_the_due_date_make_no_other_parked_action() -> None:
    worded = "Load test (the gateway) (owner: Mei, replaced by: Shed load)"
    first = parked(worded, f"{DAY} 09:00", of=6)
    again = parked("Load test (the gateway)", f"{DAY} 10:00", of=7)
    other = parked("Load test (the shop)", of=7)
    found = parked_ideas([first, again, other])
    assert [(idea.times, idea.items) for idea in found] == [(2, (first, again)), (1, (other,))]


def test_ideas_without_a_meeting_count_by_their_days() -> None:
    days = ["2026-03-14 09:00", "2026-03-14 17:00", "2026-03-15 09:00"]
    (found,) = parked_ideas([parked("Chaos day", when) for when in days])
    assert found.times == 2


def test_the_day_of_an_idea_is_that_of_the_time_zone_of_the_team() -> None:
    around_midnight = ["2026-03-14 22:30", "2026-03-14 23:30"]
    rows = [parked("Chaos day", when) for when in around_midnight]
    assert parked_ideas(rows)[0].times == 1
    assert parked_ideas(rows, ZoneInfo("Europe/Berlin"))[0].times == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rotate certs automatically", "automate the rotation of certificates"),
        ("Load-test the gateway", "A load test for the gateway"),
        ("Alert on the queue depth of the mailer", "An alert on queue depth for the mailer"),
    ],
)
def test_an_idea_in_other_words_is_the_same_idea(one: str, other: str) -> None:
    rows = [parked(other, f"{DAY} 11:00", of=7), parked(one, f"{DAY} 10:00", of=6)]
    (found,) = parked_ideas(rows)
    assert (found.wordings, found.times) == ((one, other), 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Load-test the gateway", "Load-test the checkout"),
        ("Page on weekends at night", "Never page on weekends at night"),
        ("Limit requests to 300 a second", "Limit requests to 500 an hour"),
        ("More alerts on disk space", "Fewer alerts on disk space"),
        ("Alerts", "Alert"),
        ("Chaos day", "Chaos engineering"),
    ],
)
def test_another_idea_with_some_of_the_words_stays_another_idea(one: str, other: str) -> None:
    assert len(parked_ideas([parked(one, of=6), parked(other, of=7)])) == 2


IDEAS = st.lists(
    st.one_of(
        st.sampled_from(
            ["rotate certs", "rotation of certificates", "rotate all certificates", ""]
        ),
        st.text(max_size=40),
    ),
    max_size=12,
)


@given(IDEAS, st.randoms(use_true_random=False))
def test_ideas_are_the_same_in_whatever_order_they_are_read(
    texts: list[str], chance: random.Random
) -> None:
    rows = [parked(text or "?", of=number) for number, text in enumerate(texts)]
    shuffled = chance.sample(rows, len(rows))
    assert parked_ideas(shuffled) == parked_ideas(rows)
    assert sum(len(idea.items) for idea in parked_ideas(rows)) == len(rows)
