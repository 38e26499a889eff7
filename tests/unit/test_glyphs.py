"""The signs on the screens: each means one thing, and a plain terminal has one for each."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from facilitator.domain.labels import STATUS_LABELS
from facilitator.shell.line_filters import TO_ASCII, UNKNOWN, shows_unicode, to_ascii
from facilitator.widgets import glyphs
from facilitator.widgets.pixel_font import BLOCKS

SIGNS = {
    name: value for name, value in vars(glyphs).items() if name.isupper() and isinstance(value, str)
}


def test_no_sign_has_two_meanings() -> None:
    assert len(set(SIGNS.values())) == len(SIGNS)
    listed = [sign for signs, _ in glyphs.LEGEND for sign in signs.split()]
    assert len(set(listed)) == len(listed)


def test_the_legend_explains_the_status_of_an_action_item() -> None:
    listed = {sign for signs, _ in glyphs.LEGEND for sign in signs.split()}
    assert {label.glyph for label in STATUS_LABELS.values()} <= listed


@pytest.mark.parametrize("sign", [*SIGNS.values(), *BLOCKS.values()])
def test_every_sign_is_one_cell_wide_and_has_a_likeness_in_ascii(sign: str) -> None:
    assert cell_len(sign) == 1
    assert to_ascii(sign) != UNKNOWN


def test_no_character_stands_for_two_in_the_table() -> None:
    assert all(sign.isascii() and len(sign) == 1 for sign in TO_ASCII.values())
    assert all(cell_len(glyph) == 1 for glyph in TO_ASCII)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("┌─ ✓ saved · 5…", "+- + saved - 5~"),
        ("Zoë Ångström, señor", "Zoe Angstrom, senor"),
        ("Øßﬁ½ 10² ①", "???? 10? ?"),
        ("漢字", "????"),
        ("🚑 fixed", "?? fixed"),
        ("plain", "plain"),
    ],
)
def test_a_text_becomes_ascii_of_the_same_width(text: str, written: str) -> None:
    assert to_ascii(text) == written
    assert cell_len(text) == len(written)


def test_a_mark_of_its_own_takes_no_place() -> None:
    assert to_ascii("e\N{COMBINING ACUTE ACCENT}a") == "ea"


@pytest.mark.parametrize(
    ("environment", "unicode"),
    [
        ({"TERM": "xterm-256color", "LANG": "de_DE.UTF-8"}, True),
        ({"TERM": "xterm-256color", "LANG": "en_US.utf8"}, True),
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux", "LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, False),
    ],
)
def test_the_environment_says_what_the_terminal_shows(
    environment: dict[str, str], unicode: bool
) -> None:
    assert shows_unicode(environment) is unicode
