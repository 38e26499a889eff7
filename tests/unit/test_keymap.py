"""Keys and keymaps that people type: they are read, or refused with a message."""

from __future__ import annotations

import string
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.keys import _character_to_key

from facilitator.config.keymap import (
    BoundKeys,
    CheckedKeymap,
    check_keymap,
    parse_keys,
    works_while_typing,
)

DONE = BoundKeys("review.done", ("d",), "It is done")
NEXT = BoundKeys("clock.next", ("right_square_bracket", "f8"), "The next one")
QUIT = BoundKeys("quit", ("ctrl+q",), "Leave", has_priority=True)
FIXED = BoundKeys("", ("ctrl+e",), "Go to end")
REVIEW, WRAP_UP = (
    (DONE, NEXT, QUIT, FIXED),
    (BoundKeys("wrap-up.finish", ("f",), "Close"), NEXT, QUIT),
)


def checked(**keymap: str) -> CheckedKeymap:
    return check_keymap(
        {name.replace("_", "."): keys for name, keys in keymap.items()}, (REVIEW, WRAP_UP)
    )


@pytest.mark.parametrize("character", string.printable.strip())
def test_a_character_is_read_as_textual_names_it(character: str) -> None:
    name = _character_to_key(character)
    assert parse_keys(character) == name
    assert parse_keys(name) == name
    assert parse_keys(f"ctrl+{name}") == f"ctrl+{name.lower()}"


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("d", "d"),
        ("E", "E"),
        (" d , ctrl+D ", "d,ctrl+d"),
        ("Esc,PgUp,del,↓,⏎", "escape,pageup,delete,down,enter"),
        ("ctrl+],Ctrl++,+", "ctrl+right_square_bracket,ctrl+plus,plus"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("comma", "comma"),
        ("commercial_at,hyphen_minus,plus_sign", "at,minus,plus"),
        ("é", "é"),
    ],
)
def test_keys_are_read_as_people_and_the_help_write_them(typed: str, keys: str) -> None:
    assert parse_keys(typed) == keys


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ctlr+d", "'ctlr' is not a key to hold down; did you mean ctrl?"),
        ("d,,e", "'' is not a key"),
        ("", 'expected a key such as "d" or "ctrl+d"'),
        ("pagedwn", "'pagedwn' is not a key; did you mean pagedown?"),
        ("f25", "'f25' is not a key"),
        ("control", "'control' is not a key"),
        ("d,ctl++", "'ctl' is not a key to hold down; did you mean ctrl?"),
        ("digit_five", "'digit_five' is not a key"),
        ("shift+e", "shift+e arrives as E; write E"),
    ],
)
def test_an_unknown_key_is_named_with_what_was_meant(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_keys(typed)
    assert words in str(caught.value)


@given(st.text(max_size=20))
@example("▲")
@example("⚟")
def test_any_text_is_keys_that_can_be_bound_or_is_refused(typed: str) -> None:
    keys = ""
    with suppress(ValueError):
        keys = parse_keys(typed)
    if keys:
        assert parse_keys(keys) == keys
        assert [binding.key for binding in Binding.make_bindings([(keys, "bell")])] == keys.split(
            ","
        )


@pytest.mark.parametrize("key", ["f5", "escape", "ctrl+o", "alt+x"])
def test_function_and_control_keys_work_while_somebody_types(key: str) -> None:
    assert works_while_typing(["d", key])


@pytest.mark.parametrize("key", ["d", "shift+left", "enter", "right_square_bracket", "delete"])
def test_characters_and_keys_that_move_in_a_text_do_not_work_while_somebody_types(key: str) -> None:
    assert not works_while_typing([key])


def test_a_good_keymap_is_used_as_it_is() -> None:
    assert checked(review_done="D,f4", quit="f10") == CheckedKeymap(
        {"review.done": "D,f4", "quit": "f10"}, {}
    )


def test_an_unknown_id_is_left_out_and_the_closest_id_is_named() -> None:
    found = check_keymap({"reveiw.done": "d", "zzz": "d"}, (REVIEW,))
    assert not found.usable
    assert found.problems["reveiw.done"] == "no key has this id; did you mean review.done?"
    assert found.problems["zzz"] == "no key has this id; facilitator config --keys lists them"


def test_an_unknown_key_is_left_out() -> None:
    found = checked(review_done="ctlr+d")
    assert not found.usable
    assert "did you mean ctrl?" in found.problems["review.done"]


def test_two_actions_on_one_key_in_one_place_are_named() -> None:
    assert "f8 is the key of clock.next too" in checked(review_done="f8").problems["review.done"]
    assert (
        "ctrl+e is the key of “Go to end” too"
        in checked(review_done="ctrl+e").problems["review.done"]
    )
    # The keymap moved both of them: both have a problem.
    assert set(checked(review_done="f4", clock_next="f4").problems) == {"review.done", "clock.next"}


def test_a_key_is_free_when_its_action_moved_or_is_in_another_place() -> None:
    assert not checked(review_done="f8", clock_next="f9").problems
    assert not checked(review_done="f").problems


def test_an_action_that_works_while_somebody_types_keeps_such_a_key() -> None:
    found = checked(clock_next="n")
    assert found.usable == {"clock.next": "n"}
    assert found.problems == {"clock.next": "n is text while somebody types; add a key such as f8"}
    assert not checked(clock_next="n,ctrl+n").problems


def test_no_letter_is_taken_from_somebody_who_types() -> None:
    found = checked(quit="q,f10")
    assert not found.usable
    assert found.problems == {"quit": "q could not be typed any more; take a key such as ctrl+q"}
