"""Tickets without a tracker to ask: the form of a key, and the addresses of tickets."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.ticket_key import is_ticket_key, ticket_key
from facilitator.tracker.by_hand import ByHand


@pytest.mark.parametrize(
    ("typed", "key"),
    [("OPS-12", "OPS-12"), (" ops-12\n", "OPS-12"), ("a1_b-007", "A1_B-007")],
)
def test_a_key_is_written_as_trackers_write_it(typed: str, key: str) -> None:
    assert ticket_key(typed) == key


@pytest.mark.parametrize(
    "typed",
    ["banana", "", "OPS", "OPS-", "-12", "O-12", "1OPS-2", "OPS-12a", "OPS 12", "OPS-12 OPS-13"],
)
def test_what_has_not_the_form_of_a_key_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no ticket; expected one such as OPS-12"):
        ticket_key(typed)


@pytest.mark.parametrize("typed", ["opſ-1", "ÄB-1", "OPS-1٢", "OPS-" + "1" * 300])
def test_other_scripts_and_endless_numbers_are_no_key(typed: str) -> None:
    with pytest.raises(ValueError, match="is no ticket"):
        ticket_key(typed)


@given(st.text(st.sampled_from("OPSops-_12 \n٢ſ")))
def test_a_key_that_is_taken_has_the_form_of_one(typed: str) -> None:
    try:
        key = ticket_key(typed)
    except ValueError:
        assert not re.fullmatch(r"[A-Z][A-Z0-9_]+-\d+", typed, re.ASCII)
    else:
        assert is_ticket_key(key)
        assert key == typed.strip().upper()


def test_a_site_that_is_known_gives_the_tickets_their_addresses() -> None:
    assert ByHand("https://ops.example/jira").address("OPS-1") == (
        "https://ops.example/jira/browse/OPS-1"
    )
    assert ByHand("https://ops.example").address("../admin") == ""
    assert ByHand().address("OPS-1") == ""
    assert ByHand().address("https://other.example/OPS-1") == "https://other.example/OPS-1"
