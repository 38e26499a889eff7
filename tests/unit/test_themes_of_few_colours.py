"""What remains of the themes in terminals that show 256 or 16 colours."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, TerminalTheme
from textual.color import Color
from textual.theme import Theme

from facilitator.widgets.themes import THEMES
from facilitator.widgets.themes_of_few_colours import MANY, SIXTEEN, themes_for
from tests.unit.test_themes import PHASES, ROLES, contrast, written

DARK = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
BRIGHT = "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
CONSOLE = TerminalTheme(
    (0, 0, 0),
    (255, 255, 255),
    [Color.parse(f"#{color}").rgb for color in DARK.split()],
    [Color.parse(f"#{color}").rgb for color in BRIGHT.split()],
)
"""The sixteen colours of the console of Linux, as the VGA has them."""
SYSTEMS = {MANY: ColorSystem.EIGHT_BIT, SIXTEEN: ColorSystem.STANDARD}
CHIP_STATES = ("text-accent", "text-warning", "text-error", "text-success")
GROUNDS = ("chip", "selected")
LEAST_CONTRAST = {MANY: 4.5, SIXTEEN: 3.0}
CASES = [
    pytest.param(system, theme, id=f"{theme.name}-{system}")
    for system in SYSTEMS
    for theme in themes_for(system)
]


def shown(theme: Theme, system: str, *names: str) -> list[Color]:
    """Return what a terminal shows of these colours of a theme, each on the theme's background."""
    variables = theme.to_color_system().generate() | theme.variables
    background = Color.parse(variables["background"])
    return [_shown(written(variables[name], background), system) for name in names]


def _shown(color: Color, system: str) -> Color:
    nearest = RichColor.parse(color.hex6).downgrade(SYSTEMS[system])
    console = CONSOLE if system == SIXTEEN else DEFAULT_TERMINAL_THEME
    return Color(*nearest.get_truecolor(console))


@pytest.mark.parametrize(("system", "theme"), CASES)
def test_every_text_can_be_read_on_the_background(system: str, theme: Theme) -> None:
    (background,) = shown(theme, system, "background")
    for role, color in zip(ROLES, shown(theme, system, *ROLES), strict=True):
        assert contrast(color, background) >= LEAST_CONTRAST[system], role


@pytest.mark.parametrize(("system", "theme"), CASES)
def test_the_current_row_and_a_quiet_chip_have_a_ground_on_which_text_can_be_read(
    system: str, theme: Theme
) -> None:
    background, text, muted = shown(theme, system, "background", "foreground", "text-muted")
    for ground in shown(theme, system, *GROUNDS):
        assert ground != background
        assert contrast(text, ground) >= LEAST_CONTRAST[system]
        assert contrast(muted, ground) >= 3


@pytest.mark.parametrize(("system", "theme"), CASES)
def test_each_state_has_a_chip_of_its_own_colour_with_words_that_can_be_read(
    system: str, theme: Theme
) -> None:
    (words,) = shown(theme, system, "background")
    chips = shown(theme, system, *CHIP_STATES, "chip")
    assert len(set(chips)) == len(chips)
    for chip in chips[:-1]:
        assert contrast(words, chip) >= LEAST_CONTRAST[system]


@pytest.mark.parametrize(("system", "theme"), CASES)
def test_each_phase_has_a_colour_of_its_own(system: str, theme: Theme) -> None:
    (background,) = shown(theme, system, "background")
    phases = shown(theme, system, *PHASES)
    assert len(set(phases)) == len(phases)
    for phase in phases:
        assert contrast(phase, background) >= 2.8


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_themes_have_the_names_by_which_people_know_them(system: str) -> None:
    assert [theme.name for theme in themes_for(system)] == [theme.name for theme in THEMES]


@pytest.mark.parametrize("system", ["truecolor", None])
def test_a_terminal_of_all_colours_or_none_has_the_themes_themselves(system: str | None) -> None:
    assert themes_for(system) == THEMES
