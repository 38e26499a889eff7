"""The program's themes for terminals that show 256 or 16 colours instead of millions.

A terminal takes the nearest colour that it has. That is near enough for text, but the grounds,
which differ a little from each other, would become one colour or a strange one, and of 16 colours
the nearest to most of ours is a grey.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import Theme

from facilitator.widgets.themes import PHASE, THEMES

SIXTEEN = "standard"
"""What Rich calls the colours of a terminal that has 16 of them."""
MANY = "256"
"""What Rich calls the colours of a terminal that has 256 of them."""

_DARK_GROUNDS_OF_256 = {"panel": "#1c1c1c", "chip": "#444444", "selected": "#3a3a3a"}
_OF_256 = {
    "facilitator-dark": {**_DARK_GROUNDS_OF_256, "text-muted": "#a8a8a8"},
    "facilitator-light": {
        "panel": "#f1f1f1",
        "chip": "#d0d0d0",
        "text-accent": "#005faf",
        "text-warning": "#875f00",
        "text-error": "#af0000",
        "text-success": "#005f00",
        f"{PHASE}recover": "#5f8700",
        f"{PHASE}verify": "#00875f",
    },
    "facilitator-contrast-dark": _DARK_GROUNDS_OF_256,
    "facilitator-contrast-light": {
        "text-accent": "#00005f",
        "text-warning": "#5f5f00",
        "text-error": "#870000",
        "text-success": "#005f00",
        f"{PHASE}recover": "#005f00",
    },
}
"""What differs from the usual themes where a terminal has 256 colours."""

_BLACK, _WHITE, _GREY, _DARK_GREY = "#000000", "#ffffff", "#aaaaaa", "#555555"
_RED, _GREEN, _BROWN = "#aa0000", "#00aa00", "#aa5500"
_BLUE, _MAGENTA, _CYAN = "#0000aa", "#aa00aa", "#00aaaa"
_BRIGHT_RED, _BRIGHT_GREEN, _YELLOW = "#ff5555", "#55ff55", "#ffff55"
_BRIGHT_BLUE, _BRIGHT_CYAN = "#5555ff", "#55ffff"

_DARK = Theme(
    name="dark",
    primary=_BRIGHT_CYAN,
    accent=_BRIGHT_CYAN,
    warning=_YELLOW,
    error=_BRIGHT_RED,
    success=_BRIGHT_GREEN,
    foreground=_WHITE,
    background=_BLACK,
    surface=_BLACK,
    panel=_BLACK,
    dark=True,
    variables={
        "text-muted": _GREY,
        "rule": _DARK_GREY,
        "chip": _DARK_GREY,
        "selected": _BLUE,
        f"{PHASE}detect": _BRIGHT_CYAN,
        f"{PHASE}acknowledge": _BRIGHT_BLUE,
        f"{PHASE}diagnose": _BRIGHT_RED,
        f"{PHASE}fix": _YELLOW,
        f"{PHASE}recover": _BRIGHT_GREEN,
        f"{PHASE}verify": _GREEN,
    },
)
_LIGHT = Theme(
    name="light",
    primary=_BLUE,
    accent=_BLUE,
    warning=_BROWN,
    error=_RED,
    success=_GREEN,
    foreground=_BLACK,
    background=_WHITE,
    surface=_WHITE,
    panel=_WHITE,
    dark=False,
    variables={
        "text-muted": _DARK_GREY,
        "rule": _DARK_GREY,
        "chip": _GREY,
        "selected": _GREY,
        f"{PHASE}detect": _BLUE,
        f"{PHASE}acknowledge": _MAGENTA,
        f"{PHASE}diagnose": _RED,
        f"{PHASE}fix": _BROWN,
        f"{PHASE}recover": _GREEN,
        f"{PHASE}verify": _CYAN,
    },
)
_STATES = ("primary", "accent", "warning", "error", "success")


def themes_for(color_system: str | None) -> tuple[Theme, ...]:
    """Return the program's themes, by the same names, for what a terminal can show.

    Args:
        color_system: Rich's name for the colours of the terminal; None where there are none.
    """
    if color_system == SIXTEEN:
        return tuple(_of_sixteen(theme) for theme in THEMES)
    if color_system == MANY:
        return tuple(_of_256(theme) for theme in THEMES)
    return THEMES


def _of_256(theme: Theme) -> Theme:
    return replace(theme, variables=theme.variables | _OF_256[theme.name])


def _of_sixteen(theme: Theme) -> Theme:
    likeness = _DARK if theme.dark else _LIGHT
    # Textual lightens the colour of a state for its text, which is no colour of the sixteen.
    texts = {f"text-{state}": getattr(likeness, state) for state in _STATES}
    return replace(likeness, name=theme.name, variables=likeness.variables | texts)
