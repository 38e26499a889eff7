"""What a team decides about the terms that the program finds to recur."""

import pytest

from db.errors import Refused
from db.store import Store
from tests.db.support import new_incident


def decisions(store: Store) -> dict[str, tuple[bool, str]]:
    """Whether each term is hidden, and what it is counted with."""
    return {found.term: (found.hidden, found.same_as) for found in store.found_terms.all().result()}


def test_a_hidden_term_can_be_shown_again_and_its_hiding_undone(store: Store) -> None:
    store.found_terms.hide("word:certif").result()
    assert decisions(store) == {"word:certif": (True, "")}
    store.found_terms.show("word:certif").result()
    assert decisions(store) == {"word:certif": (False, "")}
    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == "hidden theme “certif”"
    assert decisions(store) == {"word:certif": (True, "")}


def test_terms_that_are_merged_form_no_chains(store: Store) -> None:
    store.found_terms.merge("word:cert", "word:certif").result()
    store.found_terms.merge("word:certif", "concept:certificate expired").result()
    store.found_terms.merge("word:tls", "word:cert").result()
    merged = {term: same_as for term, (_, same_as) in decisions(store).items() if same_as}
    assert merged == dict.fromkeys(
        ("word:cert", "word:certif", "word:tls"), "concept:certificate expired"
    )
    store.found_terms.separate("word:tls").result()
    assert decisions(store)["word:tls"] == (False, "")


def test_a_term_is_not_merged_with_itself_or_into_a_hidden_one(store: Store) -> None:
    store.found_terms.merge("word:cert", "word:certif").result()
    before = decisions(store)
    for term, into in (("word:certif", "word:certif"), ("word:certif", "word:cert")):
        with pytest.raises(Refused, match="can't be merged with itself"):
            store.found_terms.merge(term, into).result()
    store.found_terms.hide("word:tls").result()
    with pytest.raises(Refused, match="“tls” is hidden: show it again first"):
        store.found_terms.merge("word:cert", "word:tls").result()
    assert decisions(store) == before | {"word:tls": (True, "")}


def test_a_term_is_kept_as_a_theme_with_its_incidents_in_one_step(store: Store) -> None:
    numbers = [new_incident(store).number for _ in range(3)]
    theme = store.found_terms.keep("concept:retry storm", "retries", numbers).result()
    assert (theme.name, theme.incidents) == ("retries", tuple(numbers))
    assert store.found_terms.all().result()[0].theme_id == theme.id
    again = store.found_terms.keep("word:retri", "retries", numbers[:1]).result()
    assert (again.id, again.incidents) == (theme.id, tuple(numbers))
    store.history.undo().result()
    store.history.undo().result()
    assert store.themes.all().result() == []
    assert store.found_terms.all().result() == []


def test_a_theme_is_kept_for_all_of_the_incidents_or_not_at_all(store: Store) -> None:
    number = new_incident(store).number
    with pytest.raises(Refused, match="there is no incident #4711"):
        store.found_terms.keep("concept:retry storm", "retries", [number, 4711]).result()
    assert store.themes.all().result() == []


def test_merged_themes_are_one_with_the_incidents_and_the_decision_and_undo_parts_them(
    store: Store,
) -> None:
    both, one = new_incident(store).number, new_incident(store).number
    kept = store.found_terms.keep("concept:retry storm", "retries", [both, one]).result()
    kept = store.themes.decide(kept, "a budget in every client", "Cy").result()
    other = store.themes.add("retry budgets", [both]).result()
    before = store.themes.all().result(), store.found_terms.all().result()
    merged = store.themes.merge(kept.id, other.id).result()
    assert (merged.name, merged.incidents) == ("retry budgets", (both, one))
    assert (merged.systemic, merged.owner) == ("a budget in every client", "Cy")
    assert store.themes.all().result() == [merged]
    assert store.found_terms.all().result()[0].theme_id == other.id
    store.history.undo().result()
    assert (store.themes.all().result(), store.found_terms.all().result()) == before


def test_what_was_decided_about_a_theme_stays_where_another_is_merged_into_it(store: Store) -> None:
    first, second = (store.themes.add(name).result() for name in ("alerts", "alarms"))
    store.themes.decide(first, "alert on queues", "Ana").result()
    store.themes.decide(second, "alert on retries", "Cy").result()
    assert store.themes.merge(first.id, second.id).result().systemic == "alert on retries"
    with pytest.raises(Refused, match="a theme can't be merged with itself: choose another one"):
        store.themes.merge(second.id, second.id).result()


def test_a_term_is_free_again_once_its_theme_is_deleted_and_undo_takes_that_back(
    store: Store,
) -> None:
    number = new_incident(store).number
    theme = store.found_terms.keep("concept:retry storm", "retries", [number]).result()
    store.themes.delete(theme.id).result()
    (term,) = store.found_terms.all().result()
    assert term.theme_id is None
    store.history.undo().result()
    (term,) = store.found_terms.all().result()
    assert term.theme_id == theme.id
    assert store.themes.all().result() == [theme]
