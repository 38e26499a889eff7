"""What people typed, made safe to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.text import clean, one_line

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
    found = one_line(text)
    assert len(found.splitlines()) <= 1
    assert not any(unicodedata.category(each) in ("Cc", "Cs") or each in BIDI for each in found)


@given(typed)
def test_made_safe_twice_is_made_safe_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_letters_marks_and_signs_stay_as_they_are(text: str) -> None:
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
def test_what_was_there_is_seen(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_one_line_shows_where_lines_ended() -> None:
    assert one_line("one\ntwo\r\nthree\u2028four\tfive") == "one ⏎ two ⏎ three ⏎ four five"
