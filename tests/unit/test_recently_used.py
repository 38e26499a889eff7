"""What was used most recently: a key may get another value, and the oldest makes room."""

from __future__ import annotations

from facilitator.widgets.recently_used import RecentlyUsed


def test_a_key_has_the_value_that_it_got_last() -> None:
    cache: RecentlyUsed[str, int] = RecentlyUsed(2)
    cache["one"], cache["two"] = 1, 2
    cache["one"] = 11
    assert (cache.get("one"), cache.get("two")) == (11, 2)


def test_what_was_not_used_for_longest_makes_room() -> None:
    cache: RecentlyUsed[str, int] = RecentlyUsed(2)
    cache["one"], cache["two"] = 1, 2
    cache["one"] = 11
    cache["three"] = 3
    assert ("one" in cache, "two" in cache, "three" in cache) == (True, False, True)
