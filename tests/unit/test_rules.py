"""The three rules, and the warnings of the opening card."""

from datetime import timedelta
from typing import Any

import pytest

from db.records import ActionItem
from db.vocabulary import SprintPlace
from facilitator.domain.rules import RuleState, check_rules, describe_missing, opening_warnings
from tests.support import DAY, at, carried, item, person, ticket


def in_next_sprint(slot: int = 1, minutes_ago: int = 0, **more: Any) -> ActionItem:
    """Return an action item whose ticket the tracker has shown in the next sprint."""
    read_at = at(f"{DAY} 12:00") - timedelta(minutes=minutes_ago)
    known = ticket("OPS-17", sprint=SprintPlace.NEXT, read_at=read_at)
    return item(slot, due="2026-03-28", known_ticket=known, **more)


def test_a_team_that_did_everything_has_met_the_rules() -> None:
    one, two, three = check_rules(
        [in_next_sprint(1, minutes_ago=3), in_next_sprint(2)],
        [carried(item(1), reviewed_now=True)],
    )
    assert [rule.state for rule in (one, two, three)] == [RuleState.MET] * 3
    assert [rule.number for rule in (one, two, three)] == [1, 2, 3]
    assert (one.note, three.note) == ("2 of 3", "1 of 1")
    assert two.read_at == at(f"{DAY} 11:57")


def test_without_an_action_item_the_first_rule_is_met() -> None:
    one, two, three = check_rules([], [])
    assert (one.state, one.note) == (RuleState.MET, "0 of 3")
    assert (two.state, two.read_at) == (RuleState.MET, None)
    assert (three.state, three.note) == (RuleState.MET, "0 of 0")


def test_the_second_rule_names_what_is_missing_by_slot() -> None:
    items = [
        item(1, owner="", due=None, ticket=""),
        item(2, due="2026-03-28", ticket=""),
        item(3, due="2026-03-28", ticket="banana"),
    ]
    _, two, _ = check_rules(items, [])
    assert two.unmet == (
        "1: no owner, no due date, no ticket",
        "2: no ticket",
        "3: banana is no ticket’s key",
    )


def test_a_closed_item_misses_nothing() -> None:
    assert describe_missing(item(owner="", ticket="", status="done")) == ""
    assert describe_missing(item(owner="", ticket="", status="dropped")) == ""
    assert describe_missing(item(owner="", due="2026-03-28", status="in_progress")) == "no owner"


def test_a_typed_ticket_has_a_mark_of_its_own_and_never_that_of_a_checked_one() -> None:
    _, two, _ = check_rules([in_next_sprint(1), item(2, due="2026-03-28")], [])
    assert two.state is RuleState.BY_HAND
    assert two.by_hand == ("2: OPS-17 was typed by hand and is not verified",)


@pytest.mark.parametrize("place", [place for place in SprintPlace if place is not SprintPlace.NEXT])
def test_a_ticket_in_any_other_sprint_leaves_the_rule_unmet(place: SprintPlace) -> None:
    known = ticket("OPS-17", sprint=place)
    _, two, _ = check_rules([item(1, due="2026-03-28", known_ticket=known)], [])
    assert two.state is RuleState.UNMET
    assert "OPS-17 not in the next sprint" in two.unmet[0]
    assert two.read_at is None


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
