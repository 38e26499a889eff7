"""The contrast of every text on every background, in every theme of the program."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from facilitator.domain.figure_types import TIME_TO
from facilitator.widgets.bar_plot import BAD, GOOD
from facilitator.widgets.themes import THEMES, other_side, own_variables

ROLES = ("text", "text-muted", "text-accent", "text-warning", "text-error", "text-success")
PHASES = tuple(f"phase-{name}" for name in TIME_TO)
GROUNDS = ("background", "surface", "panel")
KNOWN = BUILTIN_THEMES | {theme.name: theme for theme in THEMES}


def grounds(theme: Theme) -> list[Color]:
    """Return the backgrounds of text: the plain ones, and those of a current row and field."""
    variables = theme.to_color_system().generate() | theme.variables
    plain = [Color.parse(variables[name]) for name in GROUNDS]
    return [*plain, Color.parse(variables["selected"])]


def written(role: str, ground: Color) -> Color:
    """Return the colour of a text on a background; `auto` is black or white, by contrast."""
    if not role.startswith("auto"):
        return Color.parse(role)
    return ground + ground.get_contrast_text(float(role.split()[1].rstrip("%")) / 100)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio as WCAG 2 defines it, from 1 (equal) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.r / 255, color.g / 255, color.b / 255)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_contrast_ratio_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#fff"), Color.parse("#000")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_has_enough_contrast(theme: Theme) -> None:
    least = 7 if "contrast" in theme.name else 4.5
    variables = theme.to_color_system().generate() | theme.variables
    found = {
        (role, ground.hex): contrast(written(variables[role], ground), ground)
        for role in ROLES
        for ground in grounds(theme)
    }
    assert not {what: round(ratio, 2) for what, ratio in found.items() if ratio < least}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_phases_are_read_on_plain_ground_and_seen_on_that_of_the_current_row(
    theme: Theme,
) -> None:
    least = 7 if "contrast" in theme.name else 4.5
    plain_grounds = [Color.parse(getattr(theme, name)) for name in ("background", "surface")]
    for phase in PHASES:
        color = Color.parse(theme.variables[phase])
        assert min(contrast(color, ground) for ground in plain_grounds) >= least, phase
        assert min(contrast(color, ground) for ground in grounds(theme)) >= 3, phase
    assert len({theme.variables[phase] for phase in PHASES}) == len(PHASES)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_value_that_is_written_on_a_bar_has_enough_contrast(theme: Theme) -> None:
    least = 7 if "contrast" in theme.name else 4.5
    variables = theme.to_color_system().generate() | theme.variables
    background = Color.parse(variables["background"])
    # The value is reversed: it has the colour of the ground, on that of the bar.
    bars = [written(variables[color.removeprefix("$")], background) for color in (GOOD, BAD)]
    assert min(contrast(background, bar) for bar in bars) >= least


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_muted_text_stands_back_and_is_still_read_with_ease(theme: Theme) -> None:
    variables = theme.to_color_system().generate() | theme.variables
    background = Color.parse(variables["background"])
    muted = contrast(written(variables["text-muted"], background), background)
    assert 6.6 <= muted <= contrast(written(variables["text"], background), background) - 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_rules_can_be_seen_on_every_plain_ground(theme: Theme) -> None:
    variables = theme.to_color_system().generate() | theme.variables
    rule = Color.parse(variables["rule"])
    for name in GROUNDS:
        assert contrast(rule, Color.parse(variables[name])) >= 3, name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_words_of_every_chip_can_be_read_on_its_ground(theme: Theme) -> None:
    least = 7 if "contrast" in theme.name else 4.5
    variables = theme.to_color_system().generate() | theme.variables
    words = Color.parse(variables["background"])
    for state in ("error", "warning", "success", "accent"):
        assert contrast(words, Color.parse(variables[f"text-{state}"])) >= least, state
    assert contrast(Color.parse(variables["foreground"]), Color.parse(variables["chip"])) >= least


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_a_theme_of_textual_gets_the_colours_that_only_this_program_has(theme: Theme) -> None:
    assert own_variables(theme).keys() == {"rule", "chip", "selected", *PHASES}
    for colour in own_variables(theme).values():
        Color.parse(colour)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_opposite_theme_of_the_opposite_is_the_theme_itself(theme: Theme) -> None:
    other = KNOWN[other_side(theme, KNOWN)]
    assert other.dark is not theme.dark
    assert ("contrast" in other.name) == ("contrast" in theme.name)
    assert other_side(other, KNOWN) == theme.name


@pytest.mark.parametrize(
    ("name", "other"),
    [("solarized-light", "solarized-dark"), ("nord", "facilitator-light")],
)
def test_themes_of_textual_have_an_opposite_too(name: str, other: str) -> None:
    assert other_side(KNOWN[name], KNOWN) == other
