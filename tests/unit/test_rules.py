"""The three rules, and what the opening card warns of."""

from facilitator.domain.rules import check, lacking, opening_warnings
from tests.support import carried, item, person


def test_a_team_that_did_everything_has_met_them() -> None:
    one, two, three = check(
        [item(1, due="2026-03-28"), item(2, due="2026-03-28")],
        [carried(item(1), reviewed_now=True)],
    )
    assert (one.met, two.met, three.met) == (True, True, True)
    assert [rule.number for rule in (one, two, three)] == [1, 2, 3]
    assert (one.note, three.note) == ("2 of 3", "1 of 1")


def test_no_action_item_leaves_the_first_unmet() -> None:
    one, two, three = check([], [])
    assert (one.unmet, one.note) == (("none written yet",), "0 of 3")
    assert (two.met, three.met, three.note) == (True, True, "0 of 0")


def test_the_second_names_what_lacks_by_slot() -> None:
    items = [
        item(1, owner="", due=None, ticket=""),
        item(2, due="2026-03-28", ticket=""),
        item(3, due="2026-03-28"),
    ]
    _, two, _ = check(items, [])
    assert two.unmet == ("1: no owner, no due date, no ticket", "2: no ticket")


def test_a_closed_item_lacks_nothing() -> None:
    assert lacking(item(owner="", ticket="", status="done")) == ""
    assert lacking(item(owner="", ticket="", status="dropped")) == ""
    assert lacking(item(owner="", due="2026-03-28", status="in_progress")) == "no owner"


def test_typed_tickets_are_called_unverified() -> None:
    _, typed, _ = check([item(1, due="2026-03-28")], [])
    assert typed.note == "tickets typed by hand are unverified"
    _, pushed, _ = check([item(1, due="2026-03-28", ticket_verified=True)], [])
    assert pushed.note == ""
    _, none, _ = check([item(1, due="2026-03-28", ticket="")], [])
    assert none.note == ""


def test_the_third_names_what_was_not_reviewed() -> None:
    _, _, three = check(
        [], [carried(item(action="Add canaries"), 43), carried(item(), 42, reviewed_now=True)]
    )
    assert (three.unmet, three.note) == (("#43 Add canaries",), "1 of 2")


def test_nobody_in_the_room_yet() -> None:
    assert opening_warnings([], [carried(item())]) == (
        "Nobody facilitates yet",
        "Nobody takes notes yet",
    )


def test_a_facilitator_who_was_in_the_incident() -> None:
    people = [person("Ana", facilitates=True, was_in_incident=True), person("Bo", takes_notes=True)]
    assert opening_warnings(people, []) == ("Ana facilitates and was in the incident",)


def test_absent_owners_are_named_once_each() -> None:
    people = [person("ana", facilitates=True, takes_notes=True)]
    owners = [item(owner=owner) for owner in ("Ana", "Bo", "Bo", "", "Cy")]
    closed = item(owner="Di", status="done")
    assert opening_warnings(people, [carried(each) for each in [*owners, closed]]) == (
        "Owners of action items not here: Bo, Cy",
    )
