"""Sections beyond those of the template: their order, their conflicts, and what undo restores."""

from collections.abc import Callable

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.store import Store
from tests.db.support import PLAN, instant_at, new_incident


def headings(store: Store) -> list[str]:
    return [section.heading for section in store.incidents.get(1).result().sections]


def three(store: Store) -> list[r.Section]:
    incident = new_incident(store)
    return [store.sections.add(incident.id, heading).result() for heading in ("A", "B", "C")]


def test_sections_keep_their_order_and_can_be_moved(store: Store) -> None:
    first, _, last = three(store)
    assert headings(store) == ["A", "B", "C"]
    for section, index, expected in (
        (last, 0, "CAB"),
        (last, 1, "ACB"),
        (first, 9, "CBA"),
        (first, -3, "ACB"),
    ):
        store.sections.move(section.id, index).result()
        assert "".join(headings(store)) == expected
    store.history.undo().result()
    assert "".join(headings(store)) == "CBA"
    store.sections.add(store.incidents.get(1).result().id, "D").result()
    assert "".join(headings(store)) == "CBAD"


def test_a_deleted_section_is_restored_in_its_place(store: Store) -> None:
    _, second, _ = three(store)
    before = store.incidents.get(1).result()
    store.sections.delete(second.id).result()
    assert headings(store) == ["A", "C"]
    store.history.undo().result()
    assert store.incidents.get(1).result() == before


def test_the_second_writer_of_a_section_gets_a_conflict(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    section = three(ours)[0]
    theirs.sections.edit(section, "A", "it was Sunday").result()
    with pytest.raises(Conflict) as caught:
        ours.sections.edit(section, "Luck", "it was at night").result()
    assert caught.value.theirs == "it was Sunday"
    # The heading that was to be written with it is not written either.
    assert headings(ours) == ["A", "B", "C"]
    # What nobody else has changed is no conflict.
    edited = ours.sections.edit(section, "Luck", section.text).result()
    assert (edited.heading, edited.text) == ("Luck", "it was Sunday")


@pytest.mark.parametrize(
    ("heading", "text", "message"),
    [
        ("  ", "", "heading: write something"),
        ("x" * 201, "", "heading: 201 characters; at most 200"),
        ("A", "x" * 20_001, "section: 20,001 characters; at most 20,000"),
    ],
)
def test_a_section_that_can_not_be_stored_is_refused(
    store: Store, heading: str, text: str, message: str
) -> None:
    section = three(store)[0]
    with pytest.raises(Refused, match=message):
        store.sections.edit(section, heading, text).result()
    with pytest.raises(Refused, match=message):
        store.sections.add(store.incidents.get(1).result().id, heading, text).result()
    assert headings(store) == ["A", "B", "C"]


def test_a_search_finds_the_words_of_a_section_and_the_id(store: Store) -> None:
    section = three(store)[0]
    new_incident(store)
    store.sections.edit(section, "Luck", "it was Sunday").result()
    incident = store.incidents.get(1).result()
    store.incidents.write(incident.id, "external_id", "", "INC-2024-0042").result()
    for words in ("sunday", "luck", "inc-2024-0042"):
        assert store.lists.numbers(r.IncidentFilter(search=words)).result() == [1]


def test_a_meeting_lists_the_sections_that_it_changed(store: Store) -> None:
    first, second, third = three(store)
    meeting = store.meetings.begin(store.incidents.get(1).result().id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    store.meetings.add_clock_event(meeting.id, start).result()
    store.sections.edit(first, "Luck", "it was Sunday").result()
    store.sections.delete(second.id).result()
    changes = store.history.of_meeting(meeting.id).result()
    assert [(change.entity, change.name) for change in changes] == [
        (w.Entity.SECTION, "Luck"),
        (w.Entity.SECTION, "B"),
    ]
    assert changes[0].before == {"heading": "A", "text": ""}
    assert changes[1].after is None
    assert third.heading == "C"
