"""Typed text, made safe and short to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.text import byte_count, clean, counted, one_line, shortened

BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HARMFUL = [*map(chr, (*range(0x20), 0x7F, *range(0x80, 0xA0))), *BIDI, "\ufeff", "\ud800", "\udfff"]
typed = st.text(st.characters() | st.sampled_from(HARMFUL))


@given(typed)
def test_no_character_that_commands_a_terminal_survives(text: str) -> None:
    for character in clean(text):
        assert unicodedata.category(character) not in ("Cc", "Cs") or character in "\t\n"
        assert character not in BIDI


@given(typed)
def test_one_line_is_one_line_of_safe_characters(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs") or character in BIDI for character in line
    )


@given(typed)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_letters_marks_and_signs_are_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "تعطّل الدفع",
        "שלום",
        "ping 👩\u200d💻 🏳️\u200d🌈 done",
        "naïve café – 5 × 3",
        "[bold red]x[/] [link=https://example.org]y[/link] \\[z]",
        "**not bold** | cell | <b>html</b> :smile:",
        "two\nlines\tand a tab",
    ],
)
def test_writing_of_any_kind_and_markup_is_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred", "a␛[31mred"),
        ("bell\x07", "bell␇"),
        ("nul\x00", "nul␀"),
        ("del\x7f", "del␡"),
        ("c1\x9b31m", "c1\ufffd31m"),
        ("half\ud800", "half\ufffd"),
        ("turned\u202egnp.exe", "turned\ufffdgnp.exe"),
        ("dos\r\nlines", "dos\nlines"),
        ("as pasted\rby a terminal", "as pasted\nby a terminal"),
    ],
)
def test_a_control_character_is_shown_as_a_visible_one(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_one_line_shows_where_the_lines_ended() -> None:
    assert one_line("one\ntwo\r\nthree\u2028four\tfive") == "one ⏎ two ⏎ three ⏎ four five"


@pytest.mark.parametrize(
    ("text", "characters", "shown"),
    [
        ("four", 4, "four"),
        ("fives", 4, "fiv…"),
        ("two words", 5, "two…"),
        ("two\nlines", 20, "two ⏎ lines"),
        ("two\nlines", 7, "two ⏎…"),
    ],
)
def test_a_text_is_shortened_to_so_many_characters(text: str, characters: int, shown: str) -> None:
    assert shortened(text, characters) == shown


@given(typed, st.integers(1, 50))
def test_a_shortened_text_is_never_longer_than_asked(text: str, characters: int) -> None:
    assert len(shortened(text, characters)) <= characters


@pytest.mark.parametrize(
    ("number", "noun", "shown"),
    [
        (0, "item", "0 items"),
        (1, "item", "1 item"),
        (2, "item", "2 items"),
        (1, "action item", "1 action item"),
        (21, "event", "21 events"),
    ],
)
def test_a_noun_is_in_the_plural_for_any_number_but_one(number: int, noun: str, shown: str) -> None:
    assert counted(number, noun) == shown


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (327_680, "328 KB"),
        (1_400_000, "1.4 MB"),
        (999_600, "1.0 MB"),
        (76_900_000_000, "76.9 GB"),
    ],
)
def test_a_number_of_bytes_is_short(number: int, words: str) -> None:
    assert byte_count(number) == words
