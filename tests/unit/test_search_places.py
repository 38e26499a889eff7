"""Where in a post-mortem the words of a search stand."""

from facilitator.domain.search_places import places_of, search_words
from tests.support import event, factor, incident, item

DOCUMENT = incident(
    42,
    "2026-03-14",
    cause="retry storm",
    root_cause="The Client retried at once.",
    timeline=(event("first_alert", "09:02", "p99 over 2 s"),),
    factors=(factor("made_possible", "no budget for retries"),),
    items=[item(action="Cap retries", owner="Priya", ticket="OPS-17")],
    themes=("retry budgets",),
)


def found(search: str) -> tuple[str, ...]:
    return places_of(DOCUMENT, search_words(search))


def test_what_the_title_holds_has_no_place() -> None:
    assert found("CHECKOUT 5xx #42") == ()
    assert found("") == ()


def test_other_words_are_found_in_the_first_part_that_holds_them() -> None:
    assert found("client") == ("root cause",)
    assert found("p99") == ("timeline",)
    assert found("storm") == ("cause",)
    assert found("priya") == ("action items",)
    assert found("budgets") == ("themes",)
    assert found("2026-03") == ("date",)


def test_each_part_is_named_once_in_the_order_of_the_words() -> None:
    assert found("ops-17 client cap checkout") == ("action items", "root cause")
