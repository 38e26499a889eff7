"""What people type into a keymap: read, or refused in words."""

from __future__ import annotations

import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.keys import _character_to_key

from facilitator.keymap import Bound, Checked, check, read_keys, works_while_typing

DONE = Bound("review.done", ("d",), "It is done")
NEXT = Bound("clock.next", ("right_square_bracket", "f8"), "The next one")
QUIT = Bound("quit", ("ctrl+q",), "Leave", first=True)
FIXED = Bound("", ("ctrl+e",), "Go to end")
REVIEW, WRAP_UP = (DONE, NEXT, QUIT, FIXED), (Bound("wrap-up.finish", ("f",), "Close"), NEXT, QUIT)


def checked(**keymap: str) -> Checked:
    return check({each.replace("_", "."): keys for each, keys in keymap.items()}, (REVIEW, WRAP_UP))


@pytest.mark.parametrize("character", string.printable.strip())
def test_a_character_is_read_as_textual_names_it(character: str) -> None:
    name = _character_to_key(character)
    assert read_keys(character) == name
    assert read_keys(name) == name
    assert read_keys(f"ctrl+{name}") == f"ctrl+{name.lower()}"


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
    assert read_keys(typed) == keys


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ctlr+d", "'ctlr' is no key to hold; did you mean ctrl?"),
        ("d,,e", "'' is no key"),
        ("", 'expected a key such as "d" or "ctrl+d"'),
        ("pagedwn", "'pagedwn' is no key; did you mean pagedown?"),
        ("f25", "'f25' is no key"),
        ("control", "'control' is no key"),
        ("d,ctl++", "'ctl' is no key to hold; did you mean ctrl?"),
        ("digit_five", "'digit_five' is no key"),
        ("shift+e", "shift+e arrives as E; write E"),
    ],
)
def test_a_key_that_no_keyboard_has_is_named(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_keys(typed)
    assert words in str(caught.value)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_keys_that_can_be_bound_or_refused_in_words(typed: str) -> None:
    keys = ""
    with suppress(ValueError):
        keys = read_keys(typed)
    if keys:
        assert read_keys(keys) == keys
        assert [each.key for each in Binding.make_bindings([(keys, "bell")])] == keys.split(",")


@pytest.mark.parametrize("key", ["f5", "escape", "ctrl+o", "alt+x"])
def test_what_works_while_somebody_types(key: str) -> None:
    assert works_while_typing(["d", key])


@pytest.mark.parametrize("key", ["d", "shift+left", "enter", "right_square_bracket", "delete"])
def test_what_is_typing(key: str) -> None:
    assert not works_while_typing([key])


def test_a_good_keymap_is_used_as_it_is() -> None:
    assert checked(review_done="D,f4", quit="f10") == Checked(
        {"review.done": "D,f4", "quit": "f10"}, {}
    )


def test_an_unknown_id_is_left_out_and_the_one_that_was_meant_named() -> None:
    found = check({"reveiw.done": "d", "zzz": "d"}, (REVIEW,))
    assert not found.usable
    assert found.wrong["reveiw.done"] == "no key has this id; did you mean review.done?"
    assert found.wrong["zzz"] == "no key has this id; facilitator config --keys lists them"


def test_an_unknown_key_is_left_out() -> None:
    found = checked(review_done="ctlr+d")
    assert not found.usable
    assert "did you mean ctrl?" in found.wrong["review.done"]


def test_two_things_on_one_key_in_one_place_are_named() -> None:
    assert "f8 is the key of clock.next too" in checked(review_done="f8").wrong["review.done"]
    assert (
        "ctrl+e is the key of “Go to end” too" in checked(review_done="ctrl+e").wrong["review.done"]
    )
    # Both were moved to it: both are told.
    assert set(checked(review_done="f4", clock_next="f4").wrong) == {"review.done", "clock.next"}


def test_a_key_that_was_given_up_or_is_of_another_place_is_free() -> None:
    assert not checked(review_done="f8", clock_next="f9").wrong
    assert not checked(review_done="f").wrong


def test_what_has_to_work_while_somebody_types_keeps_such_a_key() -> None:
    found = checked(clock_next="n")
    assert found.usable == {"clock.next": "n"}
    assert found.wrong == {"clock.next": "n is text while somebody types; add a key such as f8"}
    assert not checked(clock_next="n,ctrl+n").wrong


def test_no_letter_is_taken_from_those_who_type() -> None:
    found = checked(quit="q,f10")
    assert not found.usable
    assert found.wrong == {"quit": "q could not be typed any more; take a key such as ctrl+q"}
