"""The drawing of a timeline: to scale, and readable however close its moments are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import Incident
from db.vocabulary import EventKind
from facilitator.documents.write.timeline_drawing import Drawing, draw
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
    """The drawing of an incident that has one."""
    drawing = draw(of)
    assert drawing is not None
    return drawing


def test_everything_is_drawn_to_scale() -> None:
    drawing = drawn(incident(stamps=STAMPS))
    minute = drawing.height / 80
    assert [label.y for label in drawing.labels if not label.is_gap] == pytest.approx(
        [0, 2 * minute, 6 * minute, 44 * minute, 52 * minute, 61 * minute, 80 * minute], abs=0.01
    )
    expected = [
        ("detect 2m", 0, 2),
        ("acknowledge 4m", 2, 6),
        ("diagnose 38m", 6, 44),
        ("fix 8m", 44, 52),
        ("verify 19m", 61, 80),
    ]
    assert [span.text for span in drawing.spans] == [text for text, _, _ in expected]
    for span, (_, top, bottom) in zip(drawing.spans, expected, strict=True):
        assert span.top == pytest.approx(top * minute, abs=0.02)
        assert span.bottom == pytest.approx(bottom * minute, abs=0.02)
    assert drawing.recover is not None
    assert (drawing.recover.top, drawing.recover.text) == (0, "recover 1h 01m")
    assert [tick.text for tick in drawing.ticks] == [
        *("09:00", "09:15", "09:30", "09:45", "10:00", "10:15")
    ]


def test_the_longest_gap_is_marked_at_its_place() -> None:
    drawing = drawn(incident(stamps=STAMPS))
    assert drawing.gap is not None
    assert (drawing.gap.text, drawing.gap.top) == (
        "longest gap while down 38m",
        drawing.labels[2].y,
    )
    (label,) = [label for label in drawing.labels if label.is_gap]
    assert label.y == pytest.approx((drawing.gap.top + drawing.gap.bottom) / 2)


def test_the_picture_is_described_in_words() -> None:
    assert drawn(incident(stamps=STAMPS)).description == (
        "From 2026-03-14 09:00 to 2026-03-14 10:20 UTC; impact began at 09:00; "
        "first alert fired at 09:02 (detect 2m); on-call acknowledged at 09:06 (acknowledge 4m); "
        "root cause identified at 09:44 (diagnose 38m); fix deployed at 09:52 (fix 8m); "
        "service recovered at 10:01 (recover 1h 01m); all-clear declared at 10:20 (verify 19m); "
        "longest gap while down 38m."
    )


def test_an_impact_whose_beginning_is_no_event_is_drawn_too() -> None:
    drawing = drawn(incident(stamps={"first_alert": "09:02"}, began="09:00"))
    assert [(label.name, label.y) for label in drawing.labels] == [
        ("Impact began", 0),
        ("First alert fired", drawing.height),
    ]


def test_nothing_is_drawn_of_fewer_than_two_moments() -> None:
    assert draw(incident()) is None
    assert draw(incident(stamps={"first_alert": "09:02", "acknowledged": "09:02"})) is None


def test_an_interval_whose_times_are_out_of_order_is_not_drawn() -> None:
    drawing = drawn(incident(stamps={"first_alert": "09:02", "acknowledged": "09:00"}))
    assert drawing.spans == ()


def test_an_outage_without_a_known_beginning_is_recovered_since_the_alert() -> None:
    drawing = drawn(incident(stamps={"first_alert": "09:02", "recovered": "09:30"}))
    assert drawing.recover is not None
    assert drawing.recover.text == "recover 28m since alert"


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
    drawing = drawn(incident(stamps={"first_alert": "09:00", "recovered": last}))
    assert [tick.text for tick in drawing.ticks][: len(texts)] == texts


moments = st.one_of(
    st.integers(0, 600).map(lambda minutes: at("09:00") + timedelta(minutes=minutes)),
    st.datetimes().map(lambda naive: naive.replace(tzinfo=UTC)),
)
events = st.lists(st.tuples(st.sampled_from(EventKind), moments), min_size=2, max_size=12)


@given(events=events, began=st.none() | moments)
def test_labels_never_overlap(
    events: list[tuple[EventKind, datetime]], began: datetime | None
) -> None:
    timeline = tuple(
        event(kind, when)
        for kind, when in sorted(events, key=lambda kind_and_time: kind_and_time[1])
    )
    drawing = draw(
        incident(timeline=timeline, began=None if began is None else began.isoformat(" ")[:-6])
    )
    if drawing is None:
        return
    for above, below in pairwise(drawing.labels):
        assert above.y <= below.y
        assert above.row + above.height <= below.row + 0.05
    for label in drawing.labels:
        assert -20.1 <= label.row <= drawing.height + 20.1 - label.height
        assert 0 <= label.y <= drawing.height
    assert len(drawing.ticks) <= drawing.height / 44 + 2
    for tick in drawing.ticks:
        assert -0.01 <= tick.y <= drawing.height + 0.01
    for span in drawing.spans:
        assert 0 <= span.top <= span.bottom <= drawing.height
