"""The program's own themes, dark and light, for a desk and for a projector in a bright room."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color
from textual.theme import Theme

PHASE = "phase-"
"""How the names of the colours of phases begin."""
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
        variables={
            "text-muted": "#959da8",
            "rule": "#6b7480",
            "chip": "#2b333e",
            "selected": "#243447",
            "phase-detect": "#7cc7ff",
            "phase-acknowledge": "#9d9bff",
            "phase-diagnose": "#ff8f6b",
            "phase-fix": "#ffc84a",
            "phase-recover": "#a8d860",
            "phase-verify": "#5fd38d",
        },
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
        variables={
            "text-muted": "#555c66",
            "rule": "#7d8691",
            "chip": "#d9dfe7",
            "selected": "#d6e4f4",
            "phase-detect": "#0062c4",
            "phase-acknowledge": "#5c3ec2",
            "phase-diagnose": "#b03600",
            "phase-fix": "#875600",
            "phase-recover": "#4d6b00",
            "phase-verify": "#007048",
        },
    ),
    Theme(
        name="facilitator-contrast-dark",
        primary="#4d8dff",
        accent="#4d8dff",
        warning="#ffd24d",
        error="#ffaaa3",
        success="#8dff8d",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#141414",
        dark=True,
        variables={
            "text": "auto 100%",
            "text-muted": "#cccccc",
            "text-disabled": "auto 80%",
            # The accent itself stays darker, since it is also the background of the selected row.
            "text-accent": "#cfe3ff",
            "rule": "#949494",
            "chip": "#333333",
            "selected": "#22315c",
            "phase-detect": "#8fd0ff",
            "phase-acknowledge": "#bdb8ff",
            "phase-diagnose": "#ffa888",
            "phase-fix": "#ffd24d",
            "phase-recover": "#c6e66f",
            "phase-verify": "#7df0ba",
        },
    ),
    Theme(
        name="facilitator-contrast-light",
        primary="#00329c",
        accent="#00329c",
        warning="#523000",
        error="#7d0000",
        success="#003f00",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#f0f0f0",
        dark=False,
        variables={
            "text": "auto 100%",
            "text-muted": "#262626",
            "text-disabled": "auto 80%",
            "text-accent": "#001f5e",
            "rule": "#595959",
            "chip": "#dcdcdc",
            "selected": "#d2def5",
            "phase-detect": "#00479a",
            "phase-acknowledge": "#4526a8",
            "phase-diagnose": "#7f2600",
            "phase-fix": "#5c3c00",
            "phase-recover": "#384a00",
            "phase-verify": "#004d31",
        },
    ),
)
"""The themes in pairs: the names of a dark theme and its light one differ only in the last word.

Muted text has a colour of its own, since `auto 60%` loses its share within a line of several
colours, and would be as bright as what it should stand back behind. `rule` is for lines and axes,
`chip` is the ground of a quiet chip and `selected` that of the current row and field, and the
colours of an incident's phases begin with `phase-`.
"""


def own_variables(theme: Theme) -> dict[str, str]:
    """Return the program's own colours for a theme that does not have them, such as Textual's.

    They are mixed from its background, its text and its accent; the phases keep their colours.
    """
    likeness = THEMES[0] if theme.dark else THEMES[1]
    variables = theme.to_color_system().generate()
    background, foreground, accent = (
        Color.parse(variables[name]) for name in ("background", "foreground", "accent")
    )
    return {
        "rule": background.blend(foreground, 0.5, 1).hex,
        "chip": background.blend(foreground, 0.2, 1).hex,
        "selected": background.blend(accent, 0.2, 1).hex,
        **{name: colour for name, colour in likeness.variables.items() if name.startswith(PHASE)},
    }


def other_side(theme: Theme, known: Mapping[str, Theme]) -> str:
    """Return the name of the light theme that goes with a dark one, or the other way round."""
    side, other = ("dark", "light") if theme.dark else ("light", "dark")
    partner = f"{theme.name.removesuffix(f'-{side}')}-{other}"
    return partner if partner in known else f"facilitator-{other}"
