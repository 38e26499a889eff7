"""An import stores all post-mortems or none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.store import Store
from tests.db.support import DAY, NOW, everything_filled, new_incident


def document(number: int) -> r.Incident:
    """Return a post-mortem with something in every part."""
    incident = uuid4()
    reviews = tuple(
        r.Review(uuid4(), None, NOW + timedelta(days=day), w.ActionStatus.IN_PROGRESS, f"{day}")
        for day in (7, 14)
    )
    items = tuple(
        r.ActionItem(
            id=uuid4(),
            incident_id=incident,
            slot=slot,
            action=f"do {slot}",
            owner="ana",
            priority=w.Priority.P1,
            due=DAY,
            first_due=DAY - timedelta(days=7),
            status=status,
            note="not worth it" if status is w.ActionStatus.DROPPED else "",
            ticket="OPS-17",
            ticket_verified=True,
            created_at=NOW,
            closed_at=NOW,
            reviews=reviews if slot == 1 else (),
        )
        for slot, status in ((1, w.ActionStatus.DONE), (3, w.ActionStatus.DROPPED))
    )
    return r.Incident(
        id=incident,
        number=number,
        service="checkout",
        symptom="5xx spike",
        date=DAY,
        severity=w.Severity.SEV1,
        status=w.IncidentStatus.REVIEWED,
        impact=r.Impact(NOW, 47, 12_000, Decimal("35000.00"), "USD", 18.5, "checkout was down"),
        root_cause="Retries without a cap.",
        cause=r.Cause(uuid4(), "retry storm"),
        lessons_learned="Cap retries.",
        created_at=NOW,
        timeline=(
            r.TimelineEvent(uuid4(), NOW, w.EventKind.FIRST_ALERT, "pager", None),
            r.TimelineEvent(uuid4(), NOW, w.EventKind.OTHER, "call", "https://example.org"),
        ),
        factors=tuple(r.Factor(uuid4(), kind, kind.value) for kind in w.FactorKind),
        findings=tuple(r.Finding(uuid4(), kind, kind.value) for kind in w.FindingKind),
        action_items=items,
        themes=("retries", "alerts"),
        parked=(r.Parked(uuid4(), incident, None, w.ParkedKind.IDEA, "chaos day", NOW, NOW),),
        external_id=f"INC-2026-{number:04}",
        ended_at=NOW + timedelta(hours=1),
        sections=(
            r.Section(uuid4(), "Where we got lucky", "Saturday."),
            r.Section(uuid4(), "Detection", ""),
        ),
    )


def meeting_about(incident: r.Incident, days: int = 2) -> r.Meeting:
    """Return a finished meeting with everything in it."""
    began = NOW + timedelta(days=days)
    instant = r.Instant(began, 1_000.5, "boot-a")
    return r.Meeting(
        id=uuid4(),
        incident_id=incident.id,
        number=incident.number,
        stage=w.Stage.WRAP_UP,
        sub=2,
        plan=(10, 30, 10),
        created_at=began,
        finished_at=began + timedelta(minutes=47),
        events=(r.ClockEvent(w.ClockKind.START, instant, seconds=60),),
        attendees=(
            r.Attendee(uuid4(), "Ana", facilitates=True, takes_notes=False, was_in_incident=False),
            r.Attendee(uuid4(), "Bo", facilitates=False, takes_notes=True, was_in_incident=True),
        ),
        last_alive=instant,
        next_on=DAY + timedelta(days=14),
    )


def is_same(stored: r.Incident, imported: r.Incident) -> bool:
    """Compare all but the id of the cause, which the catalogue determines."""
    assert stored.cause is not None
    assert imported.cause is not None
    has_same_cause = stored.cause.name == imported.cause.name
    return has_same_cause and replace(stored, cause=imported.cause) == imported


def test_an_imported_post_mortem_is_read_as_it_was(store: Store) -> None:
    documents = [document(42), document(7)]
    assert store.documents.import_all(documents).result() == [
        incident.number for incident in documents
    ]
    assert is_same(store.incidents.get(42).result(), documents[0])
    assert is_same(store.incidents.get(7).result(), documents[1])
    assert len(store.causes.all().result()) == 1
    assert {(theme.name, theme.incidents) for theme in store.themes.all().result()} == {
        ("retries", (7, 42)),
        ("alerts", (7, 42)),
    }


def test_a_whole_database_moves_into_another(
    store: Store, window: Callable[[], Store], tmp_path_factory: pytest.TempPathFactory
) -> None:
    everything_filled(store)
    store.documents.import_all([document(42)]).result()
    everything = store.incidents.everything().result()
    other = Store.open(tmp_path_factory.mktemp("other") / "team.db")
    other.documents.import_all(everything).result()
    for original in everything:
        moved = other.incidents.get(original.number).result()
        assert [item.action for item in moved.action_items] == [
            item.action for item in original.action_items
        ]
        assert (moved.timeline, moved.factors, moved.findings, moved.impact) == (
            original.timeline,
            original.factors,
            original.findings,
            original.impact,
        )
    other.close()


def test_existing_causes_and_themes_are_used(store: Store) -> None:
    incident = new_incident(store)
    cause = store.incidents.set_cause(incident.id, "Retry Storm").result()
    store.themes.add("retries", [incident.number]).result()
    padded = replace(document(43), cause=r.Cause(uuid4(), " RETRY storm "), themes=())
    store.documents.import_all([document(42), padded]).result()
    assert store.causes.all().result() == [cause]
    assert [theme.incidents for theme in store.themes.all().result()] == [(42,), (1, 42)]


def test_a_number_that_is_taken_stops_the_whole_import(store: Store) -> None:
    kept = new_incident(store, number=7)
    with pytest.raises(Refused, match="incident #7 exists already: nothing was imported"):
        store.documents.import_all([document(42), document(7)]).result()
    assert store.incidents.everything().result() == [kept]
    with pytest.raises(Refused, match="incident #42 exists already"):
        store.documents.import_all([document(42), document(42)]).result()
    assert store.incidents.everything().result() == [kept]


@pytest.mark.parametrize(
    "broken",
    [
        lambda good: replace(good, service=" "),
        lambda good: replace(good, root_cause="x" * 20_001),
        lambda good: replace(good, root_cause="a\x00b"),
        lambda good: replace(good, root_cause="a\ud800b"),
        lambda good: replace(good, themes=("retries", "a\ud800b")),
        lambda good: replace(good, themes=("retries", "retries")),
        lambda good: replace(good, impact=replace(good.impact, currency=None)),
        lambda good: replace(good, impact=replace(good.impact, users_affected=10**20)),
        lambda good: replace(good, number=10**20),
        lambda good: replace(good, number=-1),
        lambda good: replace(good, action_items=good.action_items * 2),
        lambda good: replace(
            good, action_items=(good.action_items[0], replace(good.action_items[1], slot=4))
        ),
        lambda good: replace(good, action_items=(replace(good.action_items[1], note=""),)),
        lambda good: replace(good, action_items=(replace(good.action_items[0], action=" "),)),
        lambda good: replace(good, sections=(r.Section(uuid4(), " ", "x"),)),
        lambda good: replace(good, external_id="x" * 201),
        lambda good: replace(good, impact=replace(good.impact, currency="EURO")),
    ],
)
def test_one_broken_post_mortem_stops_the_whole_import(
    store: Store, broken: Callable[[r.Incident], r.Incident]
) -> None:
    with pytest.raises(Refused):
        store.documents.import_all([document(1), broken(document(42))]).result()
    assert store.incidents.everything().result() == []
    assert store.causes.all().result() == []
    assert store.themes.all().result() == []


def test_an_import_can_not_be_undone(store: Store) -> None:
    store.documents.import_all([document(42)]).result()
    assert store.history.undo().result() is None
    assert len(store.incidents.everything().result()) == 1


def test_a_post_mortem_without_a_number_gets_the_next_free_one(store: Store) -> None:
    store.documents.import_all([document(7)]).result()
    unnumbered = [replace(document(1), number=0), replace(document(2), number=0)]
    assert store.documents.import_all([*unnumbered, document(9)]).result() == [10, 11, 9]


def test_renumbering_gives_new_numbers_for_those_that_are_taken(store: Store) -> None:
    store.documents.import_all([document(7), document(8)]).result()
    again = [document(7), document(8), document(3)]
    assert store.documents.import_all(again, renumber=True).result() == [9, 10, 3]
    assert [incident.number for incident in store.incidents.everything().result()] == [
        3,
        7,
        8,
        9,
        10,
    ]


def test_an_import_is_refused_when_no_number_is_left(store: Store) -> None:
    with pytest.raises(Refused, match="none follows it: give one that is free"):
        store.documents.import_all([document(w.LARGEST), document(0)]).result()
    assert store.incidents.everything().result() == []


def test_meetings_come_with_their_incident_and_reviews_refer_to_them(store: Store) -> None:
    first, second = document(7), document(8)
    meeting = meeting_about(second)
    review = r.Review(uuid4(), meeting.id, NOW + timedelta(days=2), w.ActionStatus.OPEN, "x")
    unknown = replace(review, id=uuid4(), meeting_id=uuid4(), at=NOW + timedelta(days=3))
    between = replace(review, id=uuid4(), meeting_id=None, between_meetings=True)
    item = replace(first.action_items[0], reviews=(between, review, unknown))
    first = replace(first, action_items=(item,))
    store.documents.import_all([first, second], meetings={second.id: [meeting]}).result()
    assert store.documents.past_meetings([first.id, second.id]).result() == {second.id: (meeting,)}
    assert store.meetings.of_incident(second.id).result() == [meeting]
    (stored,) = store.incidents.get(7).result().action_items
    assert stored.reviews == (between, review, replace(unknown, meeting_id=None))


def test_a_meeting_that_no_database_takes_stops_the_import(store: Store) -> None:
    incident = document(7)
    meeting = meeting_about(incident)
    twice = replace(meeting, attendees=meeting.attendees[:1] * 2)
    with pytest.raises(Refused, match="#7: meetings 1, attendees 2, name: that person is on"):
        store.documents.import_all([incident], meetings={incident.id: [twice]}).result()
    assert store.incidents.everything().result() == []


def test_systemic_issues_come_with_their_theme_and_replace_none(store: Store) -> None:
    kept = store.themes.add("alerts").result()
    store.themes.decide(kept, "one alert for each queue", "Cy").result()
    issues = [
        r.Theme(uuid4(), "retries", "a budget for retries", "Ana", (), NOW),
        r.Theme(uuid4(), "alerts", "fewer alerts", "Bo", (), NOW),
    ]
    store.documents.import_all([document(7)], themes=issues).result()
    assert {theme.name: (theme.systemic, theme.owner) for theme in store.themes.all().result()} == {
        "retries": ("a budget for retries", "Ana"),
        "alerts": ("one alert for each queue", "Cy"),
    }


def test_a_duplicate_is_marked_by_the_number_that_the_documents_state(store: Store) -> None:
    stored = new_incident(store, number=3)
    original, in_import, of_stored, of_none, of_itself, of_duplicate = (
        document(3),
        replace(document(11), duplicate_of=3),
        replace(document(12), duplicate_of=1),
        replace(document(13), duplicate_of=99),
        replace(document(14), duplicate_of=14),
        replace(document(15), duplicate_of=11),
    )
    store.incidents.create("a", "b", DAY, 1).result()
    numbers = store.documents.import_all(
        [original, in_import, of_stored, of_none, of_itself, of_duplicate], renumber=True
    ).result()
    assert numbers == [16, 11, 12, 13, 14, 15]
    marks = {one.number: one.duplicate_of for one in store.incidents.everything().result()}
    assert marks == {3: None, 1: None, 16: None, 11: 16, 12: 1, 13: None, 14: None, 15: None}
    assert stored.number == 3


def held_meeting(store: Store, incident: r.Incident) -> r.Meeting:
    """Return a finished meeting that reviewed the first action item."""
    meeting = store.meetings.begin(incident.id, (10, 30, 10)).result()
    store.meetings.add_attendee(meeting.id, "Ana").result()
    item = incident.action_items[0]
    store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS, "blocked").result()
    return store.meetings.finish(meeting.id).result()


def test_a_document_takes_the_place_of_an_incident_and_one_undo_brings_it_back(
    store: Store,
) -> None:
    incident = new_incident(store, number=5)
    store.actions.add(incident.id, "cap  retries", "ana", due=DAY).result()
    store.actions.add(incident.id, "another", "bo").result()
    store.timeline.add(incident.id, NOW, w.EventKind.FIRST_ALERT, "pager").result()
    store.sections.add(incident.id, "Summary", "It fell.").result()
    store.parked.add("chaos day", incident_id=incident.id).result()
    store.notes.write(incident.id, "", "", "private").result()
    store.themes.add("old theme", [5]).result()
    meeting = held_meeting(store, store.incidents.get(5).result())
    other = store.incidents.create("search", "down", DAY).result()
    before = store.incidents.get(5).result()
    new = document(42)
    items = (replace(new.action_items[0], action="Cap retries", reviews=(), closed_at=None),)
    new = replace(new, action_items=items, status=w.IncidentStatus.DRAFT)

    assert store.documents.import_all([new], replacing={new.id: 5}).result() == [5]
    after = store.incidents.get(5).result()
    assert (after.id, after.number, after.created_at) == (before.id, 5, before.created_at)
    assert (after.timeline, after.factors, after.sections) == (
        new.timeline,
        new.factors,
        new.sections,
    )
    assert (after.themes, after.status) == (new.themes, w.IncidentStatus.REVIEWED)
    assert [parked.text for parked in after.parked] == ["chaos day"]
    (item,) = after.action_items
    assert item.created_at == before.action_items[0].created_at
    assert [(review.note, review.meeting_id) for review in item.reviews] == [
        ("blocked", meeting.id)
    ]
    assert store.meetings.of_incident(before.id).result() == [meeting]
    assert [note.text for note in store.notes.of_incident(before.id).result()] == ["private"]

    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == "import in place of #5"
    assert store.incidents.get(5).result() == before
    assert store.incidents.get(other.number).result() == other


def test_a_document_from_before_its_ticket_was_made_leaves_the_ticket(store: Store) -> None:
    incident = new_incident(store, number=5)
    store.actions.add(incident.id, "cap retries", ticket="OPS-17").result()
    new = document(42)
    items = (replace(new.action_items[0], action="Cap retries", ticket="", reviews=()),)
    new = replace(new, action_items=items)
    store.documents.import_all([new], replacing={new.id: 5}).result()
    (item,) = store.incidents.get(5).result().action_items
    assert item.ticket == "OPS-17"


def test_a_meeting_that_is_stored_already_is_not_imported_again(store: Store) -> None:
    incident = document(5)
    meeting = meeting_about(incident)
    store.documents.import_all([incident], meetings={incident.id: [meeting]}).result()
    again = document(5)
    same, later = meeting_about(again), meeting_about(again, days=9)
    review = r.Review(uuid4(), same.id, NOW, w.ActionStatus.OPEN, "")
    again = replace(again, action_items=(replace(again.action_items[0], reviews=(review,)),))
    store.documents.import_all(
        [again], meetings={again.id: [same, later]}, replacing={again.id: 5}
    ).result()
    stored = store.meetings.of_incident(incident.id).result()
    assert [one.id for one in stored] == [meeting.id, later.id]
    (item,) = store.incidents.get(5).result().action_items
    assert [one.meeting_id for one in item.reviews] == [meeting.id]


def test_what_can_not_take_the_place_of_an_incident_is_refused(store: Store) -> None:
    incident = new_incident(store, number=5)
    first, second = document(1), document(2)
    with pytest.raises(Refused, match="two documents would take the place of one incident"):
        store.documents.import_all([first, second], replacing={first.id: 5, second.id: 5}).result()
    with pytest.raises(Refused, match="there is no incident #6"):
        store.documents.import_all([first], replacing={first.id: 6}).result()
    meeting = store.meetings.begin(incident.id, (10, 30, 10)).result()
    store.meetings.add_attendee(meeting.id, "Ana").result()
    with pytest.raises(Refused, match="the meeting about #5 is running: finish or cancel it"):
        store.documents.import_all([first], replacing={first.id: 5}).result()
    assert store.incidents.everything().result() == [incident]
