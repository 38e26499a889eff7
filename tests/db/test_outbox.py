"""The outbox of the tracker: steps that come with action items, are claimed, and survive a kill."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.sections.outbox import CLAIM_LASTS
from db.store import Store
from tests.db.support import NOW, new_incident

WINDOW, OTHER = uuid4(), uuid4()


def item_in_tracker(store: Store, ticket: str = "") -> r.ActionItem:
    incident = new_incident(store)
    return store.actions.add(incident.id, "cap retries", ticket=ticket, in_tracker=True).result()


def states(store: Store, item_id: UUID) -> dict[w.TicketStep, w.StepState]:
    steps = store.outbox.steps([item_id]).result().get(item_id, [])
    return {step.step: step.state for step in steps}


def claimed(store: Store, window: UUID = WINDOW, after: timedelta = timedelta()) -> w.TicketStep:
    step = store.outbox.claim(window, NOW + after).result()
    assert step is not None
    return step.step


def settle(
    store: Store, item_id: UUID, step: w.TicketStep, state: w.StepState, **more: str
) -> None:
    (row,) = [one for one in store.outbox.steps([item_id]).result()[item_id] if one.step is step]
    store.outbox.settle(row.id, WINDOW, state, **more).result()  # type: ignore[arg-type]


def test_the_steps_come_with_the_item_and_wait_until_they_are_released(store: Store) -> None:
    item = item_in_tracker(store)
    assert states(store, item.id) == dict.fromkeys(w.TicketStep, w.StepState.WAITING)
    assert store.outbox.claim(WINDOW, NOW + timedelta(days=400)).result() is None
    assert store.outbox.unfinished().result() == []
    assert store.outbox.release([item.id], NOW).result() == 3
    assert claimed(store) is w.TicketStep.CREATE


def test_one_undo_takes_the_item_and_its_steps_away_and_a_redo_brings_both_back(
    store: Store,
) -> None:
    item = item_in_tracker(store)
    store.history.undo().result()
    assert states(store, item.id) == {}
    store.history.redo().result()
    assert states(store, item.id) == dict.fromkeys(w.TicketStep, w.StepState.WAITING)
    store.actions.delete(item.id).result()
    assert states(store, item.id) == {}
    store.history.undo().result()
    assert states(store, item.id) == dict.fromkeys(w.TicketStep, w.StepState.WAITING)


def test_the_other_steps_wait_until_there_is_a_ticket(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    assert claimed(store) is w.TicketStep.CREATE
    assert store.outbox.claim(OTHER, NOW).result() is None
    settle(store, item.id, w.TicketStep.CREATE, w.StepState.DONE, ticket="OPS-17")
    saved = store.incidents.get(1).result().action_items[0]
    assert (saved.ticket, saved.ticket_verified) == ("OPS-17", True)
    # One that can't be scheduled is linked all the same.
    assert [claimed(store), claimed(store)] == [w.TicketStep.SCHEDULE, w.TicketStep.LINK]


def test_two_windows_never_work_on_one_step(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    item = item_in_tracker(ours)
    ours.outbox.release([item.id], NOW).result()
    step = ours.outbox.claim(WINDOW, NOW).result()
    assert step is not None
    assert theirs.outbox.claim(OTHER, NOW).result() is None
    with pytest.raises(Refused, match="another window works on this ticket"):
        theirs.outbox.begin(step.id, OTHER, NOW).result()
    with pytest.raises(Refused, match="another window works on this ticket"):
        theirs.outbox.settle(step.id, OTHER, w.StepState.DONE, ticket="OPS-1").result()
    assert ours.incidents.get(1).result().action_items[0].ticket == ""


def test_what_a_killed_window_was_sending_is_unknown_and_never_sent_blindly(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    step = store.outbox.claim(WINDOW, NOW).result()
    assert step is not None
    store.outbox.begin(step.id, WINDOW, NOW).result()
    assert store.outbox.claim(OTHER, NOW + CLAIM_LASTS).result() is None
    taken_over = store.outbox.claim(OTHER, NOW + CLAIM_LASTS + timedelta(seconds=1)).result()
    assert taken_over is not None
    assert (taken_over.state, taken_over.attempts) == (w.StepState.UNKNOWN, 1)
    assert taken_over.sent_at == NOW


def test_a_claim_that_ran_out_is_still_good_where_nobody_has_taken_over(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    step = store.outbox.claim(WINDOW, NOW).result()
    assert step is not None
    late = NOW + CLAIM_LASTS + timedelta(seconds=1)
    store.outbox.begin(step.id, WINDOW, late).result()
    # It begins anew, so that there is time for the answer.
    assert store.outbox.claim(OTHER, late + CLAIM_LASTS).result() is None


def test_what_a_killed_window_had_only_claimed_is_done_by_another(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    assert claimed(store) is w.TicketStep.CREATE
    later = CLAIM_LASTS + timedelta(seconds=1)
    step = store.outbox.claim(OTHER, NOW + later).result()
    assert step is not None
    assert (step.state, step.attempts) == (w.StepState.WAITING, 0)


def test_a_failed_step_waits_for_a_person_who_releases_it_again(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    claimed(store)
    settle(store, item.id, w.TicketStep.CREATE, w.StepState.FAILED, error="no such project\x07")
    assert store.outbox.claim(WINDOW, NOW + timedelta(days=9)).result() is None
    first, *_ = store.outbox.unfinished().result()
    assert (first.state, first.last_error) == (w.StepState.FAILED, "no such project\x07")
    store.outbox.release([item.id], NOW + timedelta(days=9)).result()
    assert claimed(store, after=timedelta(days=9)) is w.TicketStep.CREATE


def test_a_step_that_is_to_be_tried_later_waits_for_its_time(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    step = store.outbox.claim(WINDOW, NOW).result()
    assert step is not None
    in_a_minute = NOW + timedelta(minutes=1)
    store.outbox.settle(
        step.id, WINDOW, w.StepState.WAITING, error="busy", next_at=in_a_minute
    ).result()
    assert store.outbox.claim(WINDOW, NOW).result() is None
    assert claimed(store, after=timedelta(minutes=1)) is w.TicketStep.CREATE


def test_an_item_that_has_a_ticket_is_scheduled_and_linked_only(store: Store) -> None:
    item = item_in_tracker(store, ticket="OPS-17")
    assert list(states(store, item.id)) == [w.TicketStep.SCHEDULE, w.TicketStep.LINK]


def test_items_of_before_get_their_steps_when_they_are_released(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries").result()
    done = store.actions.add(incident.id, "alert").result()
    change = r.ItemChange(status=w.ActionStatus.DONE)
    store.actions.change_between_meetings([done.id], change).result()
    assert store.outbox.release([item.id, done.id, uuid4()], NOW).result() == 3
    assert states(store, done.id) == {}


def test_nothing_is_sent_for_an_item_that_was_closed_before_its_turn(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    dropped = r.ItemChange(status=w.ActionStatus.DROPPED, note="the service is gone")
    store.actions.change_between_meetings([item.id], dropped).result()
    assert store.outbox.claim(WINDOW, NOW).result() is None
    assert store.outbox.unfinished().result() == []
    reopened = r.ItemChange(status=w.ActionStatus.OPEN)
    store.actions.change_between_meetings([item.id], reopened).result()
    assert claimed(store) is w.TicketStep.CREATE


def test_a_ticket_that_was_sent_is_looked_for_although_its_item_is_closed(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    step = store.outbox.claim(WINDOW, NOW).result()
    assert step is not None
    store.outbox.begin(step.id, WINDOW, NOW).result()
    done = r.ItemChange(status=w.ActionStatus.DONE)
    store.actions.change_between_meetings([item.id], done).result()
    later = NOW + CLAIM_LASTS + timedelta(seconds=1)
    lost = store.outbox.claim(OTHER, later).result()
    assert lost is not None
    assert lost.state is w.StepState.UNKNOWN


def test_an_item_whose_ticket_was_made_is_not_undone_unseen(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    claimed(store)
    settle(store, item.id, w.TicketStep.CREATE, w.StepState.DONE, ticket="OPS-17")
    with pytest.raises(Refused, match="new action item 1: can't be undone, it was changed since"):
        store.history.undo().result()
    assert store.incidents.get(1).result().action_items[0].ticket == "OPS-17"


def test_a_typed_ticket_takes_the_place_of_the_one_to_be_made(store: Store) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    change = r.ItemChange(ticket="OPS-99")
    (changed,) = store.actions.change_between_meetings([item.id], change).result()
    assert {step.step: step.state for step in changed.steps} == {
        w.TicketStep.CREATE: w.StepState.DONE,
        w.TicketStep.SCHEDULE: w.StepState.WAITING,
        w.TicketStep.LINK: w.StepState.WAITING,
    }
    claimed = store.outbox.claim(uuid4(), NOW).result()
    assert claimed is not None
    assert claimed.step is w.TicketStep.SCHEDULE


def test_a_ticket_that_is_taken_away_is_not_made_again_before_somebody_pushes(
    store: Store,
) -> None:
    item = item_in_tracker(store, ticket="OPS-17")
    store.outbox.release([item.id], NOW).result()
    change = r.ItemChange(ticket="")
    store.actions.change_between_meetings([item.id], change).result()
    assert store.outbox.claim(uuid4(), NOW).result() is None
    store.outbox.release([item.id], NOW).result()
    claimed = store.outbox.claim(uuid4(), NOW).result()
    assert claimed is not None
    assert claimed.step is w.TicketStep.CREATE


def test_a_decision_for_where_there_is_no_next_sprint_tries_again_with_it(store: Store) -> None:
    item = item_in_tracker(store, ticket="OPS-17")
    window = uuid4()
    store.outbox.release([item.id], NOW).result()
    step = store.outbox.claim(window, NOW).result()
    assert step is not None
    store.outbox.settle(step.id, window, w.StepState.FAILED, error="no next sprint").result()
    store.outbox.choose([item.id], w.SprintChoice.ACTIVE, NOW).result()
    again = store.outbox.claim(window, NOW).result()
    assert again is not None
    assert (again.step, again.choice) == (w.TicketStep.SCHEDULE, w.SprintChoice.ACTIVE)


@pytest.mark.parametrize(
    ("place", "moves"),
    [("none", True), ("later", True), ("closed", True), ("active", False), ("next", False)],
)
def test_a_ticket_that_is_in_no_sprint_to_come_is_moved_again_when_somebody_pushes(
    store: Store, place: str, moves: bool
) -> None:
    item = item_in_tracker(store, ticket="OPS-17")
    window = uuid4()
    store.outbox.release([item.id], NOW).result()
    while step := store.outbox.claim(window, NOW).result():
        store.outbox.settle(step.id, window, w.StepState.DONE).result()
    sprint = w.SprintPlace(place)
    known = r.Ticket(
        "OPS-17", w.TicketPresence.FOUND, "To Do", w.TicketCategory.TO_DO, sprint, "", NOW
    )
    store.tickets.save({item.id: known}).result()
    store.outbox.release([item.id], NOW).result()
    claimed = store.outbox.claim(window, NOW).result()
    assert (claimed is not None and claimed.step is w.TicketStep.SCHEDULE) is moves


def test_the_history_says_that_a_ticket_comes_from_the_tracker_and_not_from_a_person(
    store: Store,
) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    claimed(store)
    settle(store, item.id, w.TicketStep.CREATE, w.StepState.DONE, ticket="OPS-17")
    incident = store.incidents.get(1).result()
    newest, *_ = store.history.of_incident(incident.id).result()
    (entry,) = store.history.entries([newest.id]).result()
    assert (entry.field, entry.new, entry.label) == (
        "ticket",
        "OPS-17",
        "what the tracker has done",
    )
