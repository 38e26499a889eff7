"""Whether action items have worked: when that is asked, and what is answered."""

from datetime import date, timedelta

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.store import Store
from tests.db.support import DAY, NOW, PLAN, new_incident
from tests.support import edit_facts

DONE = r.ItemChange(status=w.ActionStatus.DONE)


def done_item(store: Store, cause: str = "retry storm", **check: object) -> r.ActionItem:
    """Add an incident of a cause with an item that is done."""
    incident = new_incident(store)
    store.incidents.set_cause(incident.id, cause).result()
    item = store.actions.add(incident.id, "cap retries", "ana", **check).result()  # type: ignore[arg-type]
    return store.actions.change_between_meetings([item.id], DONE).result()[0]


def repeat(store: Store, cause: str = "retry storm", after: timedelta = timedelta(days=9)) -> int:
    """Add an incident of a cause that began after the others were done; return its number."""
    incident = new_incident(store)
    store.incidents.set_cause(incident.id, cause).result()
    began_at = NOW + after
    store.incidents.write(incident.id, "began_at", None, began_at).result()
    return incident.number


def asked(store: Store, on: date = DAY) -> list[tuple[int, int | None]]:
    """The incident of each item that is asked about on a day, and the repeat that makes it so."""
    return [(due.number, due.repeat) for due in store.actions.to_check(on).result()]


def test_it_is_asked_from_the_day_of_the_check_on_until_it_is_answered(store: Store) -> None:
    item = done_item(store, check_how="a drill pages", check_on=DAY)
    assert asked(store, DAY - timedelta(days=1)) == []
    assert asked(store) == asked(store, DAY + timedelta(days=40)) == [(1, None)]
    checked = store.actions.check(item.id, w.CheckResult.HELD, "it paged").result()
    assert [(check.result, check.note) for check in checked.checks] == [
        (w.CheckResult.HELD, "it paged")
    ]
    assert asked(store, DAY + timedelta(days=40)) == []
    store.history.undo().result()
    assert asked(store) == [(1, None)]


def test_an_item_that_is_not_done_yet_is_not_asked_about(store: Store) -> None:
    item = store.actions.add(new_incident(store).id, "cap retries", check_on=DAY).result()
    assert asked(store) == []
    with pytest.raises(Refused, match="only an action item that is done can be checked"):
        store.actions.check(item.id, w.CheckResult.HELD).result()


def test_asking_again_needs_a_day_and_comes_back_on_it(store: Store) -> None:
    item = done_item(store, check_on=DAY)
    with pytest.raises(Refused, match="give the day on which to ask again"):
        store.actions.check(item.id, w.CheckResult.ASK_AGAIN).result()
    later = DAY + timedelta(days=14)
    store.actions.check(item.id, w.CheckResult.ASK_AGAIN, again_on=later).result()
    assert (asked(store), asked(store, later)) == ([], [(1, None)])


def test_a_repeat_of_the_cause_asks_again_though_it_had_held(store: Store) -> None:
    item = done_item(store, check_how="a drill pages", check_on=DAY)
    store.actions.check(item.id, w.CheckResult.HELD).result()
    number = repeat(store)
    newest = repeat(store, after=timedelta(days=12))
    assert number < newest
    assert asked(store) == [(1, newest)]


def test_only_what_the_team_wants_to_check_is_asked_about_after_a_repeat(store: Store) -> None:
    done_item(store)
    done_item(store, check_how="a drill pages", cause="full disk")
    repeat(store)
    before_it_was_done = timedelta(days=-9)
    repeat(store, "full disk", after=before_it_was_done)
    assert asked(store) == []
    near_miss = repeat(store, "full disk")
    edit_facts(store, near_miss, kind=w.IncidentKind.NEAR_MISS).result()
    assert asked(store) == []
    number = repeat(store, "full disk")
    assert asked(store) == [(2, number)]


def test_a_meeting_has_one_answer_which_a_second_one_replaces(store: Store) -> None:
    item = done_item(store, check_on=DAY)
    meeting = store.meetings.begin(new_incident(store).id, PLAN).result()
    store.actions.check(item.id, w.CheckResult.HELD, meeting_id=meeting.id).result()
    checked = store.actions.check(
        item.id, w.CheckResult.DID_NOT_HOLD, "it paged again", meeting_id=meeting.id
    ).result()
    assert [check.result for check in checked.checks] == [w.CheckResult.DID_NOT_HOLD]
    between = store.actions.check(item.id, w.CheckResult.HELD).result()
    assert [(check.result, check.meeting_id) for check in between.checks] == [
        (w.CheckResult.DID_NOT_HOLD, meeting.id),
        (w.CheckResult.HELD, None),
    ]
    store.meetings.finish(meeting.id).result()
    with pytest.raises(Refused, match="the meeting was finished"):
        store.actions.check(item.id, w.CheckResult.HELD, meeting_id=meeting.id).result()


def test_what_an_edit_does_not_name_of_a_check_stays(store: Store) -> None:
    item = done_item(store, kind=w.ActionKind.DETECT, check_how="a drill pages", check_on=DAY)
    plain = {"owner": "bo", "priority": w.Priority.P1, "due": None, "ticket": ""}
    edited = store.actions.edit(item, action="cap all retries", **plain).result()  # type: ignore[arg-type]
    assert (edited.kind, edited.check_how, edited.check_on) == (
        *(w.ActionKind.DETECT, "a drill pages", DAY),
    )
    cleared = store.actions.edit(
        edited,
        action="cap all retries",
        kind=None,
        check_how="",
        check_on=None,
        **plain,  # type: ignore[arg-type]
    ).result()
    assert (cleared.kind, cleared.check_how, cleared.check_on) == (None, "", None)
