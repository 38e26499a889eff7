"""The three rules, and the warnings of the opening card."""

from facilitator.domain.rules import check_rules, describe_missing, opening_warnings
from tests.support import carried, item, person


def test_a_team_that_did_everything_has_met_the_rules() -> None:
    one, two, three = check_rules(
        [item(1, due="2026-03-28"), item(2, due="2026-03-28")],
        [carried(item(1), reviewed_now=True)],
    )
    assert (one.met, two.met, three.met) == (True, True, True)
    assert [rule.number for rule in (one, two, three)] == [1, 2, 3]
    assert (one.note, three.note) == ("2 of 3", "1 of 1")


def test_without_an_action_item_the_first_rule_is_met() -> None:
    one, two, three = check_rules([], [])
    assert (one.met, one.note) == (True, "0 of 3")
    assert (two.met, three.met, three.note) == (True, True, "0 of 0")


def test_the_second_rule_names_what_is_missing_by_slot() -> None:
    items = [
        item(1, owner="", due=None, ticket=""),
        item(2, due="2026-03-28", ticket=""),
        item(3, due="2026-03-28"),
    ]
    _, two, _ = check_rules(items, [])
    assert two.unmet == ("1: no owner, no due date, no ticket", "2: no ticket")


def test_a_closed_item_misses_nothing() -> None:
    assert describe_missing(item(owner="", ticket="", status="done")) == ""
    assert describe_missing(item(owner="", ticket="", status="dropped")) == ""
    assert describe_missing(item(owner="", due="2026-03-28", status="in_progress")) == "no owner"


def test_typed_tickets_are_called_unverified() -> None:
    _, typed, _ = check_rules([item(1, due="2026-03-28")], [])
    assert typed.note == "tickets typed by hand are unverified"
    _, pushed, _ = check_rules([item(1, due="2026-03-28", ticket_verified=True)], [])
    assert pushed.note == ""
    _, none, _ = check_rules([item(1, due="2026-03-28", ticket="")], [])
    assert none.note == ""


def test_the_third_rule_names_the_items_that_were_not_reviewed() -> None:
    _, _, three = check_rules(
        [], [carried(item(action="Add canaries"), 43), carried(item(), 42, reviewed_now=True)]
    )
    assert (three.unmet, three.note) == (("#43 Add canaries",), "1 of 2")


def test_without_attendees_the_roles_are_missing_and_no_owner_is_absent() -> None:
    assert opening_warnings([], [carried(item())]) == (
        "Nobody facilitates yet",
        "Nobody takes notes yet",
    )


def test_a_facilitator_who_was_in_the_incident_is_warned_of() -> None:
    people = [person("Ana", facilitates=True, was_in_incident=True), person("Bo", takes_notes=True)]
    assert opening_warnings(people, []) == ("Ana facilitates and was involved in the incident",)


def test_each_absent_owner_is_named_once() -> None:
    people = [person("ana", facilitates=True, takes_notes=True)]
    owned_items = [item(owner=owner) for owner in ("Ana", "Bo", "Bo", "", "Cy")]
    closed = item(owner="Di", status="done")
    assert opening_warnings(people, [carried(owned) for owned in [*owned_items, closed]]) == (
        "Owners of action items not here: Bo, Cy",
    )
