"""The key of a ticket, typed into a form."""

import pytest

from facilitator.domain.ticket_key import typed_ticket


@pytest.mark.parametrize(
    ("typed", "before", "ticket"),
    [("", "", ""), ("  ", "OPS-1", ""), (" ops-12 ", "", "OPS-12"), ("banana", "banana", "banana")],
)
def test_a_typed_ticket_is_a_key_or_the_one_from_before(
    typed: str, before: str, ticket: str
) -> None:
    assert typed_ticket(typed, before) == ticket


@pytest.mark.parametrize("typed", ["banana", "OPS-", "OPS 12", "ÖPS-1", "https://x.org/OPS-1"])
def test_what_has_not_the_form_of_a_key_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="expected one such as OPS-12"):
        typed_ticket(typed, "banana split")
