"""The catalogue of causes: renaming, merging and splitting, and the categories."""

from collections.abc import Callable

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.store import Store
from tests.db.support import new_incident


def classified(store: Store, *names: str) -> dict[str, r.Cause]:
    """Add an incident for each name that is linked to the cause of that name."""
    for name in names:
        store.incidents.set_cause(new_incident(store).id, name).result()
    return {cause.name: cause for cause in store.causes.all().result()}


def causes_of_incidents(store: Store) -> list[str | None]:
    incidents = store.incidents.everything().result()
    return [None if one.cause is None else one.cause.name for one in incidents]


def test_a_cause_is_renamed_in_all_incidents(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    for _ in range(2):
        ours.incidents.set_cause(new_incident(ours).id, "retry strom").result()
    ours.incidents.set_cause(new_incident(ours).id, "full disk").result()
    cause = next(c for c in ours.causes.all().result() if c.name == "retry strom")
    with pytest.raises(Refused, match="“full disk” is in the catalogue already: merge the two"):
        ours.causes.edit(cause, " Full Disk ", None).result()
    assert ours.causes.edit(cause, "Retry storm", None).result().name == "Retry storm"
    assert ours.lists.numbers(r.IncidentFilter(search="storm")).result() == [2, 1]
    with pytest.raises(Conflict):
        theirs.causes.edit(cause, "retries", None).result()
    ours.history.undo().result()
    assert ours.lists.numbers(r.IncidentFilter(cause="retry strom")).result() == [2, 1]


def test_two_causes_become_one(store: Store) -> None:
    incidents = [new_incident(store) for _ in range(3)]
    names = ("retry storm", "retry storms", "full disk")
    for incident, name in zip(incidents, names, strict=True):
        store.incidents.set_cause(incident.id, name).result()
    before = store.incidents.everything().result()
    causes = {cause.name: cause for cause in store.causes.all().result()}
    kept, merged = causes["retry storm"], causes["retry storms"]
    with pytest.raises(Refused, match="can't be merged with itself"):
        store.causes.merge(kept.id, kept.id).result()
    assert store.causes.merge(merged.id, kept.id).result() == kept
    found = [incident.cause for incident in store.incidents.everything().result()]
    assert found == [kept, kept, causes["full disk"]]
    assert merged not in store.causes.all().result()
    store.history.undo().result()
    assert store.incidents.everything().result() == before


def test_a_cause_is_split_and_one_undo_brings_it_together_again(store: Store) -> None:
    cause = classified(store, "retry storm", "retry storm", "retry storm")["retry storm"]
    cause = store.causes.edit(cause, cause.name, w.CauseCategory.LOAD_SPIKE).result()
    other = store.causes.split(cause.id, "cold cache", [3, 1, 3]).result()
    assert other.category is w.CauseCategory.LOAD_SPIKE
    assert causes_of_incidents(store) == ["cold cache", "retry storm", "cold cache"]
    store.history.undo().result()
    assert causes_of_incidents(store) == ["retry storm"] * 3
    assert store.causes.all().result() == [cause]


def test_a_split_may_go_to_a_cause_that_is_there_and_keeps_its_category(store: Store) -> None:
    causes = classified(store, "retry storm", "retry storm", "cold cache")
    cache = store.causes.edit(
        causes["cold cache"], "cold cache", w.CauseCategory.CAPACITY_LIMIT
    ).result()
    assert store.causes.split(causes["retry storm"].id, "COLD CACHE", [2]).result() == cache
    assert causes_of_incidents(store) == ["retry storm", "cold cache", "cold cache"]


@pytest.mark.parametrize(
    ("name", "numbers", "message"),
    [
        ("cold cache", [], "incidents: give the numbers of those that get another cause"),
        ("cold cache", [3], "incidents: #3 does not have the cause “retry storm”"),
        ("cold cache", [4711], "incidents: #4711 does not have the cause “retry storm”"),
        ("cold cache", [1, 2], "incidents: these are all that it has: rename the cause instead"),
        ("Retry Storm", [1], "name: “retry storm” is the cause that is split: choose another name"),
        (" ", [1], "cause: write something"),
    ],
)
def test_a_split_of_nothing_or_of_everything_is_refused(
    store: Store, name: str, numbers: list[int], message: str
) -> None:
    cause = classified(store, "retry storm", "retry storm", "full disk")["retry storm"]
    before = store.incidents.everything().result()
    with pytest.raises(Refused, match=message):
        store.causes.split(cause.id, name, numbers).result()
    assert store.incidents.everything().result() == before


def test_a_category_is_set_taken_away_and_never_overwritten_unseen(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    cause = classified(ours, "retry storm")["retry storm"]
    spike = ours.causes.edit(cause, cause.name, w.CauseCategory.LOAD_SPIKE).result()
    with pytest.raises(Conflict) as caught:
        theirs.causes.edit(cause, cause.name, w.CauseCategory.DNS).result()
    assert caught.value.theirs is w.CauseCategory.LOAD_SPIKE
    assert ours.causes.edit(spike, spike.name, None).result() == cause
    ours.history.undo().result()
    assert ours.causes.all().result() == [spike]


def test_a_merged_cause_keeps_the_category_that_one_of_the_two_has(store: Store) -> None:
    causes = classified(store, "retry storm", "retry storms")
    merged = store.causes.edit(
        causes["retry storms"], "retry storms", w.CauseCategory.LOAD_SPIKE
    ).result()
    kept = store.causes.merge(merged.id, causes["retry storm"].id).result()
    assert (kept.name, kept.category) == ("retry storm", w.CauseCategory.LOAD_SPIKE)
