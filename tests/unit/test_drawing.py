"""The timeline drawn: to scale, and readable however close its moments are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import Incident
from db.words import EventKind
from facilitator.documents.drawing import Drawing, draw
from tests.support import at, event, incident

STAMPS = {
    "impact_began": "09:00",
    "first_alert": "09:02",
    "acknowledged": "09:06",
    "cause_identified": "09:44",
    "fix_deployed": "09:52",
    "recovered": "10:01",
    "all_clear": "10:20",
}


def drawn(of: Incident) -> Drawing:
    drawing = draw(of)
    assert drawing is not None
    return drawing


def test_everything_stands_where_its_time_is() -> None:
    found = drawn(incident(stamps=STAMPS))
    minute = found.height / 80
    assert [label.y for label in found.labels if not label.is_gap] == pytest.approx(
        [0, 2 * minute, 6 * minute, 44 * minute, 52 * minute, 61 * minute, 80 * minute], abs=0.01
    )
    assert [(span.text, span.top, span.bottom) for span in found.spans] == [
        (text, pytest.approx(top * minute, abs=0.02), pytest.approx(bottom * minute, abs=0.02))
        for text, top, bottom in [
            ("detect 2m", 0, 2),
            ("acknowledge 4m", 2, 6),
            ("diagnose 38m", 6, 44),
            ("fix 8m", 44, 52),
            ("verify 19m", 61, 80),
        ]
    ]
    assert found.recover is not None
    assert (found.recover.top, found.recover.text) == (0, "recover 1h 01m")
    assert [tick.text for tick in found.ticks] == [
        *("09:00", "09:15", "09:30", "09:45", "10:00", "10:15")
    ]


def test_the_longest_gap_is_marked_where_it_is() -> None:
    found = drawn(incident(stamps=STAMPS))
    assert found.gap is not None
    assert (found.gap.text, found.gap.top) == ("longest gap 38m", found.labels[2].y)
    (label,) = [label for label in found.labels if label.is_gap]
    assert label.y == pytest.approx((found.gap.top + found.gap.bottom) / 2)


def test_the_words_for_who_does_not_see_it() -> None:
    assert drawn(incident(stamps=STAMPS)).told == (
        "From 2026-03-14 09:00 to 2026-03-14 10:20 UTC; impact began at 09:00; "
        "first alert fired at 09:02 (detect 2m); on-call acknowledged at 09:06 (acknowledge 4m); "
        "root cause identified at 09:44 (diagnose 38m); fix deployed at 09:52 (fix 8m); "
        "service recovered at 10:01 (recover 1h 01m); all-clear declared at 10:20 (verify 19m); "
        "longest gap 38m."
    )


def test_an_impact_that_began_outside_the_timeline_is_drawn_too() -> None:
    found = drawn(incident(stamps={"first_alert": "09:02"}, began="09:00"))
    assert [(label.name, label.y) for label in found.labels] == [
        ("Impact began", 0),
        ("First alert fired", found.height),
    ]


def test_without_two_moments_there_is_nothing_to_draw() -> None:
    assert draw(incident()) is None
    assert draw(incident(stamps={"first_alert": "09:02", "acknowledged": "09:02"})) is None


def test_times_out_of_order_have_no_span() -> None:
    found = drawn(incident(stamps={"first_alert": "09:02", "acknowledged": "09:00"}))
    assert found.spans == ()


def test_an_outage_without_a_known_beginning_is_recovered_since_the_alert() -> None:
    found = drawn(incident(stamps={"first_alert": "09:02", "recovered": "09:30"}))
    assert found.recover is not None
    assert found.recover.text == "recover 28m since alert"


@pytest.mark.parametrize(
    ("last", "texts"),
    [
        ("09:00:07", ["09:00:00", "09:00:01", "09:00:02"]),
        ("2026-03-15 03:00", ["09:00", "12:00", "15:00", "18:00", "21:00", "15 Mar", "03:00"]),
        ("2026-03-17 09:00", ["12:00", "15 Mar", "12:00", "16 Mar", "12:00", "17 Mar"]),
        ("2027-03-17 09:00", ["2026-05", "2026-06", "2026-08"]),
    ],
)
def test_ticks_are_round_and_say_the_day_where_it_changes(last: str, texts: list[str]) -> None:
    found = drawn(incident(stamps={"first_alert": "09:00", "recovered": last}))
    assert [tick.text for tick in found.ticks][: len(texts)] == texts


moments = st.one_of(
    st.integers(0, 600).map(lambda minutes: at("09:00") + timedelta(minutes=minutes)),
    st.datetimes().map(lambda naive: naive.replace(tzinfo=UTC)),
)
events = st.lists(st.tuples(st.sampled_from(EventKind), moments), min_size=2, max_size=12)


@given(events=events, began=st.none() | moments)
def test_labels_never_lie_over_each_other(
    events: list[tuple[EventKind, datetime]], began: datetime | None
) -> None:
    timeline = tuple(event(kind, when) for kind, when in sorted(events, key=lambda each: each[1]))
    found = draw(
        incident(timeline=timeline, began=None if began is None else began.isoformat(" ")[:-6])
    )
    if found is None:
        return
    for above, below in pairwise(found.labels):
        assert above.y <= below.y
        assert above.row + above.height <= below.row + 0.05
    for label in found.labels:
        assert -20.1 <= label.row <= found.height + 20.1 - label.height
        assert 0 <= label.y <= found.height
    assert len(found.ticks) <= found.height / 44 + 2
    for tick in found.ticks:
        assert -0.01 <= tick.y <= found.height + 0.01
    for span in found.spans:
        assert 0 <= span.top <= span.bottom <= found.height
