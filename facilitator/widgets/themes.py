"""The program's own themes, dark and light, high enough in contrast for a projector."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="facilitator-dark",
        primary="#7cc7ff",
        accent="#7cc7ff",
        warning="#ffd166",
        error="#ff8a80",
        success="#8ee08e",
        foreground="#f5f5f5",
        background="#0b0d10",
        surface="#0b0d10",
        panel="#1b2027",
        dark=True,
    ),
    Theme(
        name="facilitator-light",
        primary="#004f9e",
        accent="#004f9e",
        warning="#7a4b00",
        error="#a30000",
        success="#00600f",
        foreground="#0b0d10",
        background="#ffffff",
        surface="#ffffff",
        panel="#e9edf2",
        dark=False,
    ),
)
